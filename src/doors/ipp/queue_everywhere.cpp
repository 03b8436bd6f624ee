#include "doors/ipp/queue_everywhere.h"

#include <algorithm>
#include <limits>

#include "doors/ipp/document.h"
#include "doors/ipp/job_password.h"
#include "doors/ipp/job_template.h"
#include "doors/ipp/queue_notices.h"
#include "doors/ipp/wishes.h"
#include "flow/submit/submit.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::string_view pwg_raster = "image/pwg-raster", urf = "image/urf", jpeg = "image/jpeg",
                           pdf = "application/pdf";
constexpr std::int32_t raster_dpi[] = {300, 600};
constexpr std::int32_t pixels_max = 65'535;
constexpr auto k_octets_max = static_cast<std::int32_t>(flow::document_bytes_max / 1024);
// The printer is chosen at release: its toner is not known here, which RFC 3805 writes as level -2.
constexpr const char* unknown_supply =
    "index=1;class=supplyThatIsConsumed;type=other;unit=percent;maxcapacity=100;level=-2;colorantname=unknown;";

bool takes(const QueueFacts& facts, std::string_view format) {
  const convert::Format* known = convert::find_format(format);
  return known && facts.formats.takes(*known);
}

ipp::Attribute resolutions(std::string name) {
  ipp::Attribute attribute{std::move(name), ipp::Tag::resolution, {}};
  for (const std::int32_t dpi : raster_dpi) attribute.values.emplace_back(ipp::Resolution{dpi, dpi, 3});
  return attribute;
}

// The words that printers use in IEEE 1284 device ids.
std::string command_sets(const QueueFacts& facts) {
  constexpr std::pair<std::string_view, const char*> names[] = {
      {pdf, "PDF"}, {jpeg, "JPEG"}, {pwg_raster, "PWGRaster"}, {urf, "URF"}};
  std::string sets;
  for (const auto& [format, name] : names)
    if (takes(facts, format)) sets += (sets.empty() ? "" : ",") + std::string(name);
  return sets;
}

// "RS300-600"
template <typename Numbers>
std::string urf_word(std::string word, const Numbers& numbers) {
  const char* before = "";
  for (const std::int32_t number : numbers) {
    word += before + std::to_string(number);
    before = "-";
  }
  return word;
}

// The same once more, as AirPrint writes it: grey and colour, copies, resolutions and qualities as the other attributes
// have them; both sides, the back turned like the front (DM1). A client that misses a word here hides the choice.
std::vector<std::string> urf_words() {
  const std::int32_t copies[] = {registry::copies_max};
  return {"V1.4",
          urf_word("CP", copies),
          "W8",
          "SRGB24",
          urf_word("RS", raster_dpi),
          "DM1",
          urf_word("PQ", supported_qualities())};
}

void add_features(const QueueFacts& facts, Picker& put) {
  std::vector<std::string> features{"document-object", "subscription-object"};
  if (takes(facts, jpeg) && takes(facts, pwg_raster)) features.insert(features.begin() + 1, "ipp-everywhere");
  put.add(ipp::keywords("ipp-features-supported", std::move(features)));
  put.add(ipp::keyword("identify-actions-default", identify_display));
  put.add(ipp::keyword("identify-actions-supported", identify_display));
}

void add_raster(const QueueFacts& facts, Picker& put) {
  if (takes(facts, pwg_raster)) {
    put.add(resolutions("pwg-raster-document-resolution-supported"));
    put.add(ipp::keyword("pwg-raster-document-sheet-back", "normal"));
    put.add(ipp::keywords("pwg-raster-document-type-supported", {"black_1", "sgray_8", "srgb_8"}));
  }
  if (takes(facts, urf)) put.add(ipp::keywords("urf-supported", urf_words()));
  if (takes(facts, jpeg)) {
    put.add(ipp::range("jpeg-k-octets-supported", 0, k_octets_max));
    put.add(ipp::range("jpeg-x-dimension-supported", 1, pixels_max));
    put.add(ipp::range("jpeg-y-dimension-supported", 1, pixels_max));
  }
  put.add(ipp::range("pdf-k-octets-supported", 0, k_octets_max));
  put.add(ipp::keywords("pdf-versions-supported", {"iso-32000-1_2008"}));
}

// A part of a document can be named, but so far nothing can be different in it: other members are refused.
void add_overrides(Picker& put) {
  put.add(ipp::keywords("overrides-supported", words(override_members)), Kind::job_template);
}

void add_icons_and_supplies(const QueueFacts& facts, Picker& put) {
  std::vector<std::string> icons;
  for (const char* size : {"48", "128", "512"}) icons.push_back(facts.web + "/icons/printer-" + size + ".png");
  put.add(ipp::strings("printer-icons", ipp::Tag::uri, std::move(icons)));
  put.add(ipp::strings("printer-supply", ipp::Tag::octets, {unknown_supply}));
  put.add(ipp::text("printer-supply-description", "supplies of the printer where the job is released"));
  put.add(ipp::uri("printer-supply-info-uri", facts.web + "/"));
}

void add_charges(const QueueFacts& facts, Picker& put) {
  put.add(ipp::text("printer-charge-info",
                    "The printer where a job is released sets the price; it is shown before the release."));
  put.add(ipp::uri("printer-charge-info-uri", facts.web + "/"));
}

void add_firmware(Picker& put) {
  put.add(ipp::name("printer-firmware-name", "Tsuke"));
  put.add(ipp::text("printer-firmware-patches", ""));
  put.add(ipp::text("printer-firmware-string-version", "1"));
  put.add(ipp::strings("printer-firmware-version", ipp::Tag::octets, {std::string("\x01\x00", 2)}));
}

void add_notices(Picker& put) {
  put.add(ipp::integer("ippget-event-life", static_cast<std::int32_t>(NoticeBoard::event_life.micros / 1'000'000)));
  put.add(ipp::keyword("notify-pull-method-supported", "ippget"));
  put.add(ipp::keywords("notify-events-supported", words(queue_events)));
  put.add(ipp::keyword("notify-events-default", "job-completed"));
  put.add(ipp::integer("notify-lease-duration-default", queue_notice_rules.lease_default_s));
  put.add(ipp::range("notify-lease-duration-supported", 0, queue_notice_rules.lease_max_s));
  put.add(ipp::integer("notify-max-events-supported", static_cast<std::int32_t>(std::size(queue_events))));
}

}  // namespace

void add_everywhere_attributes(const QueueFacts& facts, Picker& put) {
  put.add(ipp::text("printer-device-id", "MFG:Tsuke;MDL:purpose queue;CMD:" + command_sets(facts) + ";"));
  add_features(facts, put);
  add_raster(facts, put);
  add_overrides(put);
  add_icons_and_supplies(facts, put);
  add_charges(facts, put);
  add_firmware(put);
  add_notices(put);
  add_password_attributes(put);
}

}  // namespace tsuke::ippdoor
