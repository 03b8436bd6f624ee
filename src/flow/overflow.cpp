#include "flow/overflow.h"

namespace tsuke::flow {

namespace {
using store::Query;

constexpr Query overflow_of_purpose{"overflow_of_purpose", "SELECT 1 FROM purpose_overflow WHERE purpose_id = $1"};
constexpr Query put_overflow{"put_purpose_overflow", R"sql(
    INSERT INTO purpose_overflow (purpose_id) VALUES ($1) ON CONFLICT (purpose_id) DO NOTHING)sql"};
constexpr Query drop_overflow{"drop_purpose_overflow", "DELETE FROM purpose_overflow WHERE purpose_id = $1"};
}  // namespace

Result<bool> pays_overflow(store::Reader& in, PurposeId purpose) {
  return TRY(in.integer(overflow_of_purpose, {purpose})).has_value();
}

Result<void> set_pays_overflow(store::Transaction& in, PurposeId purpose, bool pays) {
  return in.run(pays ? put_overflow : drop_overflow, {purpose});
}

}  // namespace tsuke::flow
