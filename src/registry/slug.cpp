#include "registry/slug.h"

#include "base/ids.h"
#include "registry/people.h"

namespace tsuke::registry {

namespace {
constexpr int numbers_tried_max = 20;
}

std::string make_slug(std::string_view name, std::string_view fallback) {
  std::string slug;
  for (const char c : name) {
    const char small = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    const bool stays = (small >= 'a' && small <= 'z') || (small >= '0' && small <= '9');
    if (stays)
      slug.push_back(small);
    else if (!slug.empty() && slug.back() != '-')
      slug.push_back('-');
    if (slug.size() == slug_length_max) break;
  }
  while (!slug.empty() && slug.back() == '-') slug.pop_back();
  return slug.empty() ? std::string(fallback) : slug;
}

Result<void> check_slug(std::string_view slug) {
  if (slug.empty() || slug.size() > slug_length_max || make_slug(slug, "") != slug)
    return Error{Reason::malformed, "bad-slug", "write the short name with small letters, digits and single hyphens"};
  return {};
}

Result<std::string> free_slug(store::Reader& in, const store::Query& taken, const std::string& wished,
                              std::int64_t id_value, const store::Values& scope) {
  std::string slug = wished;
  for (int number = 2; number <= numbers_tried_max + 1; ++number) {
    store::Values values{slug};
    values.insert(values.end(), scope.begin(), scope.end());
    if (!TRY(in.integer(taken, values))) return slug;
    slug = wished + "-" + std::to_string(number);
  }
  return wished + "-" + tsuke::to_string(id_value);
}

}  // namespace tsuke::registry
