// What only the operator does: people, payments, fee plans, the books, and jobs that nobody confirmed.
#include "books/ledger/ledger.h"
#include "books/verify/verify.h"
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/charge/charge.h"

namespace tsuke::doors {

namespace {

constexpr std::int64_t count_max = 10'000'000;

Result<Answer> list_people(store::Reader& in, const Caller& caller, const Call&) {
  TRY(require_operator(caller));
  Json items = Json::array();
  for (const auto& person : TRY(registry::people(in))) items.push(to_json(person));
  return Answer{200, list_json(std::move(items))};
}

Result<registry::Person> person_from(const Json& body, Instant now) {
  registry::Person person;
  person.name = TRY(text_member(body, "name"));
  person.login = TRY(text_member(body, "login"));
  if (const auto language = TRY(optional_text(body, "language"))) person.language = *language;
  person.is_operator = TRY(optional_boolean(body, "is_operator")).value_or(false);
  person.created_at = now;
  return person;
}

// The password is hashed before the write and off the network thread.
Task<http::Response> add_person(Service& service, http::Request& request) {
  auto caller = co_await authenticate(service, request, true);
  if (!caller.ok()) co_return problem(caller.error());
  const auto operating = require_operator(caller.value());
  if (!operating.ok()) co_return problem(operating.error());
  auto call = co_await read_call(service, request, true);
  if (!call.ok()) co_return problem(call.error());
  const auto before = co_await answer_given(service, request, caller.value(), call.value());
  if (!before.ok()) co_return problem(before.error());
  if (before.value()) co_return to_response(*before.value());
  const auto password = text_member(call.value().body, "password");
  if (!password.ok()) co_return problem(password.error());
  const auto hashing = [word = password.value()] { return registry::hash_password(word); };
  const auto hash = co_await run_on(service.pool, service.loop, hashing);
  if (!hash.ok()) co_return problem(hash.error());
  const Change add = [hash = hash.value()](store::Transaction& in, const Caller&, const Call& call) -> Result<Answer> {
    const PersonId id = TRY(registry::add_person(in, TRY(person_from(call.body, call.now))));
    TRY(registry::set_password(in, id, hash));
    return Answer{201, to_json(TRY(registry::person(in, id)))};
  };
  co_return co_await answer_change(service, request, caller.take(), call.take(), add);
}

Result<Answer> list_unconfirmed(store::Reader& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  const Page page = TRY(page_of(call));
  const auto charges = TRY(flow::all_charges(in, flow::ChargeState::unconfirmed, JobId{page.before}, page.limit));
  const std::int64_t last = charges.empty() ? 0 : charges.back().job.value;
  return Answer{200, page_json(TRY(charges_json(in, charges, Eyes::operating)), page, last)};
}

Result<Answer> list_unpaid(store::Reader& in, const Caller& caller, const Call&) {
  TRY(require_operator(caller));
  Json items = Json::array();
  for (const flow::Unpaid& unpaid : TRY(flow::unpaid(in)))
    items.push(Json::object({{"payer", payer_json(unpaid.payer, unpaid.payer_name)},
                             {"unbilled", to_json(unpaid.unbilled)},
                             {"credit", to_json(unpaid.credit)},
                             {"due", to_json(unpaid.due())},
                             {"charges", unpaid.charges}}));
  return Answer{200, list_json(std::move(items))};
}

Result<registry::Payer> any_payer(const Json& json) {
  const std::string kind = TRY(text_member(json, "kind"));
  if (kind == "organisation") return registry::Payer{TRY(id_member<OrganisationId>(json, "organisation")), {}};
  if (kind == "private") return registry::Payer{{}, TRY(id_member<PersonId>(json, "person"))};
  return Error{Reason::malformed, "bad-payer",
               "a payer's kind is organisation (with its id) or private (with the person's id)"};
}

Result<std::string> payer_name(store::Reader& in, const registry::Payer& payer) {
  if (payer.is_private()) return TRY(registry::person(in, payer.person)).name;
  return TRY(registry::organisation(in, payer.organisation)).name;
}

Result<Answer> mark_paid(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  const registry::Payer payer = TRY(any_payer(call.body["payer"]));
  std::optional<Money> expected;
  if (!call.body["amount"].is_null()) expected = TRY(money_from(call.body["amount"]));
  const flow::Payment payment = TRY(flow::mark_paid(in, payer, expected, caller.id(), call.now));
  Json payer_shown = payer_json(payment.payer, TRY(payer_name(in, payment.payer)));
  Json shares = Json::array();
  for (const flow::Share& share : payment.distributed)
    shares.push(
        Json::object({{"provider", Json::object({{"id", to_string(share.provider)}, {"name", share.provider_name}})},
                      {"amount", to_json(share.amount)}}));
  return Answer{201, Json::object({{"id", to_string(payment.id)},
                                   {"payer", std::move(payer_shown)},
                                   {"amount", to_json(payment.amount)},
                                   {"credit_used", to_json(payment.credit_used)},
                                   {"charges", payment.charges},
                                   {"distributed", std::move(shares)},
                                   {"operator", to_json(payment.operator_share)},
                                   {"paid_at", time_json(payment.paid_at)}})};
}

Result<Answer> list_fee_plans(store::Reader& in, const Caller& caller, const Call&) {
  TRY(require_operator(caller));
  Json items = Json::array();
  for (const auto& version : TRY(rules::fee_plan_versions(in))) items.push(to_json(version));
  return Answer{200, list_json(std::move(items))};
}

Result<Answer> publish_fee_plan(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  Instant from = call.now;
  if (const auto wanted = TRY(optional_text(call.body, "effective_from"))) from = TRY(parse_rfc3339(*wanted));
  Json terms = Json::object();
  for (const auto& [name, value] : call.body.members())
    if (name != "effective_from") terms.set(name, value);
  const rules::FeePlan plan = TRY(rules::fee_plan_from_json(terms));
  return Answer{201, to_json(TRY(rules::fee_plan_version(in, TRY(rules::publish_fee_plan(in, from, plan, call.now)))))};
}

Result<Answer> list_accounts(store::Reader& in, const Caller& caller, const Call&) {
  TRY(require_operator(caller));
  Json items = Json::array();
  for (const books::Account& account : TRY(books::accounts(in)))
    items.push(Json::object({{"name", account.name},
                             {"unit", account.unit.name},
                             {"debits_posted", account.debits_posted},
                             {"credits_posted", account.credits_posted},
                             {"debits_pending", account.debits_pending},
                             {"credits_pending", account.credits_pending}}));
  return Answer{200, list_json(std::move(items))};
}

// Reads every row of the books: from the pool, never from the network thread.
Task<http::Response> verify(Service& service, http::Request& request) {
  const auto caller = co_await authenticate(service, request, true);
  if (!caller.ok()) co_return problem(caller.error());
  const auto operating = require_operator(caller.value());
  if (!operating.ok()) co_return problem(operating.error());
  const auto examine = [&service] {
    return service.store.read<books::Report>([](store::Reader& in) { return books::verify(in); });
  };
  const auto report = co_await run_on(service.pool, service.loop, examine);
  if (!report.ok()) co_return problem(report.error());
  co_return http::json_response(books::to_json(report.value()));
}

Result<std::int64_t> count_member(const Json& body, std::string_view name) {
  const std::int64_t count = TRY(integer_or(body, name, 0));
  if (count < 0 || count > count_max)
    return Error{Reason::malformed, "bad-report", "counts are whole numbers from 0 to 10,000,000"};
  return count;
}

Result<Answer> settle(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  const auto id = TRY(call.id<JobId>("job"));
  flow::Usage counted;
  counted.monochrome_impressions = TRY(count_member(call.body, "monochrome_impressions"));
  counted.color_impressions = TRY(count_member(call.body, "color_impressions"));
  counted.sheets = TRY(count_member(call.body, "sheets"));
  TRY(flow::settle_by_hand(in, id, counted, caller.id(), call.now));
  const auto charge = TRY(flow::charge_of(in, id));
  return Answer{200, TRY(charge_json(in, *charge, Eyes::operating))};
}

}  // namespace

void add_operator_endpoints(Endpoints& endpoints) {
  Service& service = endpoints.service();
  endpoints.get("/people", list_people);
  endpoints.raw("POST", "/people", http::Access::person,
                [&service](http::Request& request) { return add_person(service, request); });
  endpoints.get("/unconfirmed", list_unconfirmed);
  endpoints.get("/unpaid", list_unpaid);
  endpoints.change("POST", "/payments", mark_paid);
  endpoints.get("/fee-plans", list_fee_plans);
  endpoints.change("POST", "/fee-plans", publish_fee_plan);
  endpoints.get("/ledger/accounts", list_accounts);
  endpoints.raw("POST", "/ledger/verify", http::Access::person,
                [&service](http::Request& request) { return verify(service, request); });
  endpoints.change("POST", "/jobs/{job}/settle", settle);
}

}  // namespace tsuke::doors
