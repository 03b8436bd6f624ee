// Trials, in which prints are metered and not charged: asked for, agreed to, ended, and what they would have cost. Each
// party reads them under its own path, and sees its own part.
#include <algorithm>

#include "doors/rest/groups.h"
#include "doors/rest/shapes.h"
#include "flow/trial_sums.h"
#include "flow/trials.h"

namespace tsuke::doors {

namespace {

using registry::Trial;
using registry::TrialState;
using registry::TrialWord;

// With what the caller may do about it.
Result<Json> trial_json(store::Reader& in, const Trial& trial, const Caller& caller, Instant now) {
  const flow::TrialParties parties = TRY(flow::parties_of(in, caller.id(), trial));
  const TrialState state = registry::state_of(trial, now);
  const bool waits_for_caller = (parties.provider && trial.provider_word.said == TrialWord::Said::nothing) ||
                                (parties.operating && trial.operator_word.said == TrialWord::Said::nothing);
  Json organisation;
  if (trial.organisation.exists()) organisation = named(trial.organisation, trial.organisation_name);
  return Json::object({{"id", to_string(trial.id)},
                       {"provider", named(trial.provider, trial.provider_name)},
                       {"organisation", std::move(organisation)},
                       {"begins", to_rfc3339(trial.begins)},
                       {"ends", to_rfc3339(trial.ends)},
                       {"state", registry::to_string(state)},
                       {"asked_at", to_rfc3339(trial.asked_at)},
                       {"provider_said", registry::to_string(trial.provider_word.said)},
                       {"operator_said", registry::to_string(trial.operator_word.said)},
                       {"ended_at", time_json(trial.ended_at)},
                       {"may_answer", state == TrialState::waiting && waits_for_caller},
                       {"may_end", registry::stands(state) && parties.any()}});
}

Result<Json> trials_json(store::Reader& in, const std::vector<Trial>& trials, const Caller& caller, Instant now) {
  Json items = Json::array();
  for (const Trial& trial : trials) items.push(TRY(trial_json(in, trial, caller, now)));
  return items;
}

// Between provider and operator stands the commission; the payer sees what it would have paid.
enum class Reader { provider, payer, operating };

Json sums_json(const flow::TrialSums& sums, Reader reader) {
  Json json = Json::object({{"prints", sums.prints},
                            {"impressions", sums.impressions},
                            {"sheets", sums.sheets},
                            {"device_fee", to_json(sums.device_fee)}});
  const bool pays = reader == Reader::payer, earns = reader == Reader::provider, all = reader == Reader::operating;
  json.set("service_fee", pays || all ? to_json(sums.service_fee) : Json());
  json.set("total", pays || all ? to_json(sums.total) : Json());
  json.set("commission", earns || all ? to_json(sums.commission) : Json());
  json.set("earned", earns || all ? to_json(sums.earned()) : Json());
  return json;
}

Json parts_json(const std::vector<flow::TrialPart>& parts, Reader reader) {
  Json items = Json::array();
  for (const flow::TrialPart& part : parts) {
    Json what;
    if (part.id != 0) what = named(part.id, part.name);
    items.push(Json::object({{"of", std::move(what)}, {"sums", sums_json(part.sums, reader)}}));
  }
  return items;
}

Result<Answer> summary(store::Reader& in, const Trial& trial, const std::optional<registry::Payer>& payer,
                       Reader reader, const Caller& caller, Instant now) {
  const flow::TrialSummary found = TRY(flow::trial_summary(in, trial.id, payer));
  Json shown = TRY(trial_json(in, trial, caller, now));
  Json all = Json::array();
  for (const flow::TrialSums& sums : found.all) all.push(sums_json(sums, reader));
  return Answer{200, Json::object({{"trial", std::move(shown)},
                                   {"sums", std::move(all)},
                                   {"by_printer", parts_json(found.by_printer, reader)},
                                   {"by_department", parts_json(found.by_department, reader)},
                                   {"by_cost_centre", parts_json(found.by_cost_centre, reader)}})};
}

Result<Trial> named_trial(store::Reader& in, const Call& call) {
  return registry::trial(in, TRY(call.id<TrialId>("trial")));
}

// From "begins" (now, unless it is named) to "ends".
Result<void> read_time(const Call& call, flow::TrialWish& wish) {
  const auto begins = TRY(optional_text(call.body, "begins"));
  wish.begins = begins ? TRY(parse_rfc3339(*begins)) : call.now;
  wish.ends = TRY(parse_rfc3339(TRY(text_member(call.body, "ends"))));
  return {};
}

Result<Answer> made(store::Reader& in, const Trial& trial, const Caller& caller, const Call& call) {
  return Answer{201, TRY(trial_json(in, trial, caller, call.now))};
}

// Of the provider.
Result<ProviderId> own_provider(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(call.id<ProviderId>("provider"));
  TRY(registry::require_provider_admin(in, caller.id(), id));
  return id;
}

Result<Answer> list_of_provider(store::Reader& in, const Caller& caller, const Call& call) {
  const auto trials = TRY(registry::trials_of_provider(in, TRY(own_provider(in, caller, call))));
  return Answer{200, list_json(TRY(trials_json(in, trials, caller, call.now)))};
}

Result<Answer> offer_by_provider(store::Transaction& in, const Caller& caller, const Call& call) {
  flow::TrialWish wish;
  wish.provider = TRY(own_provider(in, caller, call));
  if (!call.body["organisation"].is_null())
    wish.organisation = TRY(id_member<OrganisationId>(call.body, "organisation"));
  TRY(read_time(call, wish));
  return made(in, TRY(flow::ask_for_trial(in, wish, caller.id(), call.now)), caller, call);
}

Result<Answer> summary_for_provider(store::Reader& in, const Caller& caller, const Call& call) {
  const auto provider = TRY(own_provider(in, caller, call));
  const Trial trial = TRY(named_trial(in, call));
  if (trial.provider != provider) return registry::no_such_trial();
  return summary(in, trial, {}, Reader::provider, caller, call.now);
}

// Of the organisation: its own lines.
Result<Answer> list_of_organisation(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, registry::Role::accountant));
  return Answer{200, list_json(TRY(trials_json(in, TRY(flow::trials_of_payer(in, id)), caller, call.now)))};
}

Result<Answer> ask_by_organisation(store::Transaction& in, const Caller& caller, const Call& call) {
  flow::TrialWish wish;
  wish.organisation = TRY(organisation_for(in, caller, call, registry::Role::admin));
  wish.provider = TRY(id_member<ProviderId>(call.body, "provider"));
  TRY(read_time(call, wish));
  return made(in, TRY(flow::ask_for_trial(in, wish, caller.id(), call.now)), caller, call);
}

Result<Answer> summary_for_organisation(store::Reader& in, const Caller& caller, const Call& call) {
  const auto id = TRY(organisation_for(in, caller, call, registry::Role::accountant));
  const auto wanted = TRY(call.id<TrialId>("trial"));
  const auto seen = TRY(flow::trials_of_payer(in, id));
  const auto found = std::find_if(seen.begin(), seen.end(), [&](const Trial& trial) { return trial.id == wanted; });
  if (found == seen.end()) return registry::no_such_trial();
  return summary(in, *found, registry::Payer{id, {}}, Reader::payer, caller, call.now);
}

// Of the operator.
Result<Answer> list_all(store::Reader& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  const Page page = TRY(page_of(call));
  const auto trials = TRY(registry::all_trials(in, TrialId{page.before}, page.limit));
  const std::int64_t last = trials.empty() ? 0 : trials.back().id.value;
  Json items = TRY(trials_json(in, trials, caller, call.now));
  return Answer{200, page_json(std::move(items), page, last)};
}

Result<Answer> summary_for_operator(store::Reader& in, const Caller& caller, const Call& call) {
  TRY(require_operator(caller));
  return summary(in, TRY(named_trial(in, call)), {}, Reader::operating, caller, call.now);
}

// Of whoever speaks for one of the parties.
Result<Answer> answer(store::Transaction& in, const Caller& caller, const Call& call) {
  const auto agrees = TRY(optional_boolean(call.body, "agree"));
  if (!agrees) return Error{Reason::malformed, "bad-member", "\"agree\" is true or false"};
  const Trial trial = TRY(flow::answer_trial(in, TRY(call.id<TrialId>("trial")), *agrees, caller.id(), call.now));
  return Answer{200, TRY(trial_json(in, trial, caller, call.now))};
}

Result<Answer> end(store::Transaction& in, const Caller& caller, const Call& call) {
  const Trial trial = TRY(flow::end_trial(in, TRY(call.id<TrialId>("trial")), caller.id(), call.now));
  return Answer{200, TRY(trial_json(in, trial, caller, call.now))};
}

}  // namespace

void add_trial_endpoints(Endpoints& endpoints) {
  endpoints.get("/providers/{provider}/trials", list_of_provider);
  endpoints.change("POST", "/providers/{provider}/trials", offer_by_provider);
  endpoints.get("/providers/{provider}/trials/{trial}", summary_for_provider);
  endpoints.get("/organisations/{organisation}/trials", list_of_organisation);
  endpoints.change("POST", "/organisations/{organisation}/trials", ask_by_organisation);
  endpoints.get("/organisations/{organisation}/trials/{trial}", summary_for_organisation);
  endpoints.get("/trials", list_all);
  endpoints.get("/trials/{trial}", summary_for_operator);
  endpoints.change("POST", "/trials/{trial}/answer", answer);
  endpoints.change("DELETE", "/trials/{trial}", end);
}

}  // namespace tsuke::doors
