#include "agent/doctor.h"

#include <algorithm>

#include "agent/ipp_service.h"
#include "agent/named_device.h"
#include "agent/version.h"
#include "platform/dnssd/dnssd.h"
#include "printing/ipp_device.h"

namespace tsuke::agent {
namespace {

void append(std::vector<Finding>& to, std::vector<Finding> more, const std::string& printer = {}) {
  for (Finding& finding : more) {
    if (finding.printer.empty()) finding.printer = printer;
    to.push_back(std::move(finding));
  }
}

std::string_view level_word(Level level) {
  if (level == Level::good) return "good";
  return level == Level::advice ? "advice" : "must-fix";
}

std::string indented(const std::string& text) { return text.empty() ? "" : "      " + text + "\n"; }

}  // namespace

Surroundings real_surroundings() {
  Surroundings real;
  real.now = [] { return wall_clock().now(); };
  real.probe = probe;
  real.try_credential = [](const Enrolment& known) -> Result<void> {
    const auto service = TRY(make_ipp_service(known));
    TRY(service->fetchable_jobs());
    return {};
  };
  real.address_of = address_of;
  real.describe = [](const std::string& uri) -> Result<Description> { return TRY(make_ipp_device(uri))->describe(); };
  real.counting = counting;
  real.dns_sd_daemon = dnssd::daemon_version;
  return real;
}

std::vector<Finding> examine(const State& state, const Surroundings& around) {
  std::vector<Finding> findings{{Level::good, "version", {{"version", std::string(version())}}, {}}};
  const std::vector<Kept> all = state.all();
  const bool has_named = std::any_of(all.begin(), all.end(), [](const Kept& kept) {
    return kept.enrolment.ok() && dnssd::is_uri(kept.enrolment.value().device_uri);
  });
  append(findings, examine_machine(has_named, around));
  append(findings, examine_state(state));
  for (const Kept& kept : all) {
    if (!kept.enrolment.ok()) continue;  // told already
    const Enrolment& known = kept.enrolment.value();
    append(findings, examine_journal(kept), known.printer);
    append(findings, examine_service(known, around), known.printer);
    append(findings, examine_printer(known, around), known.printer);
  }
  return findings;
}

bool is_well(const std::vector<Finding>& findings) {
  return std::none_of(findings.begin(), findings.end(),
                      [](const Finding& finding) { return finding.level == Level::must_fix; });
}

std::string to_text(const std::vector<Finding>& findings, const std::string& language) {
  std::string text, printer;
  for (const Finding& finding : findings) {
    if (finding.printer != printer) text += "\n" + finding.printer + "\n";
    printer = finding.printer;
    const Words words = words_of(finding, language);
    const char* mark = finding.level == Level::good ? "  ok  " : finding.level == Level::advice ? "  !   " : "  NO  ";
    text += mark + words.what + "\n" + indented(words.meaning);
    if (!words.fix.empty()) text += indented("$ " + words.fix);
  }
  return text;
}

Json to_json(const std::vector<Finding>& findings, const std::string& language) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    const Words words = words_of(finding, language);
    Json facts = Json::object();
    for (const auto& [name, value] : finding.facts) facts.set(name, value);
    list.push(Json::object({{"level", level_word(finding.level)},
                            {"code", finding.code},
                            {"printer", finding.printer.empty() ? Json() : Json(finding.printer)},
                            {"what", words.what},
                            {"meaning", words.meaning},
                            {"fix", words.fix},
                            {"facts", std::move(facts)}}));
  }
  return Json::object({{"well", is_well(findings)}, {"findings", std::move(list)}});
}

}  // namespace tsuke::agent
