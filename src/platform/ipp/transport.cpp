#include "platform/ipp/transport.h"

#include <cups/cups.h>
#include <netdb.h>
#include <sys/socket.h>

#include <array>
#include <vector>

#include "platform/ipp/trust.h"

namespace tsuke::ipp {
namespace {

constexpr double wake_up_seconds = 0.5;  // how often a silence is looked at

Error broken(std::string what) { return {Reason::unavailable, "connection-lost", std::move(what)}; }

std::vector<std::string> peer_chain(http_t* http) {
  std::vector<std::string> chain;
  cups_array_t* credentials = nullptr;
  if (httpCopyCredentials(http, &credentials) != 0) return chain;
  for (void* each = cupsArrayFirst(credentials); each; each = cupsArrayNext(credentials)) {
    const auto* credential = static_cast<http_credential_t*>(each);
    chain.emplace_back(static_cast<const char*>(credential->data), credential->datalen);
  }
  httpFreeCredentials(credentials);
  return chain;
}

struct ListFreer {
  void operator()(http_addrlist_t* list) const { httpAddrFreeList(list); }
};
using AddressList = std::unique_ptr<http_addrlist_t, ListFreer>;

std::string in_figures(http_addr_t& address) {
  std::array<char, 128> text{};
  ::getnameinfo(&address.addr, static_cast<socklen_t>(httpAddrLength(&address)), text.data(), text.size(), nullptr, 0,
                NI_NUMERICHOST);
  return text.data();
}

Error no_connection(const Target& target) {
  return {Reason::unavailable, "no-connection", "cannot connect to " + target.host + ":" + std::to_string(target.port)};
}

// What the host's name stands for, checked; nothing when anything will do.
Result<AddressList> checked_addresses(const Target& target, const ClientOptions& options) {
  if (!options.check_address) return AddressList();
  AddressList list(httpAddrGetList(target.host.c_str(), AF_UNSPEC, std::to_string(target.port).c_str()));
  if (!list) return no_connection(target);
  for (http_addrlist_t* each = list.get(); each; each = each->next)
    TRY(options.check_address(in_figures(each->addr), target.port));
  return list;
}

}  // namespace

Result<Target> Target::parse(const std::string& uri) {
  const Error wrong{Reason::malformed, "bad-uri", "the address must look like ipp://host:port/path: " + uri};
  std::array<char, 8> scheme{};
  std::array<char, 256> user{}, host{};
  std::array<char, 1024> path{};
  int port = 0;
  for (const char c : uri)
    if (c <= 0x20 || c >= 0x7F) return wrong;
  const auto separated = httpSeparateURI(HTTP_URI_CODING_NONE, uri.c_str(), scheme.data(), scheme.size(), user.data(),
                                         user.size(), host.data(), host.size(), &port, path.data(), path.size());
  if (separated != HTTP_URI_STATUS_OK && separated != HTTP_URI_STATUS_MISSING_RESOURCE) return wrong;
  const std::string_view name = scheme.data();
  if ((name != "ipp" && name != "ipps") || user[0] || !host[0] || host[0] == '/') return wrong;
  return Target{host.data(), port, path[0] ? path.data() : "/", name == "ipps"};
}

void Cancellation::cancel() {
  cancelled_ = true;
  std::atomic_ref<int>(connect_flag_).store(1);
  const std::lock_guard lock(mutex_);
  if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

void Cancellation::watch(int socket) {
  const std::lock_guard lock(mutex_);
  socket_ = socket;
  if (cancelled_ && socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

Transport::Transport(http_t* http, Duration silence, Cancellation& cancellation)
    : http_(http), silence_(silence), cancellation_(cancellation), heard_at_(monotonic_now()), buffer_(64 << 10, '\0') {
  cancellation_.watch(httpGetFd(http_));
  httpSetTimeout(http_, wake_up_seconds, &Transport::on_silence, this);
}

Transport::~Transport() {
  cancellation_.watch(-1);
  httpClose(http_);
}

// libcups asks whether to go on waiting.
int Transport::on_silence(http_t*, void* self) {
  auto* transport = static_cast<Transport*>(self);
  if (transport->cancellation_.cancelled()) return 0;
  transport->timed_out_ = monotonic_now() - transport->heard_at_ >= transport->silence_;
  return transport->timed_out_ ? 0 : 1;
}

Result<std::unique_ptr<Transport>> Transport::open(const Target& target, const ClientOptions& options,
                                                   Cancellation& cancellation) {
  const auto encryption = target.secure ? HTTP_ENCRYPTION_ALWAYS : HTTP_ENCRYPTION_NEVER;
  const AddressList addresses = TRY(checked_addresses(target, options));
  http_t* http = httpConnect2(target.host.c_str(), target.port, addresses.get(), AF_UNSPEC, encryption, 1,
                              static_cast<int>(options.connect_timeout.micros / 1000), &cancellation.connect_flag_);
  if (!http) return no_connection(target);
  std::unique_ptr<Transport> transport(new Transport(http, options.timeout, cancellation));
  if (target.secure) TRY(check_server(peer_chain(http), target.host, options.ca_file, wall_clock().now()));
  return transport;
}

bool Transport::is_stale() const { return httpWait(http_, 0) != 0; }

bool Transport::begin(const Target& target, const std::string& authorization, std::optional<std::size_t> length) {
  progress();
  httpClearFields(http_);
  httpSetField(http_, HTTP_FIELD_CONTENT_TYPE, "application/ipp");
  httpSetField(http_, HTTP_FIELD_USER_AGENT, "Tsuke IPP/2.0");
  if (!authorization.empty()) httpSetField(http_, HTTP_FIELD_AUTHORIZATION, authorization.c_str());
  httpSetLength(http_, length.value_or(0));  // 0: chunked
  return httpPost(http_, target.path.c_str()) == 0;
}

bool Transport::write(std::string_view piece) {
  while (!piece.empty()) {
    const ssize_t written = httpWrite2(http_, piece.data(), piece.size());
    if (written <= 0) return false;
    progress();
    piece.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

bool Transport::answer_is_waiting() const {
  httpFlushWrite(http_);
  return httpWait(http_, 0) != 0;
}

bool Transport::finish() { return httpWrite2(http_, "", 0) >= 0; }

std::optional<int> Transport::status() {
  progress();
  httpFlushWrite(http_);
  http_status_t status = HTTP_STATUS_CONTINUE;
  while (status == HTTP_STATUS_CONTINUE) status = httpUpdate(http_);
  progress();
  if (status == HTTP_STATUS_ERROR) return {};
  return status;
}

Result<std::string_view> Transport::read() {
  if (httpGetState(http_) == HTTP_STATE_WAITING) return std::string_view{};
  const ssize_t count = httpRead2(http_, buffer_.data(), buffer_.size());
  if (cancellation_.cancelled()) return broken("cancelled");
  if (count < 0 || timed_out_) return broken("the connection broke inside an answer");
  // libcups takes a connection that closes between two chunks for the end of the body; only its error tells.
  if (count == 0 && (httpGetState(http_) != HTTP_STATE_WAITING || httpError(http_) != 0))
    return broken("the answer is cut short");
  progress();
  return std::string_view(buffer_).substr(0, static_cast<std::size_t>(count));
}

}  // namespace tsuke::ipp
