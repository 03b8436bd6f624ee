// Liveness, readiness and metrics, on an address of their own.
#pragma once

#include "doors/service.h"
#include "platform/http/http.h"

namespace tsuke::app {

// GET /healthz (the process answers), /readyz (database and vault answer), /metrics (Prometheus text).
void add_health_routes(http::Router& router, doors::Service& service);

}  // namespace tsuke::app
