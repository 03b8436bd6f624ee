#include "agent/folder_watch.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "base/log.h"
#include "base/system_error.h"

namespace tsuke::agent {

FolderWatch::FolderWatch(const std::string& folder)
    : changes_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)), ended_(::eventfd(0, EFD_CLOEXEC)) {
  if (changes_ < 0 || ::inotify_add_watch(changes_, folder.c_str(), IN_MOVED_TO | IN_CLOSE_WRITE | IN_ONLYDIR) < 0)
    log::warning("folder-not-watched", {{"folder", folder}, {"why", system_message(errno)}});
}

FolderWatch::~FolderWatch() {
  if (changes_ >= 0) ::close(changes_);
  if (ended_ >= 0) ::close(ended_);
}

bool FolderWatch::wait() {
  if (changes_ < 0 || ended_ < 0) return false;
  pollfd watched[]{{changes_, POLLIN, 0}, {ended_, POLLIN, 0}};
  while (::poll(watched, 2, -1) < 0)
    if (errno != EINTR) return false;
  if (watched[1].revents != 0) return false;
  char events[4096];
  while (::read(changes_, events, sizeof events) > 0) continue;  // what they are is seen in the folder
  return true;
}

void FolderWatch::end() {
  const std::uint64_t one = 1;
  (void)!::write(ended_, &one, sizeof one);
}

}  // namespace tsuke::agent
