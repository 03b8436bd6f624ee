// What the doctor sees at the two sides: the service and the printer.
#include <algorithm>

#include "agent/doctor.h"
#include "platform/dnssd/dnssd.h"
#include "platform/ipp/codes.h"

namespace tsuke::agent {
namespace {

constexpr Duration day = hours(24);
constexpr std::int64_t days_soon = 14;
constexpr Duration clock_slack = minutes(2);  // what hurts nobody

std::string seconds_of(Duration difference) { return std::to_string(std::abs(difference.micros) / 1'000'000); }
std::string date_of(Instant at) { return to_rfc3339(at).substr(0, 10); }

std::string host_of(const std::string& url) {
  const std::string rest = url.substr(url.find("://") + 3);
  return rest.substr(0, rest.find('/'));
}
bool is_loopback(const std::string& host) {
  return host.starts_with("127.") || host.starts_with("localhost") || host.starts_with("[::1]");
}

Finding reach_finding(const Probe& seen, const std::string& host) {
  const std::vector<std::pair<std::string, std::string>> facts{{"host", host}, {"why", seen.what}};
  switch (seen.outcome) {
    case Probe::Outcome::name_unknown: return {Level::must_fix, "service-name-unknown", facts, {}};
    case Probe::Outcome::unreachable: return {Level::must_fix, "service-unreachable", facts, {}};
    case Probe::Outcome::no_http: return {Level::must_fix, "service-odd", facts, {}};
    default: return {Level::good, "service-reachable", facts, {}};
  }
}

Finding trust_finding(const Probe& seen, const std::string& url, const std::string& host, Instant now) {
  if (!url.starts_with("https"))
    return is_loopback(host) ? Finding{Level::good, "tls-loopback", {{"host", host}}, {}}
                             : Finding{Level::must_fix, "tls-none", {{"host", host}}, {}};
  if (seen.valid_until && *seen.valid_until <= now)
    return {Level::must_fix, "tls-expired", {{"host", host}, {"date", date_of(*seen.valid_until)}}, {}};
  if (seen.valid_from && *seen.valid_from > now)
    return {Level::must_fix, "tls-not-yet", {{"host", host}, {"date", date_of(*seen.valid_from)}}, {}};
  if (seen.outcome == Probe::Outcome::not_trusted)
    return {Level::must_fix, "tls-untrusted", {{"host", host}, {"why", seen.what}}, {}};
  if (!seen.valid_until) return {Level::good, "tls-trusted", {{"host", host}}, {}};
  const std::int64_t days = (*seen.valid_until - now).micros / day.micros;
  const bool soon = days < days_soon;
  return {soon ? Level::advice : Level::good,
          soon ? "tls-soon" : "tls-good",
          {{"host", host}, {"days", std::to_string(days)}, {"date", date_of(*seen.valid_until)}},
          {}};
}

Finding clock_finding(const Probe& seen, Instant now) {
  if (!seen.date) return {Level::advice, "clock-unknown", {}, {}};
  const Duration difference = *seen.date - now;
  const std::vector<std::pair<std::string, std::string>> facts{{"seconds", seconds_of(difference)}};
  if (std::abs(difference.micros) <= clock_slack.micros) return {Level::good, "clock-good", facts, {}};
  return {Level::must_fix, difference.micros > 0 ? "clock-behind" : "clock-ahead", facts, {}};
}

Finding credential_finding(const Enrolment& known, const Surroundings& around) {
  const auto tried = around.try_credential(known);
  if (tried.ok()) return {Level::good, "credential-accepted", {}, {}};
  const Error& error = tried.error();
  const bool refused = error.reason == Reason::not_authenticated || error.reason == Reason::not_permitted ||
                       error.reason == Reason::not_found;
  const auto server = known.uri.substr(0, known.uri.find('/', known.uri.find("://") + 3));
  return {Level::must_fix,
          refused ? "credential-refused" : "credential-unanswered",
          {{"why", error.what}, {"server", server}, {"device_uri", known.device_uri}},
          {}};
}

Finding unreachable_printer(const Error& error, const std::string& uri) {
  const std::vector<std::pair<std::string, std::string>> facts{{"uri", uri}, {"why", error.what}};
  const std::string& code = error.code;
  if (code == "no-dns-sd-daemon") return {Level::must_fix, "printer-name-no-daemon", facts, {}};
  if (code == "name-not-announced") return {Level::must_fix, "printer-name-unknown", facts, {}};
  if (code == "no-connection" || code == "no-answer" || code == "connection-lost")
    return {Level::must_fix, "printer-unreachable", facts, {}};
  if (code.starts_with("certificate-") || code == "server-not-trusted")
    return {Level::must_fix, "printer-untrusted", facts, {}};
  return {Level::must_fix, "printer-no-ipp", facts, {}};
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

Finding state_finding(const Description& told, const ipp::Group& attributes, const std::string& uri) {
  std::vector<std::string> reasons = attributes.texts("printer-state-reasons");
  std::erase(reasons, "none");
  const bool stopped = told.state == ipp::printer_state::stopped;
  return {stopped ? Level::advice : Level::good,
          stopped ? "printer-stopped" : "printer-ready",
          {{"uri", uri},
           {"reasons", joined(reasons)},
           {"model", attributes.text("printer-make-and-model").value_or("IPP")}},
          {}};
}

Finding formats_finding(const ipp::Group& attributes) {
  const auto formats = attributes.texts("document-format-supported");
  const bool pdf = std::find(formats.begin(), formats.end(), "application/pdf") != formats.end();
  return {
      pdf ? Level::good : Level::advice, pdf ? "formats-pdf" : "formats-no-pdf", {{"formats", joined(formats)}}, {}};
}

Finding counts_finding(const Result<Counting>& seen) {
  if (!seen.ok()) return {Level::advice, "counts-unasked", {{"why", seen.error().what}}, {}};
  const Counting& counting = seen.value();
  if (!counting.has_jobs) return {Level::good, "counts-unknown", {}, {}};
  if (counting.impressions && counting.sheets) return {Level::good, "counts-both", {}, {}};
  if (counting.impressions) return {Level::good, "counts-impressions", {}, {}};
  return {Level::must_fix, "counts-none", {}, {}};
}

}  // namespace

std::vector<Finding> examine_service(const Enrolment& known, const Surroundings& around) {
  const auto url = web_address(known.uri);
  if (!url.ok()) return {{Level::must_fix, "service-odd", {{"host", known.uri}, {"why", url.error().what}}, {}}};
  const std::string host = host_of(url.value());
  const Probe seen = around.probe(url.value() + "/", known.ca_file);
  std::vector<Finding> findings{reach_finding(seen, host)};
  if (findings.front().level != Level::good) return findings;
  findings.push_back(trust_finding(seen, url.value(), host, around.now()));
  findings.push_back(clock_finding(seen, around.now()));
  if (seen.outcome == Probe::Outcome::answered) findings.push_back(credential_finding(known, around));
  return findings;
}

std::vector<Finding> examine_printer(const Enrolment& known, const Surroundings& around) {
  const auto address = around.address_of(known.device_uri);
  if (!address.ok()) return {unreachable_printer(address.error(), known.device_uri)};
  const auto told = around.describe(address.value());
  if (!told.ok()) return {unreachable_printer(told.error(), address.value())};
  const ipp::Group attributes{ipp::Tag::printer, told.value().attributes};
  return {state_finding(told.value(), attributes, address.value()), formats_finding(attributes),
          counts_finding(around.counting(address.value()))};
}

}  // namespace tsuke::agent
