// Other people's programs as judges of what ours made.
#pragma once

#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace tsuke {

// A folder that vanishes with this object.
class Folder {
 public:
  Folder() {
    if (::mkdtemp(path_.data()) == nullptr) path_.clear();
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  // Writes it, and gives its path.
  std::string file_of(const std::string& name, std::string_view bytes) const {
    std::ofstream(file(name), std::ios::binary) << bytes;
    return file(name);
  }

 private:
  std::string path_ = "/tmp/tsuke-test-XXXXXX";
};

// What a program writes to standard output; nothing when it cannot be run or fails.
inline std::string output_of(std::vector<std::string> arguments) {
  int ends[2];
  if (::pipe(ends) != 0) return {};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_addclose(&actions, ends[0]);
  std::vector<char*> pointers;
  for (std::string& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  pid_t process = 0;
  const bool started = ::posix_spawnp(&process, pointers[0], &actions, nullptr, pointers.data(), environ) == 0;
  ::close(ends[1]);
  posix_spawn_file_actions_destroy(&actions);
  std::string text;
  char piece[4096];
  for (ssize_t count; started && (count = ::read(ends[0], piece, sizeof piece)) > 0;)
    text.append(piece, static_cast<std::size_t>(count));
  ::close(ends[0]);
  int status = 1;
  if (started) ::waitpid(process, &status, 0);
  return status == 0 ? text : std::string();
}

}  // namespace tsuke
