#include "doors/ipp/system_access.h"

#include <algorithm>

#include "doors/ipp/wire.h"
#include "registry/enrolment.h"

namespace tsuke::ippdoor {
namespace {

using registry::CredentialKind;

struct Basic {
  std::string user, password;
};

// Who that is, or nobody; the credential when it is to be noted as used.
struct Found {
  SystemCaller caller;
  std::optional<registry::Credential> credential;
};

Result<Found> person_of(store::Reader& in, const registry::Credential& credential) {
  Found found;
  found.credential = credential;
  found.caller.of = credential.person;
  for (const registry::Provider& provider : TRY(registry::providers_administered_by(in, credential.person)))
    found.caller.providers.push_back(provider.id);
  if (!found.caller.providers.empty()) found.caller.role = provider_admin;
  if (TRY(registry::person(in, credential.person)).is_operator) found.caller.role = system_operator;
  return found;
}

Result<std::optional<Found>> enrolling_by(store::Reader& in, const Basic& basic, Instant now) {
  Found found;
  found.caller.role = enrolling;
  found.caller.code = basic.password;
  if (registry::is_strong_secret(basic.password)) {
    found.caller.code = basic.user;
    found.caller.secret = basic.password;
  }
  const auto code = TRY(registry::find_credential(in, CredentialKind::enrolment, found.caller.code, now));
  return code ? std::optional(found) : std::nullopt;
}

Result<std::optional<Found>> find_caller(store::Reader& in, const Basic& basic, Instant now) {
  if (const auto known = TRY(registry::find_credential(in, CredentialKind::device, basic.password, now))) {
    Found found;
    found.credential = known;
    found.caller.role = device;
    found.caller.printer = known->printer;
    return std::optional(found);
  }
  if (const auto known = TRY(registry::find_credential(in, CredentialKind::app_password, basic.password, now)))
    return std::optional(TRY(person_of(in, *known)));
  return enrolling_by(in, basic, now);
}

// A code has 40 bits: guessing is made slow. The secrets that we make have 256.
bool is_guess(const Basic& basic) {
  if (basic.password.starts_with("tsuke_")) return false;
  return registry::looks_like_code(basic.password) ||
         (registry::is_strong_secret(basic.password) && registry::looks_like_code(basic.user));
}

}  // namespace

bool SystemCaller::administers(ProviderId provider) const {
  if (role == system_operator) return true;
  return provider.exists() && std::find(providers.begin(), providers.end(), provider) != providers.end();
}

Task<Admitted<SystemCaller>> admit_to_system(doors::Service& service, doors::Tries& tries, http::Request& request) {
  if (auto refusal = unsafe_or_missing(request)) co_return std::move(*refusal);
  auto [user, password] = *http::basic_credentials(request.headers);
  const Basic basic{std::move(user), std::move(password)};
  const Instant now = service.now();
  const bool guess = is_guess(basic);
  if (guess) {
    const Result<void> allowed = tries.begin(request.peer_address, now);
    if (!allowed.ok()) co_return http::problem_response(allowed.error());
  }
  std::function<Result<std::optional<Found>>(store::Reader&)> look_up = [&basic, now](store::Reader& in) {
    return find_caller(in, basic, now);
  };
  Result<std::optional<Found>> found = co_await service.read<std::optional<Found>>(look_up);
  if (!found.ok()) co_return http::problem_response(found.error());
  if (!found.value()) co_return challenge();
  if (guess) tries.take_back(request.peer_address);
  if (found.value()->credential) note_use(service, *found.value()->credential);
  co_return std::move(found.value()->caller);
}

}  // namespace tsuke::ippdoor
