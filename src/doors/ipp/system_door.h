// The system service (PWG 5100.22, the little that is of use here): which printers there are for whoever asks.
#pragma once

#include "base/task.h"
#include "doors/ipp/device_door.h"
#include "doors/service.h"

namespace tsuke::ippdoor {

class SystemDoor {
 public:
  SystemDoor(doors::Service& service, DeviceDoor& devices) : service_(service), devices_(devices) {}
  Task<http::Response> serve(http::Request& request);

 private:
  Task<http::Response> get_printers(const registry::Credential& caller, Incoming& incoming);
  Task<http::Response> register_output_device(const registry::Credential& caller, Incoming& incoming);

  doors::Service& service_;
  DeviceDoor& devices_;
};

}  // namespace tsuke::ippdoor
