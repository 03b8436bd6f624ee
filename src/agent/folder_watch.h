// Waits until files come into a folder.
#pragma once

#include <string>

namespace tsuke::agent {

class FolderWatch {
 public:
  explicit FolderWatch(const std::string& folder);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  // True once a file was written or moved into the folder since the last call; false after end(), and at once where
  // the system watches nothing.
  bool wait();
  // From any thread.
  void end();

 private:
  int changes_, ended_;
};

}  // namespace tsuke::agent
