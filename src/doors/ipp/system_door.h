// The system service (PWG 5100.22): the printers that there are for whoever asks, the system's settings and resources.
#pragma once

#include "base/task.h"
#include "doors/ipp/device_door.h"
#include "doors/ipp/system_access.h"
#include "doors/ipp/system_subscriptions.h"
#include "doors/service.h"

namespace tsuke::ippdoor {

class SystemDoor {
 public:
  SystemDoor(doors::Service& service, DeviceDoor& devices) : service_(service), devices_(devices), boards_(service) {}
  Task<http::Response> serve(http::Request& request);
  // GET: the bytes of a resource, to those who may see it (resource-data-uri).
  Task<http::Response> serve_resource(http::Request& request);

 private:
  doors::Service& service_;
  DeviceDoor& devices_;
  doors::Tries tries_;
  SystemBoards boards_;
};

// The operations and the roles (system_access.h) that may call them, for the door and for the test that tries them all.
struct SystemEntry {
  std::uint16_t code = 0;
  unsigned who = 0;
};
std::vector<SystemEntry> system_entries();

}  // namespace tsuke::ippdoor
