#include "platform/dnssd/announce.h"

#include <avahi-client/client.h>
#include <avahi-client/publish.h>
#include <avahi-common/alternative.h>
#include <avahi-common/error.h>
#include <avahi-common/malloc.h>
#include <avahi-common/strlst.h>
#include <avahi-common/thread-watch.h>

#include "base/log.h"
#include "platform/dnssd/freer.h"

namespace tsuke::dnssd {
namespace {

using Loop = std::unique_ptr<AvahiThreadedPoll, Freer<avahi_threaded_poll_free>>;
using Client = std::unique_ptr<AvahiClient, Freer<avahi_client_free>>;
using Record = std::unique_ptr<AvahiStringList, Freer<avahi_string_list_free>>;

Record record_of(const Announced& service) {
  AvahiStringList* list = nullptr;
  for (auto fact = service.facts.rbegin(); fact != service.facts.rend(); ++fact)  // each is put before the others
    list = avahi_string_list_add_pair(list, fact->first.c_str(), fact->second.c_str());
  return Record(list);
}

// One service with its group of records, which are announced, or change their name, together.
class Service {
 public:
  explicit Service(Announced announced) : announced_(std::move(announced)) {}

  // On the loop's thread, whenever the daemon is there anew.
  void announce(AvahiClient* client) {
    group_ = avahi_entry_group_new(client, &Service::on_group, this);
    if (group_) commit();
    if (!group_) complain(avahi_client_errno(client));
  }
  void forget_group() { group_ = nullptr; }  // the client has taken it along

 private:
  static void on_group(AvahiEntryGroup* group, AvahiEntryGroupState state, void* context) {
    auto& self = *static_cast<Service*>(context);
    self.group_ = group;
    if (state == AVAHI_ENTRY_GROUP_COLLISION) self.take_other_name();
    if (state == AVAHI_ENTRY_GROUP_FAILURE) self.complain(avahi_client_errno(avahi_entry_group_get_client(group)));
    if (state == AVAHI_ENTRY_GROUP_ESTABLISHED)
      log::info("announced", {{"name", self.announced_.name.instance}, {"type", self.announced_.name.type}});
  }

  void take_other_name() {
    char* other = avahi_alternative_service_name(announced_.name.instance.c_str());
    announced_.name.instance = other;
    avahi_free(other);
    avahi_entry_group_reset(group_);
    commit();
  }

  void commit() {
    int fault = add();
    if (fault == AVAHI_ERR_COLLISION) return take_other_name();
    if (fault == AVAHI_OK) fault = avahi_entry_group_commit(group_);
    if (fault != AVAHI_OK) complain(fault);
  }

  int add() {
    const Name& name = announced_.name;
    const Record record = record_of(announced_);
    int fault = avahi_entry_group_add_service_strlst(
        group_, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, AvahiPublishFlags{}, name.instance.c_str(), name.type.c_str(),
        name.domain.c_str(), announced_.host.c_str(), static_cast<std::uint16_t>(announced_.port), record.get());
    for (const std::string& subtype : announced_.subtypes)
      if (fault == AVAHI_OK)
        fault = avahi_entry_group_add_service_subtype(group_, AVAHI_IF_UNSPEC, AVAHI_PROTO_UNSPEC, AvahiPublishFlags{},
                                                      name.instance.c_str(), name.type.c_str(), name.domain.c_str(),
                                                      (subtype + "._sub." + name.type).c_str());
    return fault;
  }

  void complain(int fault) {
    log::warning("not-announced", {{"name", announced_.name.instance}, {"why", avahi_strerror(fault)}});
  }

  Announced announced_;
  AvahiEntryGroup* group_ = nullptr;  // the client's
};

class AvahiAnnouncer : public Announcer {
 public:
  explicit AvahiAnnouncer(std::vector<Announced> services) {
    for (Announced& service : services) services_.emplace_back(std::move(service));
  }
  ~AvahiAnnouncer() override {
    if (loop_) avahi_threaded_poll_stop(loop_.get());
    client_.reset();  // before the loop that it is on
  }

  Result<void> start() {
    loop_.reset(avahi_threaded_poll_new());
    if (const int fault = connect(); fault != AVAHI_OK)
      return Error{Reason::unavailable, "no-dns-sd-daemon",
                   "the DNS-SD daemon of this machine (avahi-daemon) cannot be waited for: " +
                       std::string(avahi_strerror(fault))};
    avahi_threaded_poll_start(loop_.get());
    return {};
  }

 private:
  int connect() {
    int fault = AVAHI_OK;
    // It waits for a daemon that is not there (yet).
    client_.reset(avahi_client_new(avahi_threaded_poll_get(loop_.get()), AVAHI_CLIENT_NO_FAIL,
                                   &AvahiAnnouncer::on_client, this, &fault));
    return client_ ? AVAHI_OK : fault;
  }

  static void on_client(AvahiClient* client, AvahiClientState state, void* context) {
    auto& self = *static_cast<AvahiAnnouncer*>(context);
    if (state == AVAHI_CLIENT_S_RUNNING)
      for (Service& service : self.services_) service.announce(client);
    if (state == AVAHI_CLIENT_FAILURE) self.begin_anew(avahi_client_errno(client));
  }

  // The daemon went away; what it knew of us went with it.
  void begin_anew(int fault) {
    log::warning("announcements-lost", {{"why", avahi_strerror(fault)}});
    for (Service& service : services_) service.forget_group();
    client_.reset();
    if (const int again = connect(); again != AVAHI_OK)
      log::error("announcements-ended", {{"why", avahi_strerror(again)}});
  }

  Loop loop_;
  Client client_;
  std::vector<Service> services_;
};

}  // namespace

Result<std::unique_ptr<Announcer>> Announcer::start(std::vector<Announced> services) {
  auto announcer = std::make_unique<AvahiAnnouncer>(std::move(services));
  TRY(announcer->start());
  return std::unique_ptr<Announcer>(std::move(announcer));
}

}  // namespace tsuke::dnssd
