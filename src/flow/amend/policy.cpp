#include "flow/amend/policy.h"

#include "flow/audit.h"
#include "registry/people.h"
#include "registry/printers.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr int hours_max = 8760;

constexpr Query find_setting{"find_amend_setting", "SELECT setting FROM amend_setting WHERE name = $1"};
constexpr Query put_setting{"put_amend_setting", R"sql(
    INSERT INTO amend_setting (name, setting) VALUES ($1, $2)
    ON CONFLICT (name) DO UPDATE SET setting = excluded.setting)sql"};
constexpr Query find_policy{"find_reassign_policy",
                            "SELECT hours, needs_approval FROM reassign_policy WHERE organisation_id = $1"};
constexpr Query put_policy{"put_reassign_policy", R"sql(
    INSERT INTO reassign_policy (organisation_id, hours, needs_approval) VALUES ($1, $2, $3)
    ON CONFLICT (organisation_id) DO UPDATE SET hours = excluded.hours, needs_approval = excluded.needs_approval)sql"};
constexpr Query find_contract{"find_provider_contract",
                              "SELECT operator_percent FROM provider_contract WHERE provider_id = $1"};
constexpr Query put_contract{"put_provider_contract", R"sql(
    INSERT INTO provider_contract (provider_id, operator_percent) VALUES ($1, $2)
    ON CONFLICT (provider_id) DO UPDATE SET operator_percent = excluded.operator_percent)sql"};

const SettingRule& rule_of(Setting wanted) {
  for (const SettingRule& rule : setting_rules)
    if (rule.setting == wanted) return rule;
  assert(!"every setting has a rule");
  return setting_rules[0];
}

Json policy_json(const ReassignPolicy& policy) {
  return Json::object({{"hours", policy.hours}, {"needs_approval", policy.needs_approval}});
}

}  // namespace

Result<std::int64_t> setting(store::Reader& in, Setting wanted) {
  const SettingRule& rule = rule_of(wanted);
  return TRY(in.integer(find_setting, {rule.name})).value_or(rule.fallback);
}

Result<void> set_setting(store::Transaction& in, std::string_view name, std::int64_t value, PersonId by, Instant now) {
  for (const SettingRule& rule : setting_rules) {
    if (rule.name != name) continue;
    if (value < 0 || value > rule.most)
      return Error{Reason::malformed, "bad-setting",
                   std::string(name) + " is a whole number from 0 to " + std::to_string(rule.most)};
    const std::int64_t before = TRY(setting(in, rule.setting));
    if (before == value) return {};
    TRY(in.run(put_setting, {name, value}));
    return audit(in, {0, now, by, {}, "set-setting", "setting:" + std::string(name), Json(before), Json(value)});
  }
  return Error{Reason::malformed, "bad-setting", "there is no setting called " + std::string(name)};
}

Result<ReassignPolicy> reassign_policy(store::Reader& in, const registry::Payer& payer) {
  if (payer.is_private())
    return ReassignPolicy{static_cast<int>(TRY(setting(in, Setting::private_reassign_hours))), false};
  const auto found = TRY(in.find<ReassignPolicy>(find_policy, {payer.organisation}, [](const store::Row& row) {
    return ReassignPolicy{static_cast<int>(row.integer(0)), row.boolean(1)};
  }));
  return found.value_or(ReassignPolicy{});
}

Result<void> set_reassign_policy(store::Transaction& in, OrganisationId organisation, const ReassignPolicy& policy,
                                 PersonId by, Instant now) {
  if (policy.hours < 0 || policy.hours > hours_max)
    return Error{Reason::malformed, "bad-reassign-policy", "hours is a whole number from 0 (never) to 8760"};
  const registry::Payer payer{TRY(registry::organisation(in, organisation)).id, {}};
  const ReassignPolicy before = TRY(reassign_policy(in, payer));
  TRY(in.run(put_policy, {organisation, policy.hours, policy.needs_approval}));
  return audit(
      in,
      {0, now, by, {}, "set-reassign-policy", registry::payer_key(payer), policy_json(before), policy_json(policy)});
}

Result<int> operator_percent(store::Reader& in, ProviderId provider) {
  return static_cast<int>(TRY(in.integer(find_contract, {provider})).value_or(0));
}

Result<void> set_operator_percent(store::Transaction& in, ProviderId provider, int percent, PersonId by, Instant now) {
  if (percent < 0 || percent > 100)
    return Error{Reason::malformed, "bad-contract", "operator_percent is a whole number from 0 to 100"};
  TRY(registry::provider(in, provider));
  const int before = TRY(operator_percent(in, provider));
  TRY(in.run(put_contract, {provider, percent}));
  return audit(in, {0, now, by, {}, "set-contract", "provider:" + to_string(provider), Json(before), Json(percent)});
}

}  // namespace tsuke::flow
