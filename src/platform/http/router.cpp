#include <algorithm>
#include <cassert>
#include <exception>

#include "base/log.h"
#include "platform/http/http.h"
#include "platform/http/text.h"

namespace tsuke::http {

namespace {

bool is_parameter(std::string_view segment) { return segment.starts_with('{') && segment.ends_with('}'); }
bool is_rest(std::string_view segment) { return is_parameter(segment) && segment.ends_with("*}"); }

std::string_view parameter_name(std::string_view segment) {
  segment.remove_prefix(1);
  segment.remove_suffix(segment.ends_with("*}") ? 2 : 1);
  return segment;
}

// Names the values in the order of the pattern's parameters.
void name_values(Request& request, std::string_view pattern, const std::vector<std::string_view>& values) {
  std::size_t next = 0;
  pattern.remove_prefix(1);
  while (!pattern.empty()) {
    const std::string_view segment = cut(pattern, '/');
    if (is_parameter(segment)) request.parameters.emplace(parameter_name(segment), values[next++]);
  }
}

Response not_found() { return problem_response({Reason::not_found, "no-such-path", "nothing is served at this path"}); }

// The path itself may be a secret: a queue's address opens the queue.
Response internal_failure(const Route& route, std::string_view why) {
  log::error("handler-failed", {{"method", route.method}, {"route", route.pattern}, {"why", why}});
  Response response = problem_response({Reason::internal, "internal", "the server made a mistake; it is logged"});
  response.close = true;
  return response;
}

}  // namespace

std::size_t Router::child(std::size_t node, std::string_view segment) {
  const std::size_t fresh = nodes_.size();
  std::size_t chosen = 0;
  if (is_parameter(segment)) {
    if (nodes_[node].parameter == 0) nodes_[node].parameter = fresh;
    chosen = nodes_[node].parameter;
  } else {
    chosen = nodes_[node].literals.emplace(std::string(segment), fresh).first->second;
  }
  if (chosen == fresh) nodes_.emplace_back();
  return chosen;
}

void Router::add(std::string method, std::string pattern, Access access, Handler handler) {
  assert(access != Access::undeclared);
  assert(pattern.starts_with('/'));
  std::size_t node = 0;
  bool takes_rest = false;
  std::string_view rest = pattern;
  rest.remove_prefix(1);
  while (!rest.empty() && !takes_rest) {
    const std::string_view segment = cut(rest, '/');
    takes_rest = is_rest(segment);
    if (!takes_rest) node = child(node, segment);
  }
  assert(rest.empty());  // {name*} stands at the end
  if (pattern.size() > 1 && pattern.back() == '/') node = child(node, "");
  auto& here = takes_rest ? nodes_[node].rest_routes : nodes_[node].routes;
  assert(std::none_of(here.begin(), here.end(), [&](std::size_t i) { return routes_[i].method == method; }));
  here.push_back(routes_.size());
  routes_.push_back({std::move(method), std::move(pattern), access, std::move(handler)});
}

// The routes at the end of `rest`, which begins with a slash or is empty; `values` gets what parameters took.
const std::vector<std::size_t>* Router::find(std::size_t node, std::string_view rest, Values& values) const {
  const Node& here = nodes_[node];
  if (rest.empty() && !here.routes.empty()) return &here.routes;
  if (!rest.empty()) {
    const std::size_t end = std::min(rest.find('/', 1), rest.size());
    const std::string_view segment = rest.substr(1, end - 1);
    const auto literal = here.literals.find(segment);
    if (literal != here.literals.end())
      if (const auto* found = find(literal->second, rest.substr(end), values)) return found;
    if (here.parameter != 0 && !segment.empty()) {
      values.push_back(segment);
      if (const auto* found = find(here.parameter, rest.substr(end), values)) return found;
      values.pop_back();
    }
  }
  if (here.rest_routes.empty()) return nullptr;
  values.push_back(rest.empty() ? rest : rest.substr(1));
  return &here.rest_routes;
}

Task<Response> Router::serve(Request& request) const {
  if (!request.path.starts_with('/')) co_return not_found();
  Values values;
  const std::string_view path = request.path == "/" ? std::string_view() : std::string_view(request.path);
  const auto* const found = find(0, path, values);
  if (found == nullptr) co_return not_found();
  const std::string_view wanted = request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
  std::string allow;
  for (const std::size_t index : *found) {
    const Route& route = routes_[index];
    if (route.method != wanted) {
      allow += (allow.empty() ? "" : ", ") + route.method + (route.method == "GET" ? ", HEAD" : "");
      continue;
    }
    name_values(request, route.pattern, values);
    try {
      co_return co_await route.handler(request);
    } catch (const std::exception& failure) { co_return internal_failure(route, failure.what()); } catch (...) {
      co_return internal_failure(route, "an exception of unknown kind");
    }
  }
  Response response = problem_response({Reason::unsupported, "method-not-allowed", "this path has other methods"});
  response.status = 405;
  response.headers.set("Allow", allow);
  co_return response;
}

}  // namespace tsuke::http
