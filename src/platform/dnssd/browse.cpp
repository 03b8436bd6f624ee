#include <avahi-client/client.h>
#include <avahi-client/lookup.h>
#include <avahi-common/address.h>
#include <avahi-common/error.h>
#include <avahi-common/malloc.h>
#include <avahi-common/simple-watch.h>

#include <algorithm>
#include <memory>

#include "platform/dnssd/dnssd.h"
#include "platform/dnssd/freer.h"

namespace tsuke::dnssd {
namespace {

constexpr std::size_t found_max = 256, facts_max = 64;
constexpr Duration step = milliseconds(100);  // how long the loop waits before it looks at the time again

using Loop = std::unique_ptr<AvahiSimplePoll, Freer<avahi_simple_poll_free>>;
using Client = std::unique_ptr<AvahiClient, Freer<avahi_client_free>>;
using Browser = std::unique_ptr<AvahiServiceBrowser, Freer<avahi_service_browser_free>>;
using Resolver = std::unique_ptr<AvahiServiceResolver, Freer<avahi_service_resolver_free>>;

Error no_daemon(const std::string& why) {
  return {Reason::unavailable, "no-dns-sd-daemon",
          "the DNS-SD daemon of this machine (avahi-daemon) does not answer: " + why};
}

std::vector<std::pair<std::string, std::string>> facts_of(AvahiStringList* record) {
  std::vector<std::pair<std::string, std::string>> facts;
  for (; record && facts.size() < facts_max; record = avahi_string_list_get_next(record)) {
    char *key = nullptr, *value = nullptr;
    std::size_t size = 0;
    if (avahi_string_list_get_pair(record, &key, &value, &size) != 0) continue;
    facts.emplace_back(key, value ? std::string(value, size) : std::string());
    avahi_free(key);
    avahi_free(value);
  }
  return facts;
}

// One question to the daemon: its loop, its client, and what the callbacks gathered.
class Question {
 public:
  static Result<std::unique_ptr<Question>> open() {
    std::unique_ptr<Question> question(new Question);
    question->loop_.reset(avahi_simple_poll_new());
    int fault = 0;
    question->client_.reset(avahi_client_new(avahi_simple_poll_get(question->loop_.get()), AvahiClientFlags{},
                                             &Question::on_client, question.get(), &fault));
    if (!question->client_) return no_daemon(avahi_strerror(fault));
    return question;
  }

  AvahiClient* client() { return client_.get(); }

  Result<void> browse(const std::vector<std::string>& types) {
    for (const std::string& type : types) {
      browsers_.emplace_back(avahi_service_browser_new(client(), AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, type.c_str(),
                                                       nullptr, AvahiLookupFlags{}, &Question::on_browsed, this));
      if (!browsers_.back()) return no_daemon(avahi_strerror(avahi_client_errno(client())));
      ++browsing_;
    }
    return {};
  }

  Result<void> resolve(AvahiIfIndex interface, AvahiProtocol protocol, const Name& name) {
    resolvers_.emplace_back(avahi_service_resolver_new(client(), interface, protocol, name.instance.c_str(),
                                                       name.type.c_str(), name.domain.c_str(), AVAHI_PROTO_UNSPEC,
                                                       AvahiLookupFlags{}, &Question::on_resolved, this));
    if (!resolvers_.back()) return no_daemon(avahi_strerror(avahi_client_errno(client())));
    ++resolving_;
    return {};
  }

  // Until all is answered, `enough` holds, or time is over.
  void run(Duration at_most, bool first_is_enough) {
    const Duration begun = monotonic_now();
    while (!failed_ && (browsing_ > 0 || resolving_ > 0) && monotonic_now() - begun < at_most) {
      if (first_is_enough && !found_.empty()) return;
      if (avahi_simple_poll_iterate(loop_.get(), static_cast<int>(step.micros / 1000)) != 0) return;
    }
  }

  bool failed() const { return failed_; }
  std::vector<Found> take_found() { return std::move(found_); }

 private:
  static void on_client(AvahiClient*, AvahiClientState state, void* self) {
    if (state == AVAHI_CLIENT_FAILURE) static_cast<Question*>(self)->failed_ = true;
  }

  static void on_browsed(AvahiServiceBrowser*, AvahiIfIndex interface, AvahiProtocol protocol, AvahiBrowserEvent event,
                         const char* instance, const char* type, const char* domain, AvahiLookupResultFlags,
                         void* context) {
    auto& self = *static_cast<Question*>(context);
    if (event == AVAHI_BROWSER_ALL_FOR_NOW || event == AVAHI_BROWSER_FAILURE) --self.browsing_;
    if (event != AVAHI_BROWSER_NEW) return;
    const Name name{instance, type, domain};
    const auto known = std::find(self.asked_.begin(), self.asked_.end(), name);
    if (known != self.asked_.end() || self.asked_.size() >= found_max) return;  // the same on another interface
    self.asked_.push_back(name);
    (void)self.resolve(interface, protocol, name);
  }

  static void on_resolved(AvahiServiceResolver*, AvahiIfIndex, AvahiProtocol, AvahiResolverEvent event,
                          const char* instance, const char* type, const char* domain, const char*,
                          const AvahiAddress* address, std::uint16_t port, AvahiStringList* record,
                          AvahiLookupResultFlags, void* context) {
    auto& self = *static_cast<Question*>(context);
    --self.resolving_;
    if (event != AVAHI_RESOLVER_FOUND) return;
    char text[AVAHI_ADDRESS_STR_MAX];
    avahi_address_snprint(text, sizeof text, address);
    self.found_.push_back({{instance, type, domain}, text, port, facts_of(record)});
  }

  Loop loop_;
  Client client_;
  std::vector<Browser> browsers_;  // freed before the client
  std::vector<Resolver> resolvers_;
  std::vector<Name> asked_;
  std::vector<Found> found_;
  int browsing_ = 0, resolving_ = 0;
  bool failed_ = false;
};

}  // namespace

Result<std::vector<Found>> browse(const std::vector<std::string>& types, Duration at_most) {
  const auto question = TRY(Question::open());
  TRY(question->browse(types));
  question->run(at_most, false);
  if (question->failed()) return no_daemon("it went away");
  std::vector<Found> found = question->take_found();
  std::sort(found.begin(), found.end(), [](const Found& a, const Found& b) {
    return std::tie(a.name.instance, a.name.type) < std::tie(b.name.instance, b.name.type);
  });
  return found;
}

// IPv4 first: a link-local IPv6 address means nothing without its interface.
Result<Found> resolve(const Name& name, Duration at_most) {
  for (const AvahiProtocol protocol : {AVAHI_PROTO_INET, AVAHI_PROTO_INET6}) {
    const auto question = TRY(Question::open());
    TRY(question->resolve(AVAHI_IF_UNSPEC, protocol, name));
    question->run({at_most.micros / 2}, true);
    if (question->failed()) return no_daemon("it went away");
    auto found = question->take_found();
    if (!found.empty()) return std::move(found.front());
  }
  return Error{Reason::unavailable, "name-not-announced",
               "no printer announces the name \"" + name.instance + "\" (" + name.type + ") on this network"};
}

Result<std::string> daemon_version() {
  const auto question = TRY(Question::open());
  const char* version = avahi_client_get_version_string(question->client());
  if (!version) return no_daemon(avahi_strerror(avahi_client_errno(question->client())));
  return std::string(version);
}

}  // namespace tsuke::dnssd
