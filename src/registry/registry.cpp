#include "registry/registry.h"

#include "registry/delegation_offers.h"
#include "registry/joining.h"
#include "registry/payer_trust.h"
#include "registry/system_schema.h"
#include "registry/trials.h"

namespace tsuke::registry {

namespace {

// Purposes, providers, sites and printers are never deleted: jobs and charges of all times point at them.
constexpr const char* first = R"sql(
CREATE TABLE person (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  login TEXT NOT NULL,
  login_folded TEXT NOT NULL UNIQUE,
  language TEXT NOT NULL CHECK (language IN ('en', 'ja')),
  is_operator BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE password (
  person_id BIGINT PRIMARY KEY REFERENCES person (id),
  hash TEXT NOT NULL
);
CREATE TABLE organisation (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  time_zone TEXT NOT NULL,
  currency TEXT NOT NULL,
  blocked_as_payer BIGINT NOT NULL,
  created_at BIGINT NOT NULL
);
CREATE TABLE membership (
  id BIGINT PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES person (id),
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  role TEXT NOT NULL CHECK (role IN ('member', 'accountant', 'admin')),
  state TEXT NOT NULL CHECK (state IN ('invited', 'requested', 'accepted', 'ended')),
  was_accepted BIGINT NOT NULL,
  UNIQUE (person_id, organisation_id)
);
CREATE INDEX membership_of_organisation ON membership (organisation_id);
CREATE TABLE purpose (
  id BIGINT PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES person (id),
  name TEXT NOT NULL,
  slug TEXT NOT NULL,
  payer_organisation_id BIGINT REFERENCES organisation (id),
  payer_person_id BIGINT REFERENCES person (id),
  copies BIGINT NOT NULL,
  sides TEXT NOT NULL,
  color_mode TEXT NOT NULL,
  media TEXT NOT NULL,
  hold_hours BIGINT NOT NULL CHECK (hold_hours BETWEEN 1 AND 168),
  switched_on BIGINT NOT NULL,
  removed BIGINT NOT NULL,
  CHECK ((payer_organisation_id IS NULL) <> (payer_person_id IS NULL)),
  CHECK (payer_person_id IS NULL OR payer_person_id = person_id),
  UNIQUE (person_id, slug)
);
CREATE UNIQUE INDEX purpose_live_name ON purpose (person_id, name) WHERE removed = 0;
CREATE TABLE provider (
  id BIGINT PRIMARY KEY,
  name TEXT NOT NULL,
  organisation_id BIGINT REFERENCES organisation (id),
  person_id BIGINT REFERENCES person (id),
  CHECK ((organisation_id IS NULL) <> (person_id IS NULL))
);
CREATE INDEX provider_of_organisation ON provider (organisation_id);
CREATE INDEX provider_of_person ON provider (person_id);
CREATE TABLE site (
  id BIGINT PRIMARY KEY,
  provider_id BIGINT NOT NULL REFERENCES provider (id),
  name TEXT NOT NULL,
  slug TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL CHECK (kind IN ('office', 'shared_office', 'home', 'store'))
);
CREATE INDEX site_of_provider ON site (provider_id);
CREATE TABLE printer (
  id BIGINT PRIMARY KEY,
  site_id BIGINT NOT NULL REFERENCES site (id),
  name TEXT NOT NULL,
  uuid TEXT NOT NULL UNIQUE,
  switched_on BIGINT NOT NULL,
  owner_only BIGINT NOT NULL,
  capabilities TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('idle', 'processing', 'stopped', 'unknown')),
  state_reasons TEXT NOT NULL,
  seen_at BIGINT NOT NULL
);
CREATE INDEX printer_of_site ON printer (site_id);
CREATE TABLE payer_site_kind (
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  kind TEXT NOT NULL CHECK (kind IN ('office', 'shared_office', 'home', 'store')),
  PRIMARY KEY (organisation_id, kind)
);
CREATE TABLE credential (
  id BIGINT PRIMARY KEY,
  kind TEXT NOT NULL,
  secret_hash BYTES NOT NULL UNIQUE,
  person_id BIGINT REFERENCES person (id),
  purpose_id BIGINT REFERENCES purpose (id),
  printer_id BIGINT REFERENCES printer (id),
  label TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  used_at BIGINT NOT NULL,
  used BIGINT NOT NULL,
  revoked BIGINT NOT NULL
);
CREATE INDEX credential_of_person ON credential (person_id, kind);
CREATE INDEX credential_of_purpose ON credential (purpose_id);
CREATE INDEX credential_of_printer ON credential (printer_id);
)sql";

constexpr const char* more_settings = R"sql(
ALTER TABLE purpose ADD COLUMN rest_of_settings TEXT NOT NULL DEFAULT '{}';
)sql";

constexpr const char* supplies_of_printers = R"sql(
CREATE TABLE printer_supplies (
  printer_id BIGINT PRIMARY KEY REFERENCES printer (id),
  supplies TEXT NOT NULL,
  told_at BIGINT NOT NULL
);
)sql";

// Where a purpose's jobs are released without their person, and how much of it a day may see.
constexpr const char* at_once = R"sql(
ALTER TABLE purpose ADD COLUMN at_once_printer_id BIGINT REFERENCES printer (id);
ALTER TABLE purpose ADD COLUMN at_once_jobs_per_day BIGINT;
ALTER TABLE purpose ADD COLUMN at_once_amount_per_day BIGINT;
ALTER TABLE purpose ADD COLUMN at_once_currency TEXT NOT NULL DEFAULT '';
)sql";

constexpr const char* device_uuids = R"sql(
CREATE TABLE device_uuid (
  printer_id BIGINT NOT NULL REFERENCES printer (id),
  uuid TEXT NOT NULL,
  told_at BIGINT NOT NULL,
  PRIMARY KEY (printer_id, uuid)
);
)sql";

constexpr const char* devices_of_tokens = R"sql(
ALTER TABLE credential ADD COLUMN device_kind TEXT NOT NULL DEFAULT '';
CREATE TABLE setup_link (
  link_hash BYTES PRIMARY KEY,
  credential_id BIGINT NOT NULL REFERENCES credential (id),
  sealed_secret BYTES NOT NULL,
  expires_at BIGINT NOT NULL
);
)sql";

// The address is shown to its person again and again, so it stands beside the hash that it is found by.
constexpr const char* mail = R"sql(
CREATE TABLE mail_address (
  purpose_id BIGINT PRIMARY KEY REFERENCES purpose (id),
  secret_hash BYTES NOT NULL UNIQUE,
  local_part TEXT NOT NULL,
  made_at BIGINT NOT NULL
);
CREATE TABLE trusted_sender (
  person_id BIGINT NOT NULL REFERENCES person (id),
  address TEXT NOT NULL,
  trusted_at BIGINT NOT NULL,
  PRIMARY KEY (person_id, address)
);
)sql";

// Where the service itself reaches a printer.
constexpr const char* direct_printers = R"sql(
CREATE TABLE direct_printer (
  printer_id BIGINT PRIMARY KEY REFERENCES printer (id),
  uri TEXT NOT NULL,
  set_at BIGINT NOT NULL,
  problem TEXT NOT NULL,
  detail TEXT NOT NULL
);
)sql";

// SQLite cannot widen a CHECK: the table is made anew.
constexpr const char* departments = R"sql(
CREATE TABLE department (
  id BIGINT PRIMARY KEY,
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  in_use BIGINT NOT NULL,
  UNIQUE (organisation_id, code)
);
CREATE TABLE cost_centre (
  id BIGINT PRIMARY KEY,
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  in_use BIGINT NOT NULL,
  UNIQUE (organisation_id, code)
);
CREATE TABLE wider_membership (
  id BIGINT PRIMARY KEY,
  person_id BIGINT NOT NULL REFERENCES person (id),
  organisation_id BIGINT NOT NULL REFERENCES organisation (id),
  role TEXT NOT NULL CHECK (role IN ('member', 'approver', 'accountant', 'admin')),
  state TEXT NOT NULL CHECK (state IN ('invited', 'requested', 'accepted', 'ended')),
  was_accepted BIGINT NOT NULL,
  department_id BIGINT REFERENCES department (id),
  UNIQUE (person_id, organisation_id)
);
INSERT INTO wider_membership (id, person_id, organisation_id, role, state, was_accepted)
  SELECT id, person_id, organisation_id, role, state, was_accepted FROM membership;
DROP TABLE membership;
ALTER TABLE wider_membership RENAME TO membership;
CREATE INDEX membership_of_organisation ON membership (organisation_id);
ALTER TABLE purpose ADD COLUMN cost_centre_id BIGINT REFERENCES cost_centre (id);
)sql";

// Whether a purpose's payer may read the titles of what it pays for.
constexpr const char* titles = R"sql(
ALTER TABLE purpose ADD COLUMN show_titles BIGINT NOT NULL DEFAULT 0;
)sql";

// Where sites are, in millionths of a degree, and the printers that people come back to.
constexpr const char* places = R"sql(
ALTER TABLE site ADD COLUMN latitude_e6 BIGINT;
ALTER TABLE site ADD COLUMN longitude_e6 BIGINT;
CREATE TABLE favourite_printer (
  person_id BIGINT NOT NULL REFERENCES person (id),
  printer_id BIGINT NOT NULL REFERENCES printer (id),
  PRIMARY KEY (person_id, printer_id)
);
)sql";

// How a person keeps their purposes: see purpose_marks.h. One without a place stands behind those that have one.
constexpr const char* marks = R"sql(
CREATE TABLE purpose_marks (
  purpose_id BIGINT PRIMARY KEY REFERENCES purpose (id),
  person_id BIGINT NOT NULL REFERENCES person (id),
  place BIGINT,
  color TEXT NOT NULL DEFAULT '',
  icon TEXT NOT NULL DEFAULT '',
  favourite BIGINT NOT NULL DEFAULT 0,
  is_default BIGINT NOT NULL DEFAULT 0,
  comment_needed BIGINT NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX purpose_default_of_person ON purpose_marks (person_id) WHERE is_default = 1;
)sql";

// See delegations.h. The payer is kept as it was, so that what another one pays for later is not delegated by itself.
constexpr const char* delegations = R"sql(
CREATE TABLE delegation (
  id BIGINT PRIMARY KEY,
  owner_id BIGINT NOT NULL REFERENCES person (id),
  delegate_id BIGINT NOT NULL REFERENCES person (id),
  purpose_id BIGINT REFERENCES purpose (id),
  payer TEXT NOT NULL,
  payer_organisation_id BIGINT REFERENCES organisation (id),
  may_submit BIGINT NOT NULL,
  may_release BIGINT NOT NULL,
  state TEXT NOT NULL,
  was_accepted BIGINT NOT NULL DEFAULT 0,
  made_at BIGINT NOT NULL,
  ends_at BIGINT NOT NULL,
  ended_at BIGINT
);
CREATE INDEX delegation_of_owner ON delegation (owner_id, delegate_id);
CREATE INDEX delegation_of_delegate ON delegation (delegate_id);
CREATE TABLE delegates_forbidden (
  organisation_id BIGINT PRIMARY KEY REFERENCES organisation (id)
);
)sql";

}  // namespace

std::vector<store::Migration> migrations() {
  return {{"registry", 1, first},
          {"registry", 2, more_settings},
          {"registry", 3, supplies_of_printers},
          {"registry", 4, system_schema()},
          {"registry", 5, at_once},
          {"registry", 6, device_uuids},
          {"registry", 7, devices_of_tokens},
          {"registry", 8, mail},
          {"registry", 9, direct_printers},
          {"registry", 10, departments},
          {"titles", 1, titles},
          {"places", 1, places},
          {"purpose_marks", 1, marks},
          {"delegation", 1, delegations},
          delegation_offer_migration(),
          joining_migration(),
          payer_trust_migration(),
          trial_migration()};
}

}  // namespace tsuke::registry
