// Every version of a price, as it was published. Not for other folders.
#pragma once

#include <map>
#include <vector>

#include "books/verify/rating.h"
#include "platform/store/store.h"

namespace tsuke::books::verifying {

struct Version {
  std::int64_t id, printer, effective_from, published_at;
  Json terms;
};

// Fee plans stand under printer 0.
class Versions {
 public:
  Result<void> read(store::Reader& in);
  const Version* find(std::int64_t printer, std::int64_t id) const;
  // At the release, or when its price was shown: a quote holds for a quarter of an hour.
  bool could_be_quoted(const Version& version, std::int64_t at) const;

 private:
  bool was_in_force(const Version& version, std::int64_t at) const;

  std::map<std::int64_t, std::vector<Version>> versions_;
};

}  // namespace tsuke::books::verifying
