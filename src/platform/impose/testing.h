// For tests of imposition: the worker run to its end, and what it made looked at.
#pragma once

#include <filesystem>
#include <string>

#include "platform/impose/imposition.h"
#include "platform/impose/qpdf.h"
#include "platform/jail/memory.h"
#include "platform/pages/testing.h"

namespace tsuke::impose::testing {

inline std::string this_program() { return std::filesystem::read_symlink("/proc/self/exe").string(); }

// All pages once on sheets of that size.
inline Imposition all_of(int pages, PageSize sheet = {21000, 29700}) {
  Imposition imposition;
  imposition.document_pages = pages;
  for (int page = 0; page < pages; ++page) imposition.pages.push_back(page);
  imposition.sheet = sheet;
  return imposition;
}

inline Result<std::string> imposed(const std::string& pdf, const Imposition& imposition) {
  pages::testing::TextReader reader(pdf);
  const jail::Descriptor input = TRY(jail::copy_to_memory(reader));
  const auto worker = TRY(impose(this_program(), input, imposition));
  std::string bytes, piece(64 << 10, '\0');
  while (const std::size_t got = worker->read(piece)) bytes.append(piece, 0, got);
  TRY(outcome(worker->end()));
  return bytes;
}

// Every object that the document still has, each written once, streams without compression.
inline std::string opened(const std::string& bytes) {
  QPDF pdf;
  pdf.processMemoryFile("imposed", bytes.data(), bytes.size());
  QPDFWriter writer(pdf);
  writer.setOutputMemory();
  writer.setStreamDataMode(qpdf_s_uncompress);
  writer.write();
  const auto buffer = writer.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(buffer->getBuffer()), buffer->getSize()};
}

template <typename T>
std::string code_of(const Result<T>& result) {
  return result.ok() ? "ok" : result.error().code;
}

}  // namespace tsuke::impose::testing
