// How rows look in JSON.
#pragma once

#include <vector>

#include "base/json.h"
#include "doors/rest/endpoint.h"
#include "flow/budget/budget.h"
#include "flow/distribute/distribute.h"
#include "flow/job.h"
#include "flow/offer.h"
#include "registry/credentials.h"
#include "registry/people.h"
#include "registry/printers.h"
#include "registry/purposes.h"
#include "rules/price_book.h"

namespace tsuke::doors {

Json to_json(Money amount);
Json time_json(Instant at);           // null for none
Json id_json(std::int64_t id_value);  // null for none
template <typename Tag>
Json id_json(Id<Tag> id) {
  return id_json(id.value);
}

Json named(std::int64_t id_value, const std::string& name);  // {"id","name"}
template <typename Tag>
Json named(Id<Tag> id, const std::string& name) {
  return named(id.value, name);
}
// {"id","name","site_name"}
Json place_json(PrinterId id, const std::string& name, const std::string& site_name);

Json to_json(const registry::Person& person);
Json to_json(const registry::Organisation& organisation);
Json to_json(const registry::Membership& membership);
Json to_json(const registry::Provider& provider);
Json to_json(const registry::Site& site);
Json payer_json(const registry::Payer& payer, const std::string& name);
Json to_json(const rules::TariffVersion& version);
Json to_json(const rules::FeePlanVersion& version);
// {"outcome":"refuse","reasons":[{"code","remedies","detail"}],"changes":["print-monochrome"]}, details in the caller's
// language.
Json decision_json(const rules::Decision& decision, Language language);
Json texts_json(const std::vector<std::string>& texts);
// [{"check":"color-not-allowed","passed":false,"rule":2}]
Json trace_json(const rules::Decision& decision);
Json lines_json(const std::vector<rules::RatedLine>& lines);
// The one monthly budget of an organisation, in brief.
Json monthly_json(const flow::Budget& budget);
Json budget_json(const flow::Budget& budget);
// For the person whose job it bounds: what a budget that they share with others has left is not shown.
Json own_budgets_json(const std::vector<flow::Budget>& budgets, std::optional<Money> price);
Json credential_json(const registry::Credential& credential);

// These look further rows up.
Result<Json> purpose_json(store::Reader& in, const registry::Purpose& purpose);
Result<Json> printer_json(store::Reader& in, const registry::Printer& printer, const Call& call);
// To its owner; or to a delegate of theirs, who sees neither its charge nor what others did with it.
Result<Json> job_json(store::Reader& in, const flow::Job& job, PersonId viewer = {});
Result<Json> offer_json(store::Reader& in, const flow::Offer& offer, const Call& call);
// Whose eyes: the owner sees all, a payer no document names, a provider what its printer did and what that earned.
enum class Eyes { owner, payer, provider, operating };
Result<Json> charge_json(store::Reader& in, const flow::Charge& charge, Eyes eyes);
Result<Json> charges_json(store::Reader& in, const std::vector<flow::Charge>& charges, Eyes eyes);

// Money in a body: {"amount_minor":…,"currency":"JPY"}, of a size that sums of it can be counted. Fails with malformed
// ("bad-money").
Result<Money> money_from(const Json& json);

}  // namespace tsuke::doors
