#include "registry/setup_links.h"

#include "base/bytes.h"
#include "registry/secrets.h"

namespace tsuke::registry {

namespace {

constexpr store::Query insert_setup_link{"insert_setup_link", R"sql(
    INSERT INTO setup_link (link_hash, credential_id, sealed_secret, expires_at) VALUES ($1, $2, $3, $4))sql"};
constexpr store::Query select_setup_link{"select_setup_link", R"sql(
    SELECT sealed_secret FROM setup_link WHERE link_hash = $1 AND expires_at > $2)sql"};
constexpr store::Query delete_setup_links{"delete_setup_links", "DELETE FROM setup_link WHERE expires_at <= $1"};

Error expired() {
  return {Reason::not_found, "setup-link-expired", "this link is too old or withdrawn; add the device once more"};
}

}  // namespace

Result<std::string> add_setup_link(store::Transaction& in, const NewCredential& token, Instant now) {
  assert(token.credential.kind == CredentialKind::queue_token);
  const std::string link = "tsuke_setup_" + random_token();
  TRY(in.run(insert_setup_link, {store::Blob{sha256(link)}, token.credential.id,
                                 store::Blob{sealed_under(link, token.secret)}, now + setup_link_lasts}));
  return link;
}

Result<NewCredential> open_setup_link(store::Reader& in, std::string_view link, Instant now) {
  const auto sealed = TRY(in.find<std::string>(select_setup_link, {store::Blob{sha256(link)}, now},
                                               [](const store::Row& row) { return row.blob(0); }));
  if (!sealed) return expired();
  std::string secret = TRY(opened_with(link, *sealed));
  const auto credential = TRY(find_credential(in, CredentialKind::queue_token, secret, now));
  if (!credential) return expired();
  return NewCredential{*credential, std::move(secret)};
}

Result<void> forget_setup_links(store::Transaction& in, Instant now) { return in.run(delete_setup_links, {now}); }

}  // namespace tsuke::registry
