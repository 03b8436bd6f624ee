#include "books/verify/good_books.h"

#include "base/bytes.h"
#include "books/ledger/rows.h"

namespace tsuke::books {

namespace {
constexpr const char* flow_tables = R"sql(
    CREATE TABLE attempt (id BIGINT PRIMARY KEY, job_id BIGINT NOT NULL, number BIGINT NOT NULL,
      printer_id BIGINT NOT NULL, state TEXT NOT NULL, sides TEXT NOT NULL, media TEXT NOT NULL,
      released_at BIGINT NOT NULL, deadline BIGINT NOT NULL, copies BIGINT NOT NULL,
      expected_impressions BIGINT NOT NULL, expected_sheets BIGINT NOT NULL, rest_of_settings TEXT NOT NULL);
    CREATE TABLE charge (job_id BIGINT PRIMARY KEY, attempt_id BIGINT NOT NULL, payer TEXT NOT NULL,
      provider_id BIGINT NOT NULL, printer_id BIGINT NOT NULL, tariff_id BIGINT NOT NULL,
      fee_plan_id BIGINT NOT NULL, currency TEXT NOT NULL, authorised BIGINT NOT NULL,
      device_fee BIGINT NOT NULL, service_fee BIGINT NOT NULL, captured BIGINT NOT NULL, absorbed BIGINT NOT NULL,
      commission BIGINT NOT NULL, state TEXT NOT NULL,
      released_at BIGINT NOT NULL, settled_at BIGINT, paid_by BIGINT, shared_by BIGINT,
      reassignments BIGINT NOT NULL DEFAULT 0, refunded BIGINT NOT NULL DEFAULT 0,
      refunded_device_fee BIGINT NOT NULL DEFAULT 0, refunded_service_fee BIGINT NOT NULL DEFAULT 0,
      refunded_commission BIGINT NOT NULL DEFAULT 0, refunded_absorbed BIGINT NOT NULL DEFAULT 0,
      refund_borne BIGINT NOT NULL DEFAULT 0, person_id BIGINT, purpose_id BIGINT, department_id BIGINT,
      cost_centre_id BIGINT, shares BIGINT NOT NULL DEFAULT 0);
    CREATE TABLE organisation (id BIGINT PRIMARY KEY, time_zone TEXT NOT NULL);
    CREATE TABLE budget (id BIGINT PRIMARY KEY, organisation_id BIGINT NOT NULL, holder TEXT NOT NULL);
    CREATE TABLE budget_span (account_id BIGINT PRIMARY KEY, budget_id BIGINT NOT NULL, period TEXT NOT NULL,
      is_hard BIGINT NOT NULL, is_open BIGINT NOT NULL, granted BIGINT NOT NULL, spent_before BIGINT NOT NULL);
    CREATE TABLE charge_budget (job_id BIGINT NOT NULL, account_id BIGINT NOT NULL, reservation BYTES);
    CREATE TABLE rated_line (job_id BIGINT NOT NULL, position BIGINT NOT NULL, part TEXT NOT NULL, what TEXT NOT NULL,
      quantity BIGINT NOT NULL, unit_price_milli BIGINT NOT NULL, amount BIGINT NOT NULL);
    CREATE TABLE usage (attempt_id BIGINT PRIMARY KEY, monochrome_impressions BIGINT NOT NULL,
      color_impressions BIGINT NOT NULL, sheets BIGINT NOT NULL, final BIGINT NOT NULL, reports BIGINT NOT NULL);
    CREATE TABLE usage_event (source TEXT NOT NULL, event_id TEXT NOT NULL, attempt_id BIGINT NOT NULL,
      received_at BIGINT NOT NULL, monochrome_impressions BIGINT NOT NULL, color_impressions BIGINT NOT NULL,
      sheets BIGINT NOT NULL, state TEXT NOT NULL, UNIQUE (source, event_id));
    CREATE TABLE payment (id BIGINT PRIMARY KEY, payer TEXT NOT NULL, currency TEXT NOT NULL, amount BIGINT NOT NULL,
      paid_at BIGINT NOT NULL, booked_by BIGINT NOT NULL, credit_used BIGINT NOT NULL DEFAULT 0);
    CREATE TABLE reassignment (id BIGINT PRIMARY KEY, job_id BIGINT NOT NULL, position BIGINT NOT NULL,
      from_payer TEXT NOT NULL, to_payer TEXT NOT NULL, currency TEXT NOT NULL,
      amount BIGINT NOT NULL, paid_by BIGINT, restores BIGINT);
    CREATE TABLE refund (id BIGINT PRIMARY KEY, job_id BIGINT NOT NULL, position BIGINT NOT NULL, payer TEXT NOT NULL,
      monochrome_impressions BIGINT NOT NULL, color_impressions BIGINT NOT NULL, sheets BIGINT NOT NULL,
      currency TEXT NOT NULL, device_fee BIGINT NOT NULL, service_fee BIGINT NOT NULL, captured BIGINT NOT NULL,
      absorbed BIGINT NOT NULL, commission BIGINT NOT NULL, operator_percent BIGINT NOT NULL, borne BIGINT NOT NULL,
      paid_by BIGINT, shared_by BIGINT);
    CREATE TABLE loss (job_id BIGINT PRIMARY KEY, provider_id BIGINT NOT NULL, monochrome_impressions BIGINT NOT NULL,
      color_impressions BIGINT NOT NULL, sheets BIGINT NOT NULL, currency TEXT NOT NULL, device_fee BIGINT NOT NULL,
      commission BIGINT NOT NULL, operator_percent BIGINT NOT NULL, borne BIGINT NOT NULL);
    CREATE TABLE audit (seq BIGINT PRIMARY KEY, at BIGINT NOT NULL, actor BIGINT, act TEXT NOT NULL,
      subject TEXT NOT NULL, was TEXT NOT NULL, became TEXT NOT NULL, hash BYTES NOT NULL);
    CREATE TABLE audit_head (one BIGINT PRIMARY KEY, seq BIGINT NOT NULL, hash BYTES);
    INSERT INTO audit_head (one, seq) VALUES (1, 0);)sql";

std::vector<store::Migration> all_tables() {
  std::vector<store::Migration> steps = rules::migrations();
  for (const store::Migration& step : migrations()) steps.push_back(step);
  steps.push_back({"flow", 1, flow_tables});
  steps.push_back({"split", 1, share_tables});
  steps.push_back({"metered", 1, metered_tables});
  return steps;
}

constexpr PrinterId printer{7}, free_printer{8};
constexpr const char* budget_name = "budget:organisation:1:2026-11";
const registry::PrintSettings settings{1, registry::Sides::two_sided_long_edge, registry::ColorMode::color};
const registry::PrintSettings stapled_settings = [] {
  registry::PrintSettings stapled = settings;
  stapled.copies = 2;
  stapled.finishings = {"staple"};
  return stapled;
}();
const Pages pages(24, {{21000, 29700}, true});

rules::Tariff prices() {
  return rules::Tariff::create(yen, {{{}, {}, {}, {28'000}, {3'000}}}, {}, {{"staple", {5'000}}}).take();
}
rules::FeePlan terms() {
  return rules::FeePlan::create({{}, {}, {35, 1000}, Rounding::half_up, {8, 100}, Rounding::floor}).take();
}
}  // namespace

GoodBooks::GoodBooks(std::string_view database) : store(database, all_tables()) {
  publish_prices();
  fill();
  put_right();
  share_out();
  meter();
  other_transfers();
}

Report GoodBooks::verified() {
  return store->read<Report>([](store::Reader& in) { return verify(in); }).take();
}

std::set<std::string> GoodBooks::codes() {
  std::set<std::string> codes;
  for (const Fault& fault : verified().faults) codes.insert(fault.code);
  return codes;
}

void GoodBooks::write(const std::function<Result<void>(store::Transaction&)>& function) {
  const auto written = store->write<void>(function);
  ASSERT_TRUE(written.ok()) << written.error().what;
}

AccountId GoodBooks::account(const std::string& name, Limit limit, const char* unit) {
  AccountId id;
  write([&](store::Transaction& in) -> Result<void> {
    id = TRY(ensure_account(in, name, Unit{unit}, limit));
    return {};
  });
  return id;
}

void GoodBooks::post(const Chain& chain) {
  write([&](store::Transaction& in) { return books::post(in, chain, now_); });
}

void GoodBooks::publish_prices() {
  write([&](store::Transaction& in) -> Result<void> {
    tariff = TRY(rules::publish_tariff(in, printer, now_, prices(), now_));
    later_tariff = TRY(rules::publish_tariff(in, printer, now_ + hours(1000), prices(), now_));
    const auto nothing = rules::Tariff::create(yen, {{{}, {}, {}, {0}, {0}}}).take();
    free_tariff = TRY(rules::publish_tariff(in, free_printer, now_, nothing, now_));
    plan = TRY(rules::publish_fee_plan(in, now_, terms(), now_));
    return {};
  });
}

void GoodBooks::fill() {
  const AccountId budget = account(budget_name, Limit::debits_must_not_exceed_credits, "JPY.budget");
  const AccountId source = account("budget:source", Limit::none, "JPY.budget");
  post({{make_transfer_id(now_, "budget-grant", 1, 1),
         TransferKind::direct,
         source,
         budget,
         5000,
         {},
         "budget-grant",
         1,
         now_}});
  static constexpr store::Query organisation{"organisation", "INSERT INTO organisation VALUES (1, 'Asia/Tokyo')"};
  static constexpr store::Query holder{"holder", "INSERT INTO budget VALUES (1, 1, 'organisation:1')"};
  static constexpr store::Query span{"span", "INSERT INTO budget_span VALUES ($1, 1, '2026-11', 1, 1, 5000, 0)"};
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.run(organisation, {}));
    TRY(in.run(holder, {}));
    return in.run(span, {budget});
  });
  const Release jammed{101, 201, "organisation:1", true}, overrun{102, 202, "person:5"};
  const Release waiting{103, 203, "organisation:1", true}, free{106, 206, "person:5", false, true};
  const Release refused{104, 204, "organisation:1", true}, again{104, 214, "person:5", false, false, 2};
  const Release silent{105, 205, "organisation:1", true};
  const Release stapled{107, 207, "person:5", false, false, 1, true};
  for (const Release& about : {jammed, overrun, waiting, refused, silent, free, stapled}) release(about);
  capture(jammed, 20, 10);
  capture(overrun, 40, 20);
  end_without_counts(refused, "voided");
  release(again);
  capture(again, 24, 12);
  end_without_counts(silent, "unconfirmed");
  capture(free, 4, 2);
  capture(stapled, 30, 15);  // a copy and a quarter
  pay(900, 101, "organisation:1");
}

// What stands in the books beside charges, where a forger may change one row without touching a charge.
void GoodBooks::other_transfers() {
  const AccountId bank = account("bank:operator"), fee = account("operator:fee");
  const AccountId prepaid = account("payer:person:6:prepaid", Limit::debits_must_not_exceed_credits);
  const Release other{1, 1, ""};
  released_[1] = now_;
  post({transfer(other, "adjustment", TransferKind::direct, bank, fee, 5)});
  post({transfer(other, "fund", TransferKind::direct, bank, prepaid, 10)});
  post({transfer(other, "spend", TransferKind::direct, prepaid, fee, 10)});
  post({transfer(other, "hold", TransferKind::reserve, bank, fee, 10)});
  post({transfer(other, "hold-more", TransferKind::reserve, bank, fee, 10)});
  post({resolving(other, "hold-post", TransferKind::post, 10, "hold")});
  post({resolving(other, "hold-release", TransferKind::release, 0, "hold-more")});
  write([&](store::Transaction& in) -> Result<void> {
    const auto posted = books::post(in, {transfer(other, "too-much", TransferKind::direct, prepaid, fee, 1)}, now_);
    EXPECT_FALSE(posted.ok());
    return {};
  });
}

Transfer GoodBooks::transfer(const Release& about, const char* what, TransferKind kind, AccountId debit,
                             AccountId credit, std::int64_t amount) {
  const Instant at = kind == TransferKind::reserve ? released_[about.attempt] : now_;
  return {make_transfer_id(released_[about.attempt], what, about.attempt, about.number),
          kind,
          debit,
          credit,
          amount,
          {},
          what,
          about.job,
          at};
}

Transfer GoodBooks::resolving(const Release& about, const char* what, TransferKind kind, std::int64_t amount,
                              const char* reserved) {
  Transfer made = transfer(about, what, kind, {}, {}, amount);
  made.resolves = make_transfer_id(released_[about.attempt], reserved, about.attempt, about.number);
  return made;
}

Money GoodBooks::authorised(const Release& about) const {
  const auto& as_asked = about.stapled ? stapled_settings : settings;
  return about.free ? Money{} : rules::quote(pages, as_asked, prices(), terms()).total();
}

rules::Output GoodBooks::asked(const Release& about) const {
  return rules::expected_output(pages, about.stapled ? stapled_settings : settings);
}

void GoodBooks::release(const Release& about) {
  now_ = now_ + minutes(1);
  released_[about.attempt] = now_;
  const AccountId budget =
      about.has_budget ? account(budget_name, Limit::debits_must_not_exceed_credits, "JPY.budget") : AccountId{};
  const PrinterId at = about.free ? free_printer : printer;
  static constexpr store::Query attempt{"attempt", R"sql(
      INSERT INTO attempt (id, job_id, number, printer_id, state, sides, media, released_at, deadline, copies,
        expected_impressions, expected_sheets, rest_of_settings)
      VALUES ($1, $2, $3, $4, 'printing', 'two-sided-long-edge', 'iso_a4_210x297mm', $5, $6, $7, $8, $9, $10))sql"};
  static constexpr store::Query forget{"forget", "DELETE FROM charge WHERE job_id = $1"};
  static constexpr store::Query charge{"charge", R"sql(
      INSERT INTO charge (job_id, attempt_id, payer, provider_id, printer_id, tariff_id, fee_plan_id,
        currency, authorised, device_fee, service_fee, captured, absorbed, commission, state, released_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, 'JPY', $8, 0, 0, 0, 0, 0, 'reserved', $9))sql"};
  static constexpr store::Query bear_no_more{"bear_no_more", "DELETE FROM charge_budget WHERE job_id = $1"};
  static constexpr store::Query bear{"bear", "INSERT INTO charge_budget (job_id, account_id) VALUES ($1, $2)"};
  write([&](store::Transaction& in) -> Result<void> {
    const auto& as_asked = about.stapled ? stapled_settings : settings;
    TRY(in.run(attempt, {about.attempt, about.job, about.number, at, now_, now_ + hours(1), as_asked.copies,
                         asked(about).impressions(), asked(about).sheets, registry::rest_to_text(as_asked)}));
    TRY(in.run(forget, {about.job}));
    TRY(in.run(bear_no_more, {about.job}));
    if (about.has_budget) TRY(in.run(bear, {about.job, budget}));
    return in.run(charge, {about.job, about.attempt, about.payer, provider, at, about.free ? free_tariff : tariff, plan,
                           authorised(about).amount_minor, now_});
  });
  if (about.free) return;
  const std::int64_t amount = authorised(about).amount_minor;
  Chain chain;
  if (about.has_budget)
    chain.push_back(transfer(about, "reserve-budget", TransferKind::reserve, budget,
                             account("budget:used", Limit::none, "JPY.budget"), amount));
  const auto reserve = [&](const Release& one, const std::string& payer, std::int64_t part) {
    chain.push_back(transfer(one, "reserve", TransferKind::reserve, account("payer:" + payer + ":unbilled"),
                             account("clearing:usage"), part));
  };
  if (!about.shared) reserve(about, about.payer, amount);
  if (about.shared) reserve(about, "organisation:2", 513);
  if (about.shared) reserve(second_share(about), about.payer, 220);
  post(chain);
}

void GoodBooks::report(const Release& about, std::int64_t color_impressions, std::int64_t sheets) {
  static constexpr store::Query event{"event", R"sql(
      INSERT INTO usage_event (source, event_id, attempt_id, received_at, monochrome_impressions, color_impressions,
        sheets, state)
      VALUES ('printer:7', $1, $2, $3, 0, $4, $5, $6))sql"};
  static constexpr store::Query usage{"usage", R"sql(
      INSERT INTO usage (attempt_id, monochrome_impressions, color_impressions, sheets, final, reports)
      VALUES ($1, 0, $2, $3, 1, 2))sql"};
  static constexpr store::Query end{"end", "UPDATE attempt SET state = 'ended', deadline = $2 WHERE id = $1"};
  const std::string name = std::to_string(about.attempt);
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.run(event, {name + ":1", about.attempt, now_ - seconds(20), 2, 1, "working"}));
    TRY(in.run(event, {name + ":2", about.attempt, now_ - seconds(10), color_impressions, sheets, "working"}));
    TRY(in.run(event, {name + ":3", about.attempt, now_, 0, 0, "completed"}));  // it sends 0 with the final state
    TRY(in.run(usage, {about.attempt, color_impressions, sheets}));
    return in.run(end, {about.attempt, now_});
  });
}

void GoodBooks::capture(const Release& about, std::int64_t color_impressions, std::int64_t sheets) {
  now_ = now_ + minutes(1);
  report(about, color_impressions, sheets);
  const rules::Output all = asked(about);
  const auto finished = rules::finished_copies({color_impressions, sheets}, {all.impressions(), all.sheets},
                                               about.stapled ? stapled_settings : settings);
  const rules::Output printed{0, color_impressions, sheets, "iso_a4_210x297mm", true, all.finishings, finished};
  const auto tariffs = about.free ? rules::Tariff::create(yen, {{{}, {}, {}, {0}, {0}}}).take() : prices();
  const rules::Rating rating = rules::rate(printed, tariffs, terms(), authorised(about));
  const AccountId clearing = account("clearing:usage"), accrued = account("provider:2:accrued");
  Chain chain;
  const auto direct = [&](const char* what, AccountId debit, AccountId credit, Money amount) {
    if (amount.amount_minor > 0)
      chain.push_back(transfer(about, what, TransferKind::direct, debit, credit, amount.amount_minor));
  };
  if (about.has_budget)
    chain.push_back(
        resolving(about, "capture-budget", TransferKind::post, rating.captured.amount_minor, "reserve-budget"));
  const auto take = [&](const Release& one, std::int64_t part) {
    chain.push_back(resolving(one, "capture", TransferKind::post, part, "reserve"));
  };
  if (!about.free) take(about, about.shared ? 428 : rating.captured.amount_minor);
  if (about.shared) take(second_share(about), 183);
  direct("absorbed", account("operator:absorbed"), clearing, rating.absorbed);
  direct("device-fee", clearing, accrued, rating.device_fee);
  direct("service-fee", clearing, account("operator:fee"), rating.service_fee);
  direct("commission", accrued, account("operator:commission"), rating.commission);
  if (!chain.empty()) post(chain);
  static constexpr store::Query charge{"capture", R"sql(
      UPDATE charge SET device_fee = $2, service_fee = $3, captured = $4, absorbed = $5, commission = $6,
        state = 'captured', settled_at = $7
       WHERE job_id = $1)sql"};
  static constexpr store::Query line{"line", R"sql(
      INSERT INTO rated_line (job_id, position, part, what, quantity, unit_price_milli, amount)
      VALUES ($1, $2, $3, $4, $5, $6, $7))sql"};
  write([&](store::Transaction& in) -> Result<void> {
    std::int64_t position = 0;
    for (const auto* lines : {&rating.device_lines, &rating.service_lines})
      for (const rules::RatedLine& one : *lines)
        TRY(in.run(line, {about.job, ++position, lines == &rating.device_lines ? "device" : "service", one.what,
                          one.quantity, one.unit_price.milli_minor, one.amount.amount_minor}));
    return in.run(charge,
                  {about.job, rating.device_fee.amount_minor, rating.service_fee.amount_minor,
                   rating.captured.amount_minor, rating.absorbed.amount_minor, rating.commission.amount_minor, now_});
  });
}

void GoodBooks::end_without_counts(const Release& about, const char* state) {
  now_ = now_ + minutes(1);
  post({resolving(about, "void-budget", TransferKind::release, 0, "reserve-budget"),
        resolving(about, "void", TransferKind::release, 0, "reserve")});
  static constexpr store::Query charge{"close", "UPDATE charge SET state = $2, settled_at = $3 WHERE job_id = $1"};
  static constexpr store::Query end{"end", "UPDATE attempt SET state = 'ended', deadline = $2 WHERE id = $1"};
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.run(end, {about.attempt, now_}));
    return in.run(charge, {about.job, state, now_});
  });
}

void GoodBooks::pay(std::int64_t payment, std::int64_t job, const std::string& payer) {
  now_ = now_ + minutes(1);
  const Release about{payment, payment, payer};
  released_[payment] = now_;
  post({transfer(about, "paid", TransferKind::direct, account("bank:operator"), account("payer:" + payer + ":unbilled"),
                 611),
        transfer(about, "payable", TransferKind::direct, account("provider:2:accrued"), account("provider:2:payable"),
                 543)});
  static constexpr store::Query insert{
      "payment",
      "INSERT INTO payment (id, payer, currency, amount, paid_at, booked_by) VALUES ($1, $2, 'JPY', 611, $3, 1)"};
  static constexpr store::Query mark{"mark", "UPDATE charge SET paid_by = $1 WHERE job_id = $2"};
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.run(insert, {payment, payer, now_}));
    return in.run(mark, {payment, job});
  });
}

void GoodBooks::forge(const std::string& sql) {
  const store::Query query{"forge", sql.c_str()};
  write([&](store::Transaction& in) -> Result<void> {
    TRY(in.change(query, {}));
    return {};
  });
}

void GoodBooks::loosen() {
  for (const std::string table :
       {"account", "transfer", "pending", "refusal", "ledger_head", "tariff_version", "fee_plan_version"}) {
    forge("CREATE TABLE loose AS SELECT * FROM " + table);
    forge("DROP TABLE " + table);
    forge("ALTER TABLE loose RENAME TO " + table);
  }
}

void GoodBooks::rehash() {
  static constexpr store::Query rows{"rows", "SELECT " TSUKE_TRANSFER_COLUMNS " FROM transfer t ORDER BY t.seq"};
  static constexpr store::Query set_prev{"set_prev", "UPDATE transfer SET hash_prev = $2 WHERE seq = $1"};
  static constexpr store::Query set_head{"set_head", "UPDATE ledger_head SET seq = $1, hash = $2"};
  write([&](store::Transaction& in) -> Result<void> {
    Head head{0, std::string(32, '\0')};
    for (TransferRow& row : TRY(in.list<TransferRow>(rows, {}, transfer_from))) {
      row.hash_prev = head.hash;
      head = {row.seq, hash_of(row)};
      TRY(in.run(set_prev, {row.seq, store::Blob{row.hash_prev}}));
    }
    return in.run(set_head, {head.seq, store::Blob{head.hash}});
  });
}

void GoodBooks::refold() {
  const auto sum = [](const std::string& side, const std::string& what) {
    return "(SELECT COALESCE(SUM(t.amount), 0) FROM transfer t WHERE t." + side + " = account.id AND " + what + ")";
  };
  const std::string posted = "t.kind IN ('direct', 'post')";
  const std::string open = "t.kind = 'reserve' AND NOT EXISTS (SELECT 1 FROM transfer r WHERE r.resolves = t.id)";
  forge("UPDATE account SET debits_posted = " + sum("debit", posted) + ", credits_posted = " + sum("credit", posted) +
        ", debits_pending = " + sum("debit", open) + ", credits_pending = " + sum("credit", open));
}

}  // namespace tsuke::books
