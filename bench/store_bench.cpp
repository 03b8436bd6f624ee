// Durable writes per second of a small insert, by how many write at once, on each database.
//
//   store_bench [writes]      the databases and their folders as in platform/store/testing.h
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "base/time.h"
#include "platform/store/testing.h"

namespace tsuke::store {
namespace {

const std::vector<Migration> schema = {
    {"entry", 1, "CREATE TABLE entry (id BIGINT PRIMARY KEY, job BIGINT NOT NULL, amount BIGINT, note TEXT);"}};
constexpr Query insert_entry{"insert_entry", "INSERT INTO entry (id, job, amount, note) VALUES ($1, $2, $3, $4)"};
constexpr Query select_entry{"select_entry", "SELECT amount FROM entry WHERE id = $1"};

struct Figures {
  double per_second;
  std::int64_t median_us;
  std::int64_t p99_us;
};

// `each` runs `total` times in all, on `threads` threads.
Figures measure(int threads, std::int64_t total, const std::function<void(std::int64_t)>& each) {
  std::atomic<std::int64_t> next{1};
  std::vector<std::vector<std::int64_t>> latencies(static_cast<std::size_t>(threads));
  const Duration started = monotonic_now();
  std::vector<std::thread> workers;
  for (auto& mine : latencies) {
    workers.emplace_back([&] {
      for (std::int64_t id = next++; id <= total; id = next++) {
        const Duration began = monotonic_now();
        each(id);
        mine.push_back((monotonic_now() - began).micros);
      }
    });
  }
  for (auto& worker : workers) worker.join();
  const double elapsed_s = static_cast<double>((monotonic_now() - started).micros) / 1e6;
  std::vector<std::int64_t> all;
  for (const auto& mine : latencies) all.insert(all.end(), mine.begin(), mine.end());
  std::sort(all.begin(), all.end());
  return {static_cast<double>(total) / elapsed_s, all[all.size() / 2], all[all.size() * 99 / 100]};
}

void print(const std::string& kind, const char* what, int threads, Figures figures, double per_commit) {
  std::printf("%-11s %-14s %3d at once %9.0f /s   p50 %6lld us   p99 %6lld us   %6.1f per commit\n", kind.c_str(), what,
              threads, figures.per_second, static_cast<long long>(figures.median_us),
              static_cast<long long>(figures.p99_us), per_commit);
}

void measure_writes(const std::string& kind, int threads, std::int64_t total, bool with_event) {
  TestStore store(kind, schema);
  const auto figures = measure(threads, total, [&](std::int64_t id) {
    const auto written = store->write<void>([&](Transaction& in) -> Result<void> {
      TRY(in.run(insert_entry, {id, id * 7, 28, "twelve sheets"}));
      if (with_event) in.publish({"job", "1", "person:1", R"({"state":"held"})"});
      return {};
    });
    if (!written.ok()) std::abort();
  });
  const double commits = static_cast<double>(store->counters().commits);
  print(kind, with_event ? "insert+event" : "insert", threads, figures, static_cast<double>(total) / commits);
}

void measure_reads(const std::string& kind, int threads, std::int64_t total) {
  TestStore store(kind, schema);
  if (!store->write<void>([](Transaction& in) { return in.run(insert_entry, {1, 7, 28, "x"}); }).ok()) std::abort();
  const auto figures = measure(threads, total, [&](std::int64_t) {
    const auto read =
        store->read<std::optional<std::int64_t>>([](Reader& in) { return in.integer(select_entry, {1}); });
    if (!read.ok()) std::abort();
  });
  print(kind, "read", threads, figures, 0);
}

}  // namespace
}  // namespace tsuke::store

int main(int argc, char** argv) {
  using namespace tsuke::store;
  const std::int64_t writes = argc > 1 ? std::atoll(argv[1]) : 5000;
  for (const std::string& kind : test_databases()) {
    for (const int threads : {1, 8, 64}) measure_writes(kind, threads, threads == 1 ? writes / 2 : writes, false);
    measure_writes(kind, 64, writes, true);
    for (const int threads : {1, 2}) measure_reads(kind, threads, writes);
  }
}
