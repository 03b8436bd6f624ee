// The stages of the flow as short words, each in a write of its own.
#pragma once

#include "flow/deliver/deliver.h"
#include "flow/release/release.h"
#include "flow/report/report.h"
#include "flow/submit/submit.h"
#include "flow/test_flow.h"

namespace tsuke::flow {

class TestStages : public TestFlow {
 public:
  using TestFlow::TestFlow;

  JobId submit(int page_count, registry::SettingsChange settings = {}) {
    return submit_for(mika, purpose, page_count, std::move(settings));
  }
  JobId submit_for(PersonId person, PurposeId under, int page_count, registry::SettingsChange settings = {}) {
    Submission submission;
    submission.person = person;
    submission.purpose = under;
    submission.name = "plan";
    submission.settings = settings;
    submission.channel = "web";
    const Job made = done(write<Job>(
        [&](store::Transaction& in) { return flow::submit(in, submission, {{"somewhere"}, 20'000}, now()); }));
    pages::Summary counted;
    counted.pages.resize(static_cast<std::size_t>(page_count), {{21000, 29700}, true});
    done(write<bool>([&](store::Transaction& in) -> Result<bool> {
      TRY(record_pages(in, made.id, counted, now()));
      return true;
    }));
    return made.id;
  }

  Result<ReleaseOutcome> release(JobId id, PrinterId at) {
    return write<ReleaseOutcome>([&](store::Transaction& in) { return flow::release(in, mika, id, at, now()); });
  }
  Attempt released(JobId id) { return std::get<Attempt>(done(release(id, printer))); }
  Attempt printing(JobId id) {
    const Attempt attempt = released(id);
    return done(write<Attempt>([&](store::Transaction& in) -> Result<Attempt> {
      TRY(fetch(in, attempt.printer, attempt.device_number, now()));
      return acknowledge(in, attempt.printer, attempt.device_number, now());
    }));
  }
  Result<Attempt> report(const Attempt& attempt, const DeviceReport& report) {
    return write<Attempt>([&](store::Transaction& in) {
      return record_report(in, attempt.printer, attempt.device_number, report, now());
    });
  }
};

inline DeviceReport counts(std::int64_t impressions, std::int64_t sheets,
                           DeviceReport::State state = DeviceReport::State::working) {
  DeviceReport report;
  report.impressions = impressions;
  report.sheets = sheets;
  report.state = state;
  return report;
}

}  // namespace tsuke::flow
