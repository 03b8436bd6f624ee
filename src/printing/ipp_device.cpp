#include "printing/ipp_device.h"

#include <algorithm>

#include "platform/ipp/codes.h"
#include "printing/ask.h"
#include "printing/bounded.h"

namespace tsuke::printing {
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
                                              "job-creation-attributes-supported",
                                              "media-bottom-margin-supported",
                                              "media-left-margin-supported",
                                              "media-right-margin-supported",
                                              "media-top-margin-supported",
                                              "multiple-document-handling-supported",
                                              "print-scaling-supported",
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
                                              "pwg-raster-document-resolution-supported",
                                              "pwg-raster-document-sheet-back",
                                              "pwg-raster-document-type-supported"};
  return names;
}

bool has_text(const std::vector<std::string>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

// What is wanted of the printer, less what it does not know: a job with an attribute that it lacks might be refused.
// How many copies, which paper and which sides decide what is paid for, so those are never left out.
class JobAttributes {
 public:
  JobAttributes(const ipp::Group& printer, ipp::Group& job) : printer_(printer), job_(job) {}

  void add(const Ticket& ticket) {
    if (ticket.copies > 1) job_.add(ipp::integer("copies", ticket.copies));
    if (!ticket.sides.empty()) job_.add(ipp::keyword("sides", ticket.sides));
    if (!ticket.media.empty()) job_.add(ipp::keyword("media", ticket.media));
    add_keyword("print-color-mode", ticket.color_mode);
    add_keyword("print-scaling", ticket.scaling);
    add_keyword("multiple-document-handling", ticket.handling);
    if (ticket.quality > 0) add_enumerations("print-quality", {ticket.quality});
    add_enumerations("finishings", ticket.finishings);
  }

 private:
  // A printer that does not list what may be asked of it takes what it has values for.
  bool takes(const std::string& name) const {
    const auto listed = printer_.texts("job-creation-attributes-supported");
    return (listed.empty() || has_text(listed, name)) && printer_.find(name + "-supported") != nullptr;
  }
  void add_keyword(const std::string& name, const std::string& value) {
    if (!value.empty() && takes(name) && has_text(printer_.texts(name + "-supported"), value))
      job_.add(ipp::keyword(name, value));
  }
  void add_enumerations(const std::string& name, std::vector<std::int32_t> values) {
    const auto known = printer_.integers(name + "-supported");
    std::erase_if(values, [&](std::int32_t value) { return std::count(known.begin(), known.end(), value) == 0; });
    if (!values.empty() && takes(name)) job_.add(ipp::enumerations(name, std::move(values)));
  }

  const ipp::Group& printer_;
  ipp::Group& job_;
};

class IppDevice : public Device {
 public:
  explicit IppDevice(std::unique_ptr<ipp::Client> client) : client_(std::move(client)) {}

  Result<Description> describe() override {
    ipp::Message request = make(ipp::op::get_printer_attributes);
    request.groups.front().add(ipp::keywords("requested-attributes", described()));
    const ipp::Message answer = TRY(ask(*client_, request));
    const ipp::Group& printer = answer.group(Tag::printer);
    known_.attributes = bounded(printer, described());
    return Description{known_.attributes, printer.integer("printer-state").value_or(ipp::printer_state::idle)};
  }

  Result<std::int32_t> create_job(const Ticket& ticket) override {
    ipp::Message request = make(ipp::op::create_job);
    request.groups.front().add(ipp::name("job-name", name_at_printer(ticket)));
    if (known_.attributes.empty()) TRY(describe());
    JobAttributes(known_, request.add_group(Tag::job)).add(ticket);
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
  ipp::Group known_{Tag::printer, {}};  // as it described itself last
};

}  // namespace

Result<std::unique_ptr<Device>> make_ipp_device(const std::string& device_uri) {
  auto client = TRY(ipp::Client::create({.uri = device_uri, .timeout = seconds(30)}));
  return device_over(std::move(client));
}

std::unique_ptr<Device> device_over(std::unique_ptr<ipp::Client> client) {
  return std::make_unique<IppDevice>(std::move(client));
}

}  // namespace tsuke::printing
