// The house of flow/test_stages.h with a second company to move charges to, and putting right as short words.
#pragma once

#include "books/verify/verify.h"
#include "flow/amend/policy.h"
#include "flow/amend/reassign.h"
#include "flow/amend/refund.h"
#include "flow/budget/budget.h"
#include "flow/charge/charge.h"
#include "flow/distribute/distribute.h"
#include "flow/test_stages.h"

namespace tsuke::flow {

class TestAmend : public TestStages {
 public:
  using TestStages::TestStages;

  // A job of so many pages, printed wholly and charged.
  JobId printed(int page_count, PurposeId under = {}) {
    const JobId job = submit(page_count);
    if (under.exists()) done(change_purpose(job, under));
    finish(job, page_count);
    return job;
  }
  void finish(JobId job, int page_count) {
    const Attempt at = printing(job);
    done(report(at, counts(page_count, page_count, DeviceReport::State::completed)));
    settle(job);
  }
  void settle(JobId job) {
    done(write<bool>([&](store::Transaction& in) -> Result<bool> {
      TRY(flow::settle(in, job, now()));
      return true;
    }));
  }

  Result<ReassignOutcome> reassign(JobId job, PurposeId to) {
    return write<ReassignOutcome>([&](store::Transaction& in) {
      return flow::reassign(in, mika, {job, to, "wrong-purpose", "it was another client's"}, now());
    });
  }
  Reassignment moved(JobId job, PurposeId to) { return std::get<Reassignment>(done(reassign(job, to))); }
  Result<ReassignOutcome> accept(ReassignRequestId id, PersonId by) {
    return write<ReassignOutcome>([&](store::Transaction& in) { return accept_reassignment(in, id, by, now()); });
  }
  Result<bool> refuse(ReassignRequestId id, const std::string& note) {
    return yes([&](store::Transaction& in) { return refuse_reassignment(in, id, other_admin, note, now()); });
  }
  Result<bool> withdraw(ReassignRequestId id, PersonId by) {
    return yes([&](store::Transaction& in) { return withdraw_reassignment(in, id, by, now()); });
  }
  void limit(OrganisationId organisation, std::int64_t amount) {
    done(yes([&](store::Transaction& in) { return set_budget(in, organisation, Money{amount, yen}, now()); }));
  }
  void policy(OrganisationId organisation, const ReassignPolicy& policy) {
    done(yes([&](store::Transaction& in) { return set_reassign_policy(in, organisation, policy, mika, now()); }));
  }
  void end_other_membership() {
    done(yes([&](store::Transaction& in) { return registry::end_membership(in, other_membership, other_admin); }));
  }
  Payment pay(const registry::Payer& who) {
    return done(write<Payment>([&](store::Transaction& in) { return mark_paid(in, who, {}, mika, now()); }));
  }

  // So many sides and as many sheets, of the colour that came out.
  Quantity sides(JobId job, std::int64_t count) {
    return charge(job)->usage.color_impressions > 0 ? Quantity{0, count, count} : Quantity{count, 0, count};
  }

  // Debits less credits.
  std::int64_t balance(const std::string& name) {
    const auto found = done(read<std::optional<books::Account>>(
        [&](store::Reader& in) { return books::find_account(in, name, books::money_unit(yen)); }));
    return found ? found->debit_balance() : 0;
  }
  std::string account(const std::string& name) { return std::to_string(balance(name)); }
  // All balances that are not zero.
  std::string balances() {
    std::string text;
    for (const books::Account& account :
         done(read<std::vector<books::Account>>([](store::Reader& in) { return books::accounts(in); })))
      if (account.debit_balance() != 0)
        text += account.name + " " + account.unit.name + " " + std::to_string(account.debit_balance()) + "\n";
    return text;
  }
  std::string faults() {
    std::string text;
    for (const books::Fault& fault :
         done(read<books::Report>([](store::Reader& in) { return books::verify(in); })).faults)
      text += fault.code + " " + fault.row + ": " + fault.what + "\n";
    return text;
  }
  Result<bool> yes(const std::function<Result<void>(store::Transaction&)>& function) {
    return write<bool>([&](store::Transaction& in) -> Result<bool> {
      TRY(function(in));
      return true;
    });
  }

  const PersonId other_admin = registry::make_person(*store, "other-admin");
  const OrganisationId other_company = registry::make_organisation(*store, "Company B", other_admin);
  const MembershipId other_membership = registry::make_member(*store, mika, other_company);
  const PurposeId other = registry::make_purpose(*store, mika, "Client B", other_company);
  const PurposeId own = registry::make_purpose(*store, mika, "My own");

 private:
  Result<bool> change_purpose(JobId job, PurposeId to) {
    static constexpr store::Query query{"move_job_in_test", "UPDATE job SET purpose_id = $2 WHERE id = $1"};
    return yes([&](store::Transaction& in) { return in.run(query, {job, to}); });
  }
};

}  // namespace tsuke::flow
