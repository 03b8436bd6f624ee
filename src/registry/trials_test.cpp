#include "registry/trials.h"

#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

using Said = TrialWord::Said;

class TrialsTest : public RegistryCase {
 protected:
  Trial wish(OrganisationId organisation, Duration from, Duration lasts) {
    Trial trial;
    trial.provider = provider;
    trial.organisation = organisation;
    trial.begins = now + from;
    trial.ends = trial.begins + lasts;
    trial.asked_by = mika;
    return trial;
  }
  TrialId added(const Trial& trial) { return write(add_trial, trial, now).value(); }
  TrialId agreed(Trial trial) {
    trial.provider_word = trial.operator_word = {Said::yes, mika, now};
    return added(trial);
  }
  TrialState state(TrialId id, Instant at) { return state_of(read(registry::trial, id).value(), at); }
  TrialId covering(const Payer& payer, Instant at) {
    const auto found = read(trial_covering, provider, payer, at).value();
    return found ? found->id : TrialId{};
  }
  std::string add_code(const Trial& trial) { return code_of(write(add_trial, trial, now)); }

  const PersonId mika = make_person(*store, "mika");
  const OrganisationId company = make_organisation(*store, "Company A");
  const OrganisationId other = make_organisation(*store, "Company B");
  const ProviderId provider = make_provider(*store, "Shop", make_organisation(*store, "Shop"));
  const ProviderId home = make_home_provider(*store, "Mika's home", mika);
};
TSUKE_ON_EVERY_DATABASE(TrialsTest);

TEST_P(TrialsTest, ItRunsWhenBothHaveSaidYes) {
  const TrialId id = added(wish(company, hours(0), hours(48)));
  EXPECT_EQ(state(id, now), TrialState::waiting);
  EXPECT_FALSE(covering({company, {}}, now).exists());
  ASSERT_TRUE(write(answer_trial, id, TrialSide::operating, true, mika, now).ok());
  EXPECT_EQ(state(id, now), TrialState::waiting);
  EXPECT_FALSE(covering({company, {}}, now).exists());
  ASSERT_TRUE(write(answer_trial, id, TrialSide::provider, true, mika, now).ok());
  EXPECT_EQ(state(id, now), TrialState::running);
  EXPECT_EQ(covering({company, {}}, now), id);
  const Trial found = read(registry::trial, id).value();
  EXPECT_EQ(found.provider_name, "Shop");
  EXPECT_EQ(found.organisation_name, "Company A");
  EXPECT_EQ(found.operator_word.at, now);
}

TEST_P(TrialsTest, ANoIsANo) {
  const TrialId id = added(wish(company, hours(0), hours(48)));
  ASSERT_TRUE(write(answer_trial, id, TrialSide::provider, false, mika, now).ok());
  EXPECT_EQ(state(id, now), TrialState::refused);
  EXPECT_EQ(code_of(write(answer_trial, id, TrialSide::operating, true, mika, now)), "trial-answered");
  EXPECT_EQ(code_of(write(answer_trial, id, TrialSide::provider, true, mika, now)), "trial-answered");
  EXPECT_EQ(code_of(write(end_trial, id, mika, now)), "trial-over");
  EXPECT_FALSE(covering({company, {}}, now).exists());
}

TEST_P(TrialsTest, ItCoversFromItsBeginningToBeforeItsEnd) {
  const TrialId id = agreed(wish(company, hours(24), hours(48)));
  EXPECT_EQ(state(id, now), TrialState::coming);
  EXPECT_FALSE(covering({company, {}}, now + hours(24) - seconds(1)).exists());
  EXPECT_EQ(covering({company, {}}, now + hours(24)), id);
  EXPECT_EQ(covering({company, {}}, now + hours(72) - seconds(1)), id);
  EXPECT_FALSE(covering({company, {}}, now + hours(72)).exists());
  EXPECT_EQ(state(id, now + hours(72)), TrialState::over);
  EXPECT_FALSE(covering({other, {}}, now + hours(24)).exists());
  EXPECT_FALSE(covering({{}, mika}, now + hours(24)).exists());
  EXPECT_FALSE(read(trial_covering, home, Payer{company, {}}, now + hours(24)).value().has_value());
}

TEST_P(TrialsTest, ItEndsAtOnceByAWord) {
  const TrialId id = agreed(wish(company, hours(0), hours(48)));
  ASSERT_TRUE(write(end_trial, id, mika, now + hours(1)).ok());
  EXPECT_FALSE(covering({company, {}}, now + hours(1)).exists());
  EXPECT_EQ(state(id, now + hours(1)), TrialState::ended);
  EXPECT_EQ(code_of(write(end_trial, id, mika, now + hours(2))), "trial-over");
}

TEST_P(TrialsTest, EverybodysCoversWhoeverHasNone) {
  const TrialId all = agreed(wish({}, hours(0), hours(48))), own = agreed(wish(company, hours(0), hours(24)));
  EXPECT_EQ(covering({company, {}}, now), own) << "its own goes before";
  EXPECT_EQ(covering({other, {}}, now), all);
  EXPECT_EQ(covering({{}, mika}, now), all);
  EXPECT_EQ(covering({company, {}}, now + hours(24)), all);
}

TEST_P(TrialsTest, TwoOfTheSameNeverOverlap) {
  const TrialId first = added(wish(company, hours(0), hours(48)));
  EXPECT_EQ(add_code(wish(company, hours(47), hours(1))), "trial-overlaps");
  EXPECT_EQ(add_code(wish(company, hours(1), hours(1))), "trial-overlaps");
  EXPECT_EQ(add_code(wish(company, hours(48), hours(1))), "") << "one after the other";
  EXPECT_EQ(add_code(wish({}, hours(0), hours(48))), "") << "another pair";
  EXPECT_EQ(add_code(wish({}, hours(0), hours(48))), "trial-overlaps");
  ASSERT_TRUE(write(end_trial, first, mika, now).ok());
  EXPECT_EQ(add_code(wish(company, hours(0), hours(48))), "") << "the first has ended";
}

TEST_P(TrialsTest, WhatIsNoTrialIsRefused) {
  EXPECT_EQ(add_code(wish(company, hours(0), hours(0))), "bad-trial-time");
  EXPECT_EQ(add_code(wish(company, hours(0), Duration{trial_lasts_max.micros + 1})), "bad-trial-time");
  EXPECT_EQ(add_code(wish(company, hours(-1), hours(48))), "bad-trial-time");
  EXPECT_EQ(add_code(wish(company, Duration{trial_ahead_max.micros + 1}, hours(48))), "bad-trial-time");
  EXPECT_EQ(add_code(wish(OrganisationId{5}, hours(0), hours(48))), "no-such-organisation");
  Trial nowhere = wish(company, hours(0), hours(48));
  nowhere.provider = ProviderId{5};
  EXPECT_EQ(add_code(nowhere), "no-such-provider");
  EXPECT_EQ(code_of(read(registry::trial, TrialId{5})), "no-such-trial");
  EXPECT_EQ(add_code(wish(company, hours(0), trial_lasts_max)), "");
}

TEST_P(TrialsTest, AreListedTheNewestFirst) {
  const TrialId first = added(wish(company, hours(0), hours(1))), second = added(wish(other, hours(0), hours(1)));
  const auto of_provider = read(trials_of_provider, provider).value();
  ASSERT_EQ(of_provider.size(), 2U);
  EXPECT_EQ(of_provider.front().id, second);
  EXPECT_TRUE(read(trials_of_provider, home).value().empty());
  EXPECT_EQ(read(all_trials, second, 10).value().front().id, first);
}

}  // namespace
}  // namespace tsuke::registry
