#include "platform/net/loop_core.h"
#include "platform/net/net.h"

namespace tsuke::net {

struct Signal::State {
  std::shared_ptr<Core> core;
  SourcePlace waiting;
};

Signal::Signal(Loop& loop) : state_(std::make_shared<State>()) { state_->core = core_of(loop); }

Signal::~Signal() { state_->core->settle_all(state_->waiting, Outcome::lost); }

void Signal::notify_all() { state_->core->settle_all(state_->waiting, Outcome::ready); }

Task<bool> Signal::wait(Duration timeout, Stream* until_closed) {
  const std::shared_ptr<State> state = state_;  // the Signal may go while this waits
  if (until_closed != nullptr && until_closed->peer_closed()) co_return false;
  Wait wait(*state->core, timeout, &state->waiting);
  // Should this frame be destroyed, the watch ends with it: the callback must not find a dead wait.
  struct Watch {
    Stream* stream;
    ~Watch() {
      if (stream != nullptr) stream->watch_closed({});
    }
  } const watch{until_closed};
  if (until_closed != nullptr) until_closed->watch_closed([&] { state->core->settle(wait, Outcome::lost); });
  co_return co_await wait == Outcome::ready;
}

}  // namespace tsuke::net
