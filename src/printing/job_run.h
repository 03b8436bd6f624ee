// The life of one job at the agent, from Fetch-Job to its last report.
//
//   fetch ► journal "fetched" ► acknowledge ► document to a private file ► journal "sending" ► Create-Job at the
//   printer ► journal its number ► Send-Document ► follow, reporting what came out ► last report ► forget
//
// Promise: however often the agent is killed, a job is sent to the printer at most once, and is reported to its end.
// The
//   price: a job whose sending may have begun, but which the printer does not know, ends as aborted without counts.
// A printer out of reach for longer than the patience: aborted with the last known counts, and the entry stays ("lost")
// so
//   that the final counts follow when the printer is back and still knows the job.
#pragma once

#include "printing/journal.h"
#include "printing/sides.h"

namespace tsuke::printing {

struct JobOptions {
  Duration printer_patience = seconds(30);  // how long a printer may be out of reach in mid-job
  Duration poll = milliseconds(300);        // how often the printer is asked while it prints
  Duration retry = seconds(1);              // pause after a failure, and while the printer is busy
  Duration cancel_check = seconds(5);       // how often the service is asked whether the job was cancelled
};

class JobRun {
 public:
  // `cancelled` answers whether the service told of this job's cancelling by an event.
  JobRun(Device& device, Service& service, Journal& journal, Patience& patience,
         std::function<bool(std::int32_t)> cancelled, JobOptions options)
      : device_(device),
        service_(service),
        journal_(journal),
        patience_(patience),
        cancelled_(std::move(cancelled)),
        options_(options) {}

  // A fetchable job. Returns when it has ended, belongs to another, or the agent stops.
  void start(std::int32_t job_id);
  // A job of the journal, after a restart or when a lost printer is back.
  void resume(Entry entry);

 private:
  enum class Look { going_on, ended, out_of_reach };

  void deliver();  // from the document on; the job is ours
  bool acknowledge();
  Result<void> fetch_document();
  void print();
  // The printer's number of the job; on failure the stage says whether the printer may know it.
  Result<std::int32_t> create();
  // The printer's number of a job of this name, or 0; fails when it cannot be asked within the patience.
  Result<std::int32_t> find(Duration begun);
  Result<void> send_document();
  void find_and_follow();
  void follow();
  Look look();
  void lose();
  bool is_late(Duration begun);
  bool is_cancelled();
  void report_if_changed();
  void finish(std::int32_t state, std::string reason);
  void report_to_the_end();
  bool save(Stage stage);

  Device& device_;
  Service& service_;
  Journal& journal_;
  Patience& patience_;
  std::function<bool(std::int32_t)> cancelled_;
  JobOptions options_;

  Entry entry_;
  std::optional<Progress> reported_;
  bool cancel_sent_ = false;
  Duration cancel_checked_{};
};

}  // namespace tsuke::printing
