// Brings a database to the schema this program knows.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "platform/store/backend.h"

namespace tsuke::store {

// The schema text in the words of one database.
//
//   BIGINT, TEXT, BYTES   INTEGER, TEXT, BLOB on SQLite; BIGINT, TEXT COLLATE "C", BYTEA on PostgreSQL
//   CREATE TABLE … ;      ends in STRICT on SQLite
//
// Words in quotes and comments stay as they are.
std::string translate_schema(std::string_view sql, Dialect dialect);

// The store's own tables first, then the given steps, all in one transaction; steps done before are left out.
// Fails with unsupported ("newer-schema") when the database has steps or parts this program does not know, with
// internal ("migration-numbers") when the numbers of a part are not 1, 2, 3, …; on failure the database is unaltered.
Result<void> migrate(Connection& connection, Dialect dialect, std::span<const Migration> migrations);

}  // namespace tsuke::store
