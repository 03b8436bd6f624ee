// Resources of PWG 5100.22: images, colour profiles and strings that belong to the system or to a provider, and may be
// put to use by their printers. The bytes lie in the vault.
//
//   pending ──data──► available ──install──► installed        each ──cancel──► canceled (when no printer uses it)
//        └──data that are not what they are said to be──► aborted
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/store/store.h"
#include "registry/printer_numbers.h"

namespace tsuke::registry {

using ResourceId = Id<struct ResourceTag>;

enum class ResourceState { pending, available, installed, canceled, aborted };
std::string_view to_string(ResourceState state);

inline constexpr const char* resource_types[] = {"static-image", "static-icc-profile", "static-strings"};
inline constexpr const char* resource_formats[] = {"image/png", "image/jpeg", "application/vnd.iccprofile",
                                                   "text/strings"};
inline constexpr std::int64_t resource_bytes_max = 1 << 20;
inline constexpr int resources_max = 64;  // live ones per owner

struct Resource {
  ResourceId id;
  int number = 0;       // IPP's resource-id; never given to another
  ProviderId provider;  // none: the system's own
  std::string uuid;
  std::string type;
  std::string name;
  std::string info;
  std::string language;        // of strings: "en"; may be empty
  std::string string_version;  // may be empty
  std::string format;          // empty until data came
  std::string location;        // in the vault; empty when there are none
  std::int64_t size_bytes = 0;
  ResourceState state = ResourceState::pending;
  std::string message;
  bool cancel_asked = false;  // it goes as soon as no printer uses it
  Instant created_at{}, installed_at{}, ended_at{};
  int uses = 0;  // printers that have it; read only
};

// Takes provider, type, name, info, language and string_version. Forgets those of this owner that ended more than a day
// ago. Publishes "resource-created". Fails with malformed ("bad-resource": an unknown type, a name or info that is
// empty, too long or deceiving, a language that is none), limit_reached ("too-many-resources").
Result<Resource> create_resource(store::Transaction& in, const Resource& wished, Instant now);
Result<Resource> resource(store::Reader& in, int number);  // not_found
Result<std::optional<Resource>> resource_by_uuid(store::Reader& in, std::string_view uuid);
Result<std::vector<Resource>> resources(store::Reader& in);                          // all, by number
Result<std::vector<Resource>> resources_of(store::Reader& in, ProviderId provider);  // none: the system's own

// The data have come. Fails with conflict ("bad-resource-state") unless it is pending.
struct ResourceData {
  std::string format, location;
  std::int64_t size_bytes = 0;
};
Result<Resource> give_resource_data(store::Transaction& in, int number, const ResourceData& data, Instant now);
// The data were not what they were said to be. Fails with conflict ("bad-resource-state") unless it is pending.
Result<void> abort_resource(store::Transaction& in, int number, const std::string& message, Instant now);
// Fails with conflict ("bad-resource-state") unless it is available; installing an installed one changes nothing.
Result<Resource> install_resource(store::Transaction& in, int number, Instant now);

struct ResourceChange {
  std::optional<std::string> name, info, string_version;
};
// Fails with malformed ("bad-resource"), conflict ("bad-resource-state") when it has ended.
Result<Resource> change_resource(store::Transaction& in, int number, const ResourceChange& change);

// Ends it, or notes that it shall end as soon as no printer uses it; a second time changes nothing. The bytes that are
// to be destroyed are in `freed`. Fails with conflict ("bad-resource-state") when it was aborted.
struct Cancelled {
  Resource resource;
  std::string freed;  // vault location; may be empty
};
Result<Cancelled> cancel_resource(store::Transaction& in, int number, Instant now);

// A printer gets an installed resource; again changes nothing. Fails with conflict ("bad-resource-state").
Result<void> allocate_resource(store::Transaction& in, int number, const PrinterRef& printer);
// Takes it back. When its end was asked for, this ends it. Fails with conflict ("not-allocated").
Result<Cancelled> deallocate_resource(store::Transaction& in, int number, const PrinterRef& printer, Instant now);
// All that this printer has go back; returns what is to be destroyed.
Result<std::vector<std::string>> deallocate_all(store::Transaction& in, const PrinterRef& printer, Instant now);
Result<std::vector<Resource>> resources_at(store::Reader& in, const PrinterRef& printer);

// Where the vault must keep something for a resource.
Result<std::vector<std::string>> live_resource_data(store::Reader& in);

}  // namespace tsuke::registry
