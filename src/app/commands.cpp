#include "app/commands.h"

#include <cstdio>

#include "app/public_address.h"
#include "app/server.h"
#include "base/bytes.h"
#include "books/verify/verify.h"
#include "registry/credentials.h"
#include "registry/people.h"

namespace tsuke::app {

namespace {

constexpr Duration link_life = minutes(15);

void print(const std::string& line) { std::printf("%s\n", line.c_str()); }

}  // namespace

int complain(const Error& error) {
  std::fprintf(stderr, "tsuke: %s (%s)\n", error.what.c_str(), error.code.c_str());
  return 1;
}

int serve(const Config& config) {
  auto server = Server::start(config);
  if (!server.ok()) return complain(server.error());
  server.value()->run();
  return 0;
}

int verify_ledger(const Config& config, bool as_json) {
  auto store = open_store(config);
  if (!store.ok()) return complain(store.error());
  const auto report = store.value()->read<books::Report>([](store::Reader& in) { return books::verify(in); });
  if (!report.ok()) return complain(report.error());
  const Json json = books::to_json(report.value());
  if (as_json) {
    print(json.dump());
  } else {
    for (const Json& fault : json["faults"].items())
      print(fault["code"].text() + " " + fault["row"].text() + ": " + fault["what"].text());
    print(json["ok"].boolean() ? "ledger: clean" : "ledger: faults found");
  }
  return json["ok"].boolean() ? 0 : 1;
}

int create_person(const Config& config, const NewPerson& wanted, bool as_json) {
  const auto known_as = public_address(config);
  if (!known_as.ok()) return complain(known_as.error());
  auto store = open_store(config);
  if (!store.ok()) return complain(store.error());
  const Instant now = wall_clock().now();
  const auto link = store.value()->write<std::string>([&](store::Transaction& in) -> Result<std::string> {
    registry::Person person;
    person.name = wanted.name;
    person.login = wanted.login;
    person.is_operator = wanted.is_operator;
    person.created_at = now;
    registry::Credential credential;
    credential.kind = registry::CredentialKind::sign_in_link;
    credential.person = TRY(registry::add_person(in, person));
    credential.expires_at = now + link_life;
    return TRY(registry::add_credential(in, credential, now)).secret;
  });
  if (!link.ok()) return complain(link.error());
  const std::string host =
      known_as.value().host.empty() ? "localhost:" + std::to_string(config.port) : known_as.value().host;
  const bool secure = known_as.value().tls_before || !config.tls_certificate.empty() || config.tls_local_authority;
  const std::string url = (secure ? "https://" : "http://") + host + "/sign-in#" + link.value();
  print(as_json ? Json::object({{"login", wanted.login}, {"link", url}}).dump()
                : "Open this once, within 15 minutes, and choose a password: " + url);
  return 0;
}

}  // namespace tsuke::app
