#include "doors/rest/previews.h"

#include "platform/jail/memory.h"
#include "platform/render/render.h"

namespace tsuke::doors {

namespace {

// Counts who waits, also when that coroutine is destroyed instead of resumed.
class Waiting {
 public:
  explicit Waiting(int& count) : count_(count) { ++count_; }
  ~Waiting() { --count_; }
  Waiting(const Waiting&) = delete;

 private:
  int& count_;
};

Result<std::string> draw(vault::Vault& vault, const std::string& program, const PageOf& wanted) {
  const auto document = TRY(vault.open(wanted.document));
  const jail::Descriptor pdf = TRY(jail::copy_to_memory(*document));
  return render::thumbnail(program, pdf, wanted.page, wanted.width_px);
}

}  // namespace

Task<Result<std::shared_ptr<const std::string>>> Previews::picture(PageOf wanted) {
  if (Bytes kept_before = find(wanted)) co_return kept_before;
  if (service_.render_program.empty())
    co_return Error{Reason::unavailable, "previews-off",
                    "This service draws no previews. Its operator can install tsuke-render."};
  if (waiting_ >= waiting_max)
    co_return Error{Reason::unavailable, "previews-busy", "Many previews are being drawn. Try again in a moment."};
  const Waiting counted(waiting_);
  const auto work = [&service = service_, wanted]() -> Result<std::string> {
    // What nobody waits for any more is not drawn, so that the service ends soon.
    if (service.ending) return Error{Reason::unavailable, "previews-busy", "The service is ending."};
    return draw(service.vault, service.render_program, wanted);
  };
  ThreadPool& threads = service_.drawing ? *service_.drawing : service_.pool;
  auto drawn = co_await run_on(threads, service_.loop, work);
  if (!drawn.ok()) co_return drawn.take_error();
  auto bytes = std::make_shared<const std::string>(drawn.take());
  keep(wanted, bytes);
  co_return bytes;
}

Previews::Bytes Previews::find(const PageOf& wanted) {
  drop_old();
  const auto found = by_page_.find(wanted);
  if (found == by_page_.end()) return nullptr;
  return found->second->bytes;
}

void Previews::keep(const PageOf& of, Bytes bytes) {
  if (by_page_.contains(of)) return;  // somebody else asked for it at the same time
  kept_bytes_ += bytes->size();
  newest_first_.push_front({of, std::move(bytes), service_.now()});
  by_page_[of] = newest_first_.begin();
  drop_old();
}

void Previews::drop_old() {
  const Instant oldest = service_.now() - kept;
  while (!newest_first_.empty() && (newest_first_.back().drawn_at < oldest || kept_bytes_ > kept_bytes_max)) {
    kept_bytes_ -= newest_first_.back().bytes->size();
    by_page_.erase(newest_first_.back().of);
    newest_first_.pop_back();
  }
}

}  // namespace tsuke::doors
