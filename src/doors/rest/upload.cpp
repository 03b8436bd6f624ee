// POST /jobs: the document streams into the vault as it arrives; the job's row follows when all of it is there.
#include <algorithm>

#include "base/bytes.h"
#include "doors/intake.h"
#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/acting.h"
#include "registry/text.h"

namespace tsuke::doors {

namespace {

constexpr std::size_t field_bytes_max = 64 << 10;
constexpr int fields_max = 16;

// What the client says about the document, from the query or from form fields.
struct Wishes {
  std::string purpose, name, settings, comment;
};

struct Upload {
  Wishes wishes;
  Stored stored;
};

Result<flow::Submission> submission_from(const Wishes& wishes, PersonId person) {
  if (wishes.purpose.empty())
    return Error{Reason::malformed, "purpose-needed", "choose a purpose, before the document: it decides who pays"};
  flow::Submission submission;
  submission.person = person;
  submission.purpose = TRY(parse_id<PurposeId>(wishes.purpose));
  submission.name = wishes.name;
  if (!wishes.settings.empty())
    submission.settings = TRY(registry::settings_change_from_json(TRY(Json::parse(wishes.settings))));
  submission.comment = wishes.comment;
  submission.channel = "web";
  return submission;
}

// Under somebody else's purpose it is submitted for them, as far as they allow it: the job is theirs.
Result<flow::Submission> for_whom(store::Reader& in, flow::Submission submission, Instant now) {
  const registry::Purpose purpose = TRY(registry::purpose(in, submission.purpose));
  if (purpose.person == submission.person) return submission;
  TRY(flow::check_may_submit(in, submission.person, purpose, now));
  submission.by = submission.person;
  submission.person = purpose.person;
  return submission;
}

// What can be refused is refused before a byte of the document is read: its purpose must be the caller's, its settings
// sensible.
Task<Result<void>> check_wishes(Service& service, const Wishes& wishes, const Caller& caller, Instant now) {
  CO_TRY(const auto wished, submission_from(wishes, caller.id()));
  const std::function<Result<bool>(store::Reader&)> look_up = [&](store::Reader& in) -> Result<bool> {
    const auto submission = TRY(for_whom(in, wished, now));
    const auto purpose = TRY(registry::purpose_of(in, submission.person, submission.purpose));
    TRY(registry::apply(purpose.defaults, submission.settings));
    if (!submission.comment.empty()) TRY(registry::checked_note(submission.comment, "bad-comment", "the comment"));
    return true;
  };
  const auto checked = co_await service.read<bool>(look_up);
  co_return checked.ok() ? Result<void>() : Result<void>(checked.error());
}

Result<void> check_announced(const Service& service, const http::Request& request, bool form) {
  if (request.body->announced_bytes().value_or(0) > flow::document_bytes_max)
    return Error{Reason::too_large, "document-too-large",
                 "a document has at most 1 GiB; split it or lower its resolution"};
  return form ? Result<void>() : service.formats.check(request.headers.get("content-type"));
}

Task<Result<Stored>> take_plain(Service& service, http::Request& request) {
  Intake intake(service, request.headers.get("content-type"));
  for (;;) {
    CO_TRY(const std::string_view piece, co_await request.body->read());
    if (piece.empty()) co_return intake.finish();
    CO_TRY_VOID(intake.append(piece));
  }
}

Task<Result<std::string>> read_field(http::MultipartReader& form) {
  std::string text;
  for (;;) {
    CO_TRY(const std::string_view piece, co_await form.read());
    if (piece.empty()) co_return text;
    text += piece;
    if (text.size() > field_bytes_max)
      co_return Error{Reason::too_large, "field-too-large", "a form field has at most 64 KiB"};
  }
}

Task<Result<Stored>> take_part(Service& service, http::MultipartReader& form, std::string_view declared) {
  Intake intake(service, declared);
  for (;;) {
    CO_TRY(const std::string_view piece, co_await form.read());
    if (piece.empty()) co_return intake.finish();
    CO_TRY_VOID(intake.append(piece));
  }
}

Task<Result<Upload>> take_form(Service& service, http::Request& request, Wishes wishes, const Caller& caller,
                               Instant now) {
  CO_TRY(const auto form, http::MultipartReader::create(request.headers.get("content-type"), *request.body));
  for (int fields = 0; fields < fields_max; ++fields) {
    CO_TRY(const auto part, co_await form->next());
    if (!part) break;
    if (part->name == "document") {
      if (wishes.name.empty()) wishes.name = part->file_name;
      CO_TRY_VOID(co_await check_wishes(service, wishes, caller, now));
      CO_TRY(Stored stored, co_await take_part(service, *form, part->content_type));
      co_return Upload{std::move(wishes), std::move(stored)};
    }
    CO_TRY(std::string text, co_await read_field(*form));
    if (part->name == "purpose")
      wishes.purpose = std::move(text);
    else if (part->name == "name")
      wishes.name = std::move(text);
    else if (part->name == "settings")
      wishes.settings = std::move(text);
    else if (part->name == "comment")
      wishes.comment = std::move(text);
  }
  co_return Error{Reason::malformed, "document-missing",
                  "send the document as the form's last part, named \"document\""};
}

Task<Result<Upload>> take(Service& service, http::Request& request, const Call& call, const Caller& caller) {
  const bool form = request.headers.get("content-type").starts_with("multipart/form-data");
  CO_TRY_VOID(check_announced(service, request, form));
  Wishes wishes{std::string(call.query_value("purpose")), std::string(call.query_value("name")),
                std::string(call.query_value("settings")), std::string(call.query_value("comment"))};
  request.body->set_limit(flow::document_bytes_max + static_cast<std::int64_t>(4 * field_bytes_max));
  if (form) co_return co_await take_form(service, request, std::move(wishes), caller, call.now);
  CO_TRY_VOID(co_await check_wishes(service, wishes, caller, call.now));
  CO_TRY(Stored stored, co_await take_plain(service, request));
  co_return Upload{std::move(wishes), std::move(stored)};
}

// The key's fingerprint covers what was wished and the document's own digest.
Json fingerprint_of(const Upload& upload) {
  return Json::object({{"purpose", upload.wishes.purpose},
                       {"name", upload.wishes.name},
                       {"settings", upload.wishes.settings},
                       {"comment", upload.wishes.comment},
                       {"document", to_hex(upload.stored.digest)}});
}

// {"items":[{"media_type":"image/jpeg","extensions":[".jpg",".jpeg"]},…]}
Json formats_json(const convert::Accepted& accepted) {
  Json items = Json::array();
  for (const convert::Format* format : accepted.formats()) {
    Json extensions = Json::array();
    for (std::string_view rest = format->extensions; !rest.empty();) {
      const std::string_view extension = rest.substr(0, rest.find(','));
      extensions.push(extension);
      rest.remove_prefix(std::min(rest.size(), extension.size() + 1));
    }
    items.push(Json::object({{"media_type", format->media_type}, {"extensions", std::move(extensions)}}));
  }
  return Json::object({{"items", std::move(items)}});
}

Task<http::Response> upload(Service& service, http::Request& request) {
  auto caller = co_await authenticate(service, request, true);
  if (!caller.ok()) co_return problem(caller.error());
  auto call = co_await read_call(service, request, false);
  if (!call.ok()) co_return problem(call.error());
  const auto taken = co_await take(service, request, call.value(), caller.value());
  if (!taken.ok()) co_return problem(taken.error());
  const flow::StoredDocument document = taken.value().stored.document;
  const auto submission = submission_from(taken.value().wishes, caller.value().id());
  if (!submission.ok()) co_return problem(submission.error());
  call.value().body = fingerprint_of(taken.value());
  // Stays false when no row speaks of these bytes: the purpose went meanwhile, or the key had its answer already.
  const auto used = std::make_shared<bool>(false);
  const Change submit = [submission = submission.value(), document, used](store::Transaction& in, const Caller& caller,
                                                                          const Call& call) -> Result<Answer> {
    const auto whose = TRY(for_whom(in, submission, call.now));
    const flow::Job job = TRY(flow::submit(in, whose, document, call.now));
    *used = true;
    return Answer{201, TRY(job_json(in, job, caller.id()))};
  };
  http::Response response = co_await answer_change(service, request, caller.take(), call.take(), submit);
  if (!*used) service.pool.post([&vault = service.vault, document] { (void)vault.destroy(document.location); });
  co_return response;
}

}  // namespace

void add_upload_endpoint(Endpoints& endpoints) {
  Service& service = endpoints.service();
  endpoints.get("/document-formats", [&service](store::Reader&, const Caller&, const Call&) -> Result<Answer> {
    return Answer{200, formats_json(service.formats)};
  });
  endpoints.raw("POST", "/jobs", http::Access::person,
                [&service](http::Request& request) { return upload(service, request); });
}

}  // namespace tsuke::doors
