// The running service: everything wired together. The one place that knows everyone.
#pragma once

#include <functional>
#include <memory>

#include "app/config.h"
#include "base/result.h"
#include "base/time.h"
#include "platform/store/store.h"

namespace tsuke::app {

// Every module's migrations, in order of number.
std::vector<store::Migration> all_migrations();

// Opens the database alone, for commands that run beside or without a server.
Result<std::unique_ptr<store::Store>> open_store(const Config& config);

class Server {
 public:
  // Opens database and vault, drops what no row speaks of, listens. Fails with the part's error, which names what to
  // do.
  static Result<std::unique_ptr<Server>> start(const Config& config);
  ~Server();

  // Serves until stop(), SIGINT or SIGTERM; then ends in order: no new connections, stages finish, rows are closed.
  void run();
  void stop();  // from any thread

  int port() const;
  int metrics_port() const;
  int mail_port() const;        // -1 when no mail is taken
  std::string ca_file() const;  // of the local authority; empty without one

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace tsuke::app
