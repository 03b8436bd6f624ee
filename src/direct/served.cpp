#include "direct/served.h"

#include "base/log.h"
#include "platform/ipp/codes.h"

namespace tsuke::direct {

Served::Seen Served::look() {
  auto answer = ask();
  const bool reached = answer.ok();
  tell_problem(reached ? std::nullopt : std::optional<Error>(answer.error()));
  const printing::Description now = reached ? answer.take() : printing::unreachable();
  tell(now);
  return {reached, now.state == ipp::printer_state::processing};
}

Result<printing::Description> Served::ask() {
  if (!device_) device_ = TRY(clients_.device(printer_.uri, silence_));
  return device_->describe();
}

void Served::tell(const printing::Description& description) {
  if (told_ == description) return;
  const auto told = RowService(means_, printer_.printer, printer_.uri).describe_device(description);
  if (told.ok())
    told_ = description;
  else
    log::warning("printer-not-described", {{"printer", printer_.name}, {"code", told.error().code}});
}

void Served::tell_problem(const std::optional<Error>& problem) {
  const std::string code = problem ? problem->code : "";
  if (code == "cancelled" || code == printer_.problem) return;
  printer_.problem = code;
  printer_.detail = problem ? problem->what : "";
  log::info(problem ? "printer-out-of-reach" : "printer-reached",
            {{"printer", printer_.name}, {"code", code}, {"what", printer_.detail}});
  const auto told =
      means_.store.write<void>([this](store::Transaction& in) { return registry::direct_tried(in, printer_); });
  if (!told.ok()) log::warning("printer-not-described", {{"printer", printer_.name}, {"code", told.error().code}});
}

}  // namespace tsuke::direct
