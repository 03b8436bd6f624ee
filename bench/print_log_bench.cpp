// What a page of the print log costs, by how long the log is: first, deep and filtered, for each reader. One JSON line
// for each work, with the median of many pages in a short log and in a long one.
//
//   print_log_bench [rows]      1,000,000 unless told otherwise; the short log has 10,000
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "base/time.h"
#include "books/ledger/ledger.h"
#include "flow/log/many_rows_testing.h"
#include "flow/log/print_log.h"
#include "platform/store/testing.h"
#include "registry/registry.h"
#include "registry/testing.h"
#include "rules/price_book.h"

namespace tsuke::flow {
namespace {

constexpr std::int64_t short_log = 10'000;
constexpr std::int64_t rows_at_once = 50'000;
constexpr int page_rows = 50;
constexpr int turns = 101;

std::vector<store::Migration> house_migrations() {
  std::vector<store::Migration> all;
  for (const auto& part : {registry::migrations(), rules::migrations(), books::migrations(), flow::migrations()})
    all.insert(all.end(), part.begin(), part.end());
  return all;
}

template <typename T>
T done(Result<T> result) {
  if (result.ok()) return result.take();
  std::fprintf(stderr, "%s: %s\n", result.error().code.c_str(), result.error().what.c_str());
  std::exit(1);
}

// A log of so many rows, of 50 people, 10 payers and 40 printers of 10 providers; one in ten is shared by two payers.
class Log {
 public:
  explicit Log(std::int64_t rows) : rows_(rows), store_("sqlite", house_migrations()) {
    const PersonId owner = registry::make_person(*store_, "owner");
    const PurposeId purpose = registry::make_purpose(*store_, owner, "Purpose");
    const PrinterId printer = registry::make_printer(
        *store_, "Printer", registry::make_home_provider(*store_, "Home", owner), registry::SiteKind::home);
    const ManyRows of{owner, purpose, printer, 50, 10, 10, 40};
    for (std::int64_t first = 1; first <= rows; first += rows_at_once)
      done(store_->write<bool>([&](store::Transaction& in) -> Result<bool> {
        const std::int64_t last = std::min(first + rows_at_once - 1, rows);
        TRY(make_rows(in, of, first, last));
        TRY(share_rows(in, first, last));
        return true;
      }));
  }

  // In the middle of the log.
  LogPlace deep() const { return {first_made_release + seconds(rows_ / 6), JobId{first_made_id + rows_ / 2}}; }

  std::int64_t median_us(const LogView& view, const LogFilter& filter, bool deep_page) {
    std::vector<std::int64_t> times;
    const std::optional<LogPlace> after = deep_page ? std::optional(deep()) : std::nullopt;
    for (int turn = 0; turn < turns; ++turn) {
      const Duration began = monotonic_now();
      found_ = done(store_->read<LogPage>([&](store::Reader& in) {
                 return print_log(in, view, filter, after, page_rows);
               })).rows.size();
      times.push_back((monotonic_now() - began).micros);
    }
    std::nth_element(times.begin(), times.begin() + turns / 2, times.end());
    return times[turns / 2];
  }
  std::size_t found() const { return found_; }

 private:
  std::int64_t rows_;
  store::TestStore store_;
  std::size_t found_ = 0;
};

struct Work {
  const char* name;
  LogView view;
  LogFilter filter;
  bool deep = false;
};

std::vector<Work> works() {
  const LogView person = log_of_person(PersonId{7}), payer = log_of_payer({OrganisationId{2}, {}}),
                provider = log_of_provider(ProviderId{3}), all = log_of_all();
  LogFilter member, printer, color_at_printer, of_payer, rare, costly;
  member.person = PersonId{20};
  printer.printer = PrinterId{3};
  color_at_printer.printer = PrinterId{3};
  color_at_printer.color = registry::ColorMode::color;
  of_payer.payer = registry::Payer{OrganisationId{2}, {}};
  rare.result = LogResult::unconfirmed;
  costly.amount_min = 800;
  costly.result = LogResult::printed;
  return {{"a person's, first page", person, {}},
          {"a person's, deep page", person, {}, true},
          {"a payer's, first page", payer, {}},
          {"a payer's, deep page", payer, {}, true},
          {"a payer's, one member", payer, member},
          {"a payer's, one member, deep", payer, member, true},
          {"a payer's, dear ones", payer, costly},
          {"a provider's, first page", provider, {}},
          {"a provider's, deep page", provider, {}, true},
          {"a provider's, one printer", provider, printer, true},
          {"a provider's, colour at one printer", provider, color_at_printer},
          {"the operator's, first page", all, {}},
          {"the operator's, deep page", all, {}, true},
          {"the operator's, one payer, deep", all, of_payer, true},
          {"the operator's, dear ones, deep", all, costly, true},
          {"the operator's, unconfirmed", all, rare}};
}

void run(std::int64_t rows) {
  const Duration began = monotonic_now();
  Log few(short_log), many(rows);
  std::fprintf(stderr, "%lld rows made in %lld s\n", static_cast<long long>(rows),
               static_cast<long long>((monotonic_now() - began).micros / 1'000'000));
  for (const Work& work : works()) {
    const std::int64_t short_us = few.median_us(work.view, work.filter, work.deep);
    const std::int64_t long_us = many.median_us(work.view, work.filter, work.deep);
    std::printf(R"({"work":"%s","rows":%lld,"short_us":%lld,"short_found":%zu,"long_us":%lld,"long_found":%zu})"
                "\n",
                work.name, static_cast<long long>(rows), static_cast<long long>(short_us), few.found(),
                static_cast<long long>(long_us), many.found());
  }
}

}  // namespace
}  // namespace tsuke::flow

int main(int argc, char** argv) {
  const std::int64_t rows = argc > 1 ? std::atoll(argv[1]) : 1'000'000;
  if (rows < 10'000) return std::fprintf(stderr, "usage: print_log_bench [rows, at least 10000]\n"), 2;
  tsuke::flow::run(rows);
}
