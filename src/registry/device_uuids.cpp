#include "registry/device_uuids.h"

#include <algorithm>
#include <string>

#include "registry/printers.h"

namespace tsuke::registry {

namespace {

constexpr std::string_view urn = "urn:uuid:";
constexpr std::size_t uuid_letters = 36;

constexpr store::Query put_device_uuid{"put_device_uuid", R"sql(
    INSERT INTO device_uuid (printer_id, uuid, told_at) VALUES ($1, $2, $3)
    ON CONFLICT (printer_id, uuid) DO UPDATE SET told_at = excluded.told_at)sql"};
constexpr store::Query trim_device_uuids{"trim_device_uuids", R"sql(
    DELETE FROM device_uuid WHERE printer_id = $1 AND uuid NOT IN
      (SELECT uuid FROM device_uuid WHERE printer_id = $1 ORDER BY told_at DESC, uuid LIMIT $2))sql"};
constexpr store::Query drop_device_uuid{"drop_device_uuid",
                                        "DELETE FROM device_uuid WHERE printer_id = $1 AND uuid = $2"};
constexpr store::Query count_device_uuid{"count_device_uuid",
                                         "SELECT COUNT(*) FROM device_uuid WHERE printer_id = $1 AND uuid = $2"};

std::string in_small_letters(std::string_view uuid) {
  std::string small(uuid.substr(0, urn.size() + uuid_letters + 1));
  for (char& c : small)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return small;
}

bool is_urn(std::string_view uuid) {
  const auto is_letter = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || c == '-'; };
  return uuid.size() == urn.size() + uuid_letters && uuid.starts_with(urn) &&
         std::all_of(uuid.begin() + urn.size(), uuid.end(), is_letter);
}

}  // namespace

Result<void> remember_device_uuid(store::Transaction& in, PrinterId id, std::string_view uuid, Instant now) {
  const std::string told = in_small_letters(uuid);
  if (!is_urn(told))
    return Error{Reason::malformed, "bad-device-uuid", "give output-device-uuid as urn:uuid: and a UUID (RFC 9562)"};
  if (TRY(printer(in, id)).uuid == told) return {};
  TRY(in.run(put_device_uuid, {id, told, now}));
  return in.run(trim_device_uuids, {id, device_uuids_max});
}

Result<void> forget_device_uuid(store::Transaction& in, PrinterId id, std::string_view uuid) {
  return in.run(drop_device_uuid, {id, in_small_letters(uuid)});
}

Result<bool> is_device_uuid(store::Reader& in, PrinterId id, std::string_view uuid) {
  const std::string told = in_small_letters(uuid);
  if (TRY(printer(in, id)).uuid == told) return true;
  return TRY(in.integer(count_device_uuid, {id, told})).value_or(0) > 0;
}

}  // namespace tsuke::registry
