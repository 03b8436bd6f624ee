// A folder that a test may fill, gone at its end.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <string>

namespace tsuke::printing {

struct Scratch {
  std::string root = "/tmp/tsuke-agent-XXXXXX";
  std::string folder;
  Scratch() : folder(std::string(::mkdtemp(root.data())) + "/jobs") {}
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() { std::filesystem::remove_all(root); }
};

}  // namespace tsuke::printing
