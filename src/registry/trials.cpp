#include "registry/trials.h"

#include "registry/people.h"
#include "registry/printers.h"
#include "registry/words.h"

namespace tsuke::registry {

namespace {

using store::Query;
using Said = TrialWord::Said;

constexpr const char* tables = R"sql(
CREATE TABLE trial (
  id BIGINT PRIMARY KEY,
  provider_id BIGINT NOT NULL REFERENCES provider (id),
  organisation_id BIGINT REFERENCES organisation (id),
  begins BIGINT NOT NULL,
  ends BIGINT NOT NULL,
  asked_by BIGINT NOT NULL REFERENCES person (id),
  asked_at BIGINT NOT NULL,
  provider_said TEXT NOT NULL CHECK (provider_said IN ('nothing', 'yes', 'no')),
  provider_by BIGINT REFERENCES person (id),
  provider_at BIGINT,
  operator_said TEXT NOT NULL CHECK (operator_said IN ('nothing', 'yes', 'no')),
  operator_by BIGINT REFERENCES person (id),
  operator_at BIGINT,
  ended_at BIGINT,
  ended_by BIGINT REFERENCES person (id),
  CHECK (ends > begins),
  CHECK ((provider_said = 'nothing') = (provider_by IS NULL)),
  CHECK ((operator_said = 'nothing') = (operator_by IS NULL))
);
CREATE INDEX trial_of_provider ON trial (provider_id, id);
CREATE INDEX trial_of_organisation ON trial (organisation_id, id);
)sql";

#define TRIAL_SELECT                                                                                              \
  "SELECT trial.id, trial.provider_id, provider.name, trial.organisation_id, COALESCE(organisation.name, ''), "   \
  "trial.begins, trial.ends, trial.asked_by, trial.asked_at, trial.provider_said, trial.provider_by, "            \
  "trial.provider_at, trial.operator_said, trial.operator_by, trial.operator_at, trial.ended_at, trial.ended_by " \
  "FROM trial JOIN provider ON provider.id = trial.provider_id "                                                  \
  "LEFT JOIN organisation ON organisation.id = trial.organisation_id "
constexpr Query select_trial{"select_trial", TRIAL_SELECT "WHERE trial.id = $1"};
constexpr Query select_by_provider{"select_trials_of_provider",
                                   TRIAL_SELECT "WHERE trial.provider_id = $1 ORDER BY trial.id DESC LIMIT $2"};
constexpr Query select_all{"select_trials", TRIAL_SELECT "WHERE trial.id < $1 ORDER BY trial.id DESC LIMIT $2"};

#define TRIAL_STANDS \
  "trial.ended_at IS NULL AND trial.provider_said <> 'no' AND trial.operator_said <> 'no' AND trial.ends > "
constexpr Query count_open{"count_open_trials",
                           "SELECT COUNT(*) FROM trial WHERE trial.provider_id = $1 AND " TRIAL_STANDS "$2"};
constexpr Query select_overlap{"select_overlapping_trial", R"sql(
    SELECT trial.id FROM trial
     WHERE trial.provider_id = $1 AND COALESCE(trial.organisation_id, 0) = $2 AND trial.begins < $3 AND )sql" TRIAL_STANDS
                                                           "$4 LIMIT 1"};
constexpr Query select_covering{
    "select_covering_trial", TRIAL_SELECT
    "WHERE trial.provider_id = $1 AND (trial.organisation_id IS NULL OR trial.organisation_id = $2) "
    "AND trial.provider_said = 'yes' AND trial.operator_said = 'yes' AND trial.ended_at IS NULL "
    "AND trial.begins <= $3 AND trial.ends > $3 "
    "ORDER BY CASE WHEN trial.organisation_id IS NULL THEN 1 ELSE 0 END, trial.id LIMIT 1"};
constexpr Query insert_trial{"insert_trial", R"sql(
    INSERT INTO trial (id, provider_id, organisation_id, begins, ends, asked_by, asked_at, provider_said, provider_by,
                       provider_at, operator_said, operator_by, operator_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13))sql"};
constexpr Query provider_says{"provider_says_to_trial",
                              "UPDATE trial SET provider_said = $2, provider_by = $3, provider_at = $4 WHERE id = $1"};
constexpr Query operator_says{"operator_says_to_trial",
                              "UPDATE trial SET operator_said = $2, operator_by = $3, operator_at = $4 WHERE id = $1"};
constexpr Query write_end{"end_trial", "UPDATE trial SET ended_at = $2, ended_by = $3 WHERE id = $1"};

constexpr Word<Said> said_words[] = {{Said::nothing, "nothing"}, {Said::yes, "yes"}, {Said::no, "no"}};
constexpr Word<TrialState> state_words[] = {{TrialState::waiting, "waiting"}, {TrialState::coming, "coming"},
                                            {TrialState::running, "running"}, {TrialState::over, "over"},
                                            {TrialState::refused, "refused"}, {TrialState::ended, "ended"}};

TrialWord word_from(const store::Row& row, int first) {
  return {stored_value(said_words, row.text(first)), row.id<PersonId>(first + 1), row.instant(first + 2)};
}

Trial trial_from(const store::Row& row) {
  Trial trial;
  trial.id = row.id<TrialId>(0);
  trial.provider = row.id<ProviderId>(1);
  trial.provider_name = row.text(2);
  trial.organisation = row.id<OrganisationId>(3);
  trial.organisation_name = row.text(4);
  trial.begins = row.instant(5);
  trial.ends = row.instant(6);
  trial.asked_by = row.id<PersonId>(7);
  trial.asked_at = row.instant(8);
  trial.provider_word = word_from(row, 9);
  trial.operator_word = word_from(row, 12);
  trial.ended_at = row.instant(15);
  trial.ended_by = row.id<PersonId>(16);
  return trial;
}

Result<void> check_time(const Trial& trial, Instant now) {
  const auto bad = [](const char* what) { return Error{Reason::malformed, "bad-trial-time", what}; };
  if (trial.ends <= trial.begins || trial.ends <= now) return bad("a trial ends after it begins, and later than now");
  if (trial.ends - trial.begins > trial_lasts_max)
    return bad("a trial lasts 92 days at most; agree on a second one then");
  if (trial.begins < now) return bad("a trial begins now or later: what was printed before was charged");
  if (trial.begins > now + trial_ahead_max) return bad("a trial begins within a year");
  return {};
}

store::Value instant_or_none(Instant at) { return at.micros == 0 ? store::Value(nullptr) : store::Value(at); }

}  // namespace

std::string_view to_string(TrialWord::Said said) { return word_of(said_words, said); }

std::string_view to_string(TrialState state) { return word_of(state_words, state); }

TrialState state_of(const Trial& trial, Instant now) {
  if (trial.provider_word.said == Said::no || trial.operator_word.said == Said::no) return TrialState::refused;
  if (trial.ended_at.micros != 0) return TrialState::ended;
  if (now >= trial.ends) return TrialState::over;
  if (!trial.agreed()) return TrialState::waiting;
  return now < trial.begins ? TrialState::coming : TrialState::running;
}

bool stands(TrialState state) {
  return state == TrialState::waiting || state == TrialState::coming || state == TrialState::running;
}

Error no_such_trial() {
  return {Reason::not_found, "no-such-trial", "there is no such trial of yours; look at the list"};
}

Result<Trial> trial(store::Reader& in, TrialId id) {
  auto found = TRY(in.find<Trial>(select_trial, {id}, trial_from));
  if (!found) return no_such_trial();
  return std::move(*found);
}

Result<std::vector<Trial>> trials_of_provider(store::Reader& in, ProviderId provider) {
  return in.list<Trial>(select_by_provider, {provider, trials_listed_max}, trial_from);
}

Result<std::vector<Trial>> all_trials(store::Reader& in, TrialId before, int limit) {
  return in.list<Trial>(select_all, {before.exists() ? before : TrialId{INT64_MAX}, limit}, trial_from);
}

Result<TrialId> add_trial(store::Transaction& in, const Trial& trial, Instant now) {
  TRY(provider(in, trial.provider));
  if (trial.organisation.exists()) TRY(organisation(in, trial.organisation));
  TRY(check_time(trial, now));
  if (TRY(in.integer(count_open, {trial.provider, now})).value_or(0) >= open_trials_max)
    return Error{Reason::conflict, "too-many-trials", "this provider has 100 trials open; end some of them first"};
  if (TRY(in.integer(select_overlap, {trial.provider, trial.organisation.value, trial.ends, trial.begins})))
    return Error{Reason::conflict, "trial-overlaps",
                 "there is a trial between these two at that time already; end it first, or choose another time"};
  const auto id = new_id<TrialId>();
  const auto& [provider_said, provider_by, provider_at] = trial.provider_word;
  const auto& [operator_said, operator_by, operator_at] = trial.operator_word;
  TRY(in.run(insert_trial, {id, trial.provider, trial.organisation, trial.begins, trial.ends, trial.asked_by, now,
                            to_string(provider_said), provider_by, instant_or_none(provider_at),
                            to_string(operator_said), operator_by, instant_or_none(operator_at)}));
  return id;
}

Result<void> answer_trial(store::Transaction& in, TrialId id, TrialSide side, bool agrees, PersonId by, Instant now) {
  const Trial asked = TRY(trial(in, id));
  const bool is_provider = side == TrialSide::provider;
  const TrialWord& before = is_provider ? asked.provider_word : asked.operator_word;
  if (before.said != Said::nothing || state_of(asked, now) != TrialState::waiting)
    return Error{Reason::conflict, "trial-answered", "nothing waits for your answer here; look at the trial again"};
  return in.run(is_provider ? provider_says : operator_says, {id, to_string(agrees ? Said::yes : Said::no), by, now});
}

Result<void> end_trial(store::Transaction& in, TrialId id, PersonId by, Instant now) {
  if (!stands(state_of(TRY(trial(in, id)), now)))
    return Error{Reason::conflict, "trial-over", "this trial is over already; look at it again"};
  return in.run(write_end, {id, now, by});
}

Result<std::optional<Trial>> trial_covering(store::Reader& in, ProviderId provider, const Payer& payer, Instant now) {
  return in.find<Trial>(select_covering, {provider, payer.organisation, now}, trial_from);
}

store::Migration trial_migration() { return {"trial", 1, tables}; }

}  // namespace tsuke::registry
