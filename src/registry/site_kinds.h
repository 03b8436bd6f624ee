// Site kinds as the database has them.
#pragma once

#include <string_view>

#include "registry/printers.h"

namespace tsuke::registry {

// For words that we wrote ourselves: asserts that it is one.
SiteKind stored_site_kind(std::string_view word);

}  // namespace tsuke::registry
