#include "flow/amend/notices.h"

#include "base/json.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query insert_notice{"insert_notice", R"sql(
    INSERT INTO notice (id, audience, kind, job_id, currency, amount, category, at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
constexpr Query notices_for{"notices_for", R"sql(
    SELECT notice.id, notice.kind, notice.job_id, notice.currency, notice.amount, notice.category, notice.at, person.name,
           charge.printer_name, charge.site_name, charge.released_at
      FROM notice JOIN charge ON charge.job_id = notice.job_id JOIN person ON person.id = charge.person_id
     WHERE notice.audience = $1 AND notice.id < $2 ORDER BY notice.id DESC LIMIT $3)sql"};

Notice notice_from(const store::Row& row) {
  const Money amount{row.integer(4), Currency::parse(row.text(3)).value_or(yen)};
  return {row.id<NoticeId>(0), row.text(1), row.id<JobId>(2), amount,      row.text(5),
          row.instant(6),      row.text(7), row.text(8),      row.text(9), row.instant(10)};
}

}  // namespace

Result<void> notify(store::Transaction& in, const std::string& audience, std::string_view kind, const Charge& charge,
                    Money amount, std::string_view category, Instant now) {
  const auto id = new_id<NoticeId>();
  TRY(in.run(insert_notice,
             {id, audience, kind, charge.job, amount.currency.view(), amount.amount_minor, category, now}));
  const std::string payload = Json::object({{"notice", to_string(id)}, {"kind", kind}}).dump();
  in.publish({"notice", to_string(charge.job), audience, payload});
  return {};
}

Result<std::vector<Notice>> notices(store::Reader& in, const std::string& audience, NoticeId before, int limit) {
  const std::int64_t bound = before.exists() ? before.value : INT64_MAX;
  return in.list<Notice>(notices_for, {audience, bound, limit}, notice_from);
}

void announce_charge(store::Transaction& in, const std::string& audience, const Charge& charge,
                     std::string_view state) {
  const std::string subject = to_string(charge.job);
  in.publish({"charge", subject, audience, Json::object({{"job", subject}, {"state", state}}).dump()});
}

}  // namespace tsuke::flow
