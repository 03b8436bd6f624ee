// One chain on its way into the books: loaded, tried on balances in memory, then written. Not for other folders.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "books/ledger/rows.h"

namespace tsuke::books {

struct Refusal {
  std::string code;
  std::string what;
};
Error to_error(const Refusal& refusal);

class Posting {
 public:
  Posting(store::Transaction& in, const std::vector<Transfer>& chain, Instant now)
      : in_(in), chain_(chain), now_(now) {}
  Result<void> apply();

 private:
  // A reservation of this chain or an earlier one.
  struct Reservation {
    Transfer transfer;
    std::string unit;
    bool open = false;
  };
  using Refused = std::optional<Refusal>;

  Refused check_ids() const;
  Result<void> load_known();
  bool is_replay() const;
  Result<void> load_reservations();
  Result<void> load_accounts();

  // Trying: balances move in accounts_, rows gather in booked_; nothing is written.
  Refused try_transfer(const Transfer& asked);
  Refused try_movement(const Transfer& asked);
  Refused try_resolution(const Transfer& asked);
  Refused move(const Transfer& booked, std::int64_t reserved);
  void book(Transfer transfer, const std::string& unit);

  // Writing.
  Result<void> write();
  Result<void> write_transfer(const TransferRow& row);
  Result<void> write_reservation(const Transfer& transfer);
  Result<void> write_balances();
  Result<void> refuse(const Refusal& refusal);  // always an error: the refusal, or that it could not be stored

  store::Transaction& in_;
  const std::vector<Transfer>& chain_;
  const Instant now_;
  Head head_;
  std::unordered_map<std::string, TransferRow> posted_;        // transfers known under an id of this chain
  std::unordered_map<std::string, Refusal> burned_;            // refusals known under an id of this chain
  std::unordered_map<std::string, Reservation> reservations_;  // that this chain resolves or makes
  std::unordered_map<std::int64_t, Account> accounts_;
  std::vector<TransferRow> booked_;
};

}  // namespace tsuke::books
