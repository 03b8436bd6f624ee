// Gives up everything that one document does not need, and becomes LibreOffice.
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

#include "platform/convert/office.h"
#include "platform/convert/office_profile.h"
#include "platform/convert/refusals.h"
#include "platform/jail/call_filter.h"
#include "platform/jail/jail.h"
#include "platform/jail/landlock.h"

namespace tsuke::convert {

namespace {

bool limit(__rlimit_resource resource, rlim_t most) {
  const struct rlimit value{most, most};
  return ::setrlimit(resource, &value) == 0;
}

bool limit_resources() {
  return limit(RLIMIT_AS, static_cast<rlim_t>(office_memory_bytes)) &&
         limit(RLIMIT_CPU, static_cast<rlim_t>(office_time.micros / 1'000'000)) && limit(RLIMIT_FSIZE, 1 << 30) &&
         limit(RLIMIT_NOFILE, 256) && limit(RLIMIT_CORE, 0);
}

jail::Grants grants_for(const std::filesystem::path& office, const std::string& folder) {
  jail::Grants grants;
  grants.readable = {"/usr/share",
                     "/etc/fonts",
                     "/etc/libreoffice",
                     "/etc/ld.so.cache",
                     "/etc/passwd",
                     "/etc/localtime",
                     "/etc/nsswitch.conf",
                     "/var/cache/fontconfig",
                     "/dev/urandom",
                     "/dev/random",
                     "/usr/local/share/fonts",
                     "/var/lib/libreoffice",
                     "/var/spool/libreoffice",
                     "/etc/locale.alias"};
  grants.runnable = {"/usr/lib", "/usr/lib64", "/lib", "/lib64", office.parent_path().parent_path().string()};
  grants.writable = {folder, "/dev/null"};
  return grants;
}

// Each part is tried even where another is missing, for operators who allow workers without a jail.
bool lock_in(const std::string& office, const std::string& folder) {
  const bool limited = limit_resources();
  (void)::unshare(CLONE_NEWUSER | CLONE_NEWNET);  // where a system has it; no socket can be made in any case
  const bool humble = ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0;
  const bool landlocked = jail::enter_landlock(grants_for(office, folder));
  const bool filtered = jail::forbid_calls();
  return (limited && humble && landlocked && filtered) || jail::unjailed_allowed();
}

void become(const std::string& program, std::vector<std::string>& words, std::vector<std::string>& variables) {
  std::vector<char*> argv, environment;
  for (std::string& word : words) argv.push_back(word.data());
  for (std::string& variable : variables) environment.push_back(variable.data());
  argv.push_back(nullptr);
  environment.push_back(nullptr);
  ::execve(program.c_str(), argv.data(), environment.data());
}

}  // namespace

int office_worker_main(int count, char** arguments) {
  if (count != 2 && count != 3) ::_exit(exit_jail);
  const std::string office = arguments[0], folder = arguments[1];
  if (::chdir(folder.c_str()) != 0 || !lock_in(office, folder)) ::_exit(exit_jail);
  std::vector<std::string> words{office, "--headless", "-env:UserInstallation=" + office_profile_url(folder)};
  if (count == 2) {
    words.push_back("--version");
    ::dup2(STDOUT_FILENO, STDERR_FILENO);  // whoever asks whether it works wants to read why it does not
  } else {
    for (const char* word : {"--invisible", "--nologo", "--norestore", "--nolockcheck", "--nodefault",
                             "--nofirststartwizard", "--convert-to", "pdf", "--outdir"})
      words.emplace_back(word);
    words.push_back(folder);
    words.push_back(folder + "/" + arguments[2]);
  }
  std::vector<std::string> variables{"HOME=" + folder, "TMPDIR=" + folder, "LANG=C.UTF-8", "SAL_USE_VCLPLUGIN=svp"};
  become(office, words, variables);
  ::_exit(exit_jail);
}

}  // namespace tsuke::convert
