// What sample documents are written with.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace tsuke::pages {

// Points with three decimals, from hundredths of a millimetre.
std::string points(std::int64_t hmm);
std::string deflate(const std::string& plain);

// Objects in the order of their numbers, and the table that says where each begins. Object 1 is the catalog.
class PdfWriter {
 public:
  void add(const std::string& body);
  // `facts` is what its dictionary says beside its length.
  void add_stream(const std::string& facts, const std::string& data);
  int next_object() const { return static_cast<int>(offsets_.size()) + 1; }
  std::string finish();

 private:
  std::string bytes_ = "%PDF-1.7\n%\xE2\xE3\xCF\xD3\n";
  std::vector<std::size_t> offsets_;
};

}  // namespace tsuke::pages
