#include "flow/deliver/document_stream.h"

#include <unistd.h>

#include <cerrno>

#include "platform/impose/imposition.h"
#include "platform/jail/memory.h"
#include "platform/render/render.h"

namespace tsuke::flow {

namespace {

constexpr std::size_t piece_bytes = 256 << 10;
constexpr std::int64_t laid_out_bytes_max = 2LL << 30;

class AsItIs : public DocumentStream {
 public:
  explicit AsItIs(std::unique_ptr<vault::Reader> document) : document_(std::move(document)) {}
  Result<std::string> read() override {
    std::string piece(piece_bytes, '\0');
    piece.resize(TRY(document_->read(piece)));
    return piece;
  }

 private:
  std::unique_ptr<vault::Reader> document_;
};

class FromMemory : public DocumentStream {
 public:
  explicit FromMemory(jail::Descriptor memory) : memory_(std::move(memory)) {}
  Result<std::string> read() override {
    std::string piece(piece_bytes, '\0');
    ssize_t got;
    do { got = ::read(memory_.number(), piece.data(), piece.size()); } while (got < 0 && errno == EINTR);
    if (got < 0) return Error{Reason::internal, "memory-not-read", "the document could not be read"};
    piece.resize(static_cast<std::size_t>(got));
    return piece;
  }

 private:
  jail::Descriptor memory_;
};

class Drawn : public DocumentStream {
 public:
  explicit Drawn(std::unique_ptr<jail::Process> program) : program_(std::move(program)) {}
  // To be called once, before the first read().
  Result<void> begin() {
    first_ = TRY(next());
    if (first_.empty())
      return Error{Reason::internal, "document-not-drawn", "The document could not be drawn for the printer."};
    return {};
  }
  Result<std::string> read() override {
    if (!first_.empty()) return std::exchange(first_, {});
    return next();
  }

 private:
  Result<std::string> next() {
    std::string piece(piece_bytes, '\0');
    piece.resize(program_->read(piece));
    if (piece.empty()) TRY(render::outcome(program_->end()));
    return piece;
  }

  std::unique_ptr<jail::Process> program_;
  std::string first_;
};

Result<jail::Descriptor> laid_out(const Programs& programs, vault::Reader& document, const Delivery& delivery) {
  jail::Descriptor memory = TRY(jail::copy_to_memory(document));
  if (delivery.as_it_is) return memory;
  const auto worker = TRY(impose::impose(programs.self, memory, delivery.imposition));
  jail::Descriptor made = TRY(jail::copy_to_memory(*worker, laid_out_bytes_max));
  TRY(impose::outcome(worker->end()));
  return made;
}

}  // namespace

Result<std::unique_ptr<DocumentStream>> open_document(const Programs& programs, std::unique_ptr<vault::Reader> document,
                                                      const Delivery& delivery) {
  if (delivery.drawn && programs.render.empty())
    return Error{Reason::unsupported, "format-not-supported",
                 "This printer wants pictures of the pages, and this service has no program to draw them."};
  if (delivery.as_it_is && !delivery.drawn) return std::unique_ptr<DocumentStream>(new AsItIs(std::move(document)));
  jail::Descriptor ready = TRY(laid_out(programs, *document, delivery));
  if (!delivery.drawn) return std::unique_ptr<DocumentStream>(new FromMemory(std::move(ready)));
  auto drawn = std::make_unique<Drawn>(TRY(render::raster(programs.render, ready, *delivery.drawn)));
  TRY(drawn->begin());
  return std::unique_ptr<DocumentStream>(std::move(drawn));
}

}  // namespace tsuke::flow
