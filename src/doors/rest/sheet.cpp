// GET /printers/{printer}/sheet: what the provider hangs beside the printer, as PDF. Its code holds our own address and
// the printer's id, nothing else: a sheet that somebody swaps leads to our origin or is no sheet of ours.
#include "platform/sheet/sheet.h"
#include "doors/rest/groups.h"
#include "registry/printers.h"

namespace tsuke::doors {

namespace {

std::vector<sheet::HowTo> how_to() {
  return {{"Print here",
           {"Send your document to Tsuke: on the web page, or from any print dialog.",
            "Scan this code with your phone, and sign in.", "Choose your job, see the price and who pays, and print."}},
          {"ここで印刷する",
           {"Web ページか、いつもの印刷画面から、文書を Tsuke に送ります。",
            "スマートフォンでこのコードを読み取り、サインインします。",
            "ジョブを選び、料金と支払い元を確かめて、印刷します。"}}};
}

sheet::Sheet sheet_of(const registry::Printer& printer, const Call& call) {
  const std::string origin = (call.secure ? "https://" : "http://") + call.host;
  return {printer.name, printer.site_name, origin + "/r/" + to_string(printer.id), how_to()};
}

http::Response pdf_response(std::string pdf, const std::string& file_name) {
  http::Response response;
  response.headers.set("Content-Type", "application/pdf");
  response.headers.set("Content-Disposition", "inline; filename=\"" + file_name + "\"");
  response.headers.set("Cache-Control", "no-store");
  response.body = std::move(pdf);
  return response;
}

Error cannot_draw() {
  return {Reason::unavailable, "sheets-off", "This service draws no sheets. Its operator can install tsuke-render."};
}

// Drawn off the network thread.
Task<http::Response> show_sheet(Service& service, http::Request& request) {
  const auto caller = co_await authenticate(service, request, false);
  if (!caller.ok()) co_return problem(caller.error());
  const auto call = co_await read_call(service, request, false);
  if (!call.ok()) co_return problem(call.error());
  const auto id = call.value().id<PrinterId>("printer");
  if (!id.ok()) co_return problem(id.error());
  const std::function<Result<registry::Printer>(store::Reader&)> look_up = [&](store::Reader& in) {
    return registry::administered_printer(in, caller.value().id(), id.value());
  };
  const auto printer = co_await service.read<registry::Printer>(look_up);
  if (!printer.ok()) co_return problem(printer.error());
  if (service.render_program.empty()) co_return problem(cannot_draw());
  const auto drawing = [&program = service.render_program, sheet = sheet_of(printer.value(), call.value())] {
    return sheet::draw(program, sheet);
  };
  auto pdf = co_await run_on(service.pool, service.loop, drawing);
  if (!pdf.ok()) co_return problem(pdf.error());
  co_return pdf_response(pdf.take(), "printer-" + to_string(id.value()) + ".pdf");
}

}  // namespace

void add_sheet_endpoint(Endpoints& endpoints) {
  Service& service = endpoints.service();
  endpoints.raw("GET", "/printers/{printer}/sheet", http::Access::person,
                [&service](http::Request& request) { return show_sheet(service, request); });
}

}  // namespace tsuke::doors
