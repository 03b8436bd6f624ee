// What a scenario has named so far, on a fresh database, with a clock that moves only when the scenario waits.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "flow/budget/request.h"
#include "flow/job.h"
#include "line.h"
#include "platform/store/testing.h"
#include "registry/delegations.h"
#include "registry/joining.h"
#include "registry/trials.h"

namespace tsuke::scenarios {

struct NamedJob {
  JobId id;
  PersonId person;
};

struct NamedInvitation {
  registry::InvitationLinkId id;
  OrganisationId organisation;
  std::string secret;
};

class World {
 public:
  explicit World(const std::string& database);

  // A name of the scenario's, by what it stands for: people["mika"].
  template <typename IdType>
  struct Names {
    const char* kind;
    std::map<std::string, IdType> ids{};
    Result<IdType> at(const std::string& name) const {
      const auto found = ids.find(name);
      if (found == ids.end()) return mistake("there is no " + std::string(kind) + " called " + name);
      return found->second;
    }
  };
  Names<PersonId> people{"person"};
  Names<OrganisationId> organisations{"organisation"};
  Names<ProviderId> providers{"provider"};
  Names<PrinterId> printers{"printer"};
  Names<PurposeId> purposes{"purpose"};  // "mika/client-a"
  Names<NamedJob> jobs{"job"};
  Names<DepartmentId> departments{"department"};
  Names<CostCentreId> cost_centres{"cost centre"};
  Names<flow::BudgetRequestId> requests{"request"};
  Names<registry::DelegationId> delegations{"delegation"};
  Names<TrialId> trials{"trial"};

  template <typename T>
  Result<T> write(const std::function<Result<T>(store::Transaction&)>& function) {
    return store->write<T>(function);
  }
  template <typename T>
  Result<T> read(const std::function<Result<T>(store::Reader&)>& function) {
    return store->read<T>(function);
  }
  Instant now() const { return clock.now(); }

  // An organisation by its name, or else a person.
  Result<registry::Payer> payer(const std::string& name) const;
  std::string name_of(const registry::Payer& payer) const;
  std::string name_of(JobId job) const;
  std::string name_of(ProviderId provider) const;
  // "payer:company-a:unbilled" with the ids that the ledger writes in place of names.
  std::string account_name(const std::string& written) const;

  // What the wiring does: settles what can be settled; lets time end what it ends; shreds documents; releases what
  // prints at once.
  Result<void> settle();
  Result<void> release_at_once();
  Result<void> let_time_end_things();

  // Everything about jobs and money as text, for "unchanged".
  Result<std::string> snapshot();
  // What the checker finds wrong with the books; empty when they are right.
  Result<std::string> faults();

  store::TestStore store;
  ManualClock clock;
  std::set<std::string> shredded;  // locations of documents
  std::map<std::pair<JobId, PrinterId>, std::string> quotes;
  std::map<std::string, NamedInvitation> invitations;

 private:
  Result<void> shred();
};

}  // namespace tsuke::scenarios
