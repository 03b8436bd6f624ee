// What an organisation divides its people and its spending into. A department has members; a cost centre is what a
// purpose's prints are booked under within its payer. Neither is ever deleted: charges of all times name them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ids.h"
#include "base/result.h"
#include "platform/store/store.h"

namespace tsuke::registry {

template <typename IdType>
struct Division {
  IdType id;
  OrganisationId organisation;
  std::string code;  // unique within the organisation, as its accountants write it: "4711", "SALES"
  std::string name;
  bool in_use = true;  // what is not is kept for the record and cannot be chosen any more
};
using Department = Division<DepartmentId>;
using CostCentre = Division<CostCentreId>;

struct DivisionChange {
  std::optional<std::string> code, name;
  std::optional<bool> in_use;
};

// Fail with malformed ("bad-name", "bad-code": 1 to 40 characters without spaces), not_found (the organisation, or what
// is not one of its own), conflict ("code-taken").
Result<DepartmentId> add_department(store::Transaction& in, const Department& department);
Result<CostCentreId> add_cost_centre(store::Transaction& in, const CostCentre& cost_centre);
Result<void> change_department(store::Transaction& in, OrganisationId organisation, DepartmentId id,
                               const DivisionChange& change);
Result<void> change_cost_centre(store::Transaction& in, OrganisationId organisation, CostCentreId id,
                                const DivisionChange& change);
// not_found when it is another organisation's.
Result<Department> department(store::Reader& in, OrganisationId organisation, DepartmentId id);
Result<CostCentre> cost_centre(store::Reader& in, OrganisationId organisation, CostCentreId id);
// By code; those out of use too.
Result<std::vector<Department>> departments(store::Reader& in, OrganisationId organisation);
Result<std::vector<CostCentre>> cost_centres(store::Reader& in, OrganisationId organisation);

}  // namespace tsuke::registry
