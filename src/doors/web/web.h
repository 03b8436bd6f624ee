// The web app: its built files, embedded in the program.
#pragma once

#include <span>
#include <string_view>

#include "platform/http/http.h"

namespace tsuke::doors {

struct Asset {
  std::string_view path;  // "/assets/index-4f2a.js"
  std::string_view content_type;
  std::string_view bytes;
};

// Made by the build from web/dist; empty when the web app was not built.
std::span<const Asset> assets();

// Serves the assets, and index.html for every other path of the app, under a policy that allows nothing from elsewhere.
// Files with a hash in their name may be kept for ever; index.html is asked for each time.
void add_web_door(http::Router& router);

}  // namespace tsuke::doors
