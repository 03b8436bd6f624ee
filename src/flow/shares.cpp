#include "flow/shares.h"

#include "rules/split.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query shares_by_job{"shares_by_job", R"sql(
    SELECT s.position, s.payer, s.payer_name, s.purpose_id, s.purpose_name, s.department_id, s.cost_centre_id,
           s.title_shown_to, s.unit, s.weight, c.currency, s.authorised, s.device_fee, s.service_fee, s.captured,
           s.absorbed, s.commission, s.refunded, s.refunded_device_fee, s.refunded_service_fee, s.refunded_commission,
           s.refunded_absorbed, s.refund_borne, s.paid_by
      FROM charge_share s JOIN charge c ON c.job_id = s.job_id WHERE s.job_id = $1 ORDER BY s.position)sql"};
constexpr Query delete_shares{"delete_shares", "DELETE FROM charge_share WHERE job_id = $1"};
constexpr Query count_shares{"count_shares", "UPDATE charge SET shares = $2 WHERE job_id = $1 AND shares <> $2"};
constexpr Query insert_share{"insert_share", R"sql(
    INSERT INTO charge_share (job_id, position, payer, payer_name, purpose_id, purpose_name, department_id, cost_centre_id,
                              title_shown_to, person_id, released_at, unit, weight, authorised)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14))sql"};
constexpr Query capture_share{"capture_share", R"sql(
    UPDATE charge_share SET device_fee = $3, service_fee = $4, captured = $5, absorbed = $6, commission = $7
     WHERE job_id = $1 AND position = $2)sql"};

ChargeShare share_from(const store::Row& row, JobId job) {
  const Currency currency = Currency::parse(row.text(10)).take();
  const auto money = [&](int column) { return Money{row.integer(column), currency}; };
  ChargeShare share;
  share.job = job;
  share.position = static_cast<int>(row.integer(0));
  share.payer = registry::parse_payer_key(row.text(1)).take();
  share.payer_name = row.text(2);
  share.purpose = row.id<PurposeId>(3);
  share.purpose_name = row.text(4);
  share.department = row.id<DepartmentId>(5);
  share.cost_centre = row.id<CostCentreId>(6);
  share.shows_title = row.text(7) == row.text(1);
  share.unit = parse_split_unit(row.text(8)).value_or(Split::Unit::percent);
  share.weight = row.integer(9);
  share.authorised = money(11);
  share.amounts = {money(12), money(13), money(14), money(15), money(16)};
  share.refunded = {money(17), money(18), money(19), money(20), money(21), money(22)};
  share.paid_by = row.id<PaymentId>(23);
  return share;
}

}  // namespace

Amounts amounts_of(const Charge& charge) {
  return {charge.device_fee, charge.service_fee, charge.captured, charge.absorbed, charge.commission};
}

Amounts remaining_of(const Charge& charge) {
  const Charge::Refunded& back = charge.refunded;
  return {charge.device_fee - back.device_fee, charge.service_fee - back.service_fee, charge.captured - back.captured,
          charge.absorbed - back.absorbed, charge.commission - back.commission};
}

// The total, what is captured of it, the device fee and the commission are shared out each by itself; what is left of
// one after another cannot be negative, since no part grows when its whole gets smaller.
std::vector<Amounts> share_out(const Amounts& whole, const std::vector<std::int64_t>& weights) {
  const Currency currency = whole.captured.currency;
  const auto parts = [&](Money amount) { return rules::share_out(amount.amount_minor, weights); };
  const auto total = parts(whole.device_fee + whole.service_fee), captured = parts(whole.captured);
  const auto device = parts(whole.device_fee), commission = parts(whole.commission);
  std::vector<Amounts> shares;
  for (std::size_t each = 0; each < weights.size(); ++each)
    shares.push_back({{device[each], currency},
                      {total[each] - device[each], currency},
                      {captured[each], currency},
                      {total[each] - captured[each], currency},
                      {commission[each], currency}});
  return shares;
}

Result<std::vector<ChargeShare>> shares_of(store::Reader& in, const Charge& charge) {
  if (charge.shares == 0) return std::vector<ChargeShare>{};
  const JobId job = charge.job;
  auto shares =
      TRY(in.list<ChargeShare>(shares_by_job, {job}, [&](const store::Row& row) { return share_from(row, job); }));
  std::int64_t total = 0;
  for (const ChargeShare& share : shares) total += share.weight;
  for (ChargeShare& share : shares) share.total_weight = total;
  return shares;
}

Result<void> write_shares(store::Transaction& in, const Job& job, const std::vector<ChargeShare>& shares, Instant now) {
  TRY(in.run(delete_shares, {job.id}));
  TRY(in.run(count_shares, {job.id, static_cast<std::int64_t>(shares.size())}));
  for (const ChargeShare& share : shares) {
    const std::string payer = registry::payer_key(share.payer);
    TRY(in.run(insert_share, {job.id, share.position, payer, share.payer_name, share.purpose, share.purpose_name,
                              share.department, share.cost_centre, share.shows_title ? payer : std::string(),
                              job.person, now, to_string(share.unit), share.weight, share.authorised.amount_minor}));
  }
  return {};
}

Result<void> write_captured(store::Transaction& in, const ChargeShare& share, const Amounts& amounts) {
  return in.run(capture_share,
                {share.job, share.position, amounts.device_fee.amount_minor, amounts.service_fee.amount_minor,
                 amounts.captured.amount_minor, amounts.absorbed.amount_minor, amounts.commission.amount_minor});
}

Result<std::vector<PayerLine>> payer_lines(store::Reader& in, const Charge& charge) {
  std::vector<PayerLine> lines;
  for (const ChargeShare& share : TRY(shares_of(in, charge))) lines.push_back({share.payer, share.owed()});
  if (lines.empty()) lines.push_back({charge.payer, charge.owed()});
  return lines;
}

books::TransferId share_transfer_id(const Attempt& attempt, std::string_view kind, int position) {
  return books::make_transfer_id(attempt.released_at, std::string(kind) + "-share", attempt.id.value, position);
}

Error split_charge_stays() {
  return {Reason::conflict, "split-charge",
          "a charge that several payers share stays with them; ask for a refund, or print again for another purpose"};
}

Error purpose_is_shared() {
  return {Reason::conflict, "purpose-shared",
          "several payers share what this purpose prints; choose another one, or end the sharing first"};
}

}  // namespace tsuke::flow
