// Small steps that every look-up and every insertion of the registry takes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/result.h"

namespace tsuke::registry {

inline Error no_such(std::string_view thing) {
  return {Reason::not_found, "no-such-" + std::string(thing),
          "there is no such " + std::string(thing) + ", or none that you may see"};
}

// The value found, or not_found ("no-such-<thing>").
template <typename T>
Result<T> must_find(Result<std::optional<T>> looked_up, std::string_view thing) {
  std::optional<T> found = TRY(std::move(looked_up));
  if (!found) return no_such(thing);
  return std::move(*found);
}

// The result, with "you have nothing to do with its owner" turned into the same not_found that an id of nothing gets.
template <typename T>
Result<T> or_hidden(Result<T> allowed, Error none) {
  if (!allowed.ok() && allowed.error().reason == Reason::not_found) return none;
  return allowed;
}

// The result, with the store's refusal of a repeated value turned into what that means to the caller.
template <typename T>
Result<T> or_taken(Result<T> changed, std::string_view code, std::string_view what) {
  if (!changed.ok() && changed.error().code == "unique")
    return Error{Reason::conflict, std::string(code), std::string(what)};
  return changed;
}

}  // namespace tsuke::registry
