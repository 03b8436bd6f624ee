#include "app/demo/stand_ins.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/time.h"
#include "platform/ipp/client.h"
#include "platform/ipp/codes.h"

extern "C" {
extern const char tsuke_stand_in_printer[], tsuke_stand_in_printer_end[];
extern const char tsuke_start_stand_in_printer[], tsuke_start_stand_in_printer_end[];
}

namespace tsuke::app {

namespace {

constexpr Duration start_patience = seconds(30);
constexpr int between_tries_ms = 50;
constexpr const char* seconds_per_page = "0.15";

Error not_started(const std::string& what) {
  return {Reason::unavailable, "not-started",
          what + " did not start; the logs are in the demo's data folder (see --data)"};
}

Result<void> write_file(const std::string& path, std::string_view text, int mode) {
  std::ofstream out(path, std::ios::binary | std::ios::trunc);
  out << text;
  out.close();
  if (!out || chmod(path.c_str(), static_cast<mode_t>(mode)) != 0)
    return Error{Reason::unavailable, "not-written", path + " cannot be written"};
  return {};
}

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A port that is free now; a stand-in printer cannot tell which one it chose by itself.
Result<int> free_port() {
  const int handle = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0) return Error{Reason::unavailable, "no-port", "no socket can be made on this machine"};
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  const bool bound = bind(handle, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                     getsockname(handle, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  close(handle);
  if (!bound) return Error{Reason::unavailable, "no-port", "no free port on this machine"};
  return static_cast<int>(ntohs(address.sin_port));
}

Result<void> wait_for_printer(const std::string& uri, const std::string& name) {
  ipp::ClientOptions options;
  options.uri = uri;
  options.timeout = seconds(5);
  const Duration deadline{monotonic_now().micros + start_patience.micros};
  while (monotonic_now() < deadline) {
    const auto client = TRY(ipp::Client::create(options));
    const auto answer = client->send(ipp::make_request(ipp::op::get_printer_attributes, uri));
    if (answer.ok() && answer.value().code == ipp::status::ok) return {};
    // Another program's start has no signal that we could wait for: ask again a little later.
    poll(nullptr, 0, between_tries_ms);
  }
  return not_started("the stand-in printer " + name);
}

// A kept demo may come back on other ports.
Result<void> move_agent(const std::string& state_file, const std::string& queue_uri, const std::string& printer_uri) {
  Json state = TRY(Json::parse(read_file(state_file)));
  state.set("uri", queue_uri).set("device_uri", printer_uri);
  return write_file(state_file, state.dump(), 0600);
}

struct Places {
  std::string folder, agent_program, server_uri;
};

Result<void> enrol(const Places& places, const DemoPrinter& printer, const std::string& state_file,
                   const std::string& printer_uri) {
  auto enrolling = TRY(Process::start({places.agent_program, "enrol", "--server", places.server_uri, "--code",
                                       printer.enrolment_code, "--printer", printer_uri, "--state", state_file},
                                      places.folder + "/enrol.log"));
  if (enrolling.wait() != 0) return not_started("the agent of " + printer.name);
  return {};
}

}  // namespace

StandIns::~StandIns() {
  for (Process& process : processes_) process.ask_to_end();
  while (!processes_.empty()) processes_.pop_back();
}

const StandIn& StandIns::named(std::string_view name) const {
  for (const StandIn& stand_in : all_)
    if (stand_in.name == name) return stand_in;
  assert(false && "the demo has this printer");
  return all_.front();
}

Result<void> StandIns::jam_next(std::string_view name, int after_impressions) const {
  return write_file(named(name).spool_folder + "/jam-after", std::to_string(after_impressions) + "\n", 0600);
}

Result<StandIns> StandIns::start(const World& world, const std::string& folder, const std::string& program,
                                 int server_port) {
  StandIns made;
  const Places places{folder, std::filesystem::path(program).parent_path() / "tsuke-agent",
                      "ipp://localhost:" + std::to_string(server_port)};
  std::filesystem::create_directories(folder + "/tools");
  TRY(write_file(folder + "/tools/stand-in-printer", {tsuke_stand_in_printer, tsuke_stand_in_printer_end}, 0700));
  TRY(write_file(folder + "/tools/start-stand-in-printer",
                 {tsuke_start_stand_in_printer, tsuke_start_stand_in_printer_end}, 0700));
  std::vector<int> ports;
  for (const DemoPrinter& printer : world.printers) {
    ports.push_back(TRY(free_port()));
    const std::string spool = folder + "/printers/" + printer.site_slug;
    std::filesystem::create_directories(spool);
    TRY(write_file(spool + "/seconds-per-page", seconds_per_page, 0600));
    made.processes_.push_back(TRY(
        Process::start({folder + "/tools/start-stand-in-printer", std::to_string(ports.back()), spool, printer.name},
                       folder + "/printers.log")));
    made.all_.push_back(
        {printer.name, spool, "ipp://localhost:" + std::to_string(ports.back()) + "/ipp/print", {}, {}, -1});
  }
  for (std::size_t i = 0; i < world.printers.size(); ++i) {
    const DemoPrinter& printer = world.printers[i];
    StandIn& stand_in = made.all_[i];
    const std::string state_file = folder + "/agents/" + printer.site_slug + ".json";
    std::filesystem::create_directories(folder + "/agents");
    TRY(wait_for_printer(stand_in.printer_uri, printer.name));
    if (!std::filesystem::exists(state_file)) TRY(enrol(places, printer, state_file, stand_in.printer_uri));
    TRY(move_agent(state_file, places.server_uri + "/ipp/device/" + to_string(printer.id), stand_in.printer_uri));
    const Json state = TRY(Json::parse(read_file(state_file)));
    stand_in.device_user = state["user"].text();
    stand_in.device_password = state["password"].text();
    made.processes_.push_back(TRY(Process::start(
        {places.agent_program, "run", "--state", state_file, "--log", folder + "/agents/" + printer.site_slug + ".log"},
        folder + "/agents/" + printer.site_slug + ".out")));
    stand_in.agent_pid = made.processes_.back().pid();
  }
  return made;
}

}  // namespace tsuke::app
