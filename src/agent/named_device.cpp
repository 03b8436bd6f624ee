#include "agent/named_device.h"

#include "platform/dnssd/dnssd.h"
#include "printing/ipp_device.h"

namespace tsuke::agent {
namespace {

constexpr Duration look_up_at_most = seconds(5);
constexpr std::string_view no_connection = "no-connection";

class NamedDevice : public Device {
 public:
  NamedDevice(LookUp look_up, MakeIppDevice make) : look_up_(std::move(look_up)), make_(std::move(make)) {}

  Result<Description> describe() override {
    return at_its_address<Description>([](Device& device) { return device.describe(); });
  }
  Result<std::int32_t> create_job(const Ticket& ticket) override {
    return at_its_address<std::int32_t>([&](Device& device) { return device.create_job(ticket); });
  }
  Result<void> send_document(std::int32_t printer_job, const std::string& format, Source document) override {
    return at_its_address<void>([&](Device& device) { return device.send_document(printer_job, format, document); });
  }
  Result<DeviceJob> look_at(std::int32_t printer_job) override {
    return at_its_address<DeviceJob>([&](Device& device) { return device.look_at(printer_job); });
  }
  Result<std::int32_t> find(const std::string& name) override {
    return at_its_address<std::int32_t>([&](Device& device) { return device.find(name); });
  }
  Result<void> cancel(std::int32_t printer_job) override {
    return at_its_address<void>([&](Device& device) { return device.cancel(printer_job); });
  }

 private:
  template <typename T>
  Result<T> at_its_address(const std::function<Result<T>(Device&)>& call) {
    if (!device_) {
      auto address = look_up_();
      if (!address.ok()) return Error{Reason::unavailable, std::string(no_connection), address.error().what};
      device_ = TRY(make_(address.value()));
    }
    auto result = call(*device_);
    if (!result.ok() && result.error().code == no_connection) device_.reset();  // it may have moved
    return result;
  }

  LookUp look_up_;
  MakeIppDevice make_;
  std::unique_ptr<Device> device_;
};

}  // namespace

std::unique_ptr<Device> make_named_device(LookUp look_up, MakeIppDevice make) {
  return std::make_unique<NamedDevice>(std::move(look_up), std::move(make));
}

Result<std::string> address_of(const std::string& device_uri) {
  if (!dnssd::is_uri(device_uri)) return device_uri;
  return TRY(dnssd::resolve(TRY(dnssd::parse_uri(device_uri)), look_up_at_most)).ipp_uri();
}

Result<void> check_device_uri(const std::string& device_uri) {
  if (dnssd::is_uri(device_uri)) {
    TRY(dnssd::parse_uri(device_uri));
    return {};
  }
  TRY(make_ipp_device(device_uri));
  return {};
}

Result<std::unique_ptr<Device>> make_device(const std::string& device_uri) {
  TRY(check_device_uri(device_uri));
  if (!dnssd::is_uri(device_uri)) return make_ipp_device(device_uri);
  return make_named_device([device_uri] { return address_of(device_uri); }, make_ipp_device);
}

}  // namespace tsuke::agent
