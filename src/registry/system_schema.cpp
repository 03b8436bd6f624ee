#include "registry/system_schema.h"

namespace tsuke::registry {

namespace {

// A resource's number is never given out again, and neither is a printer's number of a person: clients remember them.
constexpr const char* tables = R"sql(
ALTER TABLE printer ADD COLUMN removed BIGINT NOT NULL DEFAULT 0;
CREATE TABLE system_service (
  id BIGINT PRIMARY KEY CHECK (id = 1),
  uuid TEXT NOT NULL,
  texts TEXT NOT NULL,
  config_changes BIGINT NOT NULL,
  config_changed_at BIGINT NOT NULL,
  state_changed_at BIGINT NOT NULL
);
CREATE TABLE printer_number (
  person_id BIGINT NOT NULL REFERENCES person (id),
  number BIGINT NOT NULL CHECK (number BETWEEN 1 AND 65535),
  purpose_id BIGINT REFERENCES purpose (id),
  printer_id BIGINT REFERENCES printer (id),
  PRIMARY KEY (person_id, number),
  UNIQUE (person_id, purpose_id),
  UNIQUE (person_id, printer_id),
  CHECK ((purpose_id IS NULL) <> (printer_id IS NULL))
);
CREATE TABLE printer_description (
  purpose_id BIGINT UNIQUE REFERENCES purpose (id),
  printer_id BIGINT UNIQUE REFERENCES printer (id),
  info TEXT NOT NULL,
  location TEXT NOT NULL,
  geo_location TEXT NOT NULL,
  CHECK ((purpose_id IS NULL) <> (printer_id IS NULL))
);
CREATE TABLE printer_off (
  printer_id BIGINT NOT NULL REFERENCES printer (id),
  reason TEXT NOT NULL CHECK (reason IN ('disabled', 'paused', 'shutdown')),
  PRIMARY KEY (printer_id, reason)
);
CREATE TABLE resource (
  id BIGINT PRIMARY KEY,
  number BIGINT NOT NULL UNIQUE,
  provider_id BIGINT REFERENCES provider (id),
  uuid TEXT NOT NULL UNIQUE,
  type TEXT NOT NULL,
  name TEXT NOT NULL,
  info TEXT NOT NULL,
  language TEXT NOT NULL,
  string_version TEXT NOT NULL,
  format TEXT NOT NULL,
  location TEXT NOT NULL,
  size_bytes BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'available', 'installed', 'canceled', 'aborted')),
  message TEXT NOT NULL,
  cancel_asked BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  installed_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL
);
CREATE INDEX resource_of_provider ON resource (provider_id);
CREATE TABLE resource_use (
  resource_id BIGINT NOT NULL REFERENCES resource (id),
  purpose_id BIGINT REFERENCES purpose (id),
  printer_id BIGINT REFERENCES printer (id),
  UNIQUE (resource_id, purpose_id),
  UNIQUE (resource_id, printer_id),
  CHECK ((purpose_id IS NULL) <> (printer_id IS NULL))
);
CREATE INDEX resource_use_of_purpose ON resource_use (purpose_id);
CREATE INDEX resource_use_of_printer ON resource_use (printer_id);
)sql";

}  // namespace

const char* system_schema() { return tables; }

}  // namespace tsuke::registry
