#include "agent/doctor.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>

#include "platform/ipp/codes.h"
#include "printing/files.h"
#include "printing/scratch_testing.h"

namespace tsuke::agent {
namespace {

constexpr Instant noon{1'800'000'000'000'000};

Enrolment enrolment(const std::string& device_uri = "ipp://192.0.2.9/ipp/print") {
  return {"ipps://tsuke.example:8631/ipp/device/7", "device-7", "secret", "urn:uuid:1", "7", "Printer", device_uri, ""};
}

Probe healthy() {
  Probe seen;
  seen.outcome = Probe::Outcome::answered;
  seen.valid_from = noon - hours(24);
  seen.valid_until = noon + hours(24 * 80);
  seen.date = noon;
  return seen;
}

Description idle_printer() {
  return {{ipp::enumeration("printer-state", ipp::printer_state::idle), ipp::keyword("printer-state-reasons", "none"),
           ipp::strings("document-format-supported", ipp::Tag::mime_type, {"image/urf", "application/pdf"})},
          ipp::printer_state::idle};
}

// A site where all is well, to be spoilt by a test.
struct DoctorTest : testing::Test {
  DoctorTest() {
    around.usb_devices = scratch.root + "/usb";
    around.processes = scratch.root + "/proc";
    around.ipp_usb = scratch.root + "/ipp-usb";
    around.now = [] { return noon; };
    around.probe = [this](const std::string&, const std::string&) { return seen; };
    around.try_credential = [this](const Enrolment&) { return credential; };
    around.address_of = [](const std::string& uri) -> Result<std::string> { return uri; };
    around.describe = [this](const std::string&) { return description; };
    around.counting = [this](const std::string&) { return counted; };
    around.dns_sd_daemon = [this] { return daemon; };
  }
  std::vector<std::string> codes(const std::vector<Finding>& findings) {
    std::vector<std::string> found;
    for (const Finding& finding : findings) found.push_back(finding.code);
    return found;
  }
  std::string service_code(std::size_t at) { return examine_service(enrolment(), around).at(at).code; }
  std::string printer_code(std::size_t at) { return examine_printer(enrolment(), around).at(at).code; }
  void put(const std::string& file, const std::string& text) {
    std::filesystem::create_directories(std::filesystem::path(scratch.root + "/" + file).parent_path());
    std::ofstream(scratch.root + "/" + file) << text;
  }

  Scratch scratch;
  Surroundings around;
  Probe seen = healthy();
  Result<void> credential;
  Result<Description> description = idle_printer();
  Result<Counting> counted = Counting{true, true, true};
  Result<std::string> daemon = std::string("avahi 0.8");
};

TEST_F(DoctorTest, FindsNothingToMendWhereAllIsWell) {
  const State state(scratch.root + "/printers");
  ASSERT_TRUE(state.can_add().ok() && state.add(enrolment()).ok());
  const auto findings = examine(state, around);
  EXPECT_TRUE(is_well(findings)) << to_text(findings, "en");
  EXPECT_EQ(codes(findings),
            (std::vector<std::string>{"version", "dns-sd-running", "usb-none", "state-private", "journal-writable",
                                      "service-reachable", "tls-good", "clock-good", "credential-accepted",
                                      "printer-ready", "formats-pdf", "counts-both"}));
  EXPECT_EQ(words_of(findings[6], "en").what,
            "The certificate of tsuke.example:8631 is valid for 80 more days, until " +
                to_rfc3339(noon + hours(24 * 80)).substr(0, 10));
}

TEST_F(DoctorTest, NothingEnrolledIsToBeMended) {
  const auto findings = examine(State(scratch.root + "/printers"), around);
  EXPECT_FALSE(is_well(findings));
  EXPECT_EQ(findings.back().code, "state-missing");
  EXPECT_NE(words_of(findings.back(), "en").fix.find("--state " + scratch.root + "/printers"), std::string::npos);
}

TEST_F(DoctorTest, AStateThatOthersReadOrNobodyCanRead) {
  const State state(scratch.root + "/printers");
  ASSERT_TRUE(state.can_add().ok());
  const std::string file = state.add(enrolment()).take();
  ASSERT_EQ(::chmod(file.c_str(), 0644), 0);
  ASSERT_TRUE(write_private_file(state.path() + "/9.json", "{").ok());
  const auto findings = examine_state(state);
  EXPECT_EQ(codes(findings), (std::vector<std::string>{"state-open", "state-unreadable"}));
  EXPECT_EQ(words_of(findings[0], "en").fix, "chmod 600 " + file);
}

TEST_F(DoctorTest, AJournalThatCannotBeWritten) {
  put("agent.json.jobs", "a file where the folder should be");
  const Kept kept{scratch.root + "/agent.json", enrolment()};
  EXPECT_EQ(examine_journal(kept).at(0).code, "journal-unwritable");
  std::filesystem::remove(scratch.root + "/agent.json.jobs");
  EXPECT_EQ(examine_journal(kept).at(0).code, "journal-writable");
}

TEST_F(DoctorTest, TheServiceIsTriedStepByStep) {
  seen.outcome = Probe::Outcome::name_unknown;
  EXPECT_EQ(examine_service(enrolment(), around).size(), 1u);
  EXPECT_EQ(service_code(0), "service-name-unknown");
  seen.outcome = Probe::Outcome::unreachable;
  EXPECT_EQ(service_code(0), "service-unreachable");
  seen.outcome = Probe::Outcome::no_http;
  EXPECT_EQ(service_code(0), "service-odd");
}

TEST_F(DoctorTest, CertificatesAreCountedInDays) {
  seen.valid_until = noon + hours(24 * 13);
  EXPECT_EQ(service_code(1), "tls-soon");
  EXPECT_EQ(examine_service(enrolment(), around).at(1).level, Level::advice);
  seen.valid_until = noon - seconds(1);
  seen.outcome = Probe::Outcome::not_trusted;
  EXPECT_EQ(service_code(1), "tls-expired");
  seen = healthy();
  seen.outcome = Probe::Outcome::not_trusted;
  EXPECT_EQ(service_code(1), "tls-untrusted");
  Enrolment plain = enrolment();
  plain.uri = "ipp://tsuke.example/ipp/device/7";
  EXPECT_EQ(examine_service(plain, around).at(1).code, "tls-none");
  plain.uri = "ipp://127.0.0.1:8631/ipp/device/7";
  EXPECT_EQ(examine_service(plain, around).at(1).code, "tls-loopback");
}

// A machine that woke in 1970 sees a certificate from the future; the server's date says which of the two is wrong.
TEST_F(DoctorTest, AWrongClockIsToldFromAWrongCertificate) {
  around.now = [] { return Instant{}; };
  seen.outcome = Probe::Outcome::not_trusted;
  const auto findings = examine_service(enrolment(), around);
  EXPECT_EQ(codes(findings), (std::vector<std::string>{"service-reachable", "tls-not-yet", "clock-behind"}));
  EXPECT_EQ(words_of(findings[2], "en").fix, "timedatectl set-ntp true");
  around.now = [] { return noon + minutes(3); };
  seen.outcome = Probe::Outcome::answered;
  EXPECT_EQ(service_code(2), "clock-ahead");
  around.now = [] { return noon + seconds(90); };
  EXPECT_EQ(service_code(2), "clock-good");
  seen.date.reset();
  EXPECT_EQ(service_code(2), "clock-unknown");
}

TEST_F(DoctorTest, ARefusedCredentialNamesTheCommandThatMakesANewOne) {
  credential = Error{Reason::not_authenticated, "not-authenticated", "no"};
  const auto finding = examine_service(enrolment(), around).at(3);
  EXPECT_EQ(finding.code, "credential-refused");
  EXPECT_TRUE(words_of(finding, "en")
                  .fix.starts_with("tsuke-agent enrol --server ipps://tsuke.example:8631 --code CODE "
                                   "--printer 'ipp://192.0.2.9/ipp/print'"));
  credential = Error{Reason::unavailable, "http-status", "502"};
  EXPECT_EQ(service_code(3), "credential-unanswered");
}

TEST_F(DoctorTest, PrintersFailInTheirOwnWays) {
  const auto fails_with = [&](const char* code) {
    description = Error{Reason::unavailable, code, "why"};
    return printer_code(0);
  };
  EXPECT_EQ(fails_with("no-connection"), "printer-unreachable");
  EXPECT_EQ(fails_with("bad-ipp"), "printer-no-ipp");
  EXPECT_EQ(fails_with("http-status"), "printer-no-ipp");
  EXPECT_EQ(fails_with("server-not-trusted"), "printer-untrusted");
  EXPECT_EQ(fails_with("certificate-expired"), "printer-untrusted");
  around.address_of = [](const std::string&) -> Result<std::string> {
    return Error{Reason::unavailable, "name-not-announced", "nobody"};
  };
  EXPECT_EQ(printer_code(0), "printer-name-unknown");
}

TEST_F(DoctorTest, PrintersSayWhatTheyTakeAndCount) {
  Description raster = idle_printer();
  raster.state = ipp::printer_state::stopped;
  raster.attributes = {ipp::keyword("printer-state-reasons", "media-empty-error"),
                       ipp::strings("document-format-supported", ipp::Tag::mime_type, {"image/urf"})};
  description = raster;
  counted = Counting{true, false, false};
  const auto findings = examine_printer(enrolment(), around);
  EXPECT_EQ(codes(findings), (std::vector<std::string>{"printer-stopped", "formats-no-pdf", "counts-none"}));
  EXPECT_NE(words_of(findings[0], "en").what.find("media-empty-error"), std::string::npos);
  counted = Counting{};
  EXPECT_EQ(printer_code(2), "counts-unknown");
  counted = Counting{true, true, false};
  EXPECT_EQ(printer_code(2), "counts-impressions");
}

TEST_F(DoctorTest, UsbPrintersNeedIppUsb) {
  const auto usb = [&] { return examine_machine(false, around).at(1).code; };
  put("usb/1-1:1.0/bInterfaceClass", "08\n");
  EXPECT_EQ(usb(), "usb-none");
  put("usb/1-2:1.1/bInterfaceClass", "07\n");
  put("usb/1-2:1.1/bInterfaceProtocol", "04\n");
  EXPECT_EQ(usb(), "ipp-usb-missing");
  put("ipp-usb", "");
  EXPECT_EQ(usb(), "ipp-usb-stopped");
  put("proc/77/comm", "ipp-usb\n");
  EXPECT_EQ(usb(), "ipp-usb-running");
}

TEST_F(DoctorTest, TheDaemonIsNeededOnlyForNames) {
  daemon = Error{Reason::unavailable, "no-dns-sd-daemon", "no"};
  EXPECT_EQ(examine_machine(false, around).at(0).level, Level::advice);
  EXPECT_EQ(examine_machine(true, around).at(0).level, Level::must_fix);
}

TEST_F(DoctorTest, SpeaksBothLanguagesAndLeavesNoGap) {
  for (const std::string& code : known_codes())
    for (const char* language : {"en", "ja"}) {
      Finding finding{Level::must_fix, code, {}, {}};
      for (const char* fact : {"version", "path", "file", "why", "folder", "host", "days", "date", "seconds", "server",
                               "device_uri", "uri", "model", "reasons", "formats"})
        finding.facts.emplace_back(fact, "x");
      const Words words = words_of(finding, language);
      EXPECT_FALSE(words.what.empty()) << code;
      EXPECT_EQ(words.meaning.empty(), words.fix.empty()) << code;
      EXPECT_EQ((words.what + words.meaning + words.fix).find('{'), std::string::npos) << code << " " << language;
    }
}

TEST_F(DoctorTest, WritesJsonForPrograms) {
  description = Error{Reason::unavailable, "no-connection", "off"};
  auto findings = examine_printer(enrolment(), around);
  const Json json = to_json(findings, "ja");
  EXPECT_FALSE(json["well"].boolean(true));
  EXPECT_EQ(json["findings"].items().at(0)["level"].text(), "must-fix");
  EXPECT_EQ(json["findings"].items().at(0)["facts"]["uri"].text(), "ipp://192.0.2.9/ipp/print");
}

// A value that holds a placeholder of another is not filled again.
TEST_F(DoctorTest, FactsAreOnlyText) {
  const Finding odd{Level::must_fix, "state-unreadable", {{"file", "{why}{file}"}, {"why", "x"}}, {}};
  EXPECT_EQ(words_of(odd, "en").what, "{why}{file} cannot be used: x");
}

}  // namespace
}  // namespace tsuke::agent
