#include "doors/ipp/requested.h"

#include <algorithm>

namespace tsuke::ippdoor {

Requested::Requested(const ipp::Group& operation, std::string_view description,
                     std::initializer_list<const char*> fallback) {
  const std::vector<std::string> words = operation.texts("requested-attributes");
  for (const std::string& word : words) take(word, description);
  if (words.empty())
    for (const char* word : fallback) take(word, description);
}

void Requested::take(std::string_view word, std::string_view description) {
  key_.append(word).push_back(',');
  if (word == "all") {
    description_ = job_template_ = true;
  } else if (word == description) {
    description_ = true;
  } else if (word == "job-template") {
    job_template_ = true;
  } else if (word != "none") {
    names_.emplace(word);
  }
}

bool Requested::wants(std::string_view name, Kind kind) const {
  if (kind == Kind::description && description_) return true;
  if (kind == Kind::job_template && job_template_) return true;
  return !names_.empty() && names_.contains(name);
}

bool Requested::wants_only(std::initializer_list<std::string_view> names) const {
  if (description_ || job_template_) return false;
  return std::all_of(names_.begin(), names_.end(), [&](const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  });
}

}  // namespace tsuke::ippdoor
