// The journal in the order of seq: gaps, hashes, chains, resolutions, limits at every prefix.
#include <optional>
#include <unordered_set>

#include "base/bytes.h"
#include "books/verify/findings.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

constexpr Query all_transfers{"verify_transfers", R"sql(
    SELECT seq, id, chain_first, chain_size, kind, debit, credit, unit, amount, resolves, what, reference, event_at,
           booked_at, hash_prev
      FROM transfer ORDER BY seq)sql"};
constexpr Query resolved_twice{"verify_resolved_twice", R"sql(
    SELECT resolves FROM transfer WHERE resolves IS NOT NULL GROUP BY resolves HAVING COUNT(*) > 1)sql"};
constexpr Query head{"verify_head", "SELECT seq, hash FROM ledger_head"};

struct Entry {
  std::int64_t seq, chain_first, chain_size, debit, credit, amount, reference, event_at, booked_at;
  std::string id, kind, unit, resolves, what, hash_prev;  // absent resolves: empty
  std::string row() const { return "transfer " + std::to_string(seq); }
};

Entry entry_from(const store::Row& row) {
  return {row.integer(0), row.integer(2),  row.integer(3),  row.integer(5),  row.integer(6),
          row.integer(8), row.integer(11), row.integer(12), row.integer(13), row.blob(1),
          row.text(4),    row.text(7),     row.blob(9),     row.text(10),    row.blob(14)};
}

// The documented form of a row: see the ledger's description of its hash.
std::string hash_of(const Entry& entry) {
  std::string text;
  const auto field = [&](const std::string& value) { text += value + "|"; };
  const auto number = [&](std::int64_t value) { field(std::to_string(value)); };
  number(entry.seq);
  field(to_hex(entry.id));
  number(entry.chain_first);
  number(entry.chain_size);
  field(entry.kind);
  number(entry.debit);
  number(entry.credit);
  field(entry.unit);
  number(entry.amount);
  field(to_hex(entry.resolves));
  number(entry.reference);
  number(entry.event_at);
  number(entry.booked_at);
  field(to_hex(entry.hash_prev));
  return sha256(text + entry.what);
}

bool is_credit(const std::string& name) { return name.starts_with("payer:") && name.ends_with(":credit"); }

bool within_limit(const AccountRow& account) {
  const Sides& now = account.folded;
  if (account.limit == "debits-must-not-exceed-credits" || is_hard_budget(account.name, account.unit) ||
      is_credit(account.name))
    return now.debits + now.debits_pending <= now.credits;
  if (account.limit == "credits-must-not-exceed-debits") return now.credits + now.credits_pending <= now.debits;
  return true;
}

class Walk {
 public:
  Walk(Accounts& accounts, std::unordered_set<std::string> twice, Findings& findings)
      : accounts_(accounts), twice_(std::move(twice)), findings_(findings) {}

  void step(const Entry& entry) {
    check_place(entry);
    check_chain(entry);
    if (check_shape(entry)) apply(entry);
    if (entry.seq + 1 == entry.chain_first + entry.chain_size) end_chain(entry);
    previous_ = entry;
    hash_ = hash_of(entry);
    ++findings_.report.transfers;
  }

  void end(std::int64_t head_seq, const std::string& head_hash) {
    const std::int64_t last = previous_ ? previous_->seq : 0;
    if (last != head_seq)
      fault("head-differs", "ledger_head",
            "the head says " + std::to_string(head_seq) + ", the journal ends at " + std::to_string(last));
    else if (previous_ && head_hash != hash_)
      fault("hash-broken", previous_->row(), "the row is not the one whose hash the head carries");
    if (previous_ && previous_->seq + 1 < previous_->chain_first + previous_->chain_size)
      fault("chain-incomplete", previous_->row(), "the end of its chain is missing");
  }

  PostingsByReference take_postings() {
    for (const auto& [id, open] : open_)
      if (open.what == "reserve")
        ++postings_[open.reference].open_reservations;
      else if (open.what == "reserve-budget")
        postings_[open.reference].reserved_of_budgets[accounts_.at(open.debit).name] += open.amount;
    return std::move(postings_);
  }

 private:
  void fault(std::string_view code, std::string row, std::string what) {
    findings_.add(code, std::move(row), std::move(what));
  }

  void check_place(const Entry& entry) {
    const std::int64_t expected = previous_ ? previous_->seq + 1 : 1;
    if (entry.seq != expected) {
      fault("seq-gap", entry.row(), "transfer " + std::to_string(expected) + " is missing");
    } else if (entry.hash_prev != hash_) {
      const std::string row = previous_ ? previous_->row() : entry.row();
      fault("hash-broken", row, "the row is not the one whose hash " + entry.row() + " carries");
    }
  }

  void check_chain(const Entry& entry) {
    const bool starts = entry.seq == entry.chain_first;
    const bool before_ended = !previous_ || previous_->seq + 1 == previous_->chain_first + previous_->chain_size;
    if (starts && !before_ended) fault("chain-incomplete", previous_->row(), "the end of its chain is missing");
    if (starts) return;
    const bool goes_on = previous_ && !before_ended && previous_->chain_first == entry.chain_first &&
                         previous_->chain_size == entry.chain_size && previous_->booked_at == entry.booked_at;
    if (!goes_on) fault("chain-incomplete", entry.row(), "it does not continue the chain that it belongs to");
  }

  // False when the row cannot be applied to two accounts.
  bool check_shape(const Entry& entry) {
    if (entry.amount <= 0) fault("amount-not-positive", entry.row(), "it moves " + std::to_string(entry.amount));
    if (entry.debit == entry.credit) fault("same-account", entry.row(), "debit and credit are one account");
    for (const std::int64_t id : {entry.debit, entry.credit}) {
      const auto account = accounts_.find(id);
      if (account == accounts_.end()) {
        fault("account-missing", entry.row(), "there is no account " + std::to_string(id));
        return false;
      }
      if (account->second.unit != entry.unit)
        fault("unit-differs", entry.row(),
              account->second.name + " is kept in " + account->second.unit + ", not " + entry.unit);
    }
    return true;
  }

  void apply(const Entry& entry) {
    Sides& debit = accounts_.at(entry.debit).folded;
    Sides& credit = accounts_.at(entry.credit).folded;
    const bool resolves = entry.kind == "post" || entry.kind == "release";
    const Wide reserved = resolves ? resolve(entry) : 0;
    const Wide pending = entry.kind == "reserve" ? Wide{entry.amount} : -reserved;
    const Wide posted = entry.kind == "direct" || entry.kind == "post" ? entry.amount : 0;
    debit.debits_pending += pending;
    credit.credits_pending += pending;
    debit.debits += posted;
    credit.credits += posted;
    if (entry.kind == "reserve") open_.emplace(entry.id, entry);
    for (const std::int64_t id : {entry.debit, entry.credit})
      if (!within_limit(accounts_.at(id)))
        fault("limit-broken", entry.row(), "after it " + accounts_.at(id).name + " has passed its limit");
    note(entry, posted);
  }

  // What the resolution frees of its reservation.
  Wide resolve(const Entry& entry) {
    const auto found = open_.find(entry.resolves);
    if (found == open_.end()) {
      const bool again = twice_.contains(entry.resolves);
      fault(again ? "resolved-twice" : "reservation-missing", entry.row(),
            again ? "its reservation was resolved before" : "it resolves no open reservation");
      return 0;
    }
    const Entry reservation = found->second;
    open_.erase(found);
    if (entry.kind == "post" && entry.amount > reservation.amount)
      fault("posted-above-reserved", entry.row(),
            std::to_string(entry.amount) + " posted of " + std::to_string(reservation.amount) + " reserved");
    const bool releases_other = entry.kind == "release" && entry.amount != reservation.amount;
    if (releases_other || entry.debit != reservation.debit || entry.credit != reservation.credit)
      fault("resolution-differs", entry.row(), "it does not match " + reservation.row() + ", which it resolves");
    return reservation.amount;
  }

  // Keeps what charges and payments are compared with.
  void note(const Entry& entry, Wide posted) {
    const std::string& debit = accounts_.at(entry.debit).name;
    const std::string& credit = accounts_.at(entry.credit).name;
    if (credit == "clearing:usage") clearing_[entry.reference] += posted;
    if (debit == "clearing:usage") clearing_[entry.reference] -= posted;
    if (entry.kind == "reserve" && entry.what != "reserve") return;
    Postings& about = postings_[entry.reference];
    if (entry.kind == "reserve" && entry.event_at >= about.reserved_at) {
      if (entry.event_at > about.reserved_at) about.reserved_by_payer.clear();
      about.reserved_by_payer[debit] += entry.amount;
      about.reserved_at = entry.event_at;
      about.reserved_amount = entry.amount;
      about.reserved_from = debit;
    }
    if (posted == 0) return;
    about.moved[{entry.what, debit, credit}] += posted;
    if (entry.what == "capture") ++about.captures;
  }

  void end_chain(const Entry& last) {
    for (const auto& [reference, left] : clearing_)
      if (left != 0)
        fault("clearing-not-zero", last.row(),
              "its chain left " + digits(left) + " on clearing:usage about " + std::to_string(reference));
    clearing_.clear();
  }

  Accounts& accounts_;
  const std::unordered_set<std::string> twice_;
  Findings& findings_;
  std::optional<Entry> previous_;
  std::string hash_ = std::string(32, '\0');
  std::unordered_map<std::string, Entry> open_;  // reservations without a resolution so far
  std::map<std::int64_t, Wide> clearing_;        // by reference, within the present chain
  PostingsByReference postings_;
};
}  // namespace

Result<PostingsByReference> check_journal(store::Reader& in, Accounts& accounts, Findings& findings) {
  std::unordered_set<std::string> twice;
  TRY(in.each(resolved_twice, {}, [&](const store::Row& row) -> Result<void> {
    twice.insert(row.blob(0));
    return {};
  }));
  Walk walk(accounts, std::move(twice), findings);
  TRY(in.each(all_transfers, {}, [&](const store::Row& row) -> Result<void> {
    walk.step(entry_from(row));
    return {};
  }));
  TRY(in.each(head, {}, [&](const store::Row& row) -> Result<void> {
    walk.end(row.integer(0), row.blob(1));
    return {};
  }));
  return walk.take_postings();
}

}  // namespace tsuke::books::verifying
