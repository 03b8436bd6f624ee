// The print log: one's own, an organisation's, a provider's and the operator's, as pages and as CSV.
#include "doors/rest/print_log.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"

namespace tsuke::doors {

namespace {

using flow::LogFilter;
using flow::LogRow;
using flow::LogView;

constexpr std::array<std::string_view, 16> known_parameters{
    "from",   "to",    "person",     "purpose",    "payer", "provider", "site",      "printer",
    "result", "color", "amount_min", "amount_max", "limit", "cursor",   "time_zone", "bom"};

Error bad_filter(std::string_view name, std::string_view wanted) {
  return {Reason::malformed, "bad-filter", "give \"" + std::string(name) + "\" as " + std::string(wanted)};
}

template <typename IdType>
Result<IdType> id_filter(const Call& call, std::string_view name) {
  const std::string_view wanted = call.query_value(name);
  if (wanted.empty()) return IdType{};
  auto id = parse_id<IdType>(wanted);
  if (!id.ok()) return bad_filter(name, "an id");
  return id;
}

Result<std::optional<Instant>> time_filter(const Call& call, std::string_view name) {
  const std::string_view wanted = call.query_value(name);
  if (wanted.empty()) return std::optional<Instant>{};
  return std::optional<Instant>{TRY(parse_rfc3339(wanted))};
}

Result<std::optional<std::int64_t>> amount_filter(const Call& call, std::string_view name) {
  const std::string_view wanted = call.query_value(name);
  if (wanted.empty()) return std::optional<std::int64_t>{};
  std::int64_t amount = 0;
  const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), amount);
  if (error != std::errc() || end != wanted.data() + wanted.size())
    return bad_filter(name, "a whole number of minor units");
  return std::optional<std::int64_t>{amount};
}

Result<std::optional<registry::ColorMode>> color_filter(const Call& call) {
  using Color = registry::ColorMode;
  const std::string_view wanted = call.query_value("color");
  if (wanted.empty()) return std::optional<Color>{};
  if (wanted == "color") return std::optional<Color>{Color::color};
  if (wanted == "monochrome") return std::optional<Color>{Color::monochrome};
  return bad_filter("color", "color or monochrome");
}

Result<std::optional<registry::Payer>> payer_filter(const Call& call) {
  const std::string_view wanted = call.query_value("payer");
  if (wanted.empty()) return std::optional<registry::Payer>{};
  const auto payer = registry::parse_payer_key(wanted);
  if (!payer.ok()) return bad_filter("payer", "organisation:<id> or person:<id>");
  return std::optional<registry::Payer>{payer.value()};
}

Json named_or_hidden(std::int64_t id, const std::string& name) { return id == 0 ? Json() : named(id, name); }

Json counts_json(const flow::LogCounts& counts) {
  return Json::object({{"monochrome_impressions", counts.monochrome_impressions},
                       {"color_impressions", counts.color_impressions},
                       {"sheets", counts.sheets}});
}

Json money_json(const std::optional<Money>& amount) { return amount ? to_json(*amount) : Json(); }

Json shares_json(const LogRow& row) {
  Json shares = Json::array();
  for (const flow::LogShare& share : row.shares)
    shares.push(Json::object({{"payer", payer_json(share.payer, share.payer_name)},
                              {"share", share.share},
                              {"total", to_json(share.total)},
                              {"refunded", to_json(share.refunded)},
                              {"net", to_json(share.total - share.refunded)},
                              {"paid", share.paid}}));
  return shares;
}

Json refund_json(const flow::LogRefund& refunded) {
  return Json::object({{"device_fee", to_json(refunded.device_fee)},
                       {"service_fee", money_json(refunded.service_fee)},
                       {"total", money_json(refunded.total)},
                       {"commission", money_json(refunded.commission)},
                       {"borne", money_json(refunded.borne)}});
}

Json would_be_json(const std::optional<flow::LogWouldBe>& would) {
  if (!would) return {};
  return Json::object({{"device_fee", to_json(would->device_fee)},
                       {"service_fee", money_json(would->service_fee)},
                       {"total", money_json(would->total)},
                       {"commission", money_json(would->commission)}});
}

// What is hidden from the reader is null.
Json row_json(const LogRow& row) {
  return Json::object({{"job", to_string(row.job)},
                       {"released_at", time_json(row.released_at)},
                       {"settled_at", time_json(row.settled_at)},
                       {"title", row.has_title ? Json(row.title) : Json()},
                       {"comment", row.comment.empty() ? Json() : Json(row.comment)},
                       {"person", named_or_hidden(row.person.value, row.person_name)},
                       {"released_by", named_or_hidden(row.released_by.value, row.released_by_name)},
                       {"submitted_by", named_or_hidden(row.submitted_by.value, row.submitted_by_name)},
                       {"at_once", row.at_once},
                       {"purpose", named_or_hidden(row.purpose.value, row.purpose_name)},
                       {"payer", row.payer ? payer_json(*row.payer, row.payer_name) : Json()},
                       {"provider", named_or_hidden(row.provider.value, row.provider_name)},
                       {"site", named_or_hidden(row.site.value, row.site_name)},
                       {"printer", named_or_hidden(row.printer.value, row.printer_name)},
                       {"attempt", row.attempt},
                       {"asked", counts_json(row.asked)},
                       {"printed", counts_json(row.printed)},
                       {"media", row.media},
                       {"sides", registry::to_keyword(row.sides)},
                       {"result", flow::to_string(row.result)},
                       {"device_fee", to_json(row.device_fee)},
                       {"service_fee", money_json(row.service_fee)},
                       {"total", money_json(row.total)},
                       {"commission", money_json(row.commission)},
                       {"refunded", refund_json(row.refunded)},
                       {"net", money_json(row.net())},
                       {"provider_net", money_json(row.provider_net())},
                       {"reassigned", row.reassigned},
                       {"paid", row.paid},
                       {"would_be", would_be_json(row.would_be)},
                       {"share", row.share.empty() ? Json() : Json(row.share)},
                       {"shares", shares_json(row)}});
}

Result<Answer> page_answer(store::Reader& in, const LogView& view, const Call& call) {
  const LogFilter filter = TRY(log_filter_from(call));
  const int limit = TRY(limit_of(call));
  std::optional<flow::LogPlace> after;
  if (const auto cursor = call.query_value("cursor"); !cursor.empty()) after = TRY(flow::parse_log_place(cursor));
  const flow::LogPage page = TRY(flow::print_log(in, view, filter, after, limit));
  Json items = Json::array();
  for (const LogRow& row : page.rows) items.push(row_json(row));
  Json next = page.next ? Json(flow::to_string(*page.next)) : Json();
  return Answer{200, Json::object({{"items", std::move(items)}, {"next", std::move(next)}})};
}

// Up to two thousand rows are looked at: from the pool, never from the network thread.
Task<http::Response> log_page(Service& service, http::Request& request, Whose whose) {
  const auto caller = co_await authenticate(service, request, false);
  if (!caller.ok()) co_return problem(caller.error());
  const auto call = co_await read_call(service, request, false);
  if (!call.ok()) co_return problem(call.error());
  const auto look_up = [&service, whose, caller = caller.value(), call = call.value()] {
    return service.store.read<Answer>(
        [&](store::Reader& in) -> Result<Answer> { return page_answer(in, TRY(whose(in, caller, call)), call); });
  };
  co_return to_response(co_await run_on(service.pool, service.loop, look_up));
}

Result<LogView> of_caller(store::Reader&, const Caller& caller, const Call&) {
  return flow::log_of_person(caller.id());
}

// Lines of members only: past ones, too.
Result<LogView> of_organisation(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<OrganisationId>("organisation"));
  TRY(registry::require_role(in, caller.id(), id, registry::Role::accountant));
  const auto person = TRY(id_filter<PersonId>(call, "person"));
  if (person.exists() && !TRY(registry::membership_between(in, person, id)))
    return Error{Reason::not_found, "no-such-membership", "this person is no member of the organisation"};
  return flow::log_of_payer({id, {}});
}

Result<LogView> of_provider(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<ProviderId>("provider"));
  if (caller.person.is_operator)
    TRY(registry::provider(in, id));
  else
    TRY(registry::require_provider_admin(in, caller.id(), id));
  return flow::log_of_provider(id);
}

Result<LogView> of_all(store::Reader&, const Caller& caller, const Call&) {
  TRY(require_operator(caller));
  return flow::log_of_all();
}

}  // namespace

Result<LogFilter> log_filter_from(const Call& call) {
  for (const auto& [name, value] : call.query)
    if (std::find(known_parameters.begin(), known_parameters.end(), name) == known_parameters.end())
      return Error{Reason::malformed, "bad-filter", "there is no filter \"" + name + "\""};
  LogFilter filter;
  filter.from = TRY(time_filter(call, "from"));
  filter.to = TRY(time_filter(call, "to"));
  filter.person = TRY(id_filter<PersonId>(call, "person"));
  filter.purpose = TRY(id_filter<PurposeId>(call, "purpose"));
  filter.payer = TRY(payer_filter(call));
  filter.provider = TRY(id_filter<ProviderId>(call, "provider"));
  filter.site = TRY(id_filter<SiteId>(call, "site"));
  filter.printer = TRY(id_filter<PrinterId>(call, "printer"));
  if (const auto result = call.query_value("result"); !result.empty())
    filter.result = TRY(flow::parse_log_result(result));
  filter.color = TRY(color_filter(call));
  filter.amount_min = TRY(amount_filter(call, "amount_min"));
  filter.amount_max = TRY(amount_filter(call, "amount_max"));
  return filter;
}

void add_print_log_endpoints(Endpoints& endpoints) {
  Service& service = endpoints.service();
  const std::pair<const char*, Whose> logs[] = {{"/print-log", of_caller},
                                                {"/organisations/{organisation}/print-log", of_organisation},
                                                {"/providers/{provider}/print-log", of_provider},
                                                {"/operator/print-log", of_all}};
  for (const auto& [path, whose] : logs) {
    endpoints.raw("GET", path, http::Access::person,
                  [&service, whose = whose](http::Request& request) { return log_page(service, request, whose); });
    endpoints.raw("GET", std::string(path) + ".csv", http::Access::person,
                  [&service, whose = whose](http::Request& request) { return log_as_csv(service, request, whose); });
  }
}

}  // namespace tsuke::doors
