#include "agent/ipp_service.h"

#include "platform/ipp/codes.h"
#include "printing/ask.h"

namespace tsuke::agent {
namespace {

using ipp::Tag;

constexpr Duration longest_wait = seconds(150);  // a held Get-Notifications is silent; servers hold it 30 to 60 s

// The counts as attributes; absent ones are left out, for 0 would be a statement.
void add_progress(ipp::Group& job, const Progress& progress) {
  job.add(ipp::enumeration("output-device-job-state", progress.state));
  std::vector<std::string> reasons = progress.reasons;
  if (reasons.empty()) reasons.emplace_back("none");
  job.add(ipp::keywords("output-device-job-state-reasons", std::move(reasons)));
  const Counts& counts = progress.counts;
  if (counts.impressions) job.add(ipp::integer("job-impressions-completed", *counts.impressions));
  if (counts.sheets) job.add(ipp::integer("job-media-sheets-completed", *counts.sheets));
  if (counts.sheets_derived) job.add(ipp::boolean("tsuke-media-sheets-derived", true));
}

// What the service wants of the job. One that is to be cancelled in mid-print stays "processing" until the printer has
// stopped, and says so by its reasons alone (RFC 8011 §5.3.8): to us that is "canceled".
std::int32_t wished_state(const ipp::Group& job) {
  for (const std::string& reason : job.texts("job-state-reasons"))
    if (reason == "processing-to-stop-point") return ipp::job_state::canceled;
  return job.integer("job-state").value_or(0);
}

std::vector<Event> events_in(const ipp::Message& answer) {
  std::vector<Event> events;
  for (const ipp::Group& group : answer.groups) {
    if (group.tag != Tag::event_notification) continue;
    Event event;
    event.keyword = group.text("notify-subscribed-event").value_or("");
    event.job_id = group.integer("notify-job-id").value_or(group.integer("job-id").value_or(0));
    event.job_state = wished_state(group);
    event.sequence = group.integer("notify-sequence-number").value_or(0);
    events.push_back(std::move(event));
  }
  return events;
}

// By the standard job-impressions leaves copies out and job-media-sheets has them in; not every service keeps to the
// former. Which it is, the sheets of one copy in duplex tell.
std::int32_t one_copy(std::int32_t impressions, std::int32_t sheets, std::int32_t copies) {
  const auto fits = [each = sheets / copies](std::int32_t sides) { return sides == 2 * each || sides == 2 * each - 1; };
  if (sheets > 0 && !fits(impressions) && impressions % copies == 0 && fits(impressions / copies))
    return impressions / copies;
  return impressions;
}

Ticket ticket_in(std::int32_t job_id, const ipp::Group& job) {
  Ticket ticket;
  ticket.id = job_id;
  ticket.name = job.text("job-name").value_or("");
  ticket.copies = std::max(job.integer("copies").value_or(1), 1);
  ticket.sides = job.text("sides").value_or("");
  ticket.color_mode = job.text("print-color-mode").value_or("");
  ticket.media = job.text("media").value_or("");
  ticket.format = job.text("document-format").value_or("");
  ticket.quality = job.integer("print-quality").value_or(0);
  ticket.scaling = job.text("print-scaling").value_or("");
  ticket.handling = job.text("multiple-document-handling").value_or("");
  ticket.finishings = job.integers("finishings");
  ticket.impressions =
      one_copy(job.integer("job-impressions").value_or(0), job.integer("job-media-sheets").value_or(0), ticket.copies);
  return ticket;
}

class IppService : public InfraService {
 public:
  IppService(std::unique_ptr<ipp::Client> client, const Enrolment& enrolment)
      : client_(std::move(client)), user_(enrolment.user), uuid_(enrolment.uuid) {}

  void cancel() override { client_->cancel(); }

  Result<std::int32_t> subscribe() override {
    ipp::Message request = make(ipp::op::create_printer_subscriptions);
    ipp::Group& subscription = request.add_group(Tag::subscription);
    subscription.add(ipp::keyword("notify-pull-method", "ippget")).add(ipp::integer("notify-lease-duration", 0));
    subscription.add(ipp::keywords(
        "notify-events", {"document-config-changed", "document-state-changed", "job-config-changed", "job-fetchable",
                          "job-state-changed", "printer-config-changed", "printer-state-changed"}));
    const ipp::Message answer = TRY(ask(*client_, request));
    const auto id = answer.group(Tag::subscription).integer("notify-subscription-id");
    if (!id) return Error{Reason::unavailable, "no-subscription", "the service gave no subscription"};
    return *id;
  }

  Result<void> unsubscribe(std::int32_t subscription) override {
    ipp::Message request = make(ipp::op::cancel_subscription);
    request.groups.front().add(ipp::integer("notify-subscription-id", subscription));
    return ask_only(request);
  }

  Result<std::vector<Event>> wait_for_events(std::int32_t subscription, std::int32_t sequence) override {
    ipp::Message request = make(ipp::op::get_notifications);
    ipp::Group& operation = request.groups.front();
    operation.add(ipp::integer("notify-subscription-ids", subscription));
    operation.add(ipp::integer("notify-sequence-numbers", sequence)).add(ipp::boolean("notify-wait", true));
    const ipp::Message answer = TRY(ask(*client_, request));
    auto events = events_in(answer);
    if (events.empty() && answer.code == ipp::status::ok_events_complete)
      return Error{Reason::gone, "subscription-ended", "the service has ended the subscription"};
    return events;
  }

  Result<void> describe_device(const Description& description) override {
    ipp::Message request = make(ipp::op::update_output_device_attributes);
    request.add_group(Tag::printer).attributes = description.attributes;
    return ask_only(request);
  }

  Result<std::vector<std::int32_t>> fetchable_jobs() override {
    ipp::Message request = make(ipp::op::get_jobs);
    ipp::Group& operation = request.groups.front();
    operation.add(ipp::keyword("which-jobs", "fetchable"));
    operation.add(ipp::keywords("requested-attributes", {"job-id", "job-uuid", "job-state"}));
    const ipp::Message answer = TRY(ask(*client_, request));
    std::vector<std::int32_t> ids;
    for (const ipp::Group& job : answer.groups)
      if (job.tag == Tag::job && job.integer("job-id")) ids.push_back(*job.integer("job-id"));
    return ids;
  }

  Result<void> report_active(const std::vector<std::pair<std::int32_t, std::int32_t>>& jobs) override {
    ipp::Message request = make(ipp::op::update_active_jobs);
    std::vector<std::int32_t> ids, states;
    for (const auto& [id, state] : jobs) {
      ids.push_back(id);
      states.push_back(state);
    }
    if (!ids.empty())
      request.groups.front()
          .add(ipp::integers("job-ids", std::move(ids)))
          .add(ipp::enumerations("output-device-job-states", std::move(states)));
    return ask_only(request);
  }

  Result<Ticket> fetch_job(std::int32_t job_id) override {
    const ipp::Message answer = TRY(ask(*client_, make(ipp::op::fetch_job, job_id)));
    return ticket_in(job_id, answer.group(Tag::job));
  }

  Result<void> acknowledge_job(std::int32_t job_id) override {
    return ask_only(make(ipp::op::acknowledge_job, job_id));
  }

  Result<std::string> fetch_document(std::int32_t job_id, Sink into) override {
    ipp::Message request = make(ipp::op::fetch_document, job_id);
    ipp::Group& operation = request.groups.front();
    operation.add(ipp::integer("document-number", 1)).add(ipp::keyword("compression-accepted", "none"));
    const ipp::Message answer = TRY(ask(*client_, request, {}, std::move(into)));
    const auto compression = answer.operation().text("compression");
    if (compression && *compression != "none")
      return Error{Reason::unsupported, "compression", "the service sent the document compressed: " + *compression};
    return answer.operation().text("document-format").value_or("");
  }

  Result<void> acknowledge_document(std::int32_t job_id) override {
    ipp::Message request = make(ipp::op::acknowledge_document, job_id);
    request.groups.front().add(ipp::integer("document-number", 1));
    return ask_only(request);
  }

  Result<void> report_job(std::int32_t job_id, const Progress& progress) override {
    ipp::Message request = make(ipp::op::update_job_status, job_id);
    add_progress(request.add_group(Tag::job), progress);
    return ask_only(request);
  }

  Result<void> report_document(std::int32_t job_id, const Progress& progress) override {
    ipp::Message request = make(ipp::op::update_document_status, job_id);
    request.groups.front().add(ipp::integer("document-number", 1));
    ipp::Group& document = request.add_group(Tag::document);
    document.add(ipp::enumeration("output-device-document-state", progress.state));
    if (progress.counts.impressions) document.add(ipp::integer("impressions-completed", *progress.counts.impressions));
    return ask_only(request);
  }

  Result<std::int32_t> job_state(std::int32_t job_id) override {
    ipp::Message request = make(ipp::op::get_job_attributes, job_id);
    request.groups.front().add(ipp::keywords("requested-attributes", {"job-state", "job-state-reasons"}));
    const ipp::Message answer = TRY(ask(*client_, request));
    return wished_state(answer.group(Tag::job));
  }

 private:
  ipp::Message make(std::uint16_t operation, std::int32_t job_id = 0) const {
    ipp::Message request = ipp::make_request(operation, client_->uri());
    ipp::Group& group = request.groups.front();
    if (job_id != 0) group.add(ipp::integer("job-id", job_id));
    group.add(ipp::name("requesting-user-name", user_)).add(ipp::uri("output-device-uuid", uuid_));
    return request;
  }

  Result<void> ask_only(const ipp::Message& request) {
    TRY(ask(*client_, request));
    return {};
  }

  std::unique_ptr<ipp::Client> client_;
  std::string user_, uuid_;
};

}  // namespace

Result<std::unique_ptr<InfraService>> make_ipp_service(const Enrolment& enrolment) {
  auto client = TRY(ipp::Client::create({.uri = enrolment.uri,
                                         .user = enrolment.user,
                                         .password = enrolment.password,
                                         .ca_file = enrolment.ca_file,
                                         .timeout = longest_wait}));
  return std::unique_ptr<InfraService>(new IppService(std::move(client), enrolment));
}

}  // namespace tsuke::agent
