// A good database of every kind of charge, for the checker's tests: posted by the ledger, rated by the rules, with the
// flow's rows written by hand. And the tools of a forger.
#pragma once

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "books/ledger/ledger.h"
#include "books/verify/verify.h"
#include "platform/store/testing.h"
#include "rules/price_book.h"
#include "rules/quote.h"

namespace tsuke::books {

extern const char* const share_tables;    // of charges that several share
extern const char* const metered_tables;  // of trials and what was metered in them

enum Tools { nothing, hashes, hashes_and_balances };  // what a forger puts right afterwards

// A forgery, and the faults that it must show as.
struct Seed {
  const char* name;
  std::set<std::string> found;
  std::vector<std::string> forgery;
  Tools tools = nothing;
};
const std::vector<Seed>& metered_seeds();

class GoodBooks {
 public:
  explicit GoodBooks(std::string_view database);

  Report verified();
  std::set<std::string> codes();  // of the faults found

  // Takes constraints and triggers off the tables, so that rows can be forged. SQLite only.
  void loosen();
  void forge(const std::string& sql);
  void rehash();  // hashes as if the rows had been written so
  void refold();  // balances as if the transfers had been posted so

  store::TestStore store;
  TariffId tariff, later_tariff, free_tariff;
  FeePlanId plan;

 private:
  struct Release {
    std::int64_t job;
    std::int64_t attempt;
    std::string payer;
    bool has_budget = false;
    bool free = false;
    std::int64_t number = 1;
    bool stapled = false;  // in two copies
    bool shared = false;   // 70 % organisation:2, 30 % the payer
  };
  using Chain = std::vector<Transfer>;
  // Its transfers have keys of their own.
  static Release second_share(Release about) {
    ++about.number;
    return about;
  }

  void write(const std::function<Result<void>(store::Transaction&)>& function);
  AccountId account(const std::string& name, Limit limit = Limit::none, const char* unit = "JPY");
  void post(const Chain& chain);
  Transfer transfer(const Release& about, const char* what, TransferKind kind, AccountId debit, AccountId credit,
                    std::int64_t amount);
  Transfer resolving(const Release& about, const char* what, TransferKind kind, std::int64_t amount,
                     const char* reserved);

  void publish_prices();
  void fill();
  void other_transfers();
  void release(const Release& about);
  void report(const Release& about, std::int64_t color_impressions, std::int64_t sheets);
  void capture(const Release& about, std::int64_t color_impressions, std::int64_t sheets);
  void end_without_counts(const Release& about, const char* state);
  void pay(std::int64_t payment, std::int64_t job, const std::string& payer);
  void share_out();
  void write_shares(const Release& about);
  void pay_share(const Release& about);
  void refund_shares(const Release& about);
  void meter();
  void meter(const Release& about);
  void put_right();
  void reassign(const Release& about, const std::string& to, std::int64_t amount, std::int64_t paid_by);
  void refund(const Release& about);
  void share_loss(const Release& about);
  void audit(std::int64_t seq, const std::string& act);
  Money authorised(const Release& about) const;
  rules::Output asked(const Release& about) const;

  std::int64_t minute_ = 0;
  Instant now_{1'795'000'000'000'000};
  std::map<std::int64_t, Instant> released_;  // by attempt
  std::string audit_hash_ = std::string(32, '\0');
  static constexpr std::int64_t provider = 2;
};

}  // namespace tsuke::books
