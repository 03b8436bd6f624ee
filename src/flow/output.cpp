#include "flow/output.h"

namespace tsuke::flow {

rules::Output output_of(const Usage& usage, const Attempt& attempt) {
  const std::int64_t finished = rules::finished_copies(
      {usage.impressions(), usage.sheets}, {attempt.expected_impressions, attempt.expected_sheets}, attempt.settings);
  return {usage.monochrome_impressions,
          usage.color_impressions,
          usage.sheets,
          attempt.settings.media,
          attempt.settings.sides != registry::Sides::one_sided,
          attempt.settings.finishings,
          finished};
}

}  // namespace tsuke::flow
