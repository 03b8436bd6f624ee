// Providers own sites, sites hold printers; what a printer can do and who may use it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/store/store.h"
#include "registry/position.h"
#include "registry/print_settings.h"
#include "registry/purposes.h"

namespace tsuke::registry {

enum class SiteKind { office, shared_office, home, store };
std::string_view to_string(SiteKind kind);
Result<SiteKind> parse_site_kind(std::string_view text);

// An organisation or a person (at home) that owns printers and receives the device fee.
struct Provider {
  ProviderId id;
  std::string name;
  OrganisationId organisation;  // exactly one of the two exists
  PersonId person;
};

struct Site {
  SiteId id;
  ProviderId provider;
  std::string name;
  std::string slug;  // unique
  SiteKind kind = SiteKind::office;
  std::optional<Position> position;  // where it is, when its provider has said so
};

// What the device told about itself; typed, bounded and untrusted.
struct Capabilities {
  std::vector<std::string> media{"iso_a4_210x297mm"};
  bool color = false;
  bool two_sided = false;
  std::vector<std::string> formats{"application/pdf"};
  std::vector<std::string> finishings;       // keywords of known_finishings(); empty: none
  bool auto_color = false;                   // decides page by page itself: print-color-mode "auto"
  int copies_max = 1;                        // of a document in one job; what it cannot repeat is repeated for it
  int margin_hmm = 423;                      // the widest edge that it leaves white
  std::vector<std::string> raster_types;     // pwg-raster-document-type-supported: "sgray_8", "srgb_8", …
  std::vector<int> raster_dpi;               // pwg-raster-document-resolution-supported, the square ones
  std::string raster_sheet_back = "normal";  // pwg-raster-document-sheet-back
  std::vector<std::string> urf;              // urf-supported, in small letters: "w8", "srgb24", "rs300-600", "dm1", …
  friend bool operator==(const Capabilities&, const Capabilities&) = default;
};
// {"media":["iso_a4_210x297mm"],"color":false,"two-sided":false,"formats":["application/pdf"],"finishings":[],
//  "auto-color":false,"copies-max":1,"margin-hmm":423,"raster-types":[],"raster-dpi":[],"raster-sheet-back":"normal",
//  "urf":[]}
Json to_json(const Capabilities& capabilities);
// Absent members keep their defaults and unknown ones are passed over: an agent may be newer than the service. Fails
// with malformed ("bad-capabilities") on wrong kinds, on lists that are longer than 256 (media and formats: or empty),
// on numbers out of bounds, and on what is no keyword (media, raster types, URF), no MIME type (formats) or no
// finishing that is known. Repeated entries are dropped.
Result<Capabilities> capabilities_from_json(const Json& json);

struct Printer {
  PrinterId id;
  SiteId site;
  ProviderId provider;                    // read only
  std::string provider_name;              // read only
  std::string site_name;                  // read only
  std::string site_slug;                  // read only
  SiteKind site_kind = SiteKind::office;  // read only
  std::string name;
  std::string uuid;  // "urn:uuid:…", given at creation
  bool switched_on = true;
  bool owner_only = false;  // only members of the providing organisation (or the person who provides it) may print here
  Capabilities capabilities;
  std::string state = "unknown";           // "idle", "processing", "stopped", "unknown"; from the device
  std::vector<std::string> state_reasons;  // printer-state-reasons keywords, at most 32
  bool enrolled = false;                   // read only: an agent holds a credential for it, or direct.h
  Instant seen_at{};                       // last word from its agent; 0 = never
};

// Fails with malformed ("bad-name"; "bad-provider": not exactly one owner), not_found (the owner).
Result<ProviderId> add_provider(store::Transaction& in, const Provider& provider);
Result<Provider> provider(store::Reader& in, ProviderId id);  // not_found
Result<std::vector<Provider>> providers(store::Reader& in);
// Those whose printers this person administers: their own, and those of organisations where they are admin.
Result<std::vector<Provider>> providers_administered_by(store::Reader& in, PersonId person);
// Fails with not_found unless the person administers this provider (an operator does not by that).
Result<void> require_provider_admin(store::Reader& in, PersonId person, ProviderId provider);
// The same for a site or printer: what others provide is not found, just as what nobody does.
Result<Site> administered_site(store::Reader& in, PersonId person, SiteId site);
Result<Printer> administered_printer(store::Reader& in, PersonId person, PrinterId printer);

// True for the person who provides, and for accepted members of the providing organisation: who may use owner_only
// printers.
Result<bool> belongs_to_provider(store::Reader& in, PersonId person, ProviderId provider);

// The slug is made from the name when empty. Fails with malformed ("bad-name", "bad-slug", "bad-position"), not_found
// (the provider), conflict ("slug-taken", for a given slug).
Result<SiteId> add_site(store::Transaction& in, const Site& site);
Result<Site> site(store::Reader& in, SiteId id);  // not_found
// None: nobody is told any more where it is. Fails with malformed ("bad-position"), not_found.
Result<void> set_position(store::Transaction& in, SiteId id, const std::optional<Position>& position);
Result<std::vector<Site>> sites(store::Reader& in);
Result<std::vector<Site>> sites_of(store::Reader& in, ProviderId provider);

// Takes site, name, switched_on, owner_only and capabilities; the rest is made here or told by the device later. Fails
// with malformed ("bad-name", "bad-capabilities"), not_found (the site).
Result<PrinterId> add_printer(store::Transaction& in, const Printer& printer);
// What is absent stays. Publishes a "printer" event. Fails with malformed ("bad-name"), not_found.
Result<void> change_printer(store::Transaction& in, PrinterId id, std::optional<std::string> name,
                            std::optional<bool> switched_on, std::optional<bool> owner_only);
Result<Printer> printer(store::Reader& in, PrinterId id);  // not_found
Result<std::vector<Printer>> printers(store::Reader& in);
Result<std::vector<Printer>> printers_of(store::Reader& in, ProviderId provider);
// Those a person may see in a list of places to print: all switched-on ones, less owner_only ones of others.
Result<std::vector<Printer>> printers_for(store::Reader& in, PersonId person);
// What the agent reports. Publishes a "printer" event (audience "printer:<id>") when state, reasons or capabilities
// changed. seen_at moves at most once a minute when nothing else changed, and never back. Of the reasons, "none" and
// repetitions are dropped and the first 32 are kept. Fails with malformed ("bad-printer-report": an unknown state, a
// reason that is no keyword; "bad-capabilities"), not_found.
Result<void> device_reported(store::Transaction& in, PrinterId id, const std::string& state,
                             const std::vector<std::string>& reasons, const std::optional<Capabilities>& capabilities,
                             Instant now);

}  // namespace tsuke::registry
