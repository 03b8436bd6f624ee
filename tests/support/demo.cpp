#include "support/demo.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>

#include "platform/ipp/codes.h"

namespace tsuke::tests {

namespace {

constexpr Duration start_patience = seconds(120);

const Json& item_with(const Json& list, std::string_view member, std::string_view value) {
  for (const Json& item : list.items())
    if (item[member].text() == value) return item;
  ADD_FAILURE() << "the demo has no " << member << " " << value;
  return list.items().front();
}

// Lines before the last one tell the story, of which there is none here.
Result<Json> ready_line(Child& process) {
  const Duration deadline{monotonic_now().micros + start_patience.micros};
  for (;;) {
    const Json line = TRY(Json::parse(TRY(process.next_line(deadline - monotonic_now()))));
    if (line["event"].text() == "ready") return line;
  }
}

int port_of(const std::string& uri) {
  const auto colon = uri.rfind(':');
  return std::atoi(uri.c_str() + colon + 1);
}

}  // namespace

Result<std::unique_ptr<Demo>> Demo::start(const std::string& data_folder, const std::vector<std::string>& options) {
  std::vector<std::string> argv{TSUKE_PROGRAM, "demo", "--json",         "--stay", "--quiet-story",
                                "--port",      "0",    "--metrics-port", "0"};
  if (!data_folder.empty()) argv.insert(argv.end(), {"--data", data_folder});
  argv.insert(argv.end(), options.begin(), options.end());
  const Scratch errors;
  Child process = TRY(Child::start(argv, errors / "errors"));
  auto ready = ready_line(process);
  if (!ready.ok())
    return Error{Reason::unavailable, "no-demo", ready.error().what + "; " + read_file(errors / "errors")};
  return std::unique_ptr<Demo>(new Demo(std::move(process), ready.take(), data_folder));
}

Demo::Demo(Child process, Json ready, std::string folder)
    : folder_(std::move(folder)), process_(std::move(process)), ready_(std::move(ready)) {
  const std::string& web = ready_["web"].text();
  port_ = port_of(web.substr(0, web.size() - 1));
}

Demo::~Demo() = default;

const Json& Demo::queue(std::string_view purpose) const { return item_with(ready_["queues"], "purpose", purpose); }
const Json& Demo::device(std::string_view printer) const { return item_with(ready_["devices"], "printer", printer); }
const Json& Demo::person(std::string_view login) const { return item_with(ready_["people"], "login", login); }

Demo::Api& Demo::api(const std::string& login) {
  auto& made = apis_[login];
  if (!made) made = std::make_unique<Api>(port_, person(login)["api_token"].text());
  return *made;
}

Json Demo::get(const std::string& login, const std::string& path) {
  auto answer = api(login).get(path);
  if (answer.ok()) return answer.take();
  ADD_FAILURE() << "GET " << path << " for " << login << ": " << answer.error().code << " " << answer.error().what;
  return {};
}

std::unique_ptr<ipp::Client> Demo::ipp(const std::string& uri, const std::string& user,
                                       const std::string& password) const {
  ipp::ClientOptions options;
  options.uri = uri;
  options.user = user;
  options.password = password;
  options.timeout = seconds(30);
  return ipp::Client::create(options).take();
}

Result<ipp::Message> Demo::print(const std::string& purpose, const std::string& document, const std::string& name,
                                 const ipp::Collection& further, const std::string& format) const {
  const std::string& uri = queue(purpose)["uri"].text();
  ipp::Message request = ipp::make_request(ipp::op::print_job, uri);
  request.groups.front().add(ipp::name("requesting-user-name", "mika")).add(ipp::name("job-name", name));
  request.groups.front().add(ipp::strings("document-format", ipp::Tag::mime_type, {format}));
  if (!further.empty()) {
    ipp::Group& job = request.add_group(ipp::Tag::job);
    for (const ipp::Attribute& attribute : further) job.add(attribute);
  }
  bool sent = false;
  return ipp(uri)->send(request, [&]() -> Result<std::string_view> {
    return std::exchange(sent, true) ? std::string_view() : std::string_view(document);
  });
}

Json Demo::submit(const std::string& purpose, const std::string& document, const std::string& name,
                  const std::string& format) {
  const auto answer = print(purpose, document, name, {}, format);
  if (!answer.ok() || answer.value().code != ipp::status::ok) {
    ADD_FAILURE() << "Print-Job: "
                  << (answer.ok() ? std::string(ipp::status_name(answer.value().code)) : answer.error().what);
    return {};
  }
  const std::string id = job_numbered(answer.value().group(ipp::Tag::job).integer("job-id").value_or(0))["id"].text();
  return wait_for(
      id, [](const Json& job) { return job["document"].text() == "ready" || job["document"].text() == "unreadable"; });
}

Json Demo::job_numbered(std::int64_t number) {
  const Json jobs = get("mika", "/jobs?limit=200");
  for (const Json& job : jobs["items"].items())
    if (job["number"].integer() == number) return job;
  ADD_FAILURE() << "there is no job " << number;
  return {};
}

Demo::Api::Reply Demo::release(const std::string& job_id, const std::string& printer) {
  auto answer =
      api("mika").call("POST", "/jobs/" + job_id + "/release", Json::object({{"printer", printer_id(printer)}}));
  if (answer.ok()) return answer.take();
  ADD_FAILURE() << "release: " << answer.error().what;
  return {};
}

Json Demo::wait_for(const std::string& job_id, const std::function<bool(const Json&)>& so, Duration patience) {
  Json found;
  const auto waited = api("mika").wait_until(
      [&]() -> Result<bool> {
        found = TRY(api("mika").get("/jobs/" + job_id));
        return so(found);
      },
      patience);
  if (!waited.ok()) ADD_FAILURE() << waited.error().what << "; the job is " << found.dump();
  return found;
}

Json Demo::print_out(const std::string& job_id, const std::string& printer) {
  const auto released = release(job_id, printer);
  EXPECT_EQ(released.status, 201) << released.body.dump();
  if (released.status != 201) return job(job_id);
  return wait_for(job_id, [](const Json& job) {
    const std::string& state = job["charge"]["state"].text();
    return state == "captured" || state == "voided" || state == "unconfirmed";
  });
}

void Demo::steer(std::string_view printer, const std::string& file, const std::string& text) const {
  write_file(device(printer)["spool"].text() + "/" + file, text + "\n");
}
void Demo::unsteer(std::string_view printer, const std::string& file) const {
  std::filesystem::remove(device(printer)["spool"].text() + "/" + file);
}

pid_t Demo::printer_pid(std::string_view printer) const {
  const std::string& uri = device(printer)["printer_uri"].text();
  const std::string wanted =
      std::string("\0-p\0", 4) + std::to_string(port_of(uri.substr(0, uri.find('/', 6)))) + std::string(1, '\0');
  for (const auto& entry : std::filesystem::directory_iterator("/proc")) {
    const std::string words = read_file(entry.path() / "cmdline");
    if (words.starts_with("ippeveprinter") && words.find(wanted) != std::string::npos)
      return std::atoi(entry.path().filename().c_str());
  }
  ADD_FAILURE() << "no process of the printer " << printer;
  return -1;
}

std::vector<std::string> Demo::printed(std::string_view printer) const {
  std::istringstream in(read_file(device(printer)["spool"].text() + "/printed"));
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

Outcome verify_books(const std::string& data_folder) {
  return run({TSUKE_PROGRAM, "ledger", "verify", "--data", data_folder});
}

std::int64_t amount(const Json& money) { return money["amount_minor"].integer(); }

}  // namespace tsuke::tests
