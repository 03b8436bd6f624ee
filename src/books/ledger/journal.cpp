#include "books/ledger/rows.h"

namespace tsuke::books {

namespace {
constexpr store::Query transfers_with_reference{"transfers_with_reference", "SELECT " TSUKE_TRANSFER_COLUMNS
                                                                            R"sql(, d.name, c.name
      FROM transfer t JOIN account d ON d.id = t.debit JOIN account c ON c.id = t.credit
     WHERE t.reference = $1 ORDER BY t.seq)sql"};
}  // namespace

Result<std::vector<PostedTransfer>> transfers_about(store::Reader& in, std::int64_t reference) {
  return in.list<PostedTransfer>(transfers_with_reference, {reference}, [](const store::Row& row) {
    const TransferRow read = transfer_from(row);
    return PostedTransfer{read.transfer, read.seq, read.unit, row.text(15), row.text(16), read.booked_at};
  });
}

}  // namespace tsuke::books
