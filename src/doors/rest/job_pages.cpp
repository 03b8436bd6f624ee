// The pages of the caller's own documents: what each is like, and a picture of it.
#include <charconv>

#include "doors/rest/groups.h"
#include "doors/rest/previews.h"
#include "flow/job.h"
#include "platform/render/render.h"

namespace tsuke::doors {

namespace {

constexpr int width_px_default = 240;

Error no_such_page() { return {Reason::not_found, "page-not-found", "The document has no such page."}; }

Result<int> number_of(std::string_view text, const Error& otherwise) {
  int number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc{} || end != text.data() + text.size() || number < 1) return otherwise;
  return number;
}

Result<void> require_ready(const flow::Job& job) {
  switch (job.document) {
    case flow::DocumentState::ready: return {};
    case flow::DocumentState::destroyed:
      return Error{Reason::gone, "document-destroyed", "The document was destroyed. Submit it again to print it."};
    case flow::DocumentState::unreadable:
      return Error{Reason::conflict, "document-unreadable",
                   "The document cannot be read. Submit it again, as PDF if possible."};
    default: break;
  }
  return Error{Reason::conflict, "document-not-ready", "The pages are still being counted. Wait a moment."};
}

// A job of the caller's whose pages can be looked at.
Result<flow::Job> readable_job(store::Reader& in, const Caller& caller, const Call& call) {
  flow::Job job = TRY(flow::job_of(in, caller.id(), TRY(call.id<JobId>("job"))));
  TRY(require_ready(job));
  return job;
}

Json page_entry(int number, const tsuke::Page& page) {
  return Json::object({{"number", number},
                       {"width_hmm", page.size.width_hmm},
                       {"height_hmm", page.size.height_hmm},
                       {"color", page.color}});
}

// The cursor is the number of the last page before.
Result<Answer> list_pages(store::Reader& in, const Caller& caller, const Call& call) {
  const Page wanted = TRY(page_of(call));
  const Pages pages = flow::pages_of(TRY(readable_job(in, caller, call)));
  const auto count = static_cast<std::int64_t>(pages.size());
  std::int64_t colored = 0;
  for (const tsuke::Page& page : pages) colored += page.color;
  Json items = Json::array();
  std::int64_t last = wanted.before;
  for (; last < count && last < wanted.before + wanted.limit; ++last)
    items.push(page_entry(static_cast<int>(last) + 1, pages[static_cast<std::size_t>(last)]));
  Json answer = Json::object({{"count", count}, {"color_count", colored}, {"items", std::move(items)}});
  answer.set("next", last < count && last > 0 ? Json(to_string(last)) : Json());
  return Answer{200, std::move(answer)};
}

Result<PageOf> wanted_page(store::Reader& in, const Caller& caller, const Call& call) {
  const flow::Job job = TRY(readable_job(in, caller, call));
  const int page = TRY(number_of(call.path.find("page")->second, no_such_page()));
  PageOf wanted{job.location, page, width_px_default};
  if (wanted.page > job.pages) return no_such_page();
  if (const auto width = call.query_value("width"); !width.empty()) {
    const Error bad{Reason::malformed, "bad-width", "width is a number of pixels from 32 to 2000"};
    wanted.width_px = TRY(number_of(width, bad));
    if (wanted.width_px < render::thumbnail_width_min || wanted.width_px > render::thumbnail_width_max) return bad;
  }
  return wanted;
}

http::Response picture_response(const std::string& bytes) {
  http::Response response;
  response.headers.set("Content-Type", std::string(render::picture_type(bytes)));
  // The person's own browser may keep it for as long as the server would.
  response.headers.set("Cache-Control", "private, max-age=300");
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.body = bytes;
  return response;
}

Task<http::Response> preview(Service& service, Previews& previews, http::Request& request) {
  const auto caller = co_await authenticate(service, request, false);
  if (!caller.ok()) co_return problem(caller.error());
  const auto call = co_await read_call(service, request, false);
  if (!call.ok()) co_return problem(call.error());
  const std::function<Result<PageOf>(store::Reader&)> look_up = [&](store::Reader& in) {
    return wanted_page(in, caller.value(), call.value());
  };
  const auto wanted = co_await service.read<PageOf>(look_up);
  if (!wanted.ok()) co_return problem(wanted.error());
  const auto picture = co_await previews.picture(wanted.value());
  if (!picture.ok()) co_return problem(picture.error());
  co_return picture_response(*picture.value());
}

}  // namespace

void add_job_page_endpoints(Endpoints& endpoints) {
  Service& service = endpoints.service();
  endpoints.get("/jobs/{job}/pages", list_pages);
  const auto previews = std::make_shared<Previews>(service);
  endpoints.raw("GET", "/jobs/{job}/pages/{page}/preview", http::Access::person,
                [&service, previews](http::Request& request) { return preview(service, *previews, request); });
}

}  // namespace tsuke::doors
