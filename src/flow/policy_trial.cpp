#include "flow/policy_trial.h"

#include <map>

#include "registry/people.h"
#include "rules/price_book.h"

namespace tsuke::flow {

namespace {

using store::Query;

#define TRIAL_PRINT                                                                                             \
  "attempt.copies, attempt.sides, attempt.color_mode, attempt.media, attempt.rest_of_settings, job.page_list, " \
  "job.pages, COALESCE(usage.sheets, 0), "
#define TRIAL_TABLES                                                                   \
  "JOIN job ON job.id = charge.job_id JOIN attempt ON attempt.id = charge.attempt_id " \
  "JOIN person ON person.id = charge.person_id LEFT JOIN usage ON usage.attempt_id = attempt.id "
// What the payer paid alone, and its shares of what it paid with others: each read in the order of its own index.
constexpr Query prints_between{"trial_prints_between",
                               "SELECT * FROM (SELECT job.id, charge.released_at, charge.person_id, person.name, "
                               "charge.printer_id, charge.printer_name, charge.site_name, charge.purpose_id, "
                               "charge.tariff_id, charge.fee_plan_id, charge.captured, " TRIAL_PRINT
                               "0 FROM charge " TRIAL_TABLES R"sql(
     WHERE charge.payer = $1 AND charge.shares = 0 AND charge.state IN ('captured', 'metered')
       AND charge.released_at >= $2 AND charge.released_at < $3
     ORDER BY charge.released_at, charge.job_id LIMIT $4) AS whole
    UNION ALL
    SELECT * FROM (SELECT job.id, s.released_at, s.person_id, person.name, charge.printer_id, charge.printer_name,
           charge.site_name, s.purpose_id, charge.tariff_id, charge.fee_plan_id, s.captured, )sql" TRIAL_PRINT
                               "s.position FROM charge_share s JOIN charge ON charge.job_id = s.job_id " TRIAL_TABLES
                               R"sql(
     WHERE s.payer = $1 AND charge.state IN ('captured', 'metered') AND s.released_at >= $2 AND s.released_at < $3
     ORDER BY s.released_at, s.job_id LIMIT $4) AS shared
    ORDER BY 2, 1 LIMIT $4)sql"};
constexpr Query weights_of_print{"trial_weights",
                                 "SELECT weight FROM charge_share WHERE job_id = $1 ORDER BY position"};

struct Printed {
  TrialHit what;
  PrinterId printer;
  PurposeId purpose;
  TariffId tariff;
  FeePlanId fee_plan;
  std::int64_t sheets = 0;
  std::int64_t position = 0;  // of the payer among those that share it, from 1; 0: it pays all
  Job job;                    // pages and settings alone
};

Printed printed_from(const store::Row& row, Currency currency) {
  Printed print;
  print.what.job = row.id<JobId>(0);
  print.what.released_at = row.instant(1);
  print.what.person = row.id<PersonId>(2);
  print.what.person_name = row.text(3);
  print.printer = row.id<PrinterId>(4);
  print.what.printer_name = row.text(5);
  print.what.site_name = row.text(6);
  print.purpose = row.id<PurposeId>(7);
  print.tariff = row.id<TariffId>(8);
  print.fee_plan = row.id<FeePlanId>(9);
  print.what.charged = {row.integer(10), currency};
  print.job.settings = registry::settings_from_row(static_cast<int>(row.integer(11)), row.text(12), row.text(13),
                                                   row.text(14), row.text(15));
  print.job.page_list = row.text(16);
  print.job.pages = static_cast<int>(row.integer(17));
  print.sheets = row.integer(18);
  print.position = row.integer(19);
  return print;
}

// Rows that many prints share are read once.
class TrialRun {
 public:
  TrialRun(store::Reader& in, registry::Organisation organisation, const rules::Policy& draft)
      : in_(in), organisation_(std::move(organisation)), draft_(draft) {
    trial_.charged = trial_.saved = {0, organisation_.currency};
  }

  Result<void> weigh(const Printed& print) {
    ++trial_.prints;
    trial_.charged.amount_minor += print.what.charged.amount_minor;
    rules::Question question;
    question.settings = print.job.settings;
    const Pages pages = pages_of(print.job);
    question.pages = &pages;
    if (print.position > 0) question.share = TRY(share_of(print));
    TRY(gather(print, question));
    const Instant day = TRY(day_start(print.what.released_at, organisation_.time_zone));
    std::int64_t& sheets = sheets_of_day_[{print.what.person, day}];
    question.sheets_of_day = sheets;
    sheets += print.sheets;
    note(print, rules::decide(question), question.share);
    return {};
  }

  Trial take() { return std::move(trial_); }

 private:
  template <typename Key, typename Value, typename Read>
  Result<const Value*> known(std::map<Key, Value>& values, Key key, Read read) {
    auto found = values.find(key);
    if (found == values.end()) found = values.emplace(key, TRY(read())).first;
    return &found->second;
  }

  // Sheets are counted as a whole for each payer, as at a release; prices by share.
  Result<rules::Share> share_of(const Printed& print) {
    rules::Share share{{}, static_cast<std::size_t>(print.position - 1)};
    share.weights = TRY(in_.list<std::int64_t>(weights_of_print, {print.what.job},
                                               [](const store::Row& row) { return row.integer(0); }));
    return share;
  }

  Result<void> gather(const Printed& print, rules::Question& question) {
    const PersonId person = print.what.person;
    question.purpose = registry::PurposeState::active;
    question.printer = *TRY(known(printers_, print.printer, [&] { return registry::printer(in_, print.printer); }));
    question.person_belongs_to_provider = true;
    question.tariff =
        &TRY(known(tariffs_, print.tariff, [&] { return rules::tariff_version(in_, print.tariff); }))->tariff;
    question.fee_plan =
        &TRY(known(fee_plans_, print.fee_plan, [&] { return rules::fee_plan_version(in_, print.fee_plan); }))->plan;
    question.policy = &draft_;
    question.person = person;
    const auto* link =
        TRY(known(members_, person, [&] { return registry::membership_between(in_, person, organisation_.id); }));
    if (*link) question.role = (*link)->role;
    if (*link) question.department = (*link)->department;
    question.cost_centre =
        TRY(known(purposes_, print.purpose, [&] { return registry::purpose(in_, print.purpose); }))->cost_centre;
    question.at = TRY(local_time(print.what.released_at, organisation_.time_zone));
    return {};
  }

  // Only what the draft says counts: whether the printer is on today is no matter.
  void note(const Printed& print, const rules::Decision& decision, const std::optional<rules::Share>& share) {
    TrialHit hit = print.what;
    hit.saved = {0, organisation_.currency};
    hit.codes = decision.changes;
    bool refused = false, to_approve = false;
    for (const rules::Step& step : decision.trace) {
      if (step.rule == 0 || (step.passed && !step.check.starts_with("force-"))) continue;
      hit.rules.push_back(step.rule);
      if (step.passed) continue;
      hit.codes.push_back(step.check);
      (step.check == "approval-needed" ? to_approve : refused) = true;
    }
    if (hit.rules.empty()) return;
    hit.outcome = refused      ? rules::Outcome::refuse
                  : to_approve ? rules::Outcome::needs_approval
                               : rules::Outcome::permit_with_changes;
    if (refused) hit.saved = hit.charged;
    if (!refused && !to_approve && decision.quote) {
      const Money price = share ? share->of(decision.quote->total()) : decision.quote->total();
      if (price < hit.charged) hit.saved = hit.charged - price;
    }
    ++(refused ? trial_.refused : to_approve ? trial_.to_approve : trial_.changed);
    trial_.saved.amount_minor += hit.saved.amount_minor;
    if (trial_.hits.size() < trial_hits_max) trial_.hits.push_back(std::move(hit));
  }

  store::Reader& in_;
  registry::Organisation organisation_;
  const rules::Policy& draft_;
  Trial trial_;
  std::map<PrinterId, registry::Printer> printers_;
  std::map<TariffId, rules::TariffVersion> tariffs_;
  std::map<FeePlanId, rules::FeePlanVersion> fee_plans_;
  std::map<PersonId, std::optional<registry::Membership>> members_;
  std::map<PurposeId, registry::Purpose> purposes_;
  std::map<std::pair<PersonId, Instant>, std::int64_t> sheets_of_day_;
};

}  // namespace

Result<Trial> try_policy(store::Reader& in, OrganisationId organisation_id, const rules::Policy& draft,
                         TrialTime time) {
  if (time.to <= time.from)
    return Error{Reason::malformed, "bad-trial-time", "try the rules on a time that ends after it begins"};
  const registry::Organisation organisation = TRY(registry::organisation(in, organisation_id));
  const std::string payer = registry::payer_key({organisation_id, {}});
  const auto prints =
      TRY(in.list<Printed>(prints_between, {payer, time.from, time.to, trial_prints_max + 1},
                           [&](const store::Row& row) { return printed_from(row, organisation.currency); }));
  TrialRun run(in, organisation, draft);
  const std::size_t looked_at = std::min<std::size_t>(prints.size(), trial_prints_max);
  for (std::size_t i = 0; i < looked_at; ++i) TRY(run.weigh(prints[i]));
  Trial trial = run.take();
  trial.complete = prints.size() <= trial_prints_max;
  return trial;
}

}  // namespace tsuke::flow
