#include "doors/ipp/access.h"

#include <utility>

#include "base/bytes.h"
#include "doors/ipp/uris.h"
#include "doors/ipp/wire.h"
#include "flow/purpose_lost.h"

namespace tsuke::ippdoor {
namespace {

using registry::Credential;
using registry::CredentialKind;

http::Response not_here() {
  return http::problem_response(
      {Reason::not_found, "no-such-queue", "there is no such print queue; its address may have been withdrawn"});
}

Result<Credential> credential_for(store::Reader& in, CredentialKind kind, const std::string& secret, Instant now) {
  auto found = TRY(registry::find_credential(in, kind, secret, now));
  if (!found) return Error{Reason::not_authenticated, "not-authenticated", "this password opens nothing"};
  return *found;
}

// Whoever leaves an organisation takes no queue along that it pays for. A refused job would be sent again for ever.
Error left_the_payer() {
  return {Reason::not_found, "no-such-queue", "you no longer belong to the payer of this purpose"};
}

Result<registry::PrinterDescription> said_of(store::Reader& in, PurposeId purpose) {
  return TRY(registry::printer_description(in, {purpose, {}})).value_or(registry::PrinterDescription{});
}

Result<Queue> queue_of_token(store::Reader& in, const std::string& token, Instant now) {
  Queue queue;
  queue.credential = TRY(credential_for(in, CredentialKind::queue_token, token, now));
  queue.purpose = TRY(registry::purpose(in, queue.credential.purpose));
  if (queue.purpose->removed) return Error{Reason::not_found, "no-such-queue", "this purpose was removed"};
  if (flow::is_lost(*queue.purpose)) return left_the_payer();
  queue.said = TRY(said_of(in, queue.purpose->id));
  return queue;
}

Result<Queue> queue_of_password(store::Reader& in, const std::string& password, const std::string& slug, Instant now) {
  Queue queue;
  queue.credential = TRY(credential_for(in, CredentialKind::app_password, password, now));
  if (slug.empty()) return queue;
  queue.purpose = TRY(registry::purpose_by_slug(in, queue.credential.person, slug));
  if (!queue.purpose) return Error{Reason::not_found, "no-such-queue", "you have no purpose of this name"};
  if (flow::is_lost(*queue.purpose)) return left_the_payer();
  queue.said = TRY(said_of(in, queue.purpose->id));
  return queue;
}

// The refusal for a look-up that failed.
http::Response refused(const Error& error) {
  if (error.reason == Reason::not_authenticated) return challenge();
  if (error.reason == Reason::not_found) return not_here();
  return http::problem_response(error);
}

using LookUp = std::function<Result<Queue>(store::Reader&)>;

Task<Result<Queue>> find_queue(doors::Service& service, KnownQueues& known, const std::string& key,
                               const LookUp& look_up) {
  const Stamp stamp = Stamp::of(service.store);
  if (const Queue* queue = known.find(key, stamp)) {
    const Instant expires = queue->credential.expires_at;
    if (expires == Instant{} || expires > service.now()) co_return *queue;
  }
  Result<Queue> found = co_await service.read<Queue>(look_up);
  if (found.ok()) known.keep(key, stamp, found.value());
  co_return found;
}

Admitted<Queue> admitted(doors::Service& service, const http::Request& request, Queue queue, std::string path) {
  queue.path = std::move(path);
  queue.uri = ipp_base(service, request) + queue.path;
  note_use(service, queue.credential);
  return queue;
}

std::string value_of(const http::Request& request, std::string_view name) {
  const auto found = request.parameters.find(name);
  return found == request.parameters.end() ? std::string() : found->second;
}

}  // namespace

void note_use(doors::Service& service, const Credential& credential) {
  const Instant now = service.now();
  if (now - credential.used_at < hours(1)) return;
  service.store.write_later(
      [id = credential.id, now](store::Transaction& in) { return registry::touch_credential(in, id, now); },
      [](Result<void>) {});
}

std::optional<http::Response> unsafe_or_missing(const http::Request& request) {
  if (!request.secure && !request.from_loopback)
    return http::problem_response(
        {Reason::not_permitted, "tls-needed", "connect by ipps: passwords travel over TLS only"});
  if (!http::basic_credentials(request.headers)) return challenge();
  return std::nullopt;
}

Task<Admitted<Queue>> admit_by_token(doors::Service& service, KnownQueues& known, http::Request& request) {
  const std::string token = value_of(request, "token");
  const std::string key = sha256(token);
  const LookUp look_up = [&token, now = service.now()](store::Reader& in) { return queue_of_token(in, token, now); };
  Result<Queue> found = co_await find_queue(service, known, key, look_up);
  if (!found.ok()) {
    const bool unknown = found.error().reason == Reason::not_authenticated;
    co_return unknown ? not_here() : refused(found.error());
  }
  co_return admitted(service, request, found.take(), "/ipp/p/" + token);
}

Task<Admitted<Queue>> admit_by_password(doors::Service& service, KnownQueues& known, http::Request& request) {
  if (auto refusal = unsafe_or_missing(request)) co_return std::move(*refusal);
  const std::string password = http::basic_credentials(request.headers)->second;
  const std::string slug = value_of(request, "purpose");
  const LookUp look_up = [&password, &slug, now = service.now()](store::Reader& in) {
    return queue_of_password(in, password, slug, now);
  };
  const std::string key = sha256(slug + " " + password);  // secrets are not kept, not even in memory
  Result<Queue> found = co_await find_queue(service, known, key, look_up);
  if (!found.ok()) co_return refused(found.error());
  co_return admitted(service, request, found.take(), slug.empty() ? "/ipp/print" : "/ipp/print/" + slug);
}

Task<Admitted<DeviceQueue>> admit_device(doors::Service& service, http::Request& request) {
  if (auto refusal = unsafe_or_missing(request)) co_return std::move(*refusal);
  const std::string password = http::basic_credentials(request.headers)->second;
  std::function<Result<Credential>(store::Reader&)> look_up = [&password, now = service.now()](store::Reader& in) {
    return credential_for(in, CredentialKind::device, password, now);
  };
  Result<Credential> found = co_await service.read<Credential>(look_up);
  if (!found.ok()) co_return refused(found.error());
  DeviceQueue queue{found.take(), {}, {}, {}};
  queue.printer = queue.credential.printer;
  if (value_of(request, "printer") != to_string(queue.printer)) co_return not_here();
  queue.path = "/ipp/device/" + to_string(queue.printer);
  queue.uri = ipp_base(service, request) + queue.path;
  note_use(service, queue.credential);
  co_return queue;
}

}  // namespace tsuke::ippdoor
