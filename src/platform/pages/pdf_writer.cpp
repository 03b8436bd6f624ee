#include "platform/pages/pdf_writer.h"

#include "platform/pages/qpdf.h"

namespace tsuke::pages {

std::string points(std::int64_t hmm) {
  const std::int64_t thousandths = (hmm * 72'000 + 1270) / 2540;
  std::string decimals = std::to_string(1000 + thousandths % 1000).substr(1);
  return std::to_string(thousandths / 1000) + "." + decimals;
}

std::string deflate(const std::string& plain) {
  Pl_Buffer result("result");
  Pl_Flate flate("flate", &result, Pl_Flate::a_deflate);
  flate.writeString(plain);
  flate.finish();
  const auto bytes = result.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

void PdfWriter::add(const std::string& body) {
  offsets_.push_back(bytes_.size());
  bytes_ += std::to_string(offsets_.size()) + " 0 obj\n" + body + "\nendobj\n";
}

void PdfWriter::add_stream(const std::string& facts, const std::string& data) {
  add("<< " + facts + " /Length " + std::to_string(data.size()) + " >>\nstream\n" + data + "\nendstream");
}

std::string PdfWriter::finish() {
  const std::size_t table = bytes_.size();
  const std::string count = std::to_string(offsets_.size() + 1);
  bytes_ += "xref\n0 " + count + "\n0000000000 65535 f \n";
  for (const std::size_t offset : offsets_) {
    const std::string digits = std::to_string(offset);
    bytes_ += std::string(10 - digits.size(), '0') + digits + " 00000 n \n";
  }
  bytes_ += "trailer\n<< /Size " + count + " /Root 1 0 R >>\nstartxref\n" + std::to_string(table) + "\n%%EOF\n";
  return std::move(bytes_);
}

}  // namespace tsuke::pages
