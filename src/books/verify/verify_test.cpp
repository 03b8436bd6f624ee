// A checker that has never failed proves nothing: each kind of fault is seeded, and exactly that kind is found.
#include "books/verify/verify.h"

#include "books/verify/good_books.h"

namespace tsuke::books {
namespace {

class CleanTest : public testing::TestWithParam<std::string> {};

TEST_P(CleanTest, FindsNothingInGoodBooks) {
  GoodBooks books(GetParam());
  const Report report = books.verified();
  for (const Fault& fault : report.faults) ADD_FAILURE() << fault.code << " " << fault.row << ": " << fault.what;
  EXPECT_TRUE(report.clean());
  EXPECT_EQ(14, report.charges);
  EXPECT_EQ(3, report.payments);
  EXPECT_GT(report.transfers, 30);
  EXPECT_EQ(true, to_json(report)["ok"].boolean());
}

INSTANTIATE_TEST_SUITE_P(Databases, CleanTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST(VerifyTest, TheForgersToolsAloneLeaveNoTrace) {
  GoodBooks books("sqlite");
  books.loosen();
  books.rehash();
  books.refold();
  EXPECT_EQ(std::set<std::string>{}, books.codes());
}

std::string adjustment(const std::string& set) { return "UPDATE transfer SET " + set + " WHERE what = 'adjustment'"; }
std::string charge(const std::string& set, int job) {
  return "UPDATE charge SET " + set + " WHERE job_id = " + std::to_string(job);
}
std::string share(const std::string& set, const std::string& payer) {
  return "UPDATE charge_share SET " + set + " WHERE payer = '" + payer + "'";
}
std::string account_id(const std::string& name) { return "(SELECT id FROM account WHERE name = '" + name + "')"; }
const std::string last_chain = "(SELECT MAX(chain_first) FROM transfer)";

const Seed seeds[] = {
    // The journal.
    {"a number is left out",
     {"seq-gap"},
     {"UPDATE transfer SET seq = seq + 1, chain_first = chain_first + 1 WHERE chain_first = " + last_chain},
     hashes},
    {"a row of the past is edited", {"hash-broken"}, {adjustment("event_at = event_at + 1")}},
    {"the newest row is edited",
     {"hash-broken"},
     {"UPDATE transfer SET reference = 77 WHERE chain_first = " + last_chain}},
    {"a row's own hash is edited", {"hash-broken"}, {adjustment("hash_prev = x'00'")}},
    {"the head is moved", {"head-differs"}, {"UPDATE ledger_head SET seq = seq + 1"}},
    {"the newest transfer is cut off",
     {"head-differs", "balance-differs", "unit-unbalanced", "pending-differs"},
     {"DELETE FROM transfer WHERE seq = (SELECT MAX(seq) FROM transfer)",
      "UPDATE account SET debits_posted = debits_posted + 1 WHERE name = 'bank:operator'"}},
    {"one link of a chain was booked at another time",
     {"chain-incomplete"},
     {"UPDATE transfer SET booked_at = booked_at + 1 WHERE what = 'service-fee' AND reference = 102"},
     hashes},
    {"a chain lost its end",
     {"chain-incomplete"},
     {"UPDATE transfer SET chain_size = 2 WHERE chain_first = " + last_chain},
     hashes},
    {"a chain lost its beginning", {"chain-incomplete"}, {adjustment("chain_first = chain_first - 1")}, hashes},
    {"an amount of zero", {"amount-not-positive"}, {adjustment("amount = 0")}, hashes_and_balances},
    {"a negative amount", {"amount-not-positive"}, {adjustment("amount = -5")}, hashes_and_balances},
    {"debit and credit are one", {"same-account"}, {adjustment("credit = debit")}, hashes_and_balances},
    {"accounts that do not exist",
     {"account-missing"},
     {adjustment("debit = 424242, credit = 434343")},
     hashes_and_balances},
    {"a transfer of another unit", {"unit-differs"}, {adjustment("unit = 'USD'")}, hashes},
    {"a release of nothing",
     {"reservation-missing"},
     {adjustment("kind = 'release', resolves = x'000102030405060708090a0b0c0d0e0f'")},
     hashes_and_balances},
    {"void twice",
     {"resolved-twice"},
     {"UPDATE transfer SET kind = 'release', resolves = (SELECT id FROM transfer WHERE what = 'hold-more') WHERE what "
      "= 'spend'"},
     hashes_and_balances},
    {"posted above the reservation",
     {"posted-above-reserved"},
     {"UPDATE transfer SET amount = 11 WHERE what = 'hold-post'"},
     hashes_and_balances},
    {"a release of a part",
     {"resolution-differs"},
     {"UPDATE transfer SET amount = 9 WHERE what = 'hold-release'"},
     hashes_and_balances},
    {"spent more than there was",
     {"limit-broken"},
     {"UPDATE transfer SET amount = 9 WHERE what = 'fund'"},
     hashes_and_balances},
    {"a budget overspent, its limit taken off",
     {"grant-differs", "limit-broken", "limit-missing"},
     {"UPDATE transfer SET amount = 1000 WHERE what = 'budget-grant'",
      "UPDATE account SET limit_kind = 'none' WHERE name LIKE 'budget:organisation:%'"},
     hashes_and_balances},
    {"clearing is left with money",
     {"clearing-not-zero"},
     {adjustment("debit = " + account_id("clearing:usage"))},
     hashes_and_balances},
    // Derived rows.
    {"a budget without a limit",
     {"limit-missing"},
     {"UPDATE account SET limit_kind = 'none' WHERE name LIKE 'budget:organisation:%'"}},
    {"two balances are off",
     {"balance-differs"},
     {"UPDATE account SET debits_posted = debits_posted + 1 WHERE name = 'bank:operator'",
      "UPDATE account SET credits_posted = credits_posted + 1 WHERE name = 'operator:fee'"}},
    {"one balance is off",
     {"balance-differs", "unit-unbalanced"},
     {"UPDATE account SET credits_pending = credits_pending + 1 WHERE name = 'operator:fee'"}},
    {"a resolved reservation is open again",
     {"pending-differs"},
     {"UPDATE pending SET state = 'open', resolved_by = NULL WHERE transfer_id = (SELECT id FROM transfer WHERE what = "
      "'hold')"}},
    {"a reservation without its state",
     {"pending-differs"},
     {"DELETE FROM pending WHERE transfer_id = (SELECT id FROM transfer WHERE what = 'hold')"}},
    {"a state without a reservation",
     {"pending-differs"},
     {"INSERT INTO pending (transfer_id, state) VALUES (x'00', 'open')"}},
    {"a refused transfer was posted",
     {"refused-but-posted"},
     {"INSERT INTO refusal (transfer_id, code, what) SELECT id, 'limit-exceeded', '' FROM transfer WHERE what = "
      "'adjustment'"}},
    // Charges.
    {"a charge is gone", {"charge-missing"}, {"DELETE FROM charge WHERE job_id = 105"}},
    {"an attempt never had a charge",
     {"charge-missing"},
     {"INSERT INTO attempt SELECT 299, 199, 1, 7, 'ended', sides, media, released_at, deadline, copies, "
      "expected_impressions, expected_sheets, rest_of_settings FROM attempt WHERE id = 201"}},
    {"a posting about no job", {"charge-missing"}, {adjustment("what = 'service-fee', reference = 199")}, hashes},
    {"the attempt of another job", {"attempt-differs"}, {charge("attempt_id = 201", 105)}},
    {"captured twice",
     {"captured-twice"},
     {adjustment("what = 'capture', reference = 102, debit = " + account_id("payer:person:5:unbilled"))},
     hashes_and_balances},
    {"captured without a report", {"captured-without-report"}, {"UPDATE usage SET reports = 0 WHERE attempt_id = 202"}},
    {"voided, and still reserved", {"reservation-left-open", "budget-differs"}, {charge("state = 'voided'", 103)}},
    {"reserved, and released", {"reservation-differs", "budget-differs"}, {charge("state = 'reserved'", 105)}},
    {"authorised more than was reserved", {"reservation-differs", "budget-differs"}, {charge("authorised = 800", 103)}},
    {"took less than the charge says",
     {"capture-differs", "clearing-not-zero"},
     {"UPDATE transfer SET amount = amount - 1 WHERE what = 'capture' AND reference = 104"},
     hashes_and_balances},
    {"a yen moved from one share to the other",
     {"distribution-differs"},
     {"UPDATE transfer SET amount = amount - 1 WHERE what = 'service-fee' AND reference = 104",
      "UPDATE transfer SET amount = amount + 1 WHERE what = 'device-fee' AND reference = 104"},
     hashes_and_balances},
    {"the service fee went elsewhere",
     {"distribution-differs"},
     {"UPDATE transfer SET credit = " + account_id("bank:operator") +
      " WHERE what = 'service-fee' AND reference = 104"},
     hashes_and_balances},
    {"the budget bore less",
     {"budget-differs", "budget-unborne"},
     {"UPDATE transfer SET amount = amount - 1 WHERE what = 'capture-budget' AND reference = 101"},
     hashes_and_balances},
    {"the budget bore a charge that has none", {"budget-differs"}, {"DELETE FROM charge_budget WHERE job_id = 101"}},
    {"the budget holds for a charge that does not name it",
     {"budget-differs"},
     {"DELETE FROM charge_budget WHERE job_id = 103"}},
    {"a budget is named that bore nothing",
     {"budget-differs"},
     {"INSERT INTO charge_budget (job_id, account_id) SELECT 104, account_id FROM budget_span"}},
    {"a budget that was not granted", {"grant-differs"}, {"UPDATE budget_span SET granted = 6000"}},
    {"a budget counts what was never posted",
     {"grant-differs", "budget-unborne"},
     {"UPDATE transfer SET what = 'budget-spent-before', reference = 1, unit = 'JPY.budget', debit = " +
      account_id("budget:organisation:1:2026-11") + ", credit = " + account_id("budget:used") +
      " WHERE what = 'adjustment'"},
     hashes_and_balances},
    {"a budget that only warns where it should refuse", {"limit-missing"}, {"UPDATE budget_span SET is_hard = 0"}},
    {"a budget of another scope", {"budget-unborne"}, {"UPDATE budget SET holder = 'organisation:1:person:9'"}},
    {"another payer was reserved on", {"payer-differs"}, {charge("payer = 'person:6'", 103)}},
    {"another payer was charged", {"payer-differs"}, {charge("payer = 'organisation:2'", 104)}},
    {"another provider was paid", {"provider-differs"}, {charge("provider_id = 9", 104)}},
    {"captured more than authorised",
     {"captured-above-authorised", "reservation-differs", "rating-differs"},
     {charge("authorised = 700", 102)}},
    {"a yen of the fees is lost", {"fees-differ", "distribution-differs"}, {charge("absorbed = absorbed + 1", 102)}},
    {"a commission above the fee",
     {"fees-differ", "distribution-differs", "rating-differs"},
     {charge("commission = device_fee + 1", 104)}},
    {"amounts on an unconfirmed charge",
     {"amount-without-capture", "distribution-differs"},
     {charge("device_fee = 5, absorbed = 5", 105)}},
    {"a tariff of the future",
     {"version-not-in-force"},
     {charge("tariff_id = (SELECT MAX(id) FROM tariff_version WHERE printer_id = 7)", 104)}},
    {"a tariff that was replaced an hour before",
     {"version-not-in-force"},
     {"UPDATE tariff_version SET effective_from = effective_from - 3600000000, published_at = published_at - "
      "3600000000 "
      "WHERE id = (SELECT MIN(id) FROM tariff_version WHERE printer_id = 7)",
      "INSERT INTO tariff_version (id, printer_id, effective_from, published_at, terms) "
      "SELECT id + 100000000, printer_id, effective_from + 1, published_at + 1, terms FROM tariff_version "
      "WHERE id = (SELECT MIN(id) FROM tariff_version WHERE printer_id = 7)"}},
    {"a fee plan that does not exist", {"version-not-in-force"}, {charge("fee_plan_id = 1", 105)}},
    {"a price was edited",
     {"rating-differs", "lines-differ", "refund-rating-differs", "loss-differs", "metered-differs"},
     {"UPDATE tariff_version SET terms = replace(terms, '28000', '27000')"}},
    {"the terms of the commission were edited",
     {"rating-differs", "refund-rating-differs", "loss-differs", "metered-differs"},
     {"UPDATE fee_plan_version SET terms = replace(terms, '\"commission_rounding\":\"floor\"', "
      "'\"commission_rounding\":\"ceiling\"')"}},
    {"a price of stapling was edited",
     {"rating-differs", "lines-differ"},
     {"UPDATE tariff_version SET terms = replace(terms, '\"per_copy_milli\":5000', '\"per_copy_milli\":6000')"}},
    {"the size of a stapled copy was edited",
     {"rating-differs", "lines-differ"},
     {"UPDATE attempt SET expected_sheets = 14, expected_impressions = 28 WHERE id = 207"}},
    {"a charge for staples that nobody asked for",
     {"rating-differs", "lines-differ"},
     {"UPDATE attempt SET rest_of_settings = '{}' WHERE id = 207"}},
    {"a line was edited",
     {"lines-differ"},
     {"UPDATE rated_line SET quantity = quantity + 1 WHERE job_id = 101 AND what = 'sheet'"}},
    {"a line is gone", {"lines-differ"}, {"DELETE FROM rated_line WHERE job_id = 101 AND part = 'service'"}},
    {"lines of a charge that was not captured",
     {"lines-differ"},
     {"INSERT INTO rated_line VALUES (105, 1, 'device', 'sheet', 1, 1000, 1)"}},
    {"more was reported than counted",
     {"usage-differs"},
     {"INSERT INTO usage_event SELECT source, 'more', attempt_id, received_at - 1, 0, 44, 22, state FROM usage_event "
      "WHERE event_id = '202:2'"}},
    {"more was counted than reported", {"usage-differs"}, {"INSERT INTO usage VALUES (203, 1, 0, 1, 0, 1)"}},
    {"a witness said otherwise",
     {"usage-differs"},
     {"INSERT INTO usage_event SELECT 'operator:1', '102', attempt_id, received_at, 0, 39, 20, 'by-hand' FROM "
      "usage_event "
      "WHERE event_id = '202:2'"}},
    // Payments.
    {"paid by a payment that does not exist", {"payment-missing"}, {charge("paid_by = 999", 104)}},
    {"money came without a payment", {"payment-missing"}, {adjustment("what = 'paid', reference = 902")}, hashes},
    {"the payment says more", {"payment-differs"}, {"UPDATE payment SET amount = amount + 1"}},
    {"a charge was not in the payment",
     {"payment-differs", "payable-differs", "paid-by-other"},
     {charge("paid_by = 900", 104)}},
    {"another payer's payment", {"paid-by-other"}, {"UPDATE payment SET payer = 'organisation:2'"}},
    {"payable less than earned",
     {"payable-differs"},
     {"UPDATE transfer SET amount = amount - 1 WHERE what = 'payable'"},
     hashes_and_balances},
    {"payable before it was paid", {"payable-differs"}, {adjustment("what = 'payable', reference = 903")}, hashes},
    // What was put right.
    {"a payer without a reassignment",
     {"reassignments-broken", "budget-unborne"},
     {charge("payer = 'organisation:2'", 108)}},
    {"a reassignment is gone from the count", {"reassignments-broken"}, {charge("reassignments = 2", 108)}},
    {"a reassignment of less than was posted",
     {"reassignment-differs"},
     {"UPDATE reassignment SET amount = amount - 1 WHERE job_id = 108"}},
    {"a reassignment that does not sum to zero",
     {"reassignment-differs", "clearing-not-zero"},
     {"UPDATE transfer SET amount = amount - 1 WHERE what = 'reassign-to' AND reference = 108"},
     hashes_and_balances},
    {"a reassignment about no charge",
     {"reassignment-differs"},
     {adjustment("what = 'reassign-to', reference = 199")},
     hashes},
    {"more given back than taken",
     {"refund-above-captured", "refund-differs", "refund-rating-differs"},
     {"UPDATE refund SET captured = 700, device_fee = 696 WHERE job_id = 109",
      charge("refunded = 700, refunded_device_fee = 696", 109)}},
    {"a refund says another commission",
     {"refund-differs"},
     {"UPDATE refund SET commission = commission + 1 WHERE job_id = 109"}},
    {"the charge forgot its refund", {"refund-differs", "refund-rating-differs"}, {charge("refunded = 0", 109)}},
    {"a refund went to another payer",
     {"refund-differs"},
     {"UPDATE transfer SET credit = " + account_id("payer:organisation:1:unbilled") +
      " WHERE what = 'refund' AND reference = 109"},
     hashes_and_balances},
    // What several share.
    {"a share of more, and one of less",
     {"shares-differ", "payable-differs"},
     {share("device_fee = device_fee + 1, service_fee = service_fee - 1", "organisation:2"),
      share("device_fee = device_fee - 1, service_fee = service_fee + 1", "person:5")}},
    {"other weights",
     {"shares-differ", "metered-differs"},
     {share("weight = 60", "organisation:2"), share("weight = 40", "person:5")}},
    {"a share is gone",
     {"shares-differ", "payer-differs", "captured-twice", "refund-differs", "metered-differs"},
     {"DELETE FROM charge_share WHERE payer = 'person:5'"}},
    {"a share without a shared charge",
     {"shares-differ", "reservation-differs", "captured-twice", "payer-differs", "refund-differs"},
     {charge("shares = 0", 112)}},
    {"the other one paid more",
     {"capture-differs"},
     {"UPDATE transfer SET amount = amount + 1 WHERE what = 'capture' AND amount = 183",
      "UPDATE transfer SET amount = amount - 1 WHERE what = 'capture' AND amount = 428"},
     hashes_and_balances},
    {"a share taken from a stranger",
     {"capture-differs", "payer-differs", "resolution-differs", "balance-differs"},
     {"UPDATE transfer SET debit = " + account_id("payer:organisation:1:unbilled") +
      " WHERE what = 'capture' AND amount = 183"},
     hashes_and_balances},
    {"a share reserved for another amount",
     {"reservation-differs"},
     {"UPDATE transfer SET amount = amount + 1 WHERE what = 'reserve' AND amount = 220"},
     hashes_and_balances},
    {"a share was not in the payment",
     {"payment-differs", "payable-differs", "paid-by-other"},
     {share("paid_by = 910", "person:5")}},
    {"a payer got back more than its share says",
     {"refund-differs"},
     {"UPDATE refund_share SET captured = captured + 1 WHERE payer = 'person:5'"}},
    {"the paid part was given back out of what was not paid",
     {"refund-differs"},
     {"UPDATE transfer SET debit = " + account_id("provider:2:accrued") +
      " WHERE what = 'refund-device-fee' AND amount = 83"},
     hashes_and_balances},
    {"a refund of other sheets",
     {"refund-rating-differs"},
     {"UPDATE refund SET color_impressions = 3 WHERE job_id = 109"}},
    {"another part of the loss", {"loss-differs"}, {"UPDATE loss SET operator_percent = 60"}},
    {"a loss of other counts", {"loss-differs"}, {"UPDATE loss SET color_impressions = 20"}},
    {"the loss was paid to the bank",
     {"loss-differs"},
     {"UPDATE transfer SET credit = " + account_id("bank:operator") + " WHERE what = 'loss-borne'"},
     hashes_and_balances},
    {"credit used by nobody",
     {"credit-differs", "payment-differs"},
     {"UPDATE payment SET credit_used = 1 WHERE id = 901"}},
    {"credit overdrawn",
     {"credit-differs", "limit-broken"},
     {adjustment("debit = " + account_id("payer:person:5:credit") + ", amount = 700")},
     hashes_and_balances},
    {"credit without a limit",
     {"limit-missing"},
     {"UPDATE account SET limit_kind = 'none' WHERE name = 'payer:person:5:credit'"}},
    {"an act was edited", {"audit-broken"}, {"UPDATE audit SET act = 'nothing' WHERE seq = 1"}},
    {"an act was cut out", {"audit-broken"}, {"DELETE FROM audit WHERE seq = 1"}},
    {"the last act was cut off", {"audit-broken"}, {"DELETE FROM audit WHERE seq = 2"}},
};

class SeedTest : public testing::TestWithParam<Seed> {};

TEST_P(SeedTest, ExactlyThatKindOfFaultIsFound) {
  GoodBooks books("sqlite");
  books.loosen();
  for (const std::string& sql : GetParam().forgery) books.forge(sql);
  if (GetParam().tools == hashes_and_balances) books.refold();
  if (GetParam().tools != nothing) books.rehash();
  const Report report = books.verified();
  std::set<std::string> found;
  std::string sentences;
  for (const Fault& fault : report.faults) {
    found.insert(fault.code);
    sentences += fault.code + " " + fault.row + ": " + fault.what + "\n";
    EXPECT_FALSE(fault.row.empty() || fault.what.empty());
  }
  EXPECT_EQ(GetParam().found, found) << GetParam().name << "\n" << sentences;
}

std::string seed_name(const testing::TestParamInfo<Seed>& info) {
  std::string name = info.param.name;
  for (char& c : name)
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  return name;
}
INSTANTIATE_TEST_SUITE_P(Faults, SeedTest, testing::ValuesIn(seeds), seed_name);
INSTANTIATE_TEST_SUITE_P(FaultsOfTrials, SeedTest, testing::ValuesIn(metered_seeds()), seed_name);

TEST(SeedCoverageTest, EveryKindOfFaultIsSeeded) {
  std::set<std::string> seeded;
  for (const Seed& seed : seeds) seeded.insert(seed.found.begin(), seed.found.end());
  for (const Seed& seed : metered_seeds()) seeded.insert(seed.found.begin(), seed.found.end());
  for (const std::string_view code : fault_codes) EXPECT_TRUE(seeded.contains(std::string(code))) << code;
}

TEST(VerifyTest, AFloodOfFaultsIsCountedNotListed) {
  GoodBooks books("sqlite");
  books.loosen();
  books.forge(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500) "
      "INSERT INTO pending (transfer_id, state) SELECT CAST(i AS BLOB), 'open' FROM n");
  const Report report = books.verified();
  EXPECT_EQ(faults_max, report.faults.size());
  EXPECT_EQ(500, report.faults_left_out);
  EXPECT_FALSE(to_json(report)["ok"].boolean(true));
}

}  // namespace
}  // namespace tsuke::books
