// IANA's names of operations and status codes. Our own tables, since libcups 2.4 prints some as bare numbers.
#include <algorithm>
#include <iterator>

#include "platform/ipp/message.h"

namespace tsuke::ipp {
namespace {

struct Name {
  std::uint16_t code;
  std::string_view name;
};

constexpr Name operations[] = {
    {0x02, "Print-Job"},
    {0x03, "Print-URI"},
    {0x04, "Validate-Job"},
    {0x05, "Create-Job"},
    {0x06, "Send-Document"},
    {0x07, "Send-URI"},
    {0x08, "Cancel-Job"},
    {0x09, "Get-Job-Attributes"},
    {0x0A, "Get-Jobs"},
    {0x0B, "Get-Printer-Attributes"},
    {0x0C, "Hold-Job"},
    {0x0D, "Release-Job"},
    {0x0E, "Restart-Job"},
    {0x10, "Pause-Printer"},
    {0x11, "Resume-Printer"},
    {0x12, "Purge-Jobs"},
    {0x13, "Set-Printer-Attributes"},
    {0x14, "Set-Job-Attributes"},
    {0x15, "Get-Printer-Supported-Values"},
    {0x16, "Create-Printer-Subscriptions"},
    {0x17, "Create-Job-Subscriptions"},
    {0x18, "Get-Subscription-Attributes"},
    {0x19, "Get-Subscriptions"},
    {0x1A, "Renew-Subscription"},
    {0x1B, "Cancel-Subscription"},
    {0x1C, "Get-Notifications"},
    {0x1E, "Get-Resource-Attributes"},
    {0x20, "Get-Resources"},
    {0x22, "Enable-Printer"},
    {0x23, "Disable-Printer"},
    {0x33, "Cancel-Document"},
    {0x34, "Get-Document-Attributes"},
    {0x35, "Get-Documents"},
    {0x36, "Delete-Document"},
    {0x37, "Set-Document-Attributes"},
    {0x38, "Cancel-Jobs"},
    {0x39, "Cancel-My-Jobs"},
    {0x3A, "Resubmit-Job"},
    {0x3B, "Close-Job"},
    {0x3C, "Identify-Printer"},
    {0x3D, "Validate-Document"},
    {0x3F, "Acknowledge-Document"},
    {0x40, "Acknowledge-Identify-Printer"},
    {0x41, "Acknowledge-Job"},
    {0x42, "Fetch-Document"},
    {0x43, "Fetch-Job"},
    {0x44, "Get-Output-Device-Attributes"},
    {0x45, "Update-Active-Jobs"},
    {0x46, "Deregister-Output-Device"},
    {0x47, "Update-Document-Status"},
    {0x48, "Update-Job-Status"},
    {0x49, "Update-Output-Device-Attributes"},
    {0x4A, "Get-Next-Document-Data"},
    {0x4B, "Allocate-Printer-Resources"},
    {0x4C, "Create-Printer"},
    {0x4D, "Deallocate-Printer-Resources"},
    {0x4E, "Delete-Printer"},
    {0x4F, "Get-Printers"},
    {0x50, "Shutdown-One-Printer"},
    {0x51, "Startup-One-Printer"},
    {0x52, "Cancel-Resource"},
    {0x53, "Create-Resource"},
    {0x54, "Install-Resource"},
    {0x55, "Send-Resource-Data"},
    {0x56, "Set-Resource-Attributes"},
    {0x57, "Create-Resource-Subscriptions"},
    {0x58, "Create-System-Subscriptions"},
    {0x59, "Disable-All-Printers"},
    {0x5A, "Enable-All-Printers"},
    {0x5B, "Get-System-Attributes"},
    {0x5C, "Get-System-Supported-Values"},
    {0x5D, "Pause-All-Printers"},
    {0x5E, "Pause-All-Printers-After-Current-Job"},
    {0x5F, "Register-Output-Device"},
    {0x60, "Restart-System"},
    {0x61, "Resume-All-Printers"},
    {0x62, "Set-System-Attributes"},
    {0x63, "Shutdown-All-Printers"},
    {0x64, "Startup-All-Printers"},
    {0x65, "Get-Printer-Resources"},
    {0x66, "Get-User-Printer-Attributes"},
    {0x67, "Restart-One-Printer"},
};

constexpr Name statuses[] = {
    {0x0000, "successful-ok"},
    {0x0001, "successful-ok-ignored-or-substituted-attributes"},
    {0x0002, "successful-ok-conflicting-attributes"},
    {0x0003, "successful-ok-ignored-subscriptions"},
    {0x0005, "successful-ok-too-many-events"},
    {0x0007, "successful-ok-events-complete"},
    {0x0400, "client-error-bad-request"},
    {0x0401, "client-error-forbidden"},
    {0x0402, "client-error-not-authenticated"},
    {0x0403, "client-error-not-authorized"},
    {0x0404, "client-error-not-possible"},
    {0x0405, "client-error-timeout"},
    {0x0406, "client-error-not-found"},
    {0x0407, "client-error-gone"},
    {0x0408, "client-error-request-entity-too-large"},
    {0x0409, "client-error-request-value-too-long"},
    {0x040A, "client-error-document-format-not-supported"},
    {0x040B, "client-error-attributes-or-values-not-supported"},
    {0x040C, "client-error-uri-scheme-not-supported"},
    {0x040D, "client-error-charset-not-supported"},
    {0x040E, "client-error-conflicting-attributes"},
    {0x040F, "client-error-compression-not-supported"},
    {0x0410, "client-error-compression-error"},
    {0x0411, "client-error-document-format-error"},
    {0x0412, "client-error-document-access-error"},
    {0x0413, "client-error-attributes-not-settable"},
    {0x0414, "client-error-ignored-all-subscriptions"},
    {0x0415, "client-error-too-many-subscriptions"},
    {0x0418, "client-error-document-password-error"},
    {0x0419, "client-error-document-permission-error"},
    {0x041A, "client-error-document-security-error"},
    {0x041B, "client-error-document-unprintable-error"},
    {0x041C, "client-error-account-info-needed"},
    {0x041D, "client-error-account-closed"},
    {0x041E, "client-error-account-limit-reached"},
    {0x041F, "client-error-account-authorization-failed"},
    {0x0420, "client-error-not-fetchable"},
    {0x049C, "cups-error-account-info-needed"},
    {0x049D, "cups-error-account-closed"},
    {0x049E, "cups-error-account-limit-reached"},
    {0x049F, "cups-error-account-authorization-failed"},
    {0x0500, "server-error-internal-error"},
    {0x0501, "server-error-operation-not-supported"},
    {0x0502, "server-error-service-unavailable"},
    {0x0503, "server-error-version-not-supported"},
    {0x0504, "server-error-device-error"},
    {0x0505, "server-error-temporary-error"},
    {0x0506, "server-error-not-accepting-jobs"},
    {0x0507, "server-error-busy"},
    {0x0508, "server-error-job-canceled"},
    {0x0509, "server-error-multiple-document-jobs-not-supported"},
    {0x050A, "server-error-printer-is-deactivated"},
    {0x050B, "server-error-too-many-jobs"},
    {0x050C, "server-error-too-many-documents"},
};

template <std::size_t N>
std::string_view look_up(const Name (&names)[N], std::uint16_t code, std::string_view otherwise) {
  const auto found =
      std::lower_bound(std::begin(names), std::end(names), code, [](const Name& n, auto c) { return n.code < c; });
  return found != std::end(names) && found->code == code ? found->name : otherwise;
}

}  // namespace

std::string_view operation_name(std::uint16_t code) { return look_up(operations, code, "unknown-operation"); }
std::string_view status_name(std::uint16_t code) { return look_up(statuses, code, "unknown-status"); }

}  // namespace tsuke::ipp
