#include "doors/ipp/queue_attributes.h"

#include "doors/ipp/document.h"
#include "doors/ipp/job_template.h"
#include "doors/ipp/media.h"
#include "doors/ipp/queue_call.h"
#include "doors/ipp/queue_everywhere.h"
#include "doors/ipp/uris.h"
#include "doors/ipp/wishes.h"
#include "flow/submit/submit.h"

namespace tsuke::ippdoor {
namespace {

constexpr std::size_t name_bytes_max = 127;
// The printer is chosen at release, so no device's speed is known: that of a common office device stands here, because
// IPP/2.0 asks for a number.
constexpr std::int32_t nominal_pages_per_minute = 30;

std::vector<std::string> media_names() {
  std::vector<std::string> names;
  for (const registry::Media& media : registry::known_media()) names.emplace_back(media.name);
  return names;
}

std::vector<ipp::Collection> media_cols() {
  std::vector<ipp::Collection> all;
  for (const registry::Media& media : registry::known_media()) all.push_back(media_col(media));
  return all;
}

std::vector<ipp::Collection> media_sizes() {
  std::vector<ipp::Collection> all;
  for (const registry::Media& media : registry::known_media()) all.push_back(media_size(media));
  return all;
}

void add_media(const registry::PrintSettings& defaults, Picker& put) {
  const Kind kind = Kind::job_template;
  put.add(ipp::keyword("media-default", defaults.media), kind);
  put.add(ipp::keywords("media-supported", media_names()), kind);
  // Every size is somewhere ready: people go to the printer that has it. iOS offers only what is ready.
  put.add(ipp::keywords("media-ready", media_names()), kind);
  if (const registry::Media* media = registry::find_media(defaults.media))
    put.add(ipp::collection("media-col-default", media_col(*media)), kind);
  if (put.wants("media-col-ready", kind)) put.add(ipp::collections("media-col-ready", media_cols()), kind);
  if (put.wants("media-col-database", Kind::named_only))
    put.add(ipp::collections("media-col-database", media_cols()), Kind::named_only);
  put.add(
      ipp::keywords("media-col-supported", {"media-size", "media-size-name", "media-top-margin", "media-bottom-margin",
                                            "media-left-margin", "media-right-margin", "media-source", "media-type"}),
      kind);
  put.add(ipp::collections("media-size-supported", media_sizes()), kind);
  for (const char* side : {"top", "bottom", "left", "right"})
    put.add(ipp::integer("media-" + std::string(side) + "-margin-supported", margin_hmm), kind);
  put.add(ipp::keyword("media-source-supported", "auto"), kind);
  put.add(ipp::keyword("media-type-supported", "stationery"), kind);
}

void add_hold(const Queue& queue, Picker& put) {
  const Kind kind = Kind::job_template;
  put.add(ipp::keyword("job-hold-until-default", queue.prints_at_once() ? no_hold : hold_until_released), kind);
  put.add(ipp::keywords("job-hold-until-supported", words(hold_words)), kind);
  put.add(ipp::keyword("job-release-action-default", queue.prints_at_once() ? release_at_once : release_by_owner),
          kind);
  put.add(queue.prints_at_once() ? ipp::keywords("job-release-action-supported", {release_at_once, release_by_owner})
                                 : ipp::keyword("job-release-action-supported", release_by_owner),
          kind);
}

// Where the purpose is chosen per job, its word is; who prints is never the client's to say.
void add_accounts(const Queue& queue, Picker& put) {
  const Kind kind = Kind::job_template;
  put.add(ipp::boolean("job-account-id-supported", true), kind);
  put.add(queue.purpose ? ipp::name("job-account-id-default", queue.purpose->slug)
                        : ipp::no_value("job-account-id-default"),
          kind);
  put.add(queue.purpose ? ipp::keyword("job-account-type-default", account_type_of(*queue.purpose))
                        : ipp::no_value("job-account-type-default"),
          kind);
  put.add(queue.purpose ? ipp::keyword("job-account-type-supported", account_type_of(*queue.purpose))
                        : ipp::keywords("job-account-type-supported", {account_of_one, account_of_many}),
          kind);
  put.add(ipp::boolean("job-accounting-user-id-supported", true), kind);
  put.add(ipp::no_value("job-accounting-user-id-default"), kind);
  if (!queue.purpose) put.add(ipp::keyword("printer-requested-job-attributes", "job-account-id"));
}

void add_names(const QueueFacts& facts, Picker& put) {
  const Queue& queue = facts.queue;
  const std::string name = queue_name(queue);
  const std::string uuid =
      queue.purpose ? stable_uuid("purpose", queue.purpose->id.value) : stable_uuid("person", queue.person().value);
  put.add(ipp::name("printer-name", clipped(name, name_bytes_max)));
  put.add(ipp::text("printer-info", clipped(queue.said.info.empty() ? name : queue.said.info, name_bytes_max)));
  put.add(ipp::name("printer-dns-sd-name", clipped(name, 63)));
  put.add(ipp::text("printer-location", clipped(queue.said.location, name_bytes_max)));
  put.add(geo_location(queue.said.geo_location));
  put.add(ipp::text("printer-organization", ""));
  put.add(ipp::text("printer-organizational-unit", ""));
  put.add(ipp::text("printer-make-and-model", "Tsuke purpose queue"));
  put.add(ipp::keyword("printer-kind", "document"));
  put.add(ipp::uri("printer-uuid", uuid));
  put.add(ipp::uri("printer-more-info", facts.web + "/"));
  put.add(ipp::uri("printer-uri-supported", queue.uri));
  put.add(ipp::keyword("uri-authentication-supported", queue.by_token() ? "none" : "basic"));
  put.add(ipp::keyword("uri-security-supported", facts.secure ? "tls" : "none"));
}

std::int32_t unix_seconds(Instant at) { return static_cast<std::int32_t>(at.micros / 1'000'000); }

void add_state(const QueueFacts& facts, Picker& put) {
  put.add(ipp::enumeration("printer-state", ipp::printer_state::idle));
  put.add(ipp::keyword("printer-state-reasons", "none"));
  put.add(ipp::boolean("printer-is-accepting-jobs", true));
  put.add(ipp::integer("printer-state-change-time", unix_seconds(facts.since)));
  put.add(ipp::date_time("printer-state-change-date-time", facts.since.micros));
  put.add(ipp::integer("printer-config-change-time", unix_seconds(facts.since)));
  put.add(ipp::date_time("printer-config-change-date-time", facts.since.micros));
}

void add_documents(const convert::Accepted& formats, Picker& put) {
  put.add(ipp::strings("document-format-default", ipp::Tag::mime_type, {std::string(convert::any_type)}));
  put.add(ipp::strings("document-format-preferred", ipp::Tag::mime_type, {std::string(convert::pdf_type)}));
  put.add(ipp::strings("document-format-supported", ipp::Tag::mime_type, formats.media_types()));
  put.add(ipp::keywords("compression-supported", words(compressions)));
  put.add(ipp::range("job-k-octets-supported", 0, static_cast<std::int32_t>(flow::document_bytes_max / 1024)));
  put.add(ipp::keyword("pdl-override-supported", "attempted"));
  put.add(ipp::boolean("color-supported", true));
  put.add(ipp::integer("pages-per-minute", nominal_pages_per_minute));
  put.add(ipp::integer("pages-per-minute-color", nominal_pages_per_minute));
}

void add_service(const Queue& queue, Picker& put) {
  put.add(ipp::strings("charset-configured", ipp::Tag::charset, {"utf-8"}));
  put.add(ipp::strings("charset-supported", ipp::Tag::charset, {"utf-8"}));
  put.add(ipp::strings("natural-language-configured", ipp::Tag::language, {"en"}));
  put.add(ipp::strings("generated-natural-language-supported", ipp::Tag::language, {"en"}));
  put.add(ipp::keywords("ipp-versions-supported", {"1.1", "2.0"}));
  put.add(ipp::enumerations("operations-supported", queue_operations(queue)));
  put.add(ipp::keywords("job-creation-attributes-supported", job_creation_attributes()));
  put.add(ipp::keywords("job-settable-attributes-supported", job_settable_attributes()));
  put.add(ipp::boolean("job-ids-supported", true));
  put.add(ipp::boolean("multiple-document-jobs-supported", false));
  put.add(ipp::integer("multiple-operation-time-out",
                       static_cast<std::int32_t>(flow::document_patience.micros / 1'000'000)));
  put.add(ipp::keyword("multiple-operation-time-out-action", "abort-job"));
  put.add(ipp::boolean("preferred-attributes-supported", false));
  put.add(ipp::keyword("printer-get-attributes-supported", "document-format"));
  put.add(ipp::keywords("which-jobs-supported", {"completed", "not-completed", "all"}));
}

}  // namespace

std::vector<std::string> words(std::span<const char* const> list) { return {list.begin(), list.end()}; }

ipp::Attribute geo_location(const std::string& uri) {
  if (uri.empty()) return {"printer-geo-location", ipp::Tag::unknown, {std::monostate{}}};
  return ipp::uri("printer-geo-location", uri);
}

std::string queue_name(const Queue& queue) { return queue.purpose ? queue.purpose->name : "Tsuke"; }

std::string clipped(std::string_view text, std::size_t bytes_max) {
  if (text.size() <= bytes_max) return std::string(text);
  while (bytes_max > 0 && (static_cast<unsigned char>(text[bytes_max]) & 0xC0) == 0x80) --bytes_max;
  return std::string(text.substr(0, bytes_max));
}

void add_fixed_attributes(const QueueFacts& facts, const Requested& asked, ipp::Group& into) {
  Picker put(asked, into);
  const registry::PrintSettings defaults =
      facts.queue.purpose ? facts.queue.purpose->defaults : registry::PrintSettings{};
  add_names(facts, put);
  add_state(facts, put);
  add_service(facts.queue, put);
  add_documents(facts.formats, put);
  add_supported_settings(defaults, put);
  add_media(defaults, put);
  add_hold(facts.queue, put);
  add_accounts(facts.queue, put);
  add_everywhere_attributes(facts, put);
}

// Times are counted from 1970, so that they go on over restarts, as the jobs do.
void add_changing_attributes(std::int64_t queued_jobs, Instant now, const Requested& asked, ipp::Group& into) {
  Picker put(asked, into);
  put.add(ipp::integer("queued-job-count", static_cast<std::int32_t>(queued_jobs)));
  put.add(ipp::integer("printer-up-time", unix_seconds(now)));
  put.add(ipp::date_time("printer-current-time", now.micros));
}

}  // namespace tsuke::ippdoor
