// GET /setup/{link}/…: the files that set a device up, for whoever has the link.
#pragma once

#include "doors/service.h"

namespace tsuke::doors {

// What a file is called below its link.
inline constexpr const char* profile_file = "tsuke.mobileconfig";
inline constexpr const char* chrome_printers_file = "chromeos-printers.json";

// "https://host/setup/<link>/tsuke.mobileconfig"
std::string setup_url(const std::string& host, bool secure, const std::string& link, const char* file);

// The profile is signed when the service has a signer.
void add_setup_door(http::Router& router, Service& service);

}  // namespace tsuke::doors
