// REST at /api/v1 and its event stream.
#pragma once

#include <vector>

#include "doors/service.h"
#include "platform/http/http.h"
#include "platform/reach/reach.h"
#include "platform/store/store.h"

namespace tsuke::doors {

// `printers` is where providers may have the service print by itself.
void add_rest_doors(http::Router& router, Service& service, const reach::Reach& printers = {});

// The table of answers kept for Idempotency-Key.
std::vector<store::Migration> rest_migrations();

}  // namespace tsuke::doors
