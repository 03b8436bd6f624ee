// POST /jobs: the document streams into the vault as it arrives; the job's row follows when all of it is there.
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/submit/submit.h"
#include "platform/pages/pages.h"

namespace tsuke::doors {

namespace {

constexpr std::size_t field_bytes_max = 64 << 10;

// What the client says about the document, from the query or from form fields.
struct Wishes {
  std::string purpose, name, settings;
};

Error not_a_pdf() {
  return {Reason::unsupported, "document-format-not-supported", "this is no PDF; save or print it to PDF and submit that"};
}

// The vault's writer, with a look at the first bytes before anything else is believed.
class Intake {
 public:
  explicit Intake(vault::Vault& vault) : vault_(vault) {}

  Result<void> append(std::string_view piece) {
    if (!writer_) writer_ = TRY(vault_.begin());
    if (!sniffed_) {
      first_.append(piece.substr(0, sniff_bytes));
      if (first_.size() >= sniff_bytes) TRY(sniff());
    }
    return writer_->append(piece);
  }

  Result<flow::StoredDocument> finish() {
    if (!writer_ || writer_->size_bytes() == 0)
      return Error{Reason::malformed, "document-empty", "the document has no bytes; choose the file again"};
    if (!sniffed_) TRY(sniff());
    const std::int64_t size = writer_->size_bytes();
    return flow::StoredDocument{TRY(writer_->finish()), size, "application/pdf"};
  }

 private:
  static constexpr std::size_t sniff_bytes = 1024;

  Result<void> sniff() {
    sniffed_ = true;
    return pages::sniff_format(first_) == "application/pdf" ? Result<void>() : Result<void>(not_a_pdf());
  }

  vault::Vault& vault_;
  std::unique_ptr<vault::Writer> writer_;
  std::string first_;
  bool sniffed_ = false;
};

Task<Result<flow::StoredDocument>> take_plain(Service& service, http::Request& request) {
  Intake intake(service.vault);
  for (;;) {
    CO_TRY(const std::string_view piece, co_await request.body->read());
    if (piece.empty()) break;
    CO_TRY_VOID(intake.append(piece));
  }
  co_return intake.finish();
}

Task<Result<std::string>> read_field(http::MultipartReader& form) {
  std::string text;
  for (;;) {
    CO_TRY(const std::string_view piece, co_await form.read());
    if (piece.empty()) co_return text;
    text += piece;
    if (text.size() > field_bytes_max) co_return Error{Reason::too_large, "field-too-large", "a form field has at most 64 KiB"};
  }
}

Task<Result<flow::StoredDocument>> take_form(Service& service, http::Request& request, Wishes& wishes) {
  CO_TRY(const auto form, http::MultipartReader::create(request.headers.get("content-type"), *request.body));
  for (;;) {
    CO_TRY(const auto part, co_await form->next());
    if (!part) co_return Error{Reason::malformed, "document-missing", "send the document as the form's last part, named \"document\""};
    if (part->name == "document") {
      if (wishes.name.empty()) wishes.name = part->file_name;
      Intake intake(service.vault);
      for (;;) {
        CO_TRY(const std::string_view piece, co_await form->read());
        if (piece.empty()) co_return intake.finish();
        CO_TRY_VOID(intake.append(piece));
      }
    }
    CO_TRY(std::string text, co_await read_field(*form));
    if (part->name == "purpose") wishes.purpose = std::move(text);
    else if (part->name == "name") wishes.name = std::move(text);
    else if (part->name == "settings") wishes.settings = std::move(text);
  }
}

Result<flow::Submission> submission_from(const Wishes& wishes, PersonId person) {
  if (wishes.purpose.empty())
    return Error{Reason::malformed, "purpose-needed", "choose a purpose: it decides who pays"};
  flow::Submission submission;
  submission.person = person;
  submission.purpose = TRY(parse_id<PurposeId>(wishes.purpose));
  submission.name = wishes.name;
  if (!wishes.settings.empty()) submission.settings = TRY(registry::settings_change_from_json(TRY(Json::parse(wishes.settings))));
  submission.channel = "web";
  return submission;
}

// Before a byte of a large body is read, what can be refused is refused.
Result<void> check_announced(const http::Request& request, bool form) {
  if (request.body->announced_bytes().value_or(0) > flow::document_bytes_max)
    return Error{Reason::too_large, "document-too-large", "a document has at most 1 GiB; split it or lower its resolution"};
  const std::string_view type = request.headers.get("content-type");
  if (form || type.starts_with("application/pdf") || type.starts_with("application/octet-stream")) return {};
  return not_a_pdf();
}

Task<http::Response> upload(Service& service, http::Request& request) {
  auto caller = co_await authenticate(service, request, true);
  if (!caller.ok()) co_return http::problem_response(caller.error());
  const bool form = request.headers.get("content-type").starts_with("multipart/form-data");
  const auto announced = check_announced(request, form);
  if (!announced.ok()) co_return http::problem_response(announced.error());
  auto call = co_await read_call(service, request, false);
  if (!call.ok()) co_return http::problem_response(call.error());
  Wishes wishes{std::string(call.value().query_value("purpose")), std::string(call.value().query_value("name")),
                std::string(call.value().query_value("settings"))};
  request.body->set_limit(flow::document_bytes_max + static_cast<std::int64_t>(4 * field_bytes_max));
  std::optional<Result<flow::StoredDocument>> taken;
  if (form) taken.emplace(co_await take_form(service, request, wishes));
  else taken.emplace(co_await take_plain(service, request));
  const Result<flow::StoredDocument>& document = *taken;
  if (!document.ok()) co_return http::problem_response(document.error());
  const auto submission = submission_from(wishes, caller.value().id());
  if (!submission.ok()) co_return http::problem_response(submission.error());
  // The key's fingerprint covers what was wished and how long the document is.
  Call whole = call.take();
  whole.body = Json::object({{"purpose", wishes.purpose}, {"name", wishes.name}, {"settings", wishes.settings}, {"size", document.value().size_bytes}});
  co_return co_await answer_change(
      service, request, caller.take(), std::move(whole),
      [submission = submission.value(), document = document.value()](store::Transaction& in, const Caller&, const Call& call) -> Result<Answer> {
        return Answer{201, TRY(job_json(in, TRY(flow::submit(in, submission, document, call.now))))};
      });
}

}  // namespace

void add_upload_endpoint(Endpoints& endpoints) {
  Service& service = endpoints.service();
  endpoints.raw("POST", "/jobs", http::Access::person, [&service](http::Request& request) { return upload(service, request); });
}

}  // namespace tsuke::doors
