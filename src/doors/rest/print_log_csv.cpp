// The print log as CSV: read and sent a piece at a time, so that a log of any length takes the memory of one piece.
#include "base/zoned_time.h"
#include "doors/rest/print_log.h"
#include "doors/rest/print_log_columns.h"
#include "registry/printers.h"

namespace tsuke::doors {

namespace {

constexpr int rows_at_once = 500;

struct Export {
  Whose whose;
  Caller caller;
  Call call;
  flow::LogFilter filter;
  LogEyes eyes{};
  std::string time_zone;
};

// What the caller names, or else where the organisation is that reads.
Result<std::string> time_zone_of(store::Reader& in, const flow::LogView& view, const Call& call) {
  const std::string_view wanted = call.query_value("time_zone");
  if (!wanted.empty()) return std::string(wanted);
  OrganisationId organisation = view.payer.organisation;
  if (view.provider.exists()) organisation = TRY(registry::provider(in, view.provider)).organisation;
  if (!organisation.exists()) return std::string("UTC");
  return TRY(registry::organisation(in, organisation)).time_zone;
}

// Everything that may be refused is refused here, before the first byte.
Result<Export> prepared(store::Reader& in, Export wanted) {
  const flow::LogView view = TRY(wanted.whose(in, wanted.caller, wanted.call));
  wanted.filter = TRY(log_filter_from(wanted.call));
  TRY(flow::print_log(in, view, wanted.filter, {}, 1, 1));
  wanted.eyes = view.eyes;
  wanted.time_zone = TRY(time_zone_of(in, view, wanted.call));
  TRY(to_rfc3339_in(wanted.call.now, wanted.time_zone));
  return wanted;
}

std::string heading(const Export& exported) {
  const Language language = exported.caller.person.language == "ja" ? Language::japanese : Language::english;
  const std::string mark(exported.call.query_value("bom") == "1" ? csv_mark : "");
  return mark + csv_record(log_headings(exported.eyes, language));
}

Task<Result<void>> send_rows(Service& service, Export exported, http::BodyWriter& out) {
  std::string piece = heading(exported);
  std::optional<flow::LogPlace> after;
  for (;;) {
    const auto look_up = [&service, exported, after] {
      return service.store.read<flow::LogPage>([&](store::Reader& in) -> Result<flow::LogPage> {
        const flow::LogView view = TRY(exported.whose(in, exported.caller, exported.call));
        return flow::print_log(in, view, exported.filter, after, rows_at_once);
      });
    };
    CO_TRY(const flow::LogPage page, co_await run_on(service.pool, service.loop, look_up));
    for (const flow::LogRow& row : page.rows) piece += csv_record(log_cells(exported.eyes, row, exported.time_zone));
    if (!piece.empty()) CO_TRY_VOID(co_await out.write(piece));
    piece.clear();
    if (!page.next || out.closed()) co_return Result<void>();
    after = page.next;
  }
}

}  // namespace

Task<http::Response> log_as_csv(Service& service, http::Request& request, Whose whose) {
  const auto caller = co_await authenticate(service, request, false);
  if (!caller.ok()) co_return problem(caller.error());
  const auto call = co_await read_call(service, request, false);
  if (!call.ok()) co_return problem(call.error());
  const Export wanted{whose, caller.value(), call.value(), {}, {}, {}};
  const auto look_up = [&service, wanted] {
    return service.store.read<Export>([&](store::Reader& in) { return prepared(in, wanted); });
  };
  const auto ready = co_await run_on(service.pool, service.loop, look_up);
  if (!ready.ok()) co_return problem(ready.error());
  http::Response response;
  response.headers.set("Content-Type", "text/csv; charset=utf-8; header=present");
  response.headers.set("Content-Disposition", "attachment; filename=\"print-log.csv\"");
  response.headers.set("Cache-Control", "no-store");
  response.stream = [&service, exported = ready.value()](http::BodyWriter& out) {
    return send_rows(service, exported, out);
  };
  co_return response;
}

}  // namespace tsuke::doors
