#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <stdexcept>

#include "base/bytes.h"
#include "base/log.h"
#include "platform/http/http.h"

namespace tsuke::http {
namespace {

Handler naming(std::string name) {
  return [name](Request& request) -> Task<Response> {
    Response response;
    response.body = name;
    for (const auto& [key, value] : request.parameters) response.body += " " + key + "=" + value;
    co_return response;
  };
}

Response serve(const Router& router, std::string method, std::string path) {
  Request request;
  request.method = std::move(method);
  request.path = std::move(path);
  Response served;
  // A plain function's coroutine: its parameters live as long as it does.
  spawn([](const Router& routes, Request& asked, Response& answer) -> Task<void> {
    answer = co_await routes.serve(asked);
  }(router, request, served));
  return served;
}

Router example() {
  Router router;
  router.add("GET", "/", Access::open, naming("root"));
  router.add("GET", "/jobs/{job}", Access::person, naming("job"));
  router.add("DELETE", "/jobs/{job}", Access::person, naming("delete"));
  router.add("GET", "/jobs/count", Access::person, naming("count"));
  router.add("GET", "/jobs/{number}/document", Access::person, naming("document"));
  router.add("POST", "/ipp/print", Access::token, naming("print"));
  router.add("POST", "/ipp/print/{purpose}", Access::token, naming("purpose"));
  router.add("GET", "/files/{path*}", Access::open, naming("files"));
  router.add("GET", "/files/index/{page}", Access::open, naming("index"));
  return router;
}

TEST(Router, PrefersLiteralsThenParametersThenTheRest) {
  const Router router = example();
  EXPECT_EQ("root", serve(router, "GET", "/").body);
  EXPECT_EQ("job job=7", serve(router, "GET", "/jobs/7").body);
  EXPECT_EQ("count", serve(router, "GET", "/jobs/count").body);
  EXPECT_EQ("document number=count", serve(router, "GET", "/jobs/count/document").body);
  EXPECT_EQ("purpose purpose=a b", serve(router, "POST", "/ipp/print/a b").body);
  EXPECT_EQ("files path=a/b/c", serve(router, "GET", "/files/a/b/c").body);
  EXPECT_EQ("index page=2", serve(router, "GET", "/files/index/2").body);
  EXPECT_EQ("files path=index/2/3", serve(router, "GET", "/files/index/2/3").body);
  EXPECT_EQ("files path=", serve(router, "GET", "/files/").body);
}

TEST(Router, AnswersUnknownPathsAndMethodsAsProblems) {
  const Router router = example();
  for (const char* path : {"/nothing", "/jobs", "/jobs/", "/jobs/7/", "/jobs//document", "//", "*", ""})
    EXPECT_EQ(404, serve(router, "GET", path).status) << path;
  const Response refused = serve(router, "PUT", "/jobs/7");
  EXPECT_EQ(405, refused.status);
  EXPECT_EQ("GET, HEAD, DELETE", refused.headers.get("allow"));
  EXPECT_EQ("application/problem+json", refused.headers.get("content-type"));
  EXPECT_EQ(405, serve(router, "get", "/jobs/7").status);
}

TEST(Router, ServesHeadByGet) { EXPECT_EQ(200, serve(example(), "HEAD", "/jobs/7").status); }

TEST(Router, AnExceptionBecomesAProblemAndClosesTheConnection) {
  log::set_level(log::Level::off);
  Router router;
  router.add("GET", "/coroutine", Access::open, [](Request&) -> Task<Response> {
    throw std::runtime_error("secret detail");
    co_return Response{};
  });
  router.add("GET", "/call", Access::open, [](Request&) -> Task<Response> { throw 7; });
  for (const char* path : {"/coroutine", "/call"}) {
    const Response response = serve(router, "GET", path);
    EXPECT_EQ(500, response.status);
    EXPECT_TRUE(response.close);
    EXPECT_EQ(std::string::npos, response.body.find("secret"));
  }
  log::set_level(log::Level::info);
}

TEST(Router, LogsTheRouteOfAFailureAndNotItsPath) {
  const std::string file = testing::TempDir() + "router-" + random_token(8) + ".log";
  log::to_file(file);
  Router router;
  router.add("POST", "/ipp/p/{token}", Access::token, [](Request&) -> Task<Response> { throw 7; });
  EXPECT_EQ(500, serve(router, "POST", "/ipp/p/capability").status);
  std::ifstream lines(file);
  const std::string logged{std::istreambuf_iterator<char>(lines), {}};
  EXPECT_NE(std::string::npos, logged.find("/ipp/p/{token}")) << logged;
  EXPECT_EQ(std::string::npos, logged.find("capability")) << logged;
  std::filesystem::remove(file);
}

TEST(RouterDeathTest, RefusesUndeclaredAccessAndRepeatedRoutes) {
  Router router = example();
  EXPECT_DEATH(router.add("GET", "/x", Access::undeclared, naming("x")), "undeclared");
  EXPECT_DEATH(router.add("GET", "/jobs/{other}", Access::open, naming("x")), "none_of");
  EXPECT_DEATH(router.add("GET", "/a/{b*}/c", Access::open, naming("x")), "empty");
}

TEST(Problem, NamesCodeStatusAndSentence) {
  const Response response = problem_response({Reason::limit_reached, "budget-spent", "The budget has no room."});
  const Json problem = Json::parse(response.body).take();
  EXPECT_EQ("urn:tsuke:problem:budget-spent", problem["type"].text());
  EXPECT_EQ("budget-spent", problem["code"].text());
  EXPECT_EQ("The budget has no room.", problem["detail"].text());
  EXPECT_EQ(response.status, problem["status"].integer());
}

TEST(Requests, FindCookiesAndCredentials) {
  Request request;
  request.headers.add("Cookie", "a=1; session=x=y ;b=");
  EXPECT_EQ("1", request.cookie("a"));
  EXPECT_EQ("x=y", request.cookie("session"));
  EXPECT_EQ("", request.cookie("b"));
  EXPECT_EQ("", request.cookie("c"));
  EXPECT_FALSE(basic_credentials(request.headers));
  request.headers.set("authorization", "basic bWlrYTpwYTpzcw==");
  EXPECT_EQ(std::pair(std::string("mika"), std::string("pa:ss")), *basic_credentials(request.headers));
  for (const char* value : {"Basic !!!", "Basic bWlrYQ==", "Bearer bWlrYTpwYQ=="}) {
    request.headers.set("Authorization", value);
    EXPECT_FALSE(basic_credentials(request.headers)) << value;
  }
}

}  // namespace
}  // namespace tsuke::http
