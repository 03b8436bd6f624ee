#include "app/preparing.h"

#include <sys/resource.h>

#include "base/log.h"

namespace tsuke::app {

namespace {

constexpr int batch_max = 200;
constexpr PageSize a4{21000, 29700};

void complain(const Error& error) {
  log::error("stage-failed", {{"stage", "prepare"}, {"code", error.code}, {"what", error.what}});
}

// Worker processes inherit it.
void step_back() {
  static thread_local const bool lowered = setpriority(PRIO_PROCESS, 0, 19) == 0;
  (void)lowered;
}

// A fault of ours says nothing about the document; one that is gone belonged to a job that has ended meanwhile.
bool is_the_documents(const Error& error) {
  return error.reason == Reason::malformed || error.reason == Reason::gone || error.code == "document-damaged";
}

std::vector<std::string> formats_of(std::initializer_list<convert::Family> families) {
  std::vector<std::string> types;
  for (const convert::Format& format : convert::known_formats())
    for (const convert::Family family : families)
      if (format.family == family) types.emplace_back(format.media_type);
  return types;
}

// The sheet that a picture without a size of its own is made to fit.
PageSize sheet_of(const flow::Job& job) {
  const registry::Media* media = registry::find_media(job.settings.media);
  return media ? PageSize{media->width_hmm, media->height_hmm} : a4;
}

}  // namespace

Preparing::Lane::Lane(Preparing& owner, std::vector<std::string> formats)
    : formats(std::move(formats)), stage(*pool, [&owner, this] { owner.work(*this); }) {}

Preparing::Preparing(store::Store& store, vault::Vault& vault, const Clock& clock, convert::Tools tools)
    : store_(store),
      vault_(vault),
      clock_(clock),
      tools_(std::move(tools)),
      counting_(*this, formats_of({convert::Family::pdf})),
      converting_(*this, formats_of({convert::Family::picture, convert::Family::raster, convert::Family::text})),
      office_(*this, formats_of({convert::Family::office})) {}

Preparing::~Preparing() { close(); }

void Preparing::wake() {
  for (Lane* lane : {&counting_, &converting_, &office_}) lane->stage.wake();
}

void Preparing::close() {
  closing_ = true;
  for (Lane* lane : {&counting_, &converting_, &office_}) lane->stage.stop();
  for (Lane* lane : {&counting_, &converting_, &office_}) lane->pool.reset();
}

void Preparing::work(const Lane& lane) {
  step_back();
  for (const std::string& format : lane.formats) {
    for (;;) {
      const auto jobs = store_.read<std::vector<flow::Job>>(
          [&format](store::Reader& in) { return flow::jobs_to_count(in, format, batch_max); });
      if (!jobs.ok()) return complain(jobs.error());
      if (jobs.value().empty()) break;
      for (const flow::Job& job : jobs.value())
        if (closing_ || !prepare(job)) return;
    }
  }
}

bool Preparing::prepare(const flow::Job& job) {
  Result<void> prepared = job.format == convert::pdf_type ? count(job) : convert_and_count(job);
  if (!prepared.ok() && is_the_documents(prepared.error())) prepared = give_up(job, prepared.error());
  if (!prepared.ok()) complain(prepared.error());
  return prepared.ok();
}

Result<void> Preparing::give_up(const flow::Job& job, const Error& problem) {
  const Instant now = clock_.now();
  return store_.write<void>([&](store::Transaction& in) { return flow::record_pages(in, job.id, problem, now); });
}

Result<pages::Summary> Preparing::count_pages(const vault::Location& location) {
  const auto document = TRY(vault_.open(location));
  return pages::analyse(tools_.program, *document);
}

Result<void> Preparing::count(const flow::Job& job) {
  const pages::Summary counted = TRY(count_pages(job.location));
  const Instant now = clock_.now();
  return store_.write<void>([&](store::Transaction& in) { return flow::record_pages(in, job.id, counted, now); });
}

Result<flow::StoredDocument> Preparing::make_pdf(const flow::Job& job) {
  const convert::Format* format = convert::find_format(job.format);
  if (!format)
    return Error{Reason::malformed, "document-not-convertible", "Save or print the document to PDF, and submit that."};
  const auto document = TRY(vault_.open(job.location));
  const auto pdf = TRY(vault_.begin());
  TRY(convert::to_pdf(tools_, *format, sheet_of(job), *document, *pdf));
  const std::int64_t size = pdf->size_bytes();
  return flow::StoredDocument{TRY(pdf->finish()), size, std::string(convert::pdf_type)};
}

// Both documents stay when it is not known whether the rows speak of the one or the other: the vault's sweep drops what
// they do not speak of at the next start, as after a crash.
Result<void> Preparing::convert_and_count(const flow::Job& job) {
  const flow::StoredDocument pdf = TRY(make_pdf(job));
  const Result<pages::Summary> counted = count_pages(pdf.location);
  if (!counted.ok()) {
    TRY(vault_.destroy(pdf.location));
    return counted.error();
  }
  const Instant now = clock_.now();
  const bool takes_its_place = TRY(
      store_.write<bool>([&](store::Transaction& in) { return flow::record_pdf(in, job, pdf, counted.value(), now); }));
  return vault_.destroy(takes_its_place ? job.location : pdf.location);
}

}  // namespace tsuke::app
