#include "platform/convert/pdf_writer.h"

#include <cassert>

namespace tsuke::convert {

namespace {

constexpr int catalog_number = 1, tree_number = 2;

std::string reference(int number) { return std::to_string(number) + " 0 R"; }

// Ten digits, as the table of objects wants them.
std::string ten_digits(std::int64_t offset) {
  const std::string digits = std::to_string(offset);
  return std::string(10 - digits.size(), '0') + digits;
}

}  // namespace

std::string points(std::int64_t hmm) {
  const std::int64_t size = hmm < 0 ? -hmm : hmm;
  const std::int64_t thousandths = (size * 72'000 + 1270) / 2540;
  const std::string decimals = std::to_string(1000 + thousandths % 1000).substr(1);
  return (hmm < 0 ? "-" : "") + std::to_string(thousandths / 1000) + "." + decimals;
}

int PdfWriter::reserve() {
  offsets_.push_back(0);
  return static_cast<int>(offsets_.size()) - 1;
}

Result<void> PdfWriter::put(std::string_view bytes) {
  at_ += static_cast<std::int64_t>(bytes.size());
  return sink_(bytes);
}

Result<void> PdfWriter::start() { return at_ > 0 ? Result<void>() : put("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"); }

Result<void> PdfWriter::begin(int number) {
  TRY(start());
  offsets_[static_cast<std::size_t>(number)] = at_;
  return put(std::to_string(number) + " 0 obj\n");
}

Result<void> PdfWriter::object(int number, std::string_view body) {
  TRY(begin(number));
  TRY(put(body));
  return put("\nendobj\n");
}

Result<void> PdfWriter::begin_stream(int number, std::string_view entries) {
  length_number_ = reserve();
  TRY(begin(number));
  TRY(put("<< " + std::string(entries) + " /Length " + reference(length_number_) + " >>\nstream\n"));
  stream_at_ = at_;
  return {};
}

Result<void> PdfWriter::append(std::string_view bytes) { return put(bytes); }

Result<void> PdfWriter::end_stream() {
  const std::int64_t length = at_ - stream_at_;
  TRY(put("\nendstream\nendobj\n"));
  return object(length_number_, std::to_string(length));
}

Result<void> PdfWriter::page(PageSize size, int picture, const std::string& matrix) {
  const int content = reserve(), page = reserve();
  TRY(begin_stream(content, ""));
  TRY(append("q " + matrix + " cm /P Do Q"));
  TRY(end_stream());
  TRY(object(page, "<< /Type /Page /Parent " + reference(tree_number) + " /MediaBox [0 0 " + points(size.width_hmm) +
                       " " + points(size.height_hmm) + "] /Contents " + reference(content) +
                       " /Resources << /XObject << /P " + reference(picture) + " >> >> >>"));
  pages_.push_back(page);
  return {};
}

Result<void> PdfWriter::finish() {
  assert(!pages_.empty());
  std::string kids;
  for (const int page : pages_) kids += reference(page) + " ";
  TRY(object(tree_number, "<< /Type /Pages /Count " + std::to_string(pages_.size()) + " /Kids [" + kids + "] >>"));
  TRY(object(catalog_number, "<< /Type /Catalog /Pages " + reference(tree_number) + " >>"));
  const std::int64_t table = at_;
  TRY(put("xref\n0 " + std::to_string(offsets_.size()) + "\n0000000000 65535 f \n"));
  for (std::size_t number = 1; number < offsets_.size(); ++number)
    TRY(put(ten_digits(offsets_[number]) + " 00000 n \n"));
  return put("trailer\n<< /Size " + std::to_string(offsets_.size()) + " /Root " + reference(catalog_number) +
             " >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n");
}

}  // namespace tsuke::convert
