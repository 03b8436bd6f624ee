#include "platform/net/loop_core.h"

#include <algorithm>
#include <bit>
#include <cassert>

namespace tsuke::net {

void Wait::park() { core_.park(*this); }

Wait Descriptor::readiness(Direction direction, Duration timeout) {
  if (closed()) return Wait(core_, Duration{0});
  if (!core_.ending()) arm(direction);
  return Wait(core_, timeout, &waiting_[static_cast<std::size_t>(direction)]);
}

void Core::park(Wait& wait) {
  wait.LoopPlace::join_before(parked_);
  if (wait.source_ != nullptr) wait.SourcePlace::join_before(*wait.source_);
  if (ending_) return;
  if (wait.timeout_.micros <= 0) return settle(wait, wait.source_ == nullptr ? Outcome::lost : Outcome::timeout);
  schedule(wait);
}

void Core::settle(Wait& wait, Outcome outcome) {
  if (wait.outcome_ != Outcome::pending) return;
  wait.outcome_ = outcome;
  wait.TimerPlace::leave();
  wait.SourcePlace::leave();
  wait.LoopPlace::leave();
  wait.LoopPlace::join_before(settled_);
  if (resuming_ || resume_posted_ || ending_) return;
  resume_posted_ = true;
  post([this] { resume_settled(); });
}

void Core::settle_all(SourcePlace& source, Outcome outcome) {
  while (!source.alone()) settle(static_cast<Wait&>(*source.next), outcome);
}

void Core::settle_now(SourcePlace& source, Outcome outcome) {
  resume_posted_ = true;  // no need to: it follows here
  settle_all(source, outcome);
  resume_settled();
}

void Core::resume_settled() {
  resume_posted_ = false;
  if (resuming_ || ending_) return;
  resuming_ = true;
  // Coroutines that keep waking one another do not keep the loop from its descriptors.
  for (int turn = 0; turn < 1000 && !settled_.alone(); ++turn) {
    auto& wait = static_cast<Wait&>(*settled_.next);
    wait.LoopPlace::leave();
    wait.handle_.resume();
  }
  resuming_ = false;
  if (settled_.alone() || resume_posted_) return;
  resume_posted_ = true;
  post([this] { resume_settled(); });
}

// The wheel: a deadline belongs into the slot of its tick modulo the slots; what is due a later turn stays there.

void Core::schedule(Wait& wait) {
  const std::int64_t now = monotonic_now().micros;
  constexpr std::int64_t longest_micros = 400LL * 24 * 3600 * 1'000'000;
  const std::int64_t deadline = now + std::min(wait.timeout_.micros, longest_micros);
  wait.deadline_tick_ = deadline / tick_micros + 1;
  const std::size_t slot = static_cast<std::size_t>(wait.deadline_tick_) % slot_count;
  wait.TimerPlace::join_before(wheel_[slot]);
  occupied_[slot / 64] |= std::uint64_t{1} << (slot % 64);
  const std::int64_t now_tick = now / tick_micros;
  // Nothing needs the wheel to turn later than once round.
  const std::int64_t wanted = std::min<std::int64_t>(wait.deadline_tick_, now_tick + std::int64_t{slot_count});
  if (armed_tick_ != 0 && armed_tick_ <= wanted) return;
  if (armed_tick_ == 0) last_tick_ = now_tick;
  armed_tick_ = wanted;
  arm_wheel(Duration{wanted * tick_micros - now});
}

void Core::turn_wheel() {
  const std::int64_t now_tick = monotonic_now().micros / tick_micros;
  resume_posted_ = true;
  const std::int64_t first = std::max(last_tick_ + 1, now_tick - static_cast<std::int64_t>(slot_count) + 1);
  for (std::int64_t tick = first; tick <= now_tick; ++tick) {
    const std::size_t slot = static_cast<std::size_t>(tick) % slot_count;
    TimerPlace& places = wheel_[slot];
    for (TimerPlace* place = places.next; place != &places;) {
      auto& wait = static_cast<Wait&>(*place);
      place = place->next;
      if (wait.deadline_tick_ <= now_tick) settle(wait, Outcome::timeout);
    }
    if (places.alone()) occupied_[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
  }
  last_tick_ = now_tick;
  arm_next(now_tick);
  resume_settled();
}

// Arms for the next slot that holds something.
void Core::arm_next(std::int64_t now_tick) {
  armed_tick_ = 0;
  for (std::size_t ahead = 1; ahead <= slot_count;) {
    const std::size_t slot = (static_cast<std::size_t>(now_tick) + ahead) % slot_count;
    const std::uint64_t rest = occupied_[slot / 64] >> (slot % 64);
    if (rest == 0) {
      ahead += 64 - slot % 64;
      continue;
    }
    ahead += static_cast<std::size_t>(std::countr_zero(rest));
    armed_tick_ = now_tick + static_cast<std::int64_t>(std::min(ahead, slot_count));
    return arm_wheel(Duration{armed_tick_ * tick_micros - monotonic_now().micros});
  }
}

bool Core::destroy_first(LoopPlace& list) {
  if (list.alone()) return false;
  auto& wait = static_cast<Wait&>(*list.next);
  wait.LoopPlace::leave();
  assert(wait.root_);  // whoever waits in a loop was started by spawn
  wait.root_.destroy();
  return true;
}

void Core::end() {
  ending_ = true;
  while (run_posted() || destroy_first(settled_) || destroy_first(parked_)) {}
}

}  // namespace tsuke::net
