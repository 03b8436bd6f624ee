// The two sides of printing, as small interfaces: job_run knows no others, and tests stand in for both.
//
// All calls block. They fail with unavailable when the same call may succeed later; every other failure is final.
#pragma once

#include <functional>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "platform/ipp/codes.h"
#include "platform/ipp/message.h"
#include "printing/job.h"

namespace tsuke::printing {

using Source = std::function<Result<std::string_view>()>;  // pieces until empty
using Sink = std::function<Result<void>(std::string_view)>;

// What the printer says of itself; an unreachable one is "stopped", "offline-report".
struct Description {
  std::vector<ipp::Attribute> attributes;
  std::int32_t state = 3;

  friend bool operator==(const Description&, const Description&) = default;
};

inline Description unreachable() {
  return {{ipp::enumeration("printer-state", ipp::printer_state::stopped),
           ipp::keywords("printer-state-reasons", {"offline-report"})},
          ipp::printer_state::stopped};
}

// The real printer.
class Device {
 public:
  virtual ~Device() = default;
  virtual Result<Description> describe() = 0;
  // The printer's number of the new job. "server-error-busy" (unavailable) says that there certainly is none.
  virtual Result<std::int32_t> create_job(const Ticket& ticket) = 0;
  virtual Result<void> send_document(std::int32_t printer_job, const std::string& format, Source document) = 0;
  // Fails with not_found when the printer does not know the job.
  virtual Result<DeviceJob> look_at(std::int32_t printer_job) = 0;
  // The newest job of that name, or 0.
  virtual Result<std::int32_t> find(const std::string& name) = 0;
  virtual Result<void> cancel(std::int32_t printer_job) = 0;
};

// Where the jobs come from, and who hears what became of them: a device's queue. Job ids are attempts at this device.
class Service {
 public:
  virtual ~Service() = default;
  virtual Result<void> describe_device(const Description& description) = 0;
  // Fails with conflict when another has it.
  virtual Result<Ticket> fetch_job(std::int32_t job_id) = 0;
  virtual Result<void> acknowledge_job(std::int32_t job_id) = 0;
  // The document's format; empty when the service does not name it.
  virtual Result<std::string> fetch_document(std::int32_t job_id, Sink into) = 0;
  virtual Result<void> acknowledge_document(std::int32_t job_id) = 0;
  // Idempotent: counts are cumulative.
  virtual Result<void> report_job(std::int32_t job_id, const Progress& progress) = 0;
  virtual Result<void> report_document(std::int32_t job_id, const Progress& progress) = 0;
  virtual Result<std::int32_t> job_state(std::int32_t job_id) = 0;
};

// Time that a job waits through. Tests make it pass at once.
class Patience {
 public:
  virtual ~Patience() = default;
  virtual Duration now() = 0;
  // False as soon as the program is to stop.
  virtual bool wait(Duration how_long) = 0;
  virtual bool stopping() = 0;
};

}  // namespace tsuke::printing
