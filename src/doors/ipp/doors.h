// The three IPP doors: a person's purpose queues, the queue of each device, and the system service above them.
#pragma once

#include "doors/service.h"
#include "platform/http/http.h"

namespace tsuke::doors {

// Adds the routes under /ipp/. The service must outlive the router.
//
//   POST /ipp/p/{token}             one purpose, by the token in the address: submit, and see what came by this token
//   POST /ipp/print[/{purpose}]     Basic with an app password: all of the person's purposes, or one
//   POST /ipp/device/{printer}      Basic with a device credential: what that printer's agent fetches and reports
//   POST /ipp/system                Basic with either, or an enrolment code: the system service
//   GET /ipp/system/resources/{uuid} the same: the bytes of a resource
//
// The addresses of jobs (…/jobs/{job}) are served by the same handlers. A credential in the wrong place never tells
// more than "not here".
void add_ipp_doors(http::Router& router, Service& service);

}  // namespace tsuke::doors
