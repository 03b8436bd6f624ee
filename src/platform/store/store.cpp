#include "platform/store/store.h"

#include <algorithm>
#include <future>

#include "platform/store/committer.h"
#include "platform/store/migrate.h"
#include "platform/store/read_pool.h"

namespace tsuke::store {
namespace {

class DatabaseStore : public Store {
 public:
  DatabaseStore(Dialect dialect, std::unique_ptr<Connection> writer, std::vector<std::unique_ptr<Connection>> readers)
      : dialect_(dialect), readers_(std::move(readers)), committer_(std::move(writer)) {}

  void write_later(WriteFunction function, WriteDone done) override {
    committer_.hand_in(std::move(function), std::move(done));
  }
  Result<void> read_with(const std::function<Result<void>(Reader&)>& function) override {
    return readers_.read(function);
  }
  void before_commit(std::function<Result<void>()> hook) override { committer_.before_commit(std::move(hook)); }
  void after_commit(std::function<void(const std::vector<Event>&)> listener) override {
    committer_.after_commit(std::move(listener));
  }
  Counters counters() const override { return committer_.counters(); }
  std::string_view kind() const override { return dialect_ == Dialect::sqlite ? "sqlite" : "postgresql"; }

 protected:
  bool on_committer_thread() const override { return committer_.runs_on_this_thread(); }

 private:
  Dialect dialect_;
  ReadPool readers_;
  Committer committer_;  // last: its thread ends before the rest goes
};

Result<std::unique_ptr<Backend>> backend_of(const std::string& url) {
  const std::size_t colon = url.find(':');
  const std::string scheme = url.substr(0, colon);
  const std::string rest = colon == std::string::npos ? "" : url.substr(colon + 1);
  if (scheme == "sqlite" && !rest.empty()) return sqlite_backend(rest);
  if (scheme == "postgres" || scheme == "postgresql")
    return postgresql_backend(rest.starts_with("//") ? "postgresql:" + rest : rest);
  return Error{Reason::malformed, "database-address",
               "a database is sqlite:/path/file.db, postgres://host/name or postgres:host=… dbname=…"};
}

}  // namespace

Result<std::unique_ptr<Store>> Store::open(Options options) {
  const std::unique_ptr<Backend> backend = TRY(backend_of(options.url));
  std::unique_ptr<Connection> writer = TRY(backend->connect(Mode::write));
  TRY(migrate(*writer, backend->dialect(), options.migrations));
  std::vector<std::unique_ptr<Connection>> readers;
  for (int i = 0; i < std::max(options.readers, 1); ++i) readers.push_back(TRY(backend->connect(Mode::read)));
  return std::unique_ptr<Store>(
      std::make_unique<DatabaseStore>(backend->dialect(), std::move(writer), std::move(readers)));
}

Result<void> Store::write_and_wait(WriteFunction function) {
  assert(!on_committer_thread());  // it would wait for itself
  // Shared: the committer may still be inside set_value when the one who waits has gone on.
  const auto promise = std::make_shared<std::promise<Result<void>>>();
  std::future<Result<void>> settled = promise->get_future();
  write_later(std::move(function), [promise](Result<void> result) { promise->set_value(std::move(result)); });
  return settled.get();
}

Result<std::optional<std::int64_t>> Reader::integer(const Query& query, const Values& values) {
  const auto found = TRY(find<std::optional<std::int64_t>>(query, values, [](const Row& row) {
    return row.is_null(0) ? std::nullopt : std::optional<std::int64_t>(row.integer(0));
  }));
  return found.value_or(std::nullopt);
}

}  // namespace tsuke::store
