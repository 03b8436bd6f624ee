// Standard output, in large pieces. Whoever reads it may go away: the process ends then.
#pragma once

#include <string>
#include <string_view>

namespace tsuke::render {

class Output {
 public:
  void write(std::string_view bytes);
  void flush();

 private:
  std::string waiting_;
};

}  // namespace tsuke::render
