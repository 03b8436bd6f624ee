// The tables of joining.h.
#include "registry/joining.h"

namespace tsuke::registry {

namespace {

// A domain is confirmed to one organisation at most.
constexpr const char* tables = R"sql(
CREATE TABLE invitation_link (
  id BIGINT PRIMARY KEY,
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  secret_hash BYTES NOT NULL UNIQUE,
  label TEXT NOT NULL,
  role TEXT NOT NULL,
  department_id BIGINT REFERENCES department (id),
  made_by BIGINT NOT NULL REFERENCES person (id),
  made_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  uses_max BIGINT NOT NULL,
  revoked BIGINT NOT NULL
);
CREATE INDEX invitation_link_of_organisation ON invitation_link (organisation_id, id);
CREATE TABLE invitation_use (
  link_id BIGINT NOT NULL REFERENCES invitation_link (id),
  person_id BIGINT NOT NULL REFERENCES person (id),
  used_at BIGINT NOT NULL,
  PRIMARY KEY (link_id, person_id)
);
CREATE TABLE mail_domain (
  organisation_id BIGINT PRIMARY KEY REFERENCES organisation (id),
  domain TEXT NOT NULL,
  confirmed BIGINT NOT NULL,
  waits BIGINT NOT NULL
);
CREATE UNIQUE INDEX mail_domain_confirmed ON mail_domain (domain) WHERE confirmed = 1;
)sql";

}  // namespace

store::Migration joining_migration() { return {"joining", 1, tables}; }

}  // namespace tsuke::registry
