// One printer at one address, as the service sees it.
#pragma once

#include <memory>
#include <optional>

#include "direct/clients.h"
#include "direct/row_service.h"
#include "registry/direct.h"

namespace tsuke::direct {

// Looked at by one thread at a time.
class Served {
 public:
  Served(const Means& means, Clients& clients, registry::DirectPrinter printer, Duration silence)
      : means_(means), clients_(clients), printer_(std::move(printer)), silence_(silence) {}

  const registry::DirectPrinter& printer() const { return printer_; }
  // Asks the printer how it is, and writes what has changed. What it answers is bounded; no answer is "stopped",
  // "offline-report".
  struct Seen {
    bool reached = false;
    bool printing = false;
  };
  Seen look();

 private:
  Result<printing::Description> ask();
  void tell(const printing::Description& description);
  void tell_problem(const std::optional<Error>& problem);

  const Means& means_;
  Clients& clients_;
  registry::DirectPrinter printer_;
  Duration silence_;
  std::unique_ptr<printing::Device> device_;
  std::optional<printing::Description> told_;
};

}  // namespace tsuke::direct
