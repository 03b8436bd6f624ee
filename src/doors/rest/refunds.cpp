// Refunds: a person asks, perhaps with a photo; the provider's admin decides, or the operator.
#include "base/bytes.h"
#include "doors/intake.h"
#include "doors/rest/amend_shapes.h"
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"

namespace tsuke::doors {

namespace {

constexpr int requests_max = 200;

Result<flow::RefundRequestId> request_in(const Call& call) { return call.id<flow::RefundRequestId>("refund_request"); }
flow::Deciding deciding(const Caller& caller) { return {caller.id(), caller.person.is_operator}; }

Result<Answer> ask(store::Transaction& in, const Caller& caller, const Call& call) {
  flow::RefundWish wish;
  wish.job = TRY(call.id<JobId>("job"));
  wish.cause = TRY(text_member(call.body, "cause"));
  wish.words = TRY(optional_text(call.body, "words")).value_or("");
  if (!call.body["quantity"].is_null()) wish.quantity = TRY(quantity_from(call.body["quantity"]));
  return Answer{201, to_json(TRY(flow::ask_refund(in, caller.id(), wish, call.now)))};
}

Json requests_json(const std::vector<flow::RefundRequest>& requests) {
  Json items = Json::array();
  for (const flow::RefundRequest& request : requests) items.push(to_json(request));
  return list_json(std::move(items));
}

Result<Answer> my_requests(store::Reader& in, const Caller& caller, const Call&) {
  return Answer{200, requests_json(TRY(flow::refund_requests_of_person(in, caller.id(), requests_max)))};
}

Result<Answer> withdraw(store::Transaction& in, const Caller& caller, const Call& call) {
  TRY(flow::withdraw_refund(in, TRY(request_in(call)), caller.id(), call.now));
  return no_content();
}

Result<Answer> requests_of_provider(store::Reader& in, const Caller& caller, const Call& call) {
  const auto provider = TRY(call.id<ProviderId>("provider"));
  if (!caller.person.is_operator) TRY(registry::require_provider_admin(in, caller.id(), provider));
  return Answer{200, requests_json(TRY(flow::refund_requests_of_provider(in, provider, requests_max)))};
}

Result<Answer> decide(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto granted = TRY(optional_boolean(call.body, "grant"));
  if (!granted) return Error{Reason::malformed, "bad-member", "give \"grant\" as true or false"};
  const std::string note = TRY(optional_text(call.body, "note")).value_or("");
  const auto id = TRY(request_in(call));
  return Answer{200, to_json(TRY(flow::decide_refund(in, id, deciding(caller), *granted, note, call.now)))};
}

Error no_photo() {
  return {Reason::not_found, "photo-not-found", "this request has no photo, or it has been destroyed"};
}

// Only a JPEG or PNG, by its name and by its bytes.
Task<Result<Stored>> take_photo(Service& service, http::Request& request) {
  const Error not_a_photo{Reason::unsupported, "photo-format", "send the photo as image/jpeg or image/png"};
  const std::string declared(request.headers.get("content-type"));
  if (declared != "image/jpeg" && declared != "image/png") co_return not_a_photo;
  const Error too_large{Reason::too_large, "photo-too-large", "a photo has at most 5 MiB; make it smaller"};
  if (request.body->announced_bytes().value_or(0) > flow::photo_bytes_max) co_return too_large;
  request.body->set_limit(flow::photo_bytes_max);
  Intake intake(service, declared);
  for (;;) {
    CO_TRY(const std::string_view piece, co_await request.body->read());
    if (piece.empty()) break;
    CO_TRY_VOID(intake.append(piece));
  }
  auto stored = intake.finish();
  if (stored.ok() && stored.value().document.format != declared) co_return not_a_photo;
  co_return stored;
}

// Whether a photo is wanted is asked before a byte of it is read.
Task<Result<void>> check_wanted(Service& service, const Caller& caller, const Call& call) {
  const std::function<Result<bool>(store::Reader&)> look_up = [&](store::Reader& in) -> Result<bool> {
    const auto request = TRY(flow::refund_request_for(in, TRY(request_in(call)), {caller.id()}));
    if (request.asked_by != caller.id()) return no_photo();
    return true;
  };
  const auto checked = co_await service.read<bool>(look_up);
  co_return checked.ok() ? Result<void>() : Result<void>(checked.error());
}

Task<http::Response> put_photo(Service& service, http::Request& request) {
  auto caller = co_await authenticate(service, request, true);
  if (!caller.ok()) co_return problem(caller.error());
  auto call = co_await read_call(service, request, false);
  if (!call.ok()) co_return problem(call.error());
  const auto wanted = co_await check_wanted(service, caller.value(), call.value());
  if (!wanted.ok()) co_return problem(wanted.error());
  const auto stored = co_await take_photo(service, request);
  if (!stored.ok()) co_return problem(stored.error());
  const flow::Photo photo{stored.value().document.location, stored.value().document.format};
  call.value().body = Json::object({{"photo", to_hex(stored.value().digest)}});
  const auto used = std::make_shared<bool>(false);
  const Change attach = [photo, used](store::Transaction& in, const Caller& caller,
                                      const Call& call) -> Result<Answer> {
    const auto request = TRY(flow::attach_photo(in, TRY(request_in(call)), caller.id(), photo, call.now));
    *used = true;
    return Answer{200, to_json(request)};
  };
  http::Response response = co_await answer_change(service, request, caller.take(), call.take(), attach);
  if (!*used) service.pool.post([&vault = service.vault, photo] { (void)vault.destroy(photo.location); });
  co_return response;
}

Result<std::string> read_photo(vault::Vault& vault, const vault::Location& location) {
  const auto photo = TRY(vault.open(location));
  std::string bytes(static_cast<std::size_t>(photo->size_bytes()), '\0');
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const std::size_t read = TRY(photo->read(std::span(bytes).subspan(filled)));
    if (read == 0) break;
    filled += read;
  }
  return bytes;
}

http::Response photo_response(std::string bytes, const std::string& format) {
  http::Response response;
  response.headers.set("Content-Type", format);
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Content-Security-Policy", "default-src 'none'; sandbox");
  response.body = std::move(bytes);
  return response;
}

Task<http::Response> show_photo(Service& service, http::Request& request) {
  const auto caller = co_await authenticate(service, request, false);
  if (!caller.ok()) co_return problem(caller.error());
  const auto call = co_await read_call(service, request, false);
  if (!call.ok()) co_return problem(call.error());
  const std::function<Result<flow::Photo>(store::Reader&)> look_up = [&](store::Reader& in) -> Result<flow::Photo> {
    const auto id = TRY(request_in(call.value()));
    const auto found = TRY(flow::refund_request_for(in, id, deciding(caller.value())));
    if (found.photo.text.empty()) return no_photo();
    return flow::Photo{found.photo, found.photo_format};
  };
  const auto photo = co_await service.read<flow::Photo>(look_up);
  if (!photo.ok()) co_return problem(photo.error());
  const auto reading = [&service, location = photo.value().location] { return read_photo(service.vault, location); };
  auto bytes = co_await run_on(service.pool, service.loop, reading);
  if (!bytes.ok()) co_return problem(bytes.error());
  co_return photo_response(bytes.take(), photo.value().format);
}

}  // namespace

void add_refund_endpoints(Endpoints& endpoints) {
  Service& service = endpoints.service();
  endpoints.change("POST", "/jobs/{job}/refund-requests", ask);
  endpoints.get("/refund-requests", my_requests);
  endpoints.change("DELETE", "/refund-requests/{refund_request}", withdraw);
  endpoints.change("POST", "/refund-requests/{refund_request}/decision", decide);
  endpoints.raw("PUT", "/refund-requests/{refund_request}/photo", http::Access::person,
                [&service](http::Request& request) { return put_photo(service, request); });
  endpoints.raw("GET", "/refund-requests/{refund_request}/photo", http::Access::person,
                [&service](http::Request& request) { return show_photo(service, request); });
  endpoints.get("/providers/{provider}/refund-requests", requests_of_provider);
}

}  // namespace tsuke::doors
