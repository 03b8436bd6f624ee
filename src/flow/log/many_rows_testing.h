// A print log of any length, made in the database itself: for tests of paging, and for the bench. Of 1,000 rows one was
// cancelled and one is unconfirmed; every third instant has three rows; 1 row in 10 has colour.
#pragma once

#include <algorithm>
#include <string>

#include "platform/store/store.h"

namespace tsuke::flow {

struct ManyRows {
  PersonId owner;  // an existing person, purpose and printer: what jobs and attempts refer to
  PurposeId purpose;
  PrinterId printer;
  std::int64_t people = 1000;
  std::int64_t payers = 50;
  std::int64_t providers = 20;
  std::int64_t printers = 400;
};

// Person, payer, provider and printer of a row are numbered from 1, job and attempt from this one.
inline constexpr std::int64_t first_made_id = 1'000'000;
inline constexpr Instant first_made_release{1'700'000'000'000'000};

inline constexpr store::Query make_jobs{"make_jobs", R"sql(
    INSERT INTO job (id, number, person_id, purpose_id, name, state, is_open, document, document_problem, copies, sides,
                     color_mode, media, format, location, size_bytes, pages, channel, account_word, submitted_at,
                     expires_at)
    WITH RECURSIVE n (i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT))
    SELECT 1000000 + i, i, CAST($3 AS BIGINT), CAST($4 AS BIGINT), 'plan', 'printed', 0, 'destroyed', '', 1, 'one-sided', 'color', 'iso_a4_210x297mm',
           'application/pdf', '', 1000, 2, 'web', '', 0, 0 FROM n)sql"};
inline constexpr store::Query make_attempts{"make_attempts", R"sql(
    INSERT INTO attempt (id, job_id, number, printer_id, device_number, state, result, device_reasons, cancel_asked,
                         copies, sides, color_mode, media, pages, expected_impressions, expected_sheets, released_at,
                         deadline)
    WITH RECURSIVE n (i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT))
    SELECT 1000000 + i, 1000000 + i, 1, CAST($3 AS BIGINT), i, 'ended', CASE WHEN i % 1000 = 0 THEN 'withdrawn' ELSE 'completed' END,
           '', 0, 1, 'one-sided', 'color', 'iso_a4_210x297mm', 2, 2, 2, 0, 0 FROM n)sql"};
inline constexpr store::Query make_usage{"make_usage", R"sql(
    INSERT INTO usage (attempt_id, monochrome_impressions, color_impressions, sheets, final, reports)
    WITH RECURSIVE n (i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT))
    SELECT 1000000 + i, CASE WHEN i / 7 % 10 = 3 THEN 0 ELSE 2 END, CASE WHEN i / 7 % 10 = 3 THEN 2 ELSE 0 END, 2, 1, 1
      FROM n WHERE i % 1000 > 1)sql"};
inline constexpr store::Query make_charges{"make_charges", R"sql(
    INSERT INTO charge (job_id, attempt_id, person_id, purpose_id, purpose_name, payer, payer_name, provider_id,
                        provider_name, printer_id, printer_name, site_name, site_id, tariff_id, fee_plan_id, currency,
                        authorised, device_fee, service_fee, captured, absorbed, commission, state, released_at,
                        settled_at, title, person_name, asked_color_impressions)
    WITH RECURSIVE n (i) AS (SELECT CAST($1 AS BIGINT) UNION ALL SELECT i + 1 FROM n WHERE i < CAST($2 AS BIGINT))
    SELECT 1000000 + i, 1000000 + i, 1 + i * 7919 % $3, 1 + i * 7919 % $3 * 3 + i % 3, 'Client A',
           'organisation:' || (1 + i * 31 % $4), 'Company', 1 + i * 13 % $6 % $5, 'Provider', 1 + i * 13 % $6,
           'Printer', 'Site', 1 + i * 13 % $6 % 100, 1, 1, 'JPY', 1000, CASE WHEN i % 1000 > 1 THEN i % 900 ELSE 0 END,
           0, CASE WHEN i % 1000 > 1 THEN i % 900 ELSE 0 END, 0, 0,
           CASE i % 1000 WHEN 0 THEN 'voided' WHEN 1 THEN 'unconfirmed' ELSE 'captured' END,
           1700000000000000 + i / 3 * 1000000, 1700000000000000 + i / 3 * 1000000, 'plan', 'somebody', 0 FROM n)sql"};

inline constexpr store::Query make_shares{"make_shares", R"sql(
    INSERT INTO charge_share (job_id, position, payer, payer_name, purpose_id, purpose_name, title_shown_to, person_id,
                              released_at, unit, weight, authorised, device_fee, captured)
    SELECT c.job_id, 1, c.payer, c.payer_name, c.purpose_id, c.purpose_name, '', c.person_id, c.released_at, 'percent',
           70, c.authorised, c.captured * 7 / 10, c.captured * 7 / 10
      FROM charge c WHERE c.job_id >= $1 AND c.job_id <= $2 AND c.job_id % 10 = 3
    UNION ALL
    SELECT c.job_id, 2, 'person:' || c.person_id, c.person_name, c.purpose_id, c.purpose_name, '', c.person_id,
           c.released_at, 'percent', 30, c.authorised, c.captured - c.captured * 7 / 10,
           c.captured - c.captured * 7 / 10
      FROM charge c WHERE c.job_id >= $1 AND c.job_id <= $2 AND c.job_id % 10 = 3)sql"};
inline constexpr store::Query share_charges{"share_made_charges", R"sql(
    UPDATE charge SET shares = 2, payer = 'person:' || person_id, payer_name = person_name
     WHERE job_id >= $1 AND job_id <= $2 AND job_id % 10 = 3)sql"};

// Rows number `first` to `last`.
inline Result<void> make_rows(store::Transaction& in, const ManyRows& of, std::int64_t first, std::int64_t last) {
  TRY(in.run(make_jobs, {first, last, of.owner, of.purpose}));
  TRY(in.run(make_attempts, {first, last, of.printer}));
  TRY(in.run(make_usage, {first, last}));
  return in.run(make_charges, {first, last, of.people, of.payers, of.providers, of.printers});
}

// Of these rows one in ten is shared: 70 % stay with its payer, 30 % fall to its person.
inline Result<void> share_rows(store::Transaction& in, std::int64_t first, std::int64_t last) {
  TRY(in.run(make_shares, {first_made_id + first, first_made_id + last}));
  return in.run(share_charges, {first_made_id + first, first_made_id + last});
}

}  // namespace tsuke::flow
