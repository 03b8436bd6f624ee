#include "agent/ipp_device.h"

#include "agent/ask.h"
#include "agent/bounded.h"
#include "platform/ipp/codes.h"

namespace tsuke::agent {
namespace {

using ipp::Tag;

// What the service needs to know of a printer; the rest, the media database above all, stays here.
const std::vector<std::string>& described() {
  static const std::vector<std::string> names{"color-supported",
                                              "copies-supported",
                                              "document-format-supported",
                                              "document-format-default",
                                              "finishings-supported",
                                              "marker-colors",
                                              "marker-high-levels",
                                              "marker-levels",
                                              "marker-low-levels",
                                              "marker-names",
                                              "marker-types",
                                              "media-default",
                                              "media-ready",
                                              "media-supported",
                                              "media-source-supported",
                                              "media-type-supported",
                                              "output-bin-supported",
                                              "pages-per-minute",
                                              "pages-per-minute-color",
                                              "page-ranges-supported",
                                              "print-color-mode-supported",
                                              "print-color-mode-default",
                                              "print-quality-supported",
                                              "printer-device-id",
                                              "printer-info",
                                              "printer-is-accepting-jobs",
                                              "printer-location",
                                              "printer-make-and-model",
                                              "printer-name",
                                              "printer-resolution-supported",
                                              "printer-state",
                                              "printer-state-message",
                                              "printer-state-reasons",
                                              "printer-supply",
                                              "printer-supply-description",
                                              "sides-supported",
                                              "sides-default",
                                              "urf-supported",
                                              "pwg-raster-document-type-supported"};
  return names;
}

class IppDevice : public Device {
 public:
  explicit IppDevice(std::unique_ptr<ipp::Client> client) : client_(std::move(client)) {}

  Result<Description> describe() override {
    ipp::Message request = make(ipp::op::get_printer_attributes);
    request.groups.front().add(ipp::keywords("requested-attributes", described()));
    const ipp::Message answer = TRY(ask(*client_, request));
    const ipp::Group& printer = answer.group(Tag::printer);
    return Description{bounded(printer, described()),
                       printer.integer("printer-state").value_or(ipp::printer_state::idle)};
  }

  Result<std::int32_t> create_job(const Ticket& ticket) override {
    ipp::Message request = make(ipp::op::create_job);
    request.groups.front().add(ipp::name("job-name", name_at_printer(ticket)));
    ipp::Group& job = request.add_group(Tag::job);
    if (ticket.copies > 1) job.add(ipp::integer("copies", ticket.copies));
    if (!ticket.sides.empty()) job.add(ipp::keyword("sides", ticket.sides));
    if (!ticket.color_mode.empty()) job.add(ipp::keyword("print-color-mode", ticket.color_mode));
    if (!ticket.media.empty()) job.add(ipp::keyword("media", ticket.media));
    const ipp::Message answer = TRY(ask(*client_, request));
    const auto id = answer.group(Tag::job).integer("job-id");
    if (!id || *id <= 0)
      return Error{Reason::unsupported, "no-job-id", "the printer took a job without giving its number"};
    return *id;
  }

  Result<void> send_document(std::int32_t printer_job, const std::string& format, Source document) override {
    ipp::Message request = make(ipp::op::send_document);
    ipp::Group& operation = request.groups.front();
    operation.add(ipp::integer("job-id", printer_job));
    if (!format.empty()) operation.add(ipp::strings("document-format", Tag::mime_type, {format}));
    operation.add(ipp::boolean("last-document", true));
    TRY(ask(*client_, request, std::move(document)));
    return {};
  }

  Result<DeviceJob> look_at(std::int32_t printer_job) override {
    ipp::Message request = make(ipp::op::get_job_attributes);
    request.groups.front().add(ipp::integer("job-id", printer_job));
    request.groups.front().add(ipp::keywords(
        "requested-attributes",
        {"job-id", "job-state", "job-state-reasons", "job-impressions-completed", "job-media-sheets-completed"}));
    const ipp::Message answer = TRY(ask(*client_, request));
    const ipp::Group& job = answer.group(Tag::job);
    const auto state = job.integer("job-state");
    if (!state || *state < ipp::job_state::pending || *state > ipp::job_state::completed)
      return Error{Reason::unavailable, "no-job-state", "the printer tells no state of its job"};
    if (job.integer("job-id").value_or(printer_job) != printer_job)
      return Error{Reason::unavailable, "wrong-job", "the printer tells of another job than the one asked for"};
    return DeviceJob{printer_job, *state, job.texts("job-state-reasons"), job.integer("job-impressions-completed"),
                     job.integer("job-media-sheets-completed")};
  }

  // Two questions, for which-jobs=all is not everywhere.
  Result<std::int32_t> find(const std::string& name) override {
    std::int32_t newest = 0;
    for (const char* which : {"not-completed", "completed"}) {
      ipp::Message request = make(ipp::op::get_jobs);
      request.groups.front().add(ipp::keyword("which-jobs", which));
      request.groups.front().add(ipp::keywords("requested-attributes", {"job-id", "job-name"}));
      const ipp::Message answer = TRY(ask(*client_, request));
      for (const ipp::Group& job : answer.groups)
        if (job.tag == Tag::job && job.text("job-name") == name)
          newest = std::max(newest, job.integer("job-id").value_or(0));
    }
    return newest;
  }

  Result<void> cancel(std::int32_t printer_job) override {
    ipp::Message request = make(ipp::op::cancel_job);
    request.groups.front().add(ipp::integer("job-id", printer_job));
    TRY(ask(*client_, request));
    return {};
  }

 private:
  ipp::Message make(std::uint16_t operation) const {
    ipp::Message request = ipp::make_request(operation, client_->uri());
    request.groups.front().add(ipp::name("requesting-user-name", "tsuke"));
    return request;
  }

  std::unique_ptr<ipp::Client> client_;
};

}  // namespace

Result<std::unique_ptr<Device>> make_ipp_device(const std::string& device_uri) {
  auto client = TRY(ipp::Client::create({.uri = device_uri, .timeout = seconds(30)}));
  return std::unique_ptr<Device>(new IppDevice(std::move(client)));
}

}  // namespace tsuke::agent
