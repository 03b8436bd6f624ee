#include "base/bytes.h"
#include "books/ledger/rows.h"

namespace tsuke::books {

namespace {
constexpr std::pair<TransferKind, std::string_view> kind_words[] = {
    {TransferKind::direct, "direct"},
    {TransferKind::reserve, "reserve"},
    {TransferKind::post, "post"},
    {TransferKind::release, "release"},
};

void append(std::string& text, std::int64_t number) { (text += std::to_string(number)) += '|'; }
void append(std::string& text, std::string_view word) { (text += word) += '|'; }
}  // namespace

std::string_view to_string(TransferKind kind) {
  for (const auto& [value, word] : kind_words)
    if (value == kind) return word;
  return "direct";
}

TransferKind transfer_kind(std::string_view word) {
  for (const auto& [value, text] : kind_words)
    if (text == word) return value;
  assert(!"a kind of transfer that this program does not know");
  return TransferKind::direct;
}

std::string hash_of(const TransferRow& row) {
  const Transfer& transfer = row.transfer;
  std::string text;
  text.reserve(384);
  append(text, row.seq);
  append(text, to_hex(transfer.id.bytes));
  append(text, row.chain_first);
  append(text, row.chain_size);
  append(text, to_string(transfer.kind));
  append(text, transfer.debit.value);
  append(text, transfer.credit.value);
  append(text, row.unit);
  append(text, transfer.amount);
  append(text, transfer.resolves ? to_hex(transfer.resolves->bytes) : std::string());
  append(text, transfer.reference);
  append(text, transfer.event_at.micros);
  append(text, row.booked_at.micros);
  append(text, to_hex(row.hash_prev));
  return sha256(text += transfer.what);
}

TransferRow transfer_from(const store::Row& row) {
  TransferRow read;
  read.seq = row.integer(0);
  read.transfer.id = {row.blob(1)};
  read.chain_first = row.integer(2);
  read.chain_size = row.integer(3);
  read.transfer.kind = transfer_kind(row.text(4));
  read.transfer.debit = row.id<AccountId>(5);
  read.transfer.credit = row.id<AccountId>(6);
  read.unit = row.text(7);
  read.transfer.amount = row.integer(8);
  if (!row.is_null(9)) read.transfer.resolves = TransferId{row.blob(9)};
  read.transfer.what = row.text(10);
  read.transfer.reference = row.integer(11);
  read.transfer.event_at = row.instant(12);
  read.booked_at = row.instant(13);
  read.hash_prev = row.blob(14);
  return read;
}

TransferId make_transfer_id(Instant event_at, std::string_view kind, std::int64_t reference, std::int64_t number) {
  assert(event_at.micros >= 0);
  const std::int64_t ms = event_at.micros / 1000;
  std::string bytes;
  for (int shift = 40; shift >= 0; shift -= 8) bytes += static_cast<char>(ms >> shift & 0xFF);
  // The two numbers stand last, so that no kind can be mistaken for another kind with a number.
  const std::string about = std::string(kind) + '|' + std::to_string(reference) + '|' + std::to_string(number);
  return {bytes + sha256(about).substr(0, 10)};
}

}  // namespace tsuke::books
