// The audit: numbered without gaps, each row carrying the hash of the one before it.
#include "base/bytes.h"
#include "books/verify/findings.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;

constexpr Query all_audits{"verify_audits", R"sql(
    SELECT seq, at, COALESCE(actor, 0), act, subject, was, became, hash FROM audit ORDER BY seq)sql"};
constexpr Query audit_end{"verify_audit_head", "SELECT seq, hash FROM audit_head"};

// The documented form: see flow/audit.h.
std::string hash_of(const store::Row& row, const std::string& before) {
  std::string text;
  for (int column = 0; column < 3; ++column) text += std::to_string(row.integer(column)) + "|";
  text += to_hex(before);
  for (int column = 3; column < 7; ++column) {
    const std::string field = row.text(column);
    text += "|" + std::to_string(field.size()) + ":" + field;
  }
  return sha256(text);
}
}  // namespace

Result<void> check_audit(store::Reader& in, Findings& findings) {
  std::int64_t seq = 0;
  std::string hash(32, '\0');
  TRY(in.each(all_audits, {}, [&](const store::Row& row) -> Result<void> {
    const std::string name = "audit " + std::to_string(row.integer(0));
    if (row.integer(0) != seq + 1)
      findings.add("audit-broken", name, "row " + std::to_string(seq + 1) + " is missing before it");
    else if (row.blob(7) != hash_of(row, hash))
      findings.add("audit-broken", name, "it is not what was written after the row before it");
    seq = row.integer(0);
    hash = row.blob(7);
    return {};
  }));
  return in.each(audit_end, {}, [&](const store::Row& row) -> Result<void> {
    if (row.integer(0) != seq || (seq > 0 && row.blob(1) != hash))
      findings.add("audit-broken", "audit_head", "the audit does not end where its head says");
    return {};
  });
}

}  // namespace tsuke::books::verifying
