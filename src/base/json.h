// A JSON value. Numbers are whole (int64): nothing in Tsuke's JSON is fractional, and money must never be.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.h"

namespace tsuke {

class Json {
 public:
  using Array = std::vector<Json>;
  using Member = std::pair<std::string, Json>;
  using Object = std::vector<Member>;  // in the order written

  Json() = default;  // null
  Json(std::nullptr_t) {}
  Json(bool value) : held_(value) {}
  Json(std::int64_t value) : held_(value) {}
  Json(int value) : held_(std::int64_t{value}) {}
  Json(std::size_t value) : held_(static_cast<std::int64_t>(value)) {}
  Json(std::string value) : held_(std::move(value)) {}
  Json(std::string_view value) : held_(std::string(value)) {}
  Json(const char* value) : held_(std::string(value)) {}
  Json(Array value) : held_(std::move(value)) {}
  Json(Object value) : held_(std::move(value)) {}
  static Json object(Object members = {}) { return Json(std::move(members)); }
  static Json array(Array items = {}) { return Json(std::move(items)); }

  bool is_null() const { return held_.index() == 0; }
  bool is_bool() const { return held_.index() == 1; }
  bool is_integer() const { return held_.index() == 2; }
  bool is_text() const { return held_.index() == 3; }
  bool is_array() const { return held_.index() == 4; }
  bool is_object() const { return held_.index() == 5; }

  // The value, or the fallback when it is of another kind.
  bool boolean(bool fallback = false) const;
  std::int64_t integer(std::int64_t fallback = 0) const;
  const std::string& text() const;                      // empty when it is no text
  const Array& items() const;                           // empty when it is no array
  const Object& members() const;                        // empty when it is no object
  const Json& operator[](std::string_view name) const;  // null when absent
  bool has(std::string_view name) const;

  // Sets or replaces a member; the value must be an object or null (which becomes an object).
  Json& set(std::string_view name, Json value);
  // Appends an item; the value must be an array or null (which becomes an array).
  Json& push(Json value);

  std::string dump() const;
  // Fails with malformed, naming the place. Limits: 64 levels deep. A fractional number, one past int64 and a
  // repeated member name are malformed.
  static Result<Json> parse(std::string_view text);

  friend bool operator==(const Json&, const Json&) = default;

 private:
  std::variant<std::monostate, bool, std::int64_t, std::string, Array, Object> held_;
};

}  // namespace tsuke
