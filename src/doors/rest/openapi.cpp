// GET /openapi.json: the description in docs/api, embedded as it is.
#include "doors/rest/groups.h"

extern "C" {
extern const char tsuke_openapi[], tsuke_openapi_end[];
}

namespace tsuke::doors {

void add_openapi_endpoint(Endpoints& endpoints) {
  endpoints.raw("GET", "/openapi.json", http::Access::open, [](http::Request&) -> Task<http::Response> {
    http::Response response;
    response.headers.set("Content-Type", "application/json");
    response.body.assign(tsuke_openapi, tsuke_openapi_end);
    co_return response;
  });
}

}  // namespace tsuke::doors
