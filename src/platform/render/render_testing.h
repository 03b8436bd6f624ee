// For tests: the program beside the running test, documents from memory, and all that it writes.
#pragma once

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <string>

#include "platform/render/render.h"

namespace tsuke::render::testing {

inline std::string program() { return find_program(std::filesystem::read_symlink("/proc/self/exe").string()); }

inline jail::Descriptor in_memory(std::string_view bytes) {
  jail::Descriptor memory(::memfd_create("document", MFD_CLOEXEC));
  EXPECT_EQ(::write(memory.number(), bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
  ::lseek(memory.number(), 0, SEEK_SET);
  return memory;
}

// All that comes out, when it ends well.
inline Result<std::string> all_of(Result<std::unique_ptr<jail::Process>> started) {
  const auto process = TRY(std::move(started));
  std::string output;
  char piece[64 << 10];
  while (const std::size_t got = process->read(piece)) output.append(piece, got);
  TRY(outcome(process->end()));
  return output;
}

inline Result<std::string> raster_of(std::string_view pdf, const RasterTicket& ticket) {
  return all_of(raster(program(), in_memory(pdf), ticket));
}

inline Result<std::string> pdf_of_text(std::string_view text, PageSize sheet = {21000, 29700}) {
  return all_of(text_to_pdf(program(), in_memory(text), sheet));
}

// The text of a PDF, by another program.
inline std::string text_in(std::string_view pdf) {
  const auto read = jail::run({"/usr/bin/pdftotext", {"-layout", "-", "-"}, {}, seconds(30)}, in_memory(pdf));
  return read.ok() ? read.value().output : "";
}

template <typename T>
std::string code_of(const Result<T>& result) {
  return result.ok() ? "ok" : result.error().code;
}

}  // namespace tsuke::render::testing
