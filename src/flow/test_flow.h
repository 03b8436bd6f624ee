// One person, one company that pays, one printer with a price, on a fresh database; and the stages as short words, each
// in a write of its own. For the tests of the stages: each names in DEPS_TEST the stages that it calls.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include "books/ledger/ledger.h"
#include "flow/job.h"
#include "platform/store/testing.h"
#include "registry/registry.h"
#include "registry/testing.h"
#include "rules/price_book.h"

namespace tsuke::flow {

// A case of a property is dozens of durable writes, so few are run unless the environment says more.
inline const bool few_cases = setenv("RC_PARAMS", "max_success=15", 0) == 0;

template <typename T>
std::string code_of(const Result<T>& result) {
  return result.ok() ? "" : result.error().code;
}

// 10 yen an impression, 1 yen a sheet; 5 % service fee; 10 % commission.
class TestFlow {
 public:
  explicit TestFlow(std::string_view database) : store(database, house_migrations()) {
    price(printer);
    price(other_printer);
    rules::FeePlan::Terms terms;
    terms.percentage = {5, 100};
    terms.commission = {10, 100};
    done(write<FeePlanId>([&](store::Transaction& in) {
      return rules::publish_fee_plan(in, now(), rules::FeePlan::create(terms).take(), now());
    }));
    for (const PrinterId each : {printer, other_printer}) registry::make_device(*store, each, now());
  }

  template <typename T>
  Result<T> write(const std::function<Result<T>(store::Transaction&)>& function) {
    return store->write<T>(function);
  }
  template <typename T>
  Result<T> read(const std::function<Result<T>(store::Reader&)>& function) {
    return store->read<T>(function);
  }
  // The value of what must not fail.
  template <typename T>
  T done(Result<T> result) {
    EXPECT_TRUE(result.ok()) << result.error().code << ": " << result.error().what;
    if (!result.ok()) std::abort();
    return result.take();
  }

  Instant now() const { return clock.now(); }
  registry::Payer payer() const { return {company, {}}; }

  Job job(JobId id) {
    return done(read<Job>([&](store::Reader& in) { return flow::job(in, id); }));
  }
  Attempt latest(JobId id) {
    return *done(read<std::optional<Attempt>>([&](store::Reader& in) { return latest_attempt(in, id); }));
  }
  Usage usage(AttemptId id) {
    return done(read<Usage>([&](store::Reader& in) { return usage_of(in, id); }));
  }
  std::optional<Charge> charge(JobId id) {
    return done(read<std::optional<Charge>>([&](store::Reader& in) { return charge_of(in, id); }));
  }
  std::int64_t count(const char* sql) {
    const store::Query query{"count_in_test", sql};
    return done(read<std::optional<std::int64_t>>([&](store::Reader& in) { return in.integer(query, {}); }))
        .value_or(0);
  }
  void tamper(const char* sql) {
    const store::Query query{"tamper_in_test", sql};
    done(write<std::int64_t>([&](store::Transaction& in) { return in.change(query, {}); }));
  }
  // All balances, as text.
  std::string books() {
    std::string text;
    for (const books::Account& account :
         done(read<std::vector<books::Account>>([](store::Reader& in) { return books::accounts(in); })))
      text += account.name + " " + std::to_string(account.debits_posted) + " " +
              std::to_string(account.credits_posted) + " " + std::to_string(account.debits_pending) + " " +
              std::to_string(account.credits_pending) + "\n";
    return text;
  }

  store::TestStore store;
  ManualClock clock{Instant{1'795'000'000'000'000}};  // 2026-11-18
  const PersonId mika = registry::make_person(*store, "mika");
  const PersonId mallory = registry::make_person(*store, "mallory");
  const OrganisationId company =
      registry::make_organisation(*store, "Company A", registry::make_person(*store, "admin"));
  const MembershipId membership = registry::make_member(*store, mika, company);
  const PurposeId purpose = registry::make_purpose(*store, mika, "Client A", company);
  const OrganisationId cowork = registry::make_organisation(*store, "CoWork");
  const ProviderId provider = registry::make_provider(*store, "CoWork", cowork);
  const PrinterId printer = registry::make_printer(*store, "Hall", provider, registry::SiteKind::shared_office);
  const PrinterId other_printer = registry::make_printer(*store, "Lobby", provider, registry::SiteKind::shared_office);

 private:
  void price(PrinterId at) {
    rules::TariffLine line;
    line.per_impression = {10'000};
    line.per_sheet = {1'000};
    done(write<TariffId>([&](store::Transaction& in) {
      return rules::publish_tariff(in, at, now(), rules::Tariff::create(yen, {line}).take(), now());
    }));
  }
};

}  // namespace tsuke::flow
