// The door of people's queues: who calls, what the message asks, and which operation answers.
#pragma once

#include "base/task.h"
#include "doors/ipp/queue_call.h"
#include "doors/service.h"

namespace tsuke::ippdoor {

class QueueDoor {
 public:
  explicit QueueDoor(doors::Service& service) : service_(service) {}
  Task<http::Response> serve_token(http::Request& request);
  Task<http::Response> serve_person(http::Request& request);

 private:
  Task<http::Response> answer(const Queue& queue, http::Request& request);

  doors::Service& service_;
  QueueMemory memory_;
};

}  // namespace tsuke::ippdoor
