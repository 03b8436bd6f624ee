// How long it takes to know a document's pages: 100 mixed A4 pages, a third of them with colour.
//
//   pages_bench FOLDER PROGRAM     leaves the document in FOLDER/mixed.pdf; PROGRAM is the tsuke that is measured
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <span>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "platform/pages/inspect.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::pages {
namespace {

constexpr int page_count = 100;
constexpr int rounds = 41;

class TextReader : public vault::Reader {
 public:
  explicit TextReader(std::string_view bytes) : rest_(bytes), size_(bytes.size()) {}
  std::int64_t size_bytes() const override { return static_cast<std::int64_t>(size_); }
  Result<std::size_t> read(std::span<char> into) override {
    const std::size_t count = std::min(into.size(), rest_.size());
    std::copy_n(rest_.data(), count, into.data());
    rest_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view rest_;
  const std::size_t size_;
};

// False when the work does not come out right: then there is nothing to measure.
bool measure(const char* work, const std::function<Result<Summary>()>& run, int expected_color) {
  std::vector<std::int64_t> times;
  for (int i = 0; i < rounds; ++i) {
    const Duration begin = monotonic_now();
    const auto summary = run();
    times.push_back((monotonic_now() - begin).micros);
    if (!summary.ok() || summary.value().count() != page_count) return false;
    const auto& pages = summary.value().pages;
    if (std::count_if(pages.begin(), pages.end(), [](const Page& page) { return page.color; }) != expected_color)
      return false;
  }
  std::sort(times.begin(), times.end());
  Json row;
  row.set("work", work).set("pages", page_count).set("p50_us", times[rounds / 2]).set("least_us", times[0]);
  std::printf("%s\n", row.dump().c_str());
  return true;
}

int run(const std::string& folder, const std::string& program) {
  const std::string document = make_mixed_pdf(page_count);
  std::ofstream(folder + "/mixed.pdf", std::ios::binary) << document;
  const bool right = measure(
                         "count, warm", [&] { return inspect_bytes(document, {}, false); }, page_count) &&
                     measure(
                         "colour, warm", [&] { return inspect_bytes(document, {}, true); }, page_count / 3) &&
                     measure(
                         "colour, a jailed process each",
                         [&] {
                           TextReader reader(document);
                           return analyse(program, reader);
                         },
                         page_count / 3);
  return right ? 0 : 1;
}

}  // namespace
}  // namespace tsuke::pages

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: pages_bench FOLDER PROGRAM\n");
    return 2;
  }
  return tsuke::pages::run(argv[1], argv[2]);
}
