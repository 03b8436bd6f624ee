#include "registry/site_kinds.h"

#include <algorithm>

#include "registry/people.h"
#include "registry/words.h"

namespace tsuke::registry {

namespace {

constexpr Word<SiteKind> words[] = {
    {SiteKind::office, "office"},
    {SiteKind::shared_office, "shared_office"},
    {SiteKind::home, "home"},
    {SiteKind::store, "store"},
};

constexpr store::Query forget_site_kinds{"forget_site_kinds", "DELETE FROM payer_site_kind WHERE organisation_id = $1"};
constexpr store::Query insert_site_kind{"insert_site_kind",
                                        "INSERT INTO payer_site_kind (organisation_id, kind) VALUES ($1, $2)"};
constexpr store::Query select_site_kinds{"select_site_kinds",
                                         "SELECT kind FROM payer_site_kind WHERE organisation_id = $1"};

}  // namespace

std::string_view to_string(SiteKind kind) { return word_of(words, kind); }
Result<SiteKind> parse_site_kind(std::string_view text) { return value_of(words, text, "bad-site-kind"); }
SiteKind stored_site_kind(std::string_view word) { return stored_value(words, word); }

Result<void> set_allowed_site_kinds(store::Transaction& in, OrganisationId payer, const std::vector<SiteKind>& kinds) {
  TRY(organisation(in, payer));
  TRY(in.run(forget_site_kinds, {payer}));
  for (const Word<SiteKind>& word : words) {
    const bool allowed = std::find(kinds.begin(), kinds.end(), word.value) != kinds.end();
    if (allowed) TRY(in.run(insert_site_kind, {payer, word.text}));
  }
  return {};
}

Result<std::vector<SiteKind>> allowed_site_kinds(store::Reader& in, OrganisationId payer) {
  auto kinds = TRY(in.list<SiteKind>(select_site_kinds, {payer},
                                     [](const store::Row& row) { return stored_site_kind(row.text(0)); }));
  std::sort(kinds.begin(), kinds.end());
  return kinds;
}

}  // namespace tsuke::registry
