#include "platform/ipp/client.h"

#include "platform/ipp/transport.h"

namespace tsuke::ipp {
namespace {

// Printers describe hundreds of media, each a collection of ten.
constexpr DecodeLimits answer_limits{
    .message_bytes = 8 << 20, .depth_max = 16, .attributes_max = 100'000, .values_max = 200'000};

constexpr std::size_t trailing_bytes_max = 64 << 10;  // after an answer to which no document belongs

Error unavailable(std::string code, std::string what) {
  return {Reason::unavailable, std::move(code), std::move(what)};
}

std::string base64(std::string_view bytes) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < 3; ++i)
      bits = bits << 8 | (at + i < bytes.size() ? static_cast<std::uint8_t>(bytes[at + i]) : 0);
    for (std::size_t i = 0; i < 4; ++i)
      out.push_back(at + i <= bytes.size() ? letters[bits >> (18 - 6 * i) & 63] : '=');
  }
  return out;
}

class CupsClient : public Client {
 public:
  CupsClient(ClientOptions options, Target target) : options_(std::move(options)), target_(std::move(target)) {
    if (!options_.user.empty()) authorization_ = "Basic " + base64(options_.user + ":" + options_.password);
  }

  const std::string& uri() const override { return options_.uri; }
  void cancel() override { cancellation_.cancel(); }

  Result<Message> send(const Message& request, Source document, Sink into) override {
    bool kept = transport_ && !transport_->is_stale();
    if (!kept) TRY(connect());
    Exchange exchange = try_send(request, document);
    if (!exchange.status && kept && !document && !transport_->timed_out() && !cancellation_.cancelled()) {
      TRY(connect());
      exchange = try_send(request, document);
    }
    auto answer = receive(exchange, into);
    if (answer.ok() && answer.value().request_id != request.request_id)
      answer = bad_answer("wrong-request-id", "answered another request than the one that was sent");
    if (!answer.ok() || !exchange.all_sent) transport_.reset();
    return answer;
  }

 private:
  struct Exchange {
    std::optional<int> status;       // none: the connection broke
    std::optional<Error> no_source;  // the document's source failed
    bool all_sent = true;            // else the answer came before the document's end, and the connection is spoilt
  };

  Error bad_answer(std::string code, const std::string& what) const {
    return {Reason::malformed, std::move(code), options_.uri + " " + what};
  }

  Result<void> connect() {
    transport_.reset();
    if (cancellation_.cancelled()) return unavailable("cancelled", "the exchange was cancelled");
    transport_ = TRY(Transport::open(target_, options_, cancellation_));
    return {};
  }

  Exchange try_send(const Message& request, const Source& document) {
    const std::string bytes = encode(request);
    const auto length = document ? std::nullopt : std::optional(bytes.size());
    if (!transport_->begin(target_, authorization_, length) || !transport_->write(bytes)) return {};
    if (!document) return {transport_->status(), {}};
    auto sent = send_document(document);
    if (!sent.ok()) return {{}, sent.take_error()};
    return {transport_->status(), {}, sent.value()};
  }

  // True when all was sent. A server that refuses answers before the end: then the rest stays unsent. A failed write is
  // not the end either, for the answer that says why may be there to read.
  Result<bool> send_document(const Source& document) {
    while (!transport_->answer_is_waiting()) {
      const std::string_view piece = TRY(document());
      if (piece.empty()) return transport_->finish();
      if (!transport_->write(piece)) return false;
    }
    return false;
  }

  Result<Message> receive(Exchange& exchange, const Sink& into) {
    if (exchange.no_source) return std::move(*exchange.no_source);
    if (cancellation_.cancelled()) return unavailable("cancelled", "the exchange was cancelled");
    if (!exchange.status) return unavailable("no-answer", "no answer from " + options_.uri);
    if (*exchange.status == 401)
      return Error{Reason::not_authenticated, "not-authenticated", options_.uri + " refuses these credentials"};
    if (*exchange.status != 200)
      return unavailable("http-status", options_.uri + " answered HTTP " + std::to_string(*exchange.status));
    return read_answer(into);
  }

  Result<Message> read_answer(const Sink& into) {
    std::string head;
    std::optional<Message> message;
    std::size_t trailing_bytes = 0;
    const Duration begun = monotonic_now();
    while (true) {
      std::string_view piece = TRY(transport_->read());
      if (piece.empty()) break;
      if (!message) {
        head.append(piece);
        auto decoded = TRY(decode(head, answer_limits));
        if (!decoded) continue;
        piece = std::string_view(head).substr(decoded->consumed_bytes);
        message = std::move(decoded->message);
      }
      if (into && !piece.empty()) TRY(into(piece));
      if (into) continue;
      trailing_bytes += message ? piece.size() : 0;
      if (trailing_bytes > trailing_bytes_max || monotonic_now() - begun > options_.timeout)
        return bad_answer("endless-answer", "does not end its answer");
    }
    if (!message) return bad_answer("bad-ipp", "answered with something else than IPP");
    return std::move(*message);
  }

  ClientOptions options_;
  Target target_;
  std::string authorization_;
  Cancellation cancellation_;
  std::unique_ptr<Transport> transport_;
};

}  // namespace

Result<std::unique_ptr<Client>> Client::create(ClientOptions options) {
  Target target = TRY(Target::parse(options.uri));
  return std::unique_ptr<Client>(new CupsClient(std::move(options), std::move(target)));
}

}  // namespace tsuke::ipp
