#include "doors/setup/chrome_printers.h"

namespace tsuke::doors {

Json chrome_printers(const QueueAddress& address, const std::string& purpose_id, const std::string& name,
                     const std::string& device) {
  Json printer = Json::object({{"id", "tsuke-" + purpose_id},
                               {"display_name", name},
                               {"description", "Tsuke: " + device},
                               {"manufacturer", "Tsuke"},
                               {"model", "purpose queue"},
                               {"uri", address.ipp()}});
  printer.set("ppd_resource", Json::object({{"autoconf", true}}));
  return Json::array({std::move(printer)});
}

}  // namespace tsuke::doors
