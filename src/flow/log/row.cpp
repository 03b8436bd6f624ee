#include "flow/log/row.h"

#include "flow/rows.h"
#include "flow/split.h"
#include "registry/words.h"

namespace tsuke::flow {

namespace {

using Eyes = LogView::Eyes;

constexpr registry::Word<LogResult> result_words[] = {{LogResult::printing, "printing"},
                                                      {LogResult::printed, "printed"},
                                                      {LogResult::partly_printed, "partly-printed"},
                                                      {LogResult::failed, "failed"},
                                                      {LogResult::cancelled, "cancelled"},
                                                      {LogResult::unconfirmed, "unconfirmed"}};

LogResult result_of(ChargeState state, AttemptResult attempt, bool cancel_asked, bool all_came_out) {
  switch (state) {
    case ChargeState::reserved: return LogResult::printing;
    case ChargeState::captured:
    case ChargeState::metered: return all_came_out ? LogResult::printed : LogResult::partly_printed;
    case ChargeState::unconfirmed: return LogResult::unconfirmed;
    case ChargeState::voided: break;
  }
  const bool stopped = attempt == AttemptResult::cancelled || attempt == AttemptResult::withdrawn;
  return cancel_asked || stopped ? LogResult::cancelled : LogResult::failed;
}

// The title goes to the payer that it was shown to at release, and to no other that the row may be charged to later.
bool title_is_shown(const store::Row& row) { return row.text(4) == row.text(10); }

std::int64_t impressions(const LogCounts& counts) { return counts.monochrome_impressions + counts.color_impressions; }

bool has_color(registry::ColorMode wanted, const LogCounts& printed) {
  if (wanted == registry::ColorMode::color) return printed.color_impressions > 0;
  return printed.color_impressions == 0 && printed.monochrome_impressions > 0;
}

template <typename Tag>
bool is(Id<Tag> wanted, Id<Tag> found) {
  return !wanted.exists() || wanted == found;
}

bool is_of(const LogView& view, const LogRow& row) {
  switch (view.eyes) {
    case Eyes::person: return row.person == view.person;
    case Eyes::payer: return row.payer == view.payer;
    case Eyes::provider: return row.provider == view.provider;
    case Eyes::operating: return true;
  }
  return false;
}

}  // namespace

std::string_view to_string(LogResult result) { return registry::word_of(result_words, result); }

Result<LogResult> parse_log_result(std::string_view text) {
  return registry::value_of(result_words, text, "bad-filter");
}

std::optional<Money> LogRow::net() const {
  if (!total || !refunded.total) return {};
  return *total - *refunded.total;
}

std::optional<Money> LogRow::provider_net() const {
  if (!commission || !refunded.commission || !refunded.borne) return {};
  return device_fee - *commission - (refunded.device_fee - *refunded.commission) + *refunded.borne;
}

LogRow log_row_from(const store::Row& row) {
  LogRow found;
  const Currency currency = Currency::parse(row.text(18)).take();
  const auto money = [&](int column) { return Money{row.integer(column), currency}; };
  found.job = row.id<JobId>(0);
  found.released_at = row.instant(1);
  found.settled_at = row.instant(2);
  found.title = row.text(3);
  found.has_title = title_is_shown(row);
  found.comment = row.text(36);
  found.comment_is_shown = row.text(37) == row.text(10);
  found.person = row.id<PersonId>(5);
  found.person_name = row.text(6);
  found.at_once = row.boolean(7);
  found.released_by = row.id<PersonId>(38);
  found.released_by_name = row.text(39);
  found.submitted_by = row.id<PersonId>(40);
  found.submitted_by_name = row.text(41);
  found.purpose = row.id<PurposeId>(8);
  found.purpose_name = row.text(9);
  found.payer = registry::parse_payer_key(row.text(10)).take();
  found.payer_name = row.text(11);
  found.provider = row.id<ProviderId>(12);
  found.provider_name = row.text(13);
  found.site = row.id<SiteId>(14);
  found.site_name = row.text(15);
  found.printer = row.id<PrinterId>(16);
  found.printer_name = row.text(17);
  found.device_fee = money(19);
  found.service_fee = money(20);
  found.total = money(21);
  found.commission = money(22);
  found.paid = !row.is_null(24);
  found.attempt = static_cast<int>(row.integer(26));
  found.media = row.text(29);
  found.sides = registry::parse_sides(row.text(30)).take();
  found.asked = {row.integer(31) - row.integer(25), row.integer(25), row.integer(32)};
  found.printed = {row.integer(33), row.integer(34), row.integer(35)};
  found.share_count = static_cast<int>(row.integer(42));
  if (const std::int64_t weight = row.integer(44); weight > 0)
    found.share = part_text(parse_split_unit(row.text(43)).value_or(Split::Unit::percent), weight, row.integer(45));
  found.refunded = {money(47), money(48), money(46), money(49), money(50)};
  found.reassigned = row.integer(51) > 0;
  if (!row.is_null(52)) found.would_be = {money(53), money(54), money(55), money(56)};
  const bool all_came_out = impressions(found.printed) >= row.integer(31);
  found.result =
      result_of(parse_charge_state(row.text(23)), parse_attempt_result(row.text(27)), row.boolean(28), all_came_out);
  return found;
}

bool matches(const LogFilter& filter, const LogView& view, const LogRow& row) {
  if (!is_of(view, row)) return false;
  if (filter.from && row.released_at < *filter.from) return false;
  if (filter.to && row.released_at >= *filter.to) return false;
  if (!is(filter.person, row.person) || !is(filter.purpose, row.purpose)) return false;
  if (filter.payer && row.payer != filter.payer) return false;
  if (!is(filter.provider, row.provider) || !is(filter.site, row.site) || !is(filter.printer, row.printer))
    return false;
  if (filter.result && row.result != *filter.result) return false;
  if (filter.color && !has_color(*filter.color, row.printed)) return false;
  // An amount that the reader does not see must not be found out by filtering for it either.
  const std::int64_t amount = (view.eyes == Eyes::provider ? row.device_fee : *row.total).amount_minor;
  return amount >= filter.amount_min.value_or(amount) && amount <= filter.amount_max.value_or(amount);
}

LogRow seen_by(const LogView& view, LogRow row) {
  const bool contract = view.eyes == Eyes::provider || view.eyes == Eyes::operating;
  if (view.eyes == Eyes::person) row.has_title = true;
  if (contract) row.has_title = false;
  if (!row.has_title) row.title.clear();
  if (view.eyes != Eyes::person && (contract || !row.comment_is_shown)) row.comment.clear();
  if (!contract) {
    row.commission.reset();
    row.refunded.commission.reset();
    row.refunded.borne.reset();
    if (row.would_be) row.would_be->commission.reset();
    return row;
  }
  row.purpose = {};
  row.purpose_name.clear();
  if (view.eyes == Eyes::operating) return row;
  row.person = {};
  row.person_name.clear();
  row.released_by = row.submitted_by = {};
  row.released_by_name.clear();
  row.submitted_by_name.clear();
  row.at_once = false;
  row.payer.reset();
  row.payer_name.clear();
  row.service_fee.reset();
  row.total.reset();
  row.refunded.service_fee.reset();
  row.refunded.total.reset();
  row.reassigned = false;
  if (row.would_be) row.would_be->service_fee.reset();
  if (row.would_be) row.would_be->total.reset();
  return row;
}

Result<void> check_filter(const LogFilter& filter, const LogView& view) {
  const auto only = [](const char* name, const char* whose) {
    return Error{Reason::malformed, "bad-filter", std::string(name) + " is a filter of " + whose};
  };
  if (filter.person.exists() && view.eyes != Eyes::payer) return only("person", "an organisation's print log only");
  if (filter.purpose.exists() && view.eyes != Eyes::person) return only("purpose", "one's own print log only");
  if (filter.payer && view.eyes != Eyes::operating) return only("payer", "the operator's print log only");
  if (filter.provider.exists() && view.eyes == Eyes::provider) return only("provider", "every print log but its own");
  return {};
}

}  // namespace tsuke::flow
