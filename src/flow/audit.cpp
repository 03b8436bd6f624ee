#include "flow/audit.h"

#include "base/bytes.h"

namespace tsuke::flow {

namespace {

using store::Query;

constexpr Query audit_head{"audit_head", "UPDATE audit_head SET seq = seq + 1 WHERE one = 1 RETURNING seq, hash"};
constexpr Query insert_audit{"insert_audit", R"sql(
    INSERT INTO audit (seq, at, actor, act, subject, was, became, hash) VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
constexpr Query move_audit_head{"move_audit_head", "UPDATE audit_head SET hash = $1 WHERE one = 1"};
constexpr Query audit_page{"audit_page", R"sql(
    SELECT audit.seq, audit.at, audit.actor, COALESCE(person.name, ''), audit.act, audit.subject, audit.was, audit.became
      FROM audit LEFT JOIN person ON person.id = audit.actor
     WHERE audit.seq < $1 ORDER BY audit.seq DESC LIMIT $2)sql"};
constexpr Query audit_page_about{"audit_page_about", R"sql(
    SELECT audit.seq, audit.at, audit.actor, COALESCE(person.name, ''), audit.act, audit.subject, audit.was, audit.became
      FROM audit LEFT JOIN person ON person.id = audit.actor
     WHERE audit.seq < $1 AND audit.subject = $3 ORDER BY audit.seq DESC LIMIT $2)sql"};

struct Head {
  std::int64_t seq = 0;
  std::string hash;
};

std::string hash_of(const Audited& entry, const Head& head, const std::string& was, const std::string& became) {
  std::string text = std::to_string(head.seq) + "|" + std::to_string(entry.at.micros) + "|" +
                     std::to_string(entry.actor.value) + "|" + to_hex(head.hash);
  for (const std::string& field : {entry.act, entry.subject, was, became})
    text += "|" + std::to_string(field.size()) + ":" + field;
  return sha256(text);
}

Audited audited_from(const store::Row& row) {
  return {row.integer(0),
          row.instant(1),
          row.id<PersonId>(2),
          row.text(3),
          row.text(4),
          row.text(5),
          Json::parse(row.text(6)).value_or(Json()),
          Json::parse(row.text(7)).value_or(Json())};
}

}  // namespace

Result<void> audit(store::Transaction& in, const Audited& entry) {
  const auto head = TRY(in.find<Head>(audit_head, {}, [](const store::Row& row) {
    return Head{row.integer(0), row.is_null(1) ? std::string(32, '\0') : row.blob(1)};
  }));
  assert(head.has_value());
  const std::string was = entry.was.dump(), became = entry.became.dump();
  const std::string hash = hash_of(entry, *head, was, became);
  TRY(in.run(insert_audit,
             {head->seq, entry.at, entry.actor, entry.act, entry.subject, was, became, store::Blob{hash}}));
  return in.run(move_audit_head, {store::Blob{hash}});
}

Result<std::vector<Audited>> audited(store::Reader& in, std::string_view subject, std::int64_t before, int limit) {
  const std::int64_t bound = before > 0 ? before : INT64_MAX;
  if (subject.empty()) return in.list<Audited>(audit_page, {bound, limit}, audited_from);
  return in.list<Audited>(audit_page_about, {bound, limit, subject}, audited_from);
}

}  // namespace tsuke::flow
