// docs/api/openapi.json as a judge: whether an answer of the running server is what the description promises.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "base/json.h"
#include "platform/http/client.h"

namespace tsuke::doors {

class Description {
 public:
  Description();  // as it is embedded
  explicit Description(Json document) : document_(std::move(document)) {}

  std::set<std::string> operations() const;  // "GET /api/v1/jobs/{job}"
  // What is wrong with this answer; empty when nothing is.
  std::string fault(std::string_view method, std::string_view target, const http::ClientResponse& answer) const;
  // Where and how the value differs from the schema; empty when it does not. Knows the keywords that the description
  // uses and calls any other a difference.
  std::string mismatch(const Json& schema, const Json& value, const std::string& where) const;

 private:
  const Json& resolve(const Json& maybe_reference) const;
  const Json& operation(std::string_view method, std::string_view target) const;  // null when there is none
  std::string object_mismatch(const Json& schema, const Json& value, const std::string& where) const;

  Json document_;
};

}  // namespace tsuke::doors
