#include "direct/clients.h"

#include "printing/ipp_device.h"

namespace tsuke::direct {
namespace {

constexpr Duration connect_at_most = seconds(5);  // printers are near

}  // namespace

// Known for as long as it lives.
class Clients::Kept : public ipp::Client {
 public:
  Kept(Clients& clients, std::unique_ptr<ipp::Client> client) : clients_(clients), client_(std::move(client)) {
    const std::lock_guard lock(clients_.mutex_);
    clients_.open_.insert(client_.get());
    if (clients_.cancelled_) client_->cancel();
  }
  ~Kept() override {
    const std::lock_guard lock(clients_.mutex_);
    clients_.open_.erase(client_.get());
  }
  const std::string& uri() const override { return client_->uri(); }
  Result<ipp::Message> send(const ipp::Message& request, Source document, Sink into) override {
    return client_->send(request, std::move(document), std::move(into));
  }
  void cancel() override { client_->cancel(); }

 private:
  Clients& clients_;
  std::unique_ptr<ipp::Client> client_;
};

Result<std::unique_ptr<printing::Device>> Clients::device(const std::string& uri, Duration timeout) {
  ipp::ClientOptions options;
  options.uri = uri;
  options.timeout = timeout;
  options.connect_timeout = connect_at_most;
  // A refusal may pass, as an absence does: names change, and operators allow more. A job in print is not to end by it.
  options.check_address = [this](std::string_view address, int port) -> Result<void> {
    auto allowed = reach_.check_address(address, port);
    if (allowed.ok()) return {};
    Error refused = allowed.take_error();
    refused.reason = Reason::unavailable;
    return refused;
  };
  auto client = TRY(ipp::Client::create(std::move(options)));
  return printing::device_over(std::make_unique<Kept>(*this, std::move(client)));
}

void Clients::cancel() {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  for (ipp::Client* client : open_) client->cancel();
}

}  // namespace tsuke::direct
