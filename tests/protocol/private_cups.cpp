#include "private_cups.h"

#include <poll.h>
#include <sys/stat.h>

#include <filesystem>

namespace tsuke::tests {

namespace {

constexpr int tries_max = 400;
constexpr int between_tries_ms = 50;

std::string files_conf(const std::string& folder) {
  std::string text =
      "User lp\nGroup lp\nSystemGroup root\nServerBin /usr/lib/cups\nDataDir /usr/share/cups\nSandboxing "
      "relaxed\nFatalErrors none\n";
  for (const char* name : {"ServerRoot", "StateDir", "RequestRoot", "CacheDir", "TempDir"}) {
    std::filesystem::create_directories(folder + "/" + name);
    text += std::string(name) + " " + folder + "/" + name + "\n";
  }
  for (const auto& [name, file] :
       {std::pair("AccessLog", "access_log"), std::pair("ErrorLog", "error_log"), std::pair("PageLog", "page_log")})
    text += std::string(name) + " " + folder + "/" + file + "\n";
  return text;
}

std::string cupsd_conf(const std::string& folder) {
  return "LogLevel debug\nListen " + folder +
         "/socket\nBrowsing No\nWebInterface No\nDefaultAuthType None\nPreserveJobHistory Yes\n"
         "JobRetryInterval 1\n<Location />\n  Order allow,deny\n  Allow all\n</Location>\n"
         "<Policy default>\n  JobPrivateAccess all\n  JobPrivateValues none\n  <Limit All>\n    Order allow,deny\n    "
         "Allow all\n  </Limit>\n</Policy>\n";
}

}  // namespace

Result<std::unique_ptr<PrivateCups>> PrivateCups::start() {
  std::unique_ptr<PrivateCups> made(new PrivateCups());
  TRY(made->begin());
  return made;
}

Result<void> PrivateCups::begin() {
  const std::string& folder = folder_.path();
  // Back ends run as another user.
  chmod(folder.c_str(), 0755);
  write_file(folder + "/cups-files.conf", files_conf(folder));
  write_file(folder + "/cupsd.conf", cupsd_conf(folder));
  daemon_ = std::make_unique<Child>(TRY(Child::start(
      {"/usr/sbin/cupsd", "-f", "-c", folder + "/cupsd.conf", "-s", folder + "/cups-files.conf"}, folder + "/errors")));
  for (int tries = 0; tries < tries_max; ++tries) {
    if (command({"lpstat", "-r"}).output.find("is running") != std::string::npos) return {};
    // Another program's start has no signal that we could wait for.
    poll(nullptr, 0, between_tries_ms);
  }
  return Error{Reason::unavailable, "no-cups", "cupsd did not start: " + read_file(folder + "/errors") + log()};
}

Outcome PrivateCups::command(const std::vector<std::string>& argv) const {
  return run(argv, seconds(60), {"CUPS_SERVER=" + (folder_ / "socket"), "LC_ALL=C"});
}

Result<void> PrivateCups::wait_until_known(const std::string& queue) const {
  const std::string description = folder_ / ("ServerRoot/ppd/" + queue + ".ppd");
  for (int tries = 0; tries < tries_max; ++tries) {
    if (std::filesystem::exists(description)) return {};
    poll(nullptr, 0, between_tries_ms);
  }
  return Error{Reason::unavailable, "not-known", command({"lpstat", "-p", queue, "-l"}).output};
}

Result<void> PrivateCups::wait_until_done(const std::string& queue) const {
  std::string said;
  for (int tries = 0; tries < tries_max; ++tries) {
    said = command({"lpstat", "-W", "not-completed", "-o", queue}).output;
    if (said.empty()) return {};
    poll(nullptr, 0, between_tries_ms);
  }
  return Error{Reason::unavailable, "not-done", said + command({"lpstat", "-p", queue, "-l"}).output};
}

}  // namespace tsuke::tests
