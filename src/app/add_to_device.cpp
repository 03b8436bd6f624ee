#include "app/add_to_device.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "app/commands.h"
#include "base/json.h"
#include "base/system_error.h"
#include "platform/fetch/fetch.h"

namespace tsuke::app {

namespace {

void say(const std::string& line) { std::printf("%s\n", line.c_str()); }

// Not as an option: whoever lists the processes would read it.
Result<std::string> api_token(const DeviceWish& wish) {
  std::string token;
  if (!wish.token_file.empty()) {
    std::ifstream file(wish.token_file);
    if (!file) return Error{Reason::unavailable, "file-refused", "cannot read " + wish.token_file};
    file >> token;
  } else if (const char* given = std::getenv("TSUKE_API_TOKEN")) {
    token = given;
  }
  if (token.empty())
    return Error{Reason::not_authenticated, "no-api-token",
                 "make an API token in the web app, Account, and put it into TSUKE_API_TOKEN or a --token-file"};
  return token;
}

class Service {
 public:
  Service(const DeviceWish& wish, std::string token) : wish_(wish), token_(std::move(token)) {
    while (wish_.server.ends_with('/')) wish_.server.pop_back();
  }
  Result<Json> get(const std::string& path) const { return call(path, {}); }
  Result<Json> post(const std::string& path, const Json& body) const { return call(path, body.dump()); }
  // A file of the setup; it needs no token.
  Result<std::string> file(const std::string& url) const {
    const auto answer = TRY(fetch::send({wish_.server + url.substr(url.find("/setup/")), {}, {}, wish_.ca_file}));
    if (answer.status != 200) return refused(answer);
    return answer.body;
  }

 private:
  static Error refused(const fetch::Answer& answer) {
    const auto problem = Json::parse(answer.body);
    const std::string detail = problem.ok() ? problem.value()["detail"].text() : "";
    return {Reason::not_permitted, "service-refused",
            "the service answered " + std::to_string(answer.status) + (detail.empty() ? "" : ": " + detail)};
  }
  Result<Json> call(const std::string& path, const std::string& body) const {
    const auto answer = TRY(fetch::send({wish_.server + "/api/v1" + path, body, token_, wish_.ca_file}));
    if (answer.status < 200 || answer.status >= 300) return refused(answer);
    return Json::parse(answer.body);
  }

  DeviceWish wish_;
  std::string token_;
};

Result<Json> find_purpose(const Service& service, const std::string& wanted) {
  std::string known;
  const Json all = TRY(service.get("/purposes"));
  for (const Json& purpose : all["items"].items()) {
    for (const char* member : {"id", "slug", "name"})
      if (purpose[member].text() == wanted) return purpose;
    known += (known.empty() ? "" : ", ") + purpose["slug"].text();
  }
  return Error{Reason::not_found, "no-such-purpose", "you have no purpose \"" + wanted + "\", but " + known};
}

std::string name_of_this_computer() {
  char name[256] = "";
  if (gethostname(name, sizeof name - 1) != 0 || name[0] == '\0') return "computer";
  return name;
}

// Only its owner reads it: it holds the secret.
Result<void> write_private(const std::string& path, const std::string& bytes) {
  const auto refused = [&] {
    return Error{Reason::unavailable, "file-refused", "cannot write " + path + ": " + system_message(errno)};
  };
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return refused();
  const bool written = ::write(file, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size());
  if (::close(file) != 0 || !written) return refused();
  return {};
}

Result<void> keep_file(const Service& service, const DeviceWish& wish, const std::string& url,
                       const std::string& own_name, const std::string& what_next) {
  const std::string path = wish.out.empty() ? own_name : wish.out;
  TRY(write_private(path, TRY(service.file(url))));
  say(path + ": " + what_next);
  return {};
}

Result<void> tell(const Service& service, const DeviceWish& wish, const Json& setup, const std::string& slug) {
  if (wish.kind == "linux") {
    say(setup["lpadmin"].text());
    return {};
  }
  if (wish.kind == "windows") {
    say("Settings, Printers & scanners, Add device, Add a new device manually, Select a shared printer by name:");
    say(setup["web_address"].text());
    say("Or, in PowerShell on a recent Windows 11:");
    say(setup["powershell"].text());
    return {};
  }
  if (wish.kind == "chromeos")
    return keep_file(service, wish, setup["chrome_printers"].text(), slug + ".json",
                     "the list of printers for the policy PrintersBulkConfiguration or DevicePrinters");
  const bool is_signed = setup["profile_signed"].boolean();
  return keep_file(service, wish, setup["profile"].text(), slug + ".mobileconfig",
                   std::string(is_signed ? "open it" : "not signed, the service has no certificate; open it") +
                       " on the Mac, iPhone or iPad and install it in the settings");
}

Result<void> add(const DeviceWish& wish) {
  const Service service(wish, TRY(api_token(wish)));
  const Json purpose = TRY(find_purpose(service, wish.purpose));
  const std::string device = wish.kind == "apple" ? "macos" : wish.kind;
  const std::string name = wish.name.empty() ? name_of_this_computer() : wish.name;
  const Json made = TRY(service.post("/purposes/" + purpose["id"].text() + "/queue-tokens",
                                     Json::object({{"label", name}, {"device", device}})));
  return tell(service, wish, made["setup"], purpose["slug"].text());
}

}  // namespace

int add_to_device(const DeviceWish& wish) {
  const Result<void> added = add(wish);
  return added.ok() ? 0 : complain(added.error());
}

}  // namespace tsuke::app
