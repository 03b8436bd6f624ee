#include "doors/web/web.h"

namespace tsuke::doors {

namespace {

constexpr std::string_view policy =
    "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; "
    "form-action 'self'";

const Asset* find(std::string_view path) {
  for (const Asset& asset : assets())
    if (asset.path == path) return &asset;
  return nullptr;
}

http::Response serve(const Asset& asset) {
  http::Response response;
  response.headers.set("Content-Type", std::string(asset.content_type));
  response.headers.set("Content-Security-Policy", std::string(policy));
  response.headers.set("X-Content-Type-Options", "nosniff");
  response.headers.set("Referrer-Policy", "no-referrer");
  response.headers.set("Cross-Origin-Opener-Policy", "same-origin");
  const bool hashed = asset.path.starts_with("/assets/");
  response.headers.set("Cache-Control", hashed ? "public, max-age=31536000, immutable" : "no-cache");
  response.body = std::string(asset.bytes);
  return response;
}

http::Response not_built() {
  return http::problem_response(
      {Reason::not_found, "web-app-absent", "this program was built without the web app; build it with ./dev build"});
}

Task<http::Response> answer(http::Request& request) {
  if (const Asset* asset = find(request.path)) co_return serve(*asset);
  // A missing file is missing; any other path is a page of the app, which has its own routes.
  if (request.path.starts_with("/assets/") || request.path.starts_with("/api/") || request.path.starts_with("/ipp/"))
    co_return http::problem_response({Reason::not_found, "not-found", "there is nothing at this address"});
  const Asset* index = find("/index.html");
  co_return index ? serve(*index) : not_built();
}

// The manifest's share_target. The page's service worker takes what is shared before it gets here; where there is none
// yet, the person finds the page, and shares once more.
Task<http::Response> share(http::Request&) {
  http::Response response = http::empty_response(303);
  response.headers.set("Location", "/");
  co_return response;
}

}  // namespace

void add_web_door(http::Router& router) {
  router.add("GET", "/", http::Access::open, answer);
  router.add("GET", "/{path*}", http::Access::open, answer);
  router.add("GET", "/share", http::Access::open, answer);
  router.add("POST", "/share", http::Access::open, share);
}

}  // namespace tsuke::doors
