// Addresses and uuids as answers write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "doors/ipp/wire.h"
#include "doors/service.h"

namespace tsuke::ippdoor {

// "ipps://print.example.com:443": what the client itself used, with the port always said (ipp's own default is 631).
std::string ipp_base(const doors::Service& service, const http::Request& request);
// "https://print.example.com:443"
std::string web_base(const doors::Service& service, const http::Request& request);

std::string job_uri(std::string_view printer_uri, std::int32_t number);

// The job that a request is about: the number at the end of its job-uri, or its job-id. Fails with malformed when there
// is neither, or no positive number.
Result<std::int32_t> target_job(const ipp::Group& operation);

// The same words always give the same urn:uuid: for what has no uuid of its own.
std::string stable_uuid(std::string_view kind, std::int64_t id_value);

}  // namespace tsuke::ippdoor
