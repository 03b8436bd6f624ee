#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/steady_timer.hpp>
#include <optional>
#include <tuple>
#include <utility>

#include "platform/net/loop_core.h"
#include "platform/net/net.h"

namespace tsuke::net {

namespace {

namespace asio = boost::asio;

class AsioCore final : public Core {
 public:
  void run() override {
    const auto guard = asio::make_work_guard(io_);
    io_.restart();
    if (!stop_wanted_.exchange(false)) io_.run();
    stop_wanted_ = false;
  }

  void stop() override {
    stop_wanted_ = true;
    io_.stop();
  }

  void post(std::function<void()> work) override { asio::post(io_, std::move(work)); }

  void on_signal(std::function<void(int)> callback) override {
    signals_.emplace(io_, SIGINT, SIGTERM);
    await_signal(std::make_shared<std::function<void(int)>>(std::move(callback)));
  }

  std::shared_ptr<Descriptor> adopt(int fd) override;
  asio::io_context& io() { return io_; }
  using Core::settle_now;

 protected:
  void arm_wheel(Duration until) override {
    wheel_timer_.expires_after(std::chrono::microseconds(std::max<std::int64_t>(until.micros, 0)));
    wheel_timer_.async_wait([this](const boost::system::error_code& failure) {
      if (failure || ending()) return;
      turn_wheel();
    });
  }

  bool run_posted() override {
    io_.restart();
    return io_.poll() > 0;
  }

 private:
  void await_signal(std::shared_ptr<std::function<void(int)>> callback) {
    signals_->async_wait([this, callback](const boost::system::error_code& failure, int signal) {
      if (failure || ending()) return;
      (*callback)(signal);
      await_signal(callback);
    });
  }

  asio::io_context io_{1};
  asio::steady_timer wheel_timer_{io_};
  std::optional<asio::signal_set> signals_;
  std::atomic<bool> stop_wanted_{false};
};

class AsioDescriptor final : public Descriptor, public std::enable_shared_from_this<AsioDescriptor> {
 public:
  AsioDescriptor(AsioCore& core, int fd) : Descriptor(core, fd), asio_core_(core), descriptor_(core.io(), fd) {}

  void close() override {
    if (closed()) return;
    fd_ = -1;
    for (SourcePlace& source : waiting_) core_.settle_all(source, Outcome::lost);
    boost::system::error_code ignored;
    std::ignore = descriptor_.close(ignored);
    on_readable_ = {};
  }

  void watch_readable(std::function<void()> callback) override {
    on_readable_ = std::move(callback);
    if (on_readable_ && !closed() && !core_.ending()) arm(Direction::read);
  }

 protected:
  // The operation outlives a wait that timed out: the next wait in this direction then finds it armed.
  void arm(Direction direction) override {
    bool& armed = armed_[static_cast<std::size_t>(direction)];
    if (armed) return;
    armed = true;
    const auto kind = direction == Direction::read ? asio::posix::stream_descriptor::wait_read
                                                   : asio::posix::stream_descriptor::wait_write;
    descriptor_.async_wait(kind, [self = shared_from_this(), direction](const boost::system::error_code& failure) {
      self->happened(direction, failure ? Outcome::lost : Outcome::ready);
    });
  }

 private:
  void happened(Direction direction, Outcome outcome) {
    const auto index = static_cast<std::size_t>(direction);
    armed_[index] = false;
    if (closed() || core_.ending()) return;
    if (direction == Direction::read && on_readable_) std::exchange(on_readable_, {})();
    asio_core_.settle_now(waiting_[index], outcome);
  }

  AsioCore& asio_core_;
  asio::posix::stream_descriptor descriptor_;
  std::array<bool, 2> armed_{};
  std::function<void()> on_readable_;
};

std::shared_ptr<Descriptor> AsioCore::adopt(int fd) { return std::make_shared<AsioDescriptor>(*this, fd); }

class CoreLoop final : public Loop {
 public:
  ~CoreLoop() override { core_->end(); }
  void post(std::function<void()> work) override { core_->post(std::move(work)); }
  void run() override { core_->run(); }
  void stop() override { core_->stop(); }
  void on_signal(std::function<void(int)> callback) override { core_->on_signal(std::move(callback)); }
  Task<void> sleep(Duration how_long) override {
    Wait wait(*core_, how_long);
    co_await wait;
  }
  const std::shared_ptr<Core>& core() const { return core_; }

 private:
  std::shared_ptr<Core> core_ = Core::create();
};

}  // namespace

std::shared_ptr<Core> Core::create() { return std::make_shared<AsioCore>(); }

const std::shared_ptr<Core>& core_of(Loop& loop) { return static_cast<CoreLoop&>(loop).core(); }

std::unique_ptr<Loop> Loop::create() {
  ::signal(SIGPIPE, SIG_IGN);  // OpenSSL writes with write(): a vanished peer is an error there, not the end of us
  return std::make_unique<CoreLoop>();
}

}  // namespace tsuke::net
