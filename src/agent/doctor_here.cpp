// What the doctor sees on this machine: the state, the journal, the daemons beside us.
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "agent/doctor.h"
#include "printing/files.h"

namespace tsuke::agent {
namespace {

namespace fs = std::filesystem;

bool is_open_to_others(const std::string& file) {
  struct stat seen{};
  return ::stat(file.c_str(), &seen) == 0 && (seen.st_mode & 077) != 0;
}

std::string first_line(const fs::path& file) {
  auto text = read_file(file.string()).value_or("");
  return text.substr(0, text.find('\n'));
}

// A USB interface of class 7 (printer), protocol 4: IPP over USB.
bool has_usb_printer(const std::string& devices) {
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(devices, failure))
    if (first_line(entry.path() / "bInterfaceClass") == "07" && first_line(entry.path() / "bInterfaceProtocol") == "04")
      return true;
  return false;
}

bool runs(const std::string& processes, const std::string& program) {
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(processes, failure))
    if (first_line(entry.path() / "comm") == program) return true;
  return false;
}

Finding usb_finding(const Surroundings& around) {
  if (!has_usb_printer(around.usb_devices)) return {Level::good, "usb-none", {}, {}};
  if (!fs::exists(around.ipp_usb)) return {Level::must_fix, "ipp-usb-missing", {}, {}};
  if (!runs(around.processes, "ipp-usb")) return {Level::must_fix, "ipp-usb-stopped", {}, {}};
  return {Level::good, "ipp-usb-running", {}, {}};
}

Finding dns_sd_finding(bool is_needed, const Surroundings& around) {
  const auto version = around.dns_sd_daemon();
  if (version.ok()) return {Level::good, "dns-sd-running", {{"version", version.value()}}, {}};
  return {is_needed ? Level::must_fix : Level::advice, is_needed ? "dns-sd-needed" : "dns-sd-missing", {}, {}};
}

Finding file_finding(const Kept& kept) {
  if (!kept.enrolment.ok())
    return {Level::must_fix, "state-unreadable", {{"file", kept.file}, {"why", kept.enrolment.error().what}}, {}};
  if (is_open_to_others(kept.file)) return {Level::must_fix, "state-open", {{"file", kept.file}}, {}};
  return {Level::good, "state-private", {{"file", kept.file}}, {}};
}

}  // namespace

std::vector<Finding> examine_machine(bool has_named_printer, const Surroundings& around) {
  return {dns_sd_finding(has_named_printer, around), usb_finding(around)};
}

std::vector<Finding> examine_state(const State& state) {
  const std::vector<Kept> all = state.all();
  if (all.empty()) return {{Level::must_fix, "state-missing", {{"path", state.path()}}, {}}};
  std::vector<Finding> findings;
  for (const Kept& kept : all) findings.push_back(file_finding(kept));
  return findings;
}

// Written as the agent writes, for a folder's rights do not tell of a full or read-only disk.
std::vector<Finding> examine_journal(const Kept& kept) {
  const std::string folder = journal_folder(kept.file);
  const bool is_there = fs::exists(folder);
  const std::string tried = is_there ? folder : fs::path(kept.file).parent_path().string();
  const std::string probe = (tried.empty() ? "." : tried) + "/doctor-" + std::to_string(::getpid());
  const auto written = write_private_file(probe, "x");
  ::unlink(probe.c_str());
  if (!written.ok())
    return {{Level::must_fix, "journal-unwritable", {{"folder", folder}, {"why", written.error().what}}, {}}};
  return {{Level::good, "journal-writable", {{"folder", folder}}, {}}};
}

}  // namespace tsuke::agent
