#include "platform/pages/sample_pdf.h"

#include <algorithm>

#include "platform/pages/pdf_writer.h"
#include "platform/pages/qpdf.h"

namespace tsuke::pages {

namespace {

std::string content(int page, int pages, PageSize size) {
  const std::string text = std::to_string(page) + " / " + std::to_string(pages);
  const std::int64_t letters_hmm = static_cast<std::int64_t>(text.size()) * 900;  // half of 48 points a letter, about
  const std::int64_t margin_hmm = std::min(size.width_hmm, size.height_hmm) / 20;
  std::string frame = points(margin_hmm) + " " + points(margin_hmm) + " " + points(size.width_hmm - 2 * margin_hmm) +
                      " " + points(size.height_hmm - 2 * margin_hmm) + " re S\n";
  const std::string place = points(std::max<std::int64_t>(0, (size.width_hmm - letters_hmm) / 2)) + " " +
                            points(size.height_hmm / 2) + " Td ";
  return frame + "BT /F1 48 Tf " + place + "(" + text + ") Tj ET\n";
}

constexpr int first_page_object = 4;  // after catalog, page tree and font; each page is followed by its content

}  // namespace

std::string make_pdf(int pages, PageSize size, bool compressed) {
  pages = std::max(pages, 1);
  std::string kids;
  for (int page = 0; page < pages; ++page) kids += std::to_string(first_page_object + 2 * page) + " 0 R ";
  PdfWriter writer;
  writer.add("<< /Type /Catalog /Pages 2 0 R >>");
  writer.add("<< /Type /Pages /Count " + std::to_string(pages) + " /MediaBox [0 0 " + points(size.width_hmm) + " " +
             points(size.height_hmm) + "] /Resources << /Font << /F1 3 0 R >> >> /Kids [" + kids + "] >>");
  writer.add("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>");
  for (int page = 0; page < pages; ++page) {
    const std::string plain = content(page + 1, pages, size);
    const std::string stored = compressed ? deflate(plain) : plain;
    const std::string filter = compressed ? " /Filter /FlateDecode" : "";
    writer.add("<< /Type /Page /Parent 2 0 R /Contents " + std::to_string(first_page_object + 2 * page + 1) +
               " 0 R >>");
    writer.add("<< /Length " + std::to_string(stored.size()) + filter + " >>\nstream\n" + stored + "\nendstream");
  }
  return writer.finish();
}

std::string make_locked_pdf(int pages) {
  const std::string plain = make_pdf(pages);
  QPDF pdf;
  pdf.processMemoryFile("plain", plain.data(), plain.size());
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setR6EncryptionParameters("secret", "owner", true, true, true, true, true, true, qpdf_r3p_full, true);
  writer.write();
  const auto bytes = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

}  // namespace tsuke::pages
