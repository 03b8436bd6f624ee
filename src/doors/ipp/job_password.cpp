#include "doors/ipp/job_password.h"

#include "doors/ipp/wire.h"
#include "flow/password.h"

namespace tsuke::ippdoor {
namespace {

constexpr const char* any_letters = "iana_utf-8_any";

const std::string* octets_of(const ipp::Group& operation, std::string_view name) {
  const ipp::Attribute* attribute = operation.find(name);
  return attribute && attribute->values.size() == 1 ? std::get_if<std::string>(&attribute->values.front()) : nullptr;
}

}  // namespace

Result<std::string> job_password(const ipp::Group& operation) {
  if (!operation.find("job-password") && !operation.find("job-password-encryption")) return std::string();
  const std::string* octets = octets_of(operation, "job-password");
  const auto encryption = operation.text("job-password-encryption");
  if (!octets || !encryption)
    return refusal(ipp::status::bad_request, "job-password and job-password-encryption come together");
  Result<std::string> kept = flow::keep_password(*encryption, *octets);
  if (!kept.ok()) return refusal(ipp::status::attributes_or_values_not_supported, kept.error().what);
  return kept;
}

void add_password_attributes(Picker& put) {
  const auto most = static_cast<std::int32_t>(flow::password_bytes_max);
  put.add(ipp::integer("job-password-supported", most));
  put.add(ipp::keywords("job-password-encryption-supported",
                        {std::begin(flow::password_encryptions), std::end(flow::password_encryptions)}));
  put.add(ipp::range("job-password-length-supported", 1, most));
  put.add(ipp::keyword("job-password-repertoire-configured", any_letters));
  put.add(ipp::keyword("job-password-repertoire-supported", any_letters));
}

}  // namespace tsuke::ippdoor
