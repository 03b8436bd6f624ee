// Pictures of pages, drawn when somebody looks: a few at a time, on threads of their own, and kept for a little while.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <string>

#include "base/task.h"
#include "doors/service.h"

namespace tsuke::doors {

struct PageOf {
  vault::Location document;  // a PDF
  int page = 1;
  int width_px = 0;
  friend bool operator<(const PageOf& a, const PageOf& b) {
    return std::tie(a.document.text, a.page, a.width_px) < std::tie(b.document.text, b.page, b.width_px);
  }
};

// Belongs to the network thread.
class Previews {
 public:
  explicit Previews(Service& service) : service_(service) {}

  // PNG or JPEG bytes. Whether the caller may see the document, and whether it is still there, was asked before: kept
  // pictures outlive it by `kept` at most, and are never given out without that question.
  // Fails as render::thumbnail() and the vault do, and with unavailable: "previews-off" (the program that draws is not
  // installed), "previews-busy" (too many wait already).
  Task<Result<std::shared_ptr<const std::string>>> picture(PageOf wanted);

  static constexpr Duration kept = minutes(5);
  static constexpr std::size_t kept_bytes_max = 32 << 20;
  static constexpr int waiting_max = 64;

 private:
  using Bytes = std::shared_ptr<const std::string>;
  struct Kept {
    PageOf of;
    Bytes bytes;
    Instant drawn_at{};
  };

  Bytes find(const PageOf& wanted);
  void keep(const PageOf& of, Bytes bytes);
  void drop_old();

  Service& service_;
  std::list<Kept> newest_first_;
  std::map<PageOf, std::list<Kept>::iterator> by_page_;
  std::size_t kept_bytes_ = 0;
  int waiting_ = 0;
};

}  // namespace tsuke::doors
