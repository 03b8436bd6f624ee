// What every door needs: the loop it runs on, the rows and bytes behind it, and how to wait for them.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "base/task.h"
#include "base/thread_pool.h"
#include "base/time.h"
#include "doors/announcer.h"
#include "platform/convert/formats.h"
#include "platform/http/http.h"
#include "platform/net/net.h"
#include "platform/store/store.h"
#include "platform/vault/vault.h"

namespace tsuke::cms {
class Signer;
}

namespace tsuke::doors {

class Service {
 public:
  net::Loop& loop;
  ThreadPool& pool;  // for what blocks: password hashing, PostgreSQL
  store::Store& store;
  vault::Vault& vault;
  const Clock& clock;
  Announcer& announcer;
  std::string public_host;  // "print.example.com:443"; empty: what the client's Host header says
  // Set when the service ends: a coroutine that then still wants rows or threads waits, until the loop's end destroys
  // it.
  std::atomic<bool> ending = false;
  // What opens untrusted documents, and the threads that wait for it. Without threads of its own that waits on the
  // pool.
  std::string program;                      // our own executable, which is the impose-worker
  std::string render_program;               // tsuke-render; empty: nothing is drawn
  ThreadPool* drawing = nullptr;            // for pictures of pages
  ThreadPool* delivering = nullptr;         // while a device takes its document
  convert::Accepted formats{false, false};  // of documents that may be sent here
  const cms::Signer* signer = nullptr;      // of profiles for devices; none: they go unsigned
  std::string mail_domain;                  // what stands after the @ of purposes' addresses; empty: no mail comes here

  Instant now() const { return clock.now(); }
  // "localhost:8631": for the addresses in answers.
  std::string host_of(const http::Request& request) const {
    return public_host.empty() ? std::string(request.host()) : public_host;
  }

  // co_await service.write<Job>([=](store::Transaction& in) -> Result<Job> {…}): durable when it returns. The function
  // runs on the committer's thread, perhaps more than once: it captures by value and touches nothing else.
  template <typename T>
  Later<Result<T>> write(std::function<Result<T>(store::Transaction&)> function) {
    return later<Result<T>>(loop, [this, function = std::move(function)](auto done) {
      if (ending) return;
      auto value = std::make_shared<std::optional<T>>();
      store.write_later(
          [function, value](store::Transaction& in) -> Result<void> {
            value->emplace(TRY(function(in)));
            return {};
          },
          [value, done](Result<void> result) {
            if (!result.ok()) return done(result.take_error());
            done(std::move(**value));
          });
    });
  }
  Later<Result<void>> write_void(std::function<Result<void>(store::Transaction&)> function) {
    return later<Result<void>>(loop, [this, function = std::move(function)](auto done) {
      if (!ending) store.write_later(function, done);
    });
  }

  // co_await service.read<Job>([&](store::Reader& in) {…}). SQLite answers point reads in microseconds, so they run
  // right here; a database across a socket is asked from the pool.
  template <typename T>
  Task<Result<T>> read(std::function<Result<T>(store::Reader&)> function) {
    if (store.kind() == "sqlite") co_return store.read<T>(function);
    co_return co_await run_on(pool, loop, [this, &function]() -> Result<T> { return store.read<T>(function); });
  }
};

}  // namespace tsuke::doors
