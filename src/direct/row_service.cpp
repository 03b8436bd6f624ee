#include "direct/row_service.h"

#include <algorithm>

#include "base/log.h"
#include "flow/deliver/deliver.h"
#include "platform/ipp/codes.h"

namespace tsuke::direct {
namespace {

Result<bool> is_served(store::Reader& in, PrinterId printer, const std::string& uri) {
  const auto now = TRY(registry::direct(in, printer));
  return now && now->uri == uri;
}

std::vector<std::int32_t> finishings_of(const registry::PrintSettings& settings) {
  std::vector<std::int32_t> finishings;
  for (const std::string& keyword : settings.finishings)
    finishings.push_back(registry::find_finishing(keyword)->ipp_enum);
  return finishings;
}

flow::DeviceReport report_of(const printing::Progress& progress) {
  flow::DeviceReport report;
  report.state = devices::state_of(progress.state);
  report.reasons = devices::joined(progress.reasons);
  report.impressions = progress.counts.impressions;
  report.sheets = progress.counts.sheets;
  return report;
}

struct Facts {
  flow::Job job;
  flow::Delivery delivery;
};

bool is_called_off(const flow::Attempt& attempt) {
  if (attempt.state == flow::AttemptState::stopping) return true;
  if (attempt.state != flow::AttemptState::ended) return false;
  return attempt.result == flow::AttemptResult::cancelled || attempt.result == flow::AttemptResult::withdrawn;
}

}  // namespace

printing::Ticket ticket_of(const devices::Planned& planned) {
  const flow::Attempt& attempt = planned.attempt;
  const registry::PrintSettings& settings = attempt.settings;
  printing::Ticket ticket;
  ticket.id = attempt.device_number;
  ticket.name = "job-" + to_string(attempt.id) + "-" + std::to_string(ticket.id);
  ticket.sides = registry::to_keyword(settings.sides);
  ticket.media = settings.media;
  ticket.quality = 3 + static_cast<int>(settings.quality);
  ticket.scaling = "none";  // each page has the sheet's size
  ticket.finishings = finishings_of(settings);
  if (planned.delivery) {
    ticket.copies = planned.delivery->copies;
    ticket.color_mode = registry::to_keyword(planned.delivery->color_mode);
    ticket.format = planned.delivery->format;
  }
  if (ticket.copies > 1)
    ticket.handling = settings.collate ? "separate-documents-collated-copies" : "separate-documents-uncollated-copies";
  ticket.impressions =
      static_cast<std::int32_t>(std::min<std::int64_t>(attempt.expected_impressions / ticket.copies, INT32_MAX));
  return ticket;
}

Result<void> RowService::describe_device(const printing::Description& description) {
  const ipp::Group told{ipp::Tag::printer, description.attributes};
  const Instant now = means_.clock.now();
  return means_.store.write<void>([&](store::Transaction& in) -> Result<void> {
    if (!TRY(is_served(in, printer_, uri_))) return {};
    return devices::described(in, printer_, told, now);
  });
}

Result<printing::Ticket> RowService::fetch_job(std::int32_t job_id) {
  const Instant now = means_.clock.now();
  return means_.store.write<printing::Ticket>([&](store::Transaction& in) -> Result<printing::Ticket> {
    if (!TRY(is_served(in, printer_, uri_)))
      return Error{Reason::conflict, "not-served-here", "the printer is not served at this address any more"};
    auto fetched = TRY(flow::fetch(in, printer_, job_id, now, means_.uuid));
    return ticket_of(TRY(devices::with_plan(in, printer_, std::move(fetched))));
  });
}

Result<void> RowService::acknowledge_job(std::int32_t job_id) {
  const Instant now = means_.clock.now();
  return means_.store.write<void>([&](store::Transaction& in) -> Result<void> {
    TRY(flow::acknowledge(in, printer_, job_id, now, means_.uuid));
    return {};
  });
}

Result<std::string> RowService::make_document(std::int32_t job_id, const printing::Sink& into) {
  const Facts facts = TRY(means_.store.read<Facts>([&](store::Reader& in) -> Result<Facts> {
    flow::Job job = TRY(flow::document_for(in, printer_, job_id, means_.uuid));
    const flow::Attempt attempt = TRY(flow::attempt_at_printer(in, printer_, job_id));
    const registry::Printer printer = TRY(registry::printer(in, printer_));
    auto delivery = TRY(flow::plan_delivery(attempt.settings, flow::pages_of(job), printer.capabilities));
    return Facts{std::move(job), std::move(delivery)};
  }));
  const auto stream =
      TRY(flow::open_document(means_.programs, TRY(means_.vault.open(facts.job.location)), facts.delivery));
  while (true) {
    const std::string piece = TRY(stream->read());
    if (piece.empty()) return facts.delivery.format;
    TRY(into(piece));
  }
}

// What may pass by itself is tried again; every other failure ends the attempt here, with its reason.
Result<std::string> RowService::fetch_document(std::int32_t job_id, printing::Sink into) {
  auto made = make_document(job_id, into);
  if (made.ok() || made.error().reason == Reason::unavailable || made.error().code == "not-fetched") return made;
  const Error why = made.error();
  log::warning("document-not-made",
               {{"printer", to_string(printer_)}, {"job", job_id}, {"code", why.code}, {"what", why.what}});
  flow::DeviceReport report = devices::not_made(why);
  report.device = means_.uuid;
  const Instant now = means_.clock.now();
  TRY(means_.store.write<void>([&](store::Transaction& in) -> Result<void> {
    TRY(flow::record_report(in, printer_, job_id, report, now));
    return {};
  }));
  return why;
}

Result<void> RowService::report_job(std::int32_t job_id, const printing::Progress& progress) {
  flow::DeviceReport report = report_of(progress);
  report.device = means_.uuid;
  const Instant now = means_.clock.now();
  return means_.store.write<void>([&](store::Transaction& in) -> Result<void> {
    TRY(devices::printed(in, printer_, job_id, report, now));
    return {};
  });
}

Result<std::int32_t> RowService::job_state(std::int32_t job_id) {
  return means_.store.read<std::int32_t>([&](store::Reader& in) -> Result<std::int32_t> {
    const flow::Attempt attempt = TRY(flow::attempt_at_printer(in, printer_, job_id));
    return is_called_off(attempt) ? ipp::job_state::canceled : ipp::job_state::processing;
  });
}

}  // namespace tsuke::direct
