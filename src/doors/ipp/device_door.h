// The door of devices: one queue per printer, which only that printer's agent may enter.
#pragma once

#include <map>
#include <memory>

#include "base/task.h"
#include "doors/ipp/device_call.h"

namespace tsuke::ippdoor {

class DeviceDoor {
 public:
  explicit DeviceDoor(doors::Service& service) : service_(service) {}
  Task<http::Response> serve(http::Request& request);
  // The same board for the same printer, made when it is first asked for.
  std::shared_ptr<DeviceBoard> board(PrinterId printer);
  // Lets go of every agent that is parked here: each subscribes anew, as after a restart of the service.
  void restart();

 private:
  doors::Service& service_;
  std::map<PrinterId, std::shared_ptr<DeviceBoard>> boards_;  // at most one per printer with a credential
};

}  // namespace tsuke::ippdoor
