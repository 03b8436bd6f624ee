#include "app/wiring.h"

#include <array>
#include <atomic>
#include <latch>
#include <optional>

#include "app/preparing.h"
#include "app/stage.h"
#include "base/log.h"
#include "flow/amend/reassign.h"
#include "flow/amend/refund_request.h"
#include "flow/approve/approve.h"
#include "flow/charge/charge.h"
#include "flow/deliver/deliver.h"
#include "flow/hold/hold.h"
#include "flow/leave/leave.h"
#include "flow/release/at_once.h"
#include "flow/submit/submit.h"
#include "flow/submit/submit_mail.h"
#include "registry/credentials.h"

namespace tsuke::app {

namespace {

constexpr int batch_max = 200;
constexpr Duration events_kept = hours(48);

void complain(std::string_view stage, const Error& error) {
  log::error("stage-failed", {{"stage", stage}, {"code", error.code}, {"what", error.what}});
}

}  // namespace

struct Wiring::Stages {
  Stages(store::Store& store, vault::Vault& vault, const Clock& clock, convert::Tools tools)
      : store(store), vault(vault), clock(clock), prepare(store, vault, clock, std::move(tools)) {}

  store::Store& store;
  vault::Vault& vault;
  const Clock& clock;
  std::int64_t ticks = 0;

  // Joined by close(), before any stage is destroyed.
  std::optional<ThreadPool> pool{1};
  Preparing prepare;
  Stage at_once{*pool, [this] { release_at_once(); }};
  Stage settle{*pool, [this] { settle_jobs(); }};
  Stage shred{*pool, [this] { shred_documents(); }};
  Stage expire{*pool, [this] { expire_overdue(); }};
  std::array<Stage*, 4> all() { return {&at_once, &settle, &shred, &expire}; }

  std::atomic<bool> closing = false;  // what is left is rows, for the next start

  void release_at_once() {
    const auto jobs =
        store.read<std::vector<JobId>>([](store::Reader& in) { return flow::jobs_to_release_at_once(in, batch_max); });
    if (!jobs.ok()) return complain("at-once", jobs.error());
    for (const JobId job : jobs.value()) {
      if (closing) return;
      const Instant now = clock.now();
      const auto written =
          store.write<void>([job, now](store::Transaction& in) { return flow::release_at_once(in, job, now); });
      if (!written.ok()) return complain("at-once", written.error());
    }
    if (jobs.value().size() == static_cast<std::size_t>(batch_max)) at_once.wake();
  }

  void settle_jobs() {
    const auto jobs =
        store.read<std::vector<JobId>>([](store::Reader& in) { return flow::jobs_to_settle(in, batch_max); });
    if (!jobs.ok()) return complain("settle", jobs.error());
    if (jobs.value().empty()) return;
    // Handed in together, so that the committer makes one group of them.
    std::latch settled(static_cast<std::ptrdiff_t>(jobs.value().size()));
    const Instant now = clock.now();
    for (const JobId job : jobs.value())
      store.write_later([job, now](store::Transaction& in) { return flow::settle(in, job, now); },
                        [&settled](const Result<void>& result) {
                          if (!result.ok()) complain("settle", result.error());
                          settled.count_down();
                        });
    settled.wait();
    if (jobs.value().size() == static_cast<std::size_t>(batch_max)) settle.wake();
  }

  void shred_documents() {
    const Instant now = clock.now();
    const auto useless = store.read<std::vector<flow::Shreddable>>(
        [now](store::Reader& in) { return flow::documents_to_shred(in, now, batch_max); });
    if (!useless.ok()) return complain("shred", useless.error());
    for (const flow::Shreddable& document : useless.value()) {
      if (closing) return;
      const auto destroyed = vault.destroy(document.location);
      if (!destroyed.ok()) return complain("shred", destroyed.error());
      const auto written =
          store.write<void>([&](store::Transaction& in) { return flow::document_shredded(in, document.job); });
      if (!written.ok()) return complain("shred", written.error());
    }
    if (useless.value().size() == static_cast<std::size_t>(batch_max)) shred.wake();
    shred_photos(now);
  }

  void shred_photos(Instant now) {
    const auto old = store.read<std::vector<flow::OldPhoto>>(
        [now](store::Reader& in) { return flow::photos_to_shred(in, now, batch_max); });
    if (!old.ok()) return complain("shred-photos", old.error());
    for (const flow::OldPhoto& photo : old.value()) {
      if (closing) return;
      const auto destroyed = vault.destroy(photo.location);
      if (!destroyed.ok()) return complain("shred-photos", destroyed.error());
      const auto written =
          store.write<void>([&](store::Transaction& in) { return flow::photo_shredded(in, photo.request); });
      if (!written.ok()) return complain("shred-photos", written.error());
    }
  }

  void expire_overdue() {
    const Instant now = clock.now();
    const auto written = store.write<void>([now](store::Transaction& in) -> Result<void> {
      TRY(flow::expire_attempts(in, now));
      TRY(flow::expire_approvals(in, now));
      TRY(flow::finish_leaving(in, now));
      TRY(flow::expire_jobs(in, now));
      TRY(flow::expire_reassignments(in, now));
      TRY(flow::escalate_refunds(in, now));
      return {};
    });
    if (!written.ok()) complain("expire", written.error());
    if (ticks % 3600 == 1) {
      const auto forgotten = store.forget_events(now - events_kept);
      if (!forgotten.ok()) complain("forget-events", forgotten.error());
      const auto buried =
          store.write<void>([now](store::Transaction& in) { return registry::forget_dead_credentials(in, now); });
      if (!buried.ok()) complain("forget-credentials", buried.error());
      const auto dropped = store.write<void>([now](store::Transaction& in) { return flow::forget_messages(in, now); });
      if (!dropped.ok()) complain("forget-messages", dropped.error());
    }
  }
};

Wiring::Wiring(store::Store& store, vault::Vault& vault, const Clock& clock, convert::Tools tools)
    : stages_(std::make_unique<Stages>(store, vault, clock, std::move(tools))) {}

Wiring::~Wiring() { close(); }

void Wiring::close() {
  stages_->closing = true;
  stages_->prepare.close();
  for (Stage* stage : stages_->all()) stage->stop();
  stages_->pool.reset();
}

void Wiring::hear(const std::vector<store::Event>& events) {
  for (const store::Event& event : events) {
    if (event.topic == "attempt") stages_->settle.wake();
    if (event.topic == "job") {
      stages_->prepare.wake();
      stages_->at_once.wake();
      stages_->shred.wake();
    }
  }
}

void Wiring::wake_all() {
  stages_->prepare.wake();
  for (Stage* stage : stages_->all()) stage->wake();
}

void Wiring::tick() {
  ++stages_->ticks;
  stages_->expire.wake();
  stages_->shred.wake();
}

}  // namespace tsuke::app
