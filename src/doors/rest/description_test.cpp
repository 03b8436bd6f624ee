#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <regex>
#include <vector>

#include "doors/rest/test_description.h"
#include "doors/rest/test_server.h"

extern "C" {
extern const char tsuke_openapi[], tsuke_openapi_end[];
}

namespace tsuke::doors {
namespace {

std::string upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

std::vector<std::string_view> segments_of(std::string_view path) {
  std::vector<std::string_view> segments;
  path = path.substr(0, path.find('?'));
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t slash = std::min(path.find('/'), path.size());
    segments.push_back(path.substr(0, slash));
    path.remove_prefix(slash);
  }
  return segments;
}

bool is_type(const Json& value, std::string_view type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_text();
  if (type == "integer") return value.is_integer();
  if (type == "boolean") return value.is_bool();
  return type == "null" && value.is_null();
}

bool has_type(const Json& value, const Json& types) {
  if (types.is_text()) return is_type(value, types.text());
  return std::any_of(types.items().begin(), types.items().end(),
                     [&](const Json& type) { return is_type(value, type.text()); });
}

}  // namespace

Description::Description() : document_(Json::parse(std::string_view(tsuke_openapi, tsuke_openapi_end)).take()) {}

std::set<std::string> Description::operations() const {
  std::set<std::string> all;
  for (const auto& [path, methods] : document_["paths"].members())
    for (const auto& [method, operation] : methods.members()) all.insert(upper(method) + " " + path);
  return all;
}

const Json& Description::resolve(const Json& maybe_reference) const {
  if (!maybe_reference.has("$ref")) return maybe_reference;
  const Json* found = &document_;
  for (const std::string_view name : segments_of(std::string_view(maybe_reference["$ref"].text()).substr(1)))
    found = &(*found)[name];
  EXPECT_FALSE(found->is_null()) << "no such definition: " << maybe_reference["$ref"].text();
  return *found;
}

const Json& Description::operation(std::string_view method, std::string_view target) const {
  static const Json none;
  const Json* by_parameter = &none;
  const auto wanted = segments_of(target);
  for (const auto& [path, methods] : document_["paths"].members()) {
    const auto known = segments_of(path);
    const auto fits = [](std::string_view a, std::string_view b) { return a == b || a.starts_with('{'); };
    if (!std::equal(known.begin(), known.end(), wanted.begin(), wanted.end(), fits)) continue;
    for (const auto& [name, operation] : methods.members()) {
      if (upper(name) != method) continue;
      if (std::equal(known.begin(), known.end(), wanted.begin(), wanted.end())) return operation;
      by_parameter = &operation;
    }
  }
  return *by_parameter;
}

std::string Description::fault(std::string_view method, std::string_view target,
                               const http::ClientResponse& answer) const {
  const Json& described = operation(method, target);
  if (described.is_null()) return "is not described";
  const std::string status = std::to_string(answer.status);
  if (!described["responses"].has(status)) return "answers " + status + ", which is not described: " + answer.body;
  const Json& content = resolve(described["responses"][status])["content"];
  if (content.is_null()) return answer.body.empty() ? "" : "answers a body where none is described: " + answer.body;
  const std::string type(answer.header("content-type"));
  if (!content.has(type)) return "answers " + type + ", which is not described";
  if (type.find("json") == std::string::npos) return answer.body.empty() ? "answers nothing" : "";
  const auto body = Json::parse(answer.body);
  if (!body.ok()) return "answers no JSON: " + answer.body;
  if (type == "application/problem+json" && body.value()["status"].integer() != answer.status)
    return "names another status: " + answer.body;
  const std::string differs = mismatch(content[type]["schema"], body.value(), "body");
  return differs.empty() ? "" : differs + " in " + answer.body;
}

std::string Description::mismatch(const Json& schema_or_reference, const Json& value, const std::string& where) const {
  const Json& schema = resolve(schema_or_reference);
  for (const auto& [keyword, rule] : schema.members()) {
    if (keyword == "type") {
      if (!has_type(value, rule)) return where + " is not " + rule.dump();
    } else if (keyword == "enum") {
      if (std::find(rule.items().begin(), rule.items().end(), value) == rule.items().end())
        return where + " is " + value.dump() + ", not one of " + rule.dump();
    } else if (keyword == "pattern") {
      if (value.is_text() && !std::regex_match(value.text(), std::regex(rule.text())))
        return where + " does not match " + rule.text();
    } else if (keyword == "minimum") {
      if (value.is_integer() && value.integer() < rule.integer()) return where + " is too small";
    } else if (keyword == "maximum") {
      if (value.is_integer() && value.integer() > rule.integer()) return where + " is too large";
    } else if (keyword == "minItems") {
      if (value.is_array() && std::ssize(value.items()) < rule.integer()) return where + " has too few items";
    } else if (keyword == "maxItems") {
      if (value.is_array() && std::ssize(value.items()) > rule.integer()) return where + " has too many items";
    } else if (keyword == "oneOf") {
      const auto fits = [&](const Json& one) { return mismatch(one, value, where).empty(); };
      if (std::count_if(rule.items().begin(), rule.items().end(), fits) == 1) continue;
      std::string all = where + " fits not exactly one:";
      for (const Json& one : rule.items()) all += " " + mismatch(one, value, where) + ";";
      return all;
    } else if (keyword == "items") {
      for (std::size_t i = 0; i < value.items().size(); ++i)
        if (auto differs = mismatch(rule, value.items()[i], where + "[" + std::to_string(i) + "]"); !differs.empty())
          return differs;
    } else if (keyword != "description" && keyword != "format" && keyword != "properties" && keyword != "required" &&
               keyword != "additionalProperties") {
      return where + ": the schema uses " + keyword + ", which is not judged";
    }
  }
  return value.is_object() ? object_mismatch(schema, value, where) : "";
}

std::string Description::object_mismatch(const Json& schema, const Json& value, const std::string& where) const {
  for (const Json& name : schema["required"].items())
    if (!value.has(name.text())) return where + " lacks " + name.text();
  for (const auto& [name, member] : value.members()) {
    const bool known = schema["properties"].has(name);
    if (!known && schema.has("additionalProperties") && !schema["additionalProperties"].boolean(true))
      return where + " has an undescribed " + name;
    if (!known) continue;
    if (auto differs = mismatch(schema["properties"][name], member, where + "." + name); !differs.empty())
      return differs;
  }
  return "";
}

namespace {

TEST(Description, NamesEveryRouteAndNoOther) {
  TestServer server;
  std::set<std::string> served;
  for (const http::Route& route : server.router().routes())
    if (!route.pattern.starts_with("/setup/")) served.insert(route.method + " " + route.pattern);  // no part of the API
  EXPECT_EQ(Description().operations(), served);
}

TEST(Description, JudgesValuesBySchema) {
  const Description description(
      Json::parse(R"({"components":{"schemas":{"Id":{"type":"string","pattern":"^[0-9]+$"}}}})").take());
  const auto judge = [&](const char* schema, const char* value) {
    return description.mismatch(Json::parse(schema).take(), Json::parse(value).take(), "it");
  };
  const char* object =
      R"({"type":"object","properties":{"id":{"$ref":"#/components/schemas/Id"},"n":{"type":["integer","null"]}},
          "required":["id"],"additionalProperties":false})";
  EXPECT_EQ(judge(object, R"({"id":"7","n":null})"), "");
  EXPECT_EQ(judge(object, R"({"n":1})"), "it lacks id");
  EXPECT_EQ(judge(object, R"({"id":"x"})"), "it.id does not match ^[0-9]+$");
  EXPECT_EQ(judge(object, R"({"id":"7","n":"1"})"), "it.n is not [\"integer\",\"null\"]");
  EXPECT_EQ(judge(object, R"({"id":"7","m":1})"), "it has an undescribed m");
  EXPECT_EQ(judge(R"({"type":"array","items":{"enum":["a"]}})", R"(["a","b"])"), "it[1] is \"b\", not one of [\"a\"]");
  EXPECT_EQ(judge(R"({"type":"array","minItems":2,"maxItems":2})", "[1,2]"), "");
  EXPECT_NE(judge(R"({"minItems":2})", "[1]"), "");
  EXPECT_NE(judge(R"({"maxItems":2})", "[1,2,3]"), "");
  EXPECT_NE(judge(R"({"oneOf":[{"type":"string"},{"type":"null"}]})", "1"), "");
  EXPECT_EQ(judge(R"({"oneOf":[{"type":"string"},{"type":"null"}]})", "null"), "");
  EXPECT_NE(judge(R"({"uniqueItems":true})", "[]"), "") << "a keyword that is not judged must not pass in silence";
}

TEST(Description, JudgesWholeAnswers) {
  const Description description;
  http::ClientResponse answer;
  answer.status = 204;
  EXPECT_EQ(description.fault("DELETE", "/api/v1/session", answer), "");
  answer.status = 299;
  EXPECT_NE(description.fault("DELETE", "/api/v1/session", answer), "");
  EXPECT_EQ(description.fault("DELETE", "/api/v1/nothing", answer), "is not described");
}

TEST(Description, IsServedAsItIs) {
  TestServer server;
  http::Client client("127.0.0.1", server.port());
  const auto answer = client.get("/api/v1/openapi.json");
  ASSERT_TRUE(answer.ok());
  EXPECT_EQ(answer.value().body, std::string(tsuke_openapi, tsuke_openapi_end));
  EXPECT_EQ(Json::parse(answer.value().body).value()["openapi"].text(), "3.1.0");
}

}  // namespace
}  // namespace tsuke::doors
