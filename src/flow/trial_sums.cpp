#include "flow/trial_sums.h"

#include <map>

namespace tsuke::flow {

namespace {

using store::Query;

#define TRIAL_SUM(what) "CAST(COALESCE(SUM(" what "), 0) AS BIGINT)"
#define TRIAL_FEES                                                             \
  TRIAL_SUM("m.device_fee")                                                    \
  ", " TRIAL_SUM("m.service_fee") ", " TRIAL_SUM("m.captured") ", " TRIAL_SUM( \
      "m."                                                                     \
      "commission")
#define TRIAL_COUNTS(times)                                                                   \
  TRIAL_SUM(times)                                                                            \
  ", " TRIAL_SUM(times                                                                        \
                 " * (COALESCE(u.monochrome_impressions, 0) + COALESCE(u.color_impressions, " \
                 "0))") ", " TRIAL_SUM(times " * COALESCE(u.sheets, 0)")
#define TRIAL_FROM                                        \
  " FROM metered m JOIN charge c ON c.job_id = m.job_id " \
  "LEFT JOIN usage u ON u.attempt_id = c.attempt_id "
#define TRIAL_OF_ALL "WHERE m.trial_id = $1 AND c.state = 'metered' "
#define TRIAL_OF_PAYER "WHERE m.trial_id = $1 AND m.payer = $2 AND c.state = 'metered' "

constexpr Query sums_by_printer{"trial_sums_by_printer",
                                "SELECT c.printer_id, MAX(c.printer_name), c.currency, " TRIAL_COUNTS(
                                    "m.counts_print") ", " TRIAL_FEES TRIAL_FROM TRIAL_OF_ALL
                                                      "GROUP BY c.printer_id, c.currency ORDER BY 2, 1, 3"};
constexpr Query payer_sums_by_printer{"trial_sums_of_payer_by_printer",
                                      "SELECT c.printer_id, MAX(c.printer_name), c.currency, " TRIAL_COUNTS(
                                          "1") ", " TRIAL_FEES TRIAL_FROM TRIAL_OF_PAYER
                                               "GROUP BY c.printer_id, c.currency ORDER BY 2, 1, 3"};
constexpr Query payer_sums_by_department{"trial_sums_of_payer_by_department",
                                         "SELECT m.department_id, COALESCE(MAX(d.name), ''), c.currency, " TRIAL_COUNTS(
                                             "1") ", " TRIAL_FEES TRIAL_FROM
                                                  "LEFT JOIN department d ON d.id = m.department_id " TRIAL_OF_PAYER
                                                  "GROUP BY m.department_id, c.currency ORDER BY 2, 1, 3"};
constexpr Query payer_sums_by_cost_centre{
    "trial_sums_of_payer_by_cost_centre",
    "SELECT m.cost_centre_id, COALESCE(MAX(d.name), ''), c.currency, " TRIAL_COUNTS(
        "1") ", " TRIAL_FEES TRIAL_FROM "LEFT JOIN cost_centre d ON d.id = m.cost_centre_id " TRIAL_OF_PAYER
             "GROUP BY m.cost_centre_id, c.currency ORDER BY 2, 1, 3"};
constexpr Query select_of_payer{"select_trials_of_payer", R"sql(
    SELECT t.id FROM trial t
     WHERE t.organisation_id = $1
        OR (t.organisation_id IS NULL
            AND EXISTS (SELECT 1 FROM metered m WHERE m.payer = $2 AND m.trial_id = t.id))
     ORDER BY t.id DESC LIMIT $3)sql"};

TrialPart part_from(const store::Row& row) {
  const Currency currency = Currency::parse(row.text(2)).take();
  const auto money = [&](int column) { return Money{row.integer(column), currency}; };
  return {row.integer(0),
          row.text(1),
          {row.integer(3), row.integer(4), row.integer(5), money(6), money(7), money(8), money(9)}};
}

void add(TrialSums& to, const TrialSums& more) {
  to.prints += more.prints;
  to.impressions += more.impressions;
  to.sheets += more.sheets;
  to.device_fee = to.device_fee + more.device_fee;
  to.service_fee = to.service_fee + more.service_fee;
  to.total = to.total + more.total;
  to.commission = to.commission + more.commission;
}

std::vector<TrialSums> sum_up(const std::vector<TrialPart>& parts) {
  std::map<Currency, TrialSums> by_currency;
  for (const TrialPart& part : parts) {
    const auto [found, is_new] = by_currency.emplace(part.sums.total.currency, part.sums);
    if (!is_new) add(found->second, part.sums);
  }
  std::vector<TrialSums> all;
  for (const auto& [currency, sums] : by_currency) all.push_back(sums);
  return all;
}

}  // namespace

Result<TrialSummary> trial_summary(store::Reader& in, TrialId trial, const std::optional<registry::Payer>& payer) {
  TrialSummary summary;
  if (payer) {
    const store::Values values{trial, registry::payer_key(*payer)};
    summary.by_printer = TRY(in.list<TrialPart>(payer_sums_by_printer, values, part_from));
    summary.by_department = TRY(in.list<TrialPart>(payer_sums_by_department, values, part_from));
    summary.by_cost_centre = TRY(in.list<TrialPart>(payer_sums_by_cost_centre, values, part_from));
  } else {
    summary.by_printer = TRY(in.list<TrialPart>(sums_by_printer, {trial}, part_from));
  }
  summary.all = sum_up(summary.by_printer);
  return summary;
}

Result<std::vector<registry::Trial>> trials_of_payer(store::Reader& in, OrganisationId organisation) {
  const auto ids = TRY(in.list<TrialId>(
      select_of_payer, {organisation, registry::payer_key({organisation, {}}), registry::trials_listed_max},
      [](const store::Row& row) { return row.id<TrialId>(0); }));
  std::vector<registry::Trial> trials;
  for (const TrialId id : ids) trials.push_back(TRY(registry::trial(in, id)));
  return trials;
}

}  // namespace tsuke::flow
