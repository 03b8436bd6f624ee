// What is well and what is not, with what it means and the command that mends it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "agent/probe.h"
#include "agent/sides.h"
#include "agent/state.h"
#include "base/json.h"
#include "printing/counting.h"

namespace tsuke::agent {

enum class Level { good, advice, must_fix };

struct Finding {
  Level level = Level::good;
  std::string code;                                        // "credential-refused": keys the words
  std::vector<std::pair<std::string, std::string>> facts;  // what the words name
  std::string printer;                                     // whose; empty: of the machine
};

// What the checks look at outside the program; tests put their own in place.
struct Surroundings {
  std::string usb_devices = "/sys/bus/usb/devices";
  std::string processes = "/proc";
  std::string ipp_usb = "/usr/sbin/ipp-usb";
  std::function<Instant()> now;
  std::function<Probe(const std::string& url, const std::string& ca_file)> probe;
  std::function<Result<void>(const Enrolment&)> try_credential;  // asks the service for fetchable jobs
  std::function<Result<std::string>(const std::string& device_uri)> address_of;
  std::function<Result<Description>(const std::string& ipp_uri)> describe;
  std::function<Result<Counting>(const std::string& ipp_uri)> counting;
  std::function<Result<std::string>()> dns_sd_daemon;
};
Surroundings real_surroundings();

// In a fixed order: the machine, then each printer. Takes as long as the slowest of what it asks answers.
std::vector<Finding> examine(const State& state, const Surroundings& around);
// False when something must be mended.
bool is_well(const std::vector<Finding>& findings);

// The parts, by what they look at.
std::vector<Finding> examine_state(const State& state);
std::vector<Finding> examine_journal(const Kept& kept);
std::vector<Finding> examine_service(const Enrolment& known, const Surroundings& around);
std::vector<Finding> examine_printer(const Enrolment& known, const Surroundings& around);
std::vector<Finding> examine_machine(bool has_named_printer, const Surroundings& around);

// `language` is "en" or "ja".
std::string to_text(const std::vector<Finding>& findings, const std::string& language);
Json to_json(const std::vector<Finding>& findings, const std::string& language);

struct Words {
  std::string what, meaning, fix;  // facts put in; meaning and fix are empty where all is well
};
Words words_of(const Finding& finding, const std::string& language);
std::vector<std::string> known_codes();

}  // namespace tsuke::agent
