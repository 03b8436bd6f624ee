// The ledger's schema.
//
// What is written once stays: triggers refuse to change or delete transfers and refusals. Only the derived rows move:
// an account's balances, a reservation's state, the head.
#include "books/ledger/ledger.h"

namespace tsuke::books {

namespace {
constexpr const char* tables = R"sql(
    CREATE TABLE account (
      id BIGINT PRIMARY KEY,
      name TEXT NOT NULL,
      unit TEXT NOT NULL,
      limit_kind TEXT NOT NULL,
      debits_posted BIGINT NOT NULL DEFAULT 0 CHECK (debits_posted >= 0),
      credits_posted BIGINT NOT NULL DEFAULT 0 CHECK (credits_posted >= 0),
      debits_pending BIGINT NOT NULL DEFAULT 0 CHECK (debits_pending >= 0),
      credits_pending BIGINT NOT NULL DEFAULT 0 CHECK (credits_pending >= 0),
      UNIQUE (name, unit));
    CREATE TABLE transfer (
      seq BIGINT PRIMARY KEY,
      id BYTES NOT NULL UNIQUE,
      chain_first BIGINT NOT NULL,
      chain_size BIGINT NOT NULL,
      kind TEXT NOT NULL,
      debit BIGINT NOT NULL,
      credit BIGINT NOT NULL,
      unit TEXT NOT NULL,
      amount BIGINT NOT NULL CHECK (amount > 0),
      resolves BYTES UNIQUE,
      what TEXT NOT NULL,
      reference BIGINT NOT NULL,
      event_at BIGINT NOT NULL,
      booked_at BIGINT NOT NULL,
      hash_prev BYTES NOT NULL,
      CHECK (debit <> credit));
    CREATE INDEX transfer_reference ON transfer (reference);
    CREATE TABLE pending (
      transfer_id BYTES PRIMARY KEY,
      state TEXT NOT NULL,
      resolved_by BYTES UNIQUE);
    CREATE TABLE refusal (
      transfer_id BYTES PRIMARY KEY,
      code TEXT NOT NULL,
      what TEXT NOT NULL);
    CREATE TABLE ledger_head (
      one BIGINT PRIMARY KEY CHECK (one = 1),
      seq BIGINT NOT NULL,
      hash BYTES);
    INSERT INTO ledger_head (one, seq) VALUES (1, 0);)sql";

constexpr const char* append_only_sqlite = R"sql(
    CREATE TRIGGER transfer_update BEFORE UPDATE ON transfer
      BEGIN SELECT RAISE(ABORT, 'transfers are append-only'); END;
    CREATE TRIGGER transfer_delete BEFORE DELETE ON transfer
      BEGIN SELECT RAISE(ABORT, 'transfers are append-only'); END;
    CREATE TRIGGER refusal_update BEFORE UPDATE ON refusal
      BEGIN SELECT RAISE(ABORT, 'refusals are append-only'); END;
    CREATE TRIGGER refusal_delete BEFORE DELETE ON refusal
      BEGIN SELECT RAISE(ABORT, 'refusals are append-only'); END;)sql";

constexpr const char* append_only_postgresql = R"sql(
    CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS
      $body$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'check_violation'; END $body$;
    CREATE TRIGGER transfer_change BEFORE UPDATE OR DELETE OR TRUNCATE ON transfer
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
    CREATE TRIGGER refusal_change BEFORE UPDATE OR DELETE OR TRUNCATE ON refusal
      FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();)sql";
}  // namespace

std::vector<store::Migration> migrations() {
  return {{"ledger", 1, tables, append_only_sqlite, append_only_postgresql}};
}

}  // namespace tsuke::books
