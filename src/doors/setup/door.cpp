#include "doors/setup/door.h"

#include "doors/setup/chrome_printers.h"
#include "doors/setup/profile.h"
#include "platform/cms/cms.h"
#include "registry/people.h"
#include "registry/purposes.h"
#include "registry/setup_links.h"

namespace tsuke::doors {

namespace {

constexpr const char* profile_type = "application/x-apple-aspen-config";

// What the link leads to.
struct SetUp {
  registry::NewCredential token;
  registry::Purpose purpose;
  bool japanese = false;
};

Result<SetUp> look_up(store::Reader& in, std::string_view link, Instant now) {
  registry::NewCredential token = TRY(registry::open_setup_link(in, link, now));
  registry::Purpose purpose = TRY(registry::purpose(in, token.credential.purpose));
  const registry::Person person = TRY(registry::person(in, purpose.person));
  const bool japanese = person.language == "ja";
  return SetUp{std::move(token), std::move(purpose), japanese};
}

// A person reads it, who has just touched a link on a phone: in both languages, since nobody is signed in.
http::Response refused(const Error& error) {
  if (error.reason != Reason::not_found) return http::problem_response(error);
  http::Response response;
  response.status = 404;
  response.headers.set("Content-Type", "text/plain; charset=utf-8");
  response.headers.set("Cache-Control", "no-store");
  response.body =
      "This link is too old or withdrawn. Open \"Add to this device\" in Tsuke once more.\n"
      "このリンクは期限切れか取り消し済みです。Tsuke の「この機器に追加」をもう一度開いてください。\n";
  return response;
}

http::Response file_response(std::string bytes, const char* type, const char* name) {
  http::Response response;
  response.headers.set("Content-Type", type);
  response.headers.set("Content-Disposition", "attachment; filename=\"" + std::string(name) + "\"");
  response.headers.set("Cache-Control", "no-store");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Referrer-Policy", "no-referrer");
  response.body = std::move(bytes);
  return response;
}

Task<Result<SetUp>> find(Service& service, const http::Request& request) {
  const std::string_view link = request.parameter("link");
  const std::function<Result<SetUp>(store::Reader&)> reading = [link, now = service.now()](store::Reader& in) {
    return look_up(in, link, now);
  };
  co_return co_await service.read<SetUp>(reading);
}

QueueAddress address_of(const Service& service, const http::Request& request, const SetUp& found) {
  return QueueAddress::create(service.host_of(request), request.secure, found.token.secret);
}

Task<http::Response> give_profile(Service& service, http::Request& request) {
  const auto found = co_await find(service, request);
  if (!found.ok()) co_return refused(found.error());
  const SetUp& set_up = found.value();
  const ProfileFacts facts{address_of(service, request, set_up), set_up.purpose.id, set_up.purpose.name,
                           set_up.token.credential.label, set_up.japanese};
  std::string profile = airprint_profile(facts);
  if (!service.signer) co_return file_response(std::move(profile), profile_type, profile_file);
  const auto signing = [&signer = *service.signer, &profile] { return signer.sign(profile); };
  auto made = co_await run_on(service.pool, service.loop, signing);
  if (!made.ok()) co_return http::problem_response(made.error());
  co_return file_response(made.take(), profile_type, profile_file);
}

Task<http::Response> give_chrome_printers(Service& service, http::Request& request) {
  const auto found = co_await find(service, request);
  if (!found.ok()) co_return refused(found.error());
  const SetUp& set_up = found.value();
  const Json printers = chrome_printers(address_of(service, request, set_up), to_string(set_up.purpose.id),
                                        set_up.purpose.name, set_up.token.credential.label);
  co_return file_response(printers.dump() + "\n", "application/json", chrome_printers_file);
}

}  // namespace

std::string setup_url(const std::string& host, bool secure, const std::string& link, const char* file) {
  return (secure ? "https://" : "http://") + host + "/setup/" + link + "/" + file;
}

void add_setup_door(http::Router& router, Service& service) {
  const auto add = [&](const char* file, Task<http::Response> (*give)(Service&, http::Request&)) {
    router.add("GET", std::string("/setup/{link}/") + file, http::Access::token,
               [&service, give](http::Request& request) { return give(service, request); });
  };
  add(profile_file, give_profile);
  add(chrome_printers_file, give_chrome_printers);
}

}  // namespace tsuke::doors
