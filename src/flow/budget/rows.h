// How budgets' rows become values, for the files of this folder. Not for other folders.
#pragma once

#include "flow/budget/budget.h"

namespace tsuke::flow::budgets {

// $1 and $2 are the names of the present month and year. What is of a period stands under the span of that period.
#define TSUKE_BUDGET_SELECT                                                                                      \
  "SELECT b.id, b.organisation_id, b.scope, b.subject_id, b.period, b.amount, b.currency, b.is_hard, "           \
  "       b.thresholds, CASE b.period WHEN 'year' THEN $2 ELSE $1 END, s.account_id, s.granted, "                \
  "       a.credits_posted - a.debits_posted, a.debits_pending, "                                                \
  "       COALESCE(p.name, u.name || ' (' || w.name || ')', d.name, k.name, '') "                                \
  "FROM budget b "                                                                                               \
  "LEFT JOIN budget_span s ON s.budget_id = b.id AND s.is_hard = b.is_hard "                                     \
  "     AND s.period = CASE b.period WHEN 'year' THEN $2 ELSE $1 END "                                           \
  "LEFT JOIN account a ON a.id = s.account_id "                                                                  \
  "LEFT JOIN person p ON b.scope = 'person' AND p.id = b.subject_id "                                            \
  "LEFT JOIN purpose u ON b.scope = 'purpose' AND u.id = b.subject_id LEFT JOIN person w ON w.id = u.person_id " \
  "LEFT JOIN department d ON b.scope = 'department' AND d.id = b.subject_id "                                    \
  "LEFT JOIN cost_centre k ON b.scope = 'cost-centre' AND k.id = b.subject_id "
Budget budget_from(const store::Row& row);

// The names of the present month and year, as the first two values of such a query.
Result<store::Values> periods_now(const registry::Organisation& organisation, Instant now);

void widest_first(std::vector<Budget>& budgets);

// "50 80 100"
std::string thresholds_text(const std::vector<int>& thresholds);
std::vector<int> thresholds_from(const std::string& text);

}  // namespace tsuke::flow::budgets
