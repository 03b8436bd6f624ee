#include "registry/site_kinds.h"

#include "registry/words.h"

namespace tsuke::registry {

namespace {

constexpr Word<SiteKind> words[] = {
    {SiteKind::office, "office"},
    {SiteKind::shared_office, "shared_office"},
    {SiteKind::home, "home"},
    {SiteKind::store, "store"},
};

}  // namespace

std::string_view to_string(SiteKind kind) { return word_of(words, kind); }
Result<SiteKind> parse_site_kind(std::string_view text) { return value_of(words, text, "bad-site-kind"); }
SiteKind stored_site_kind(std::string_view word) { return stored_value(words, word); }

}  // namespace tsuke::registry
