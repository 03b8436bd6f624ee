// Slugs that nobody has taken yet.
#pragma once

#include <string>
#include <string_view>

#include "platform/store/store.h"

namespace tsuke::registry {

inline constexpr std::size_t slug_length_max = 60;

// Fails with malformed ("bad-slug") when the text is not what make_slug could have given.
Result<void> check_slug(std::string_view slug);

// `wished` itself, else wished-2 … wished-20, else wished-<id>. `taken` selects a row when $1 (and `scope`, as $2) is
// in use; two who choose at the same moment are told apart by the table's unique constraint.
Result<std::string> free_slug(store::Reader& in, const store::Query& taken, const std::string& wished,
                              std::int64_t id_value, const store::Values& scope = {});

}  // namespace tsuke::registry
