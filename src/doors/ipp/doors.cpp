#include "doors/ipp/doors.h"

#include <memory>

#include "doors/ipp/device_door.h"
#include "doors/ipp/queue_door.h"
#include "doors/ipp/system_door.h"

namespace tsuke::doors {
namespace {

void add_queue_routes(http::Router& router, Service& service) {
  const auto door = std::make_shared<ippdoor::QueueDoor>(service);
  const http::Handler by_token = [door](http::Request& request) { return door->serve_token(request); };
  const http::Handler by_password = [door](http::Request& request) { return door->serve_person(request); };
  router.add("POST", "/ipp/p/{token}", http::Access::token, by_token);
  router.add("POST", "/ipp/p/{token}/jobs/{job}", http::Access::token, by_token);
  router.add("POST", "/ipp/print", http::Access::person, by_password);
  router.add("POST", "/ipp/print/jobs/{job}", http::Access::person, by_password);
  router.add("POST", "/ipp/print/{purpose}", http::Access::person, by_password);
  router.add("POST", "/ipp/print/{purpose}/jobs/{job}", http::Access::person, by_password);
}

void add_device_routes(http::Router& router, Service& service) {
  const auto devices = std::make_shared<ippdoor::DeviceDoor>(service);
  const auto system = std::make_shared<ippdoor::SystemDoor>(service, *devices);
  const http::Handler at_device = [devices](http::Request& request) { return devices->serve(request); };
  const http::Handler at_system = [devices, system](http::Request& request) { return system->serve(request); };
  router.add("POST", "/ipp/device/{printer}", http::Access::device, at_device);
  router.add("POST", "/ipp/device/{printer}/jobs/{job}", http::Access::device, at_device);
  const http::Handler at_resource = [devices, system](http::Request& request) {
    return system->serve_resource(request);
  };
  router.add("POST", "/ipp/system", http::Access::person, at_system);
  router.add("GET", "/ipp/system/resources/{resource}", http::Access::person, at_resource);
}

}  // namespace

void add_ipp_doors(http::Router& router, Service& service) {
  add_queue_routes(router, service);
  add_device_routes(router, service);
}

}  // namespace tsuke::doors
