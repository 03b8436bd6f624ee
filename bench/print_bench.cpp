// How fast the running service takes what it promises to keep: durable Print-Job and Get-Printer-Attributes over
// keep-alive connections.
//
//   print_bench PORT TOKEN-QUEUE-PATH SECONDS       e.g. print_bench 8631 /ipp/p/tsuke_q_… 5
//
// Writes one JSON object per line: {"work":…,"connections":…,"per_second":…,"failed":…,"p50_us":…,"p99_us":…}
#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "platform/http/client.h"
#include "platform/ipp/codes.h"
#include "platform/ipp/message.h"

namespace {

using namespace tsuke;

constexpr std::size_t document_bytes = 20'000;

struct Work {
  std::string name;
  std::string body;
};

struct Outcome {
  std::vector<std::int64_t> latencies_us;
  std::int64_t failed = 0;
};

// A small PDF's beginning is all that submission looks at; its pages are counted later, off the path.
std::string document() {
  std::string bytes = "%PDF-1.4\n";
  bytes.resize(document_bytes, ' ');
  return bytes;
}

Work print_job(const std::string& uri) {
  ipp::Message request = ipp::make_request(ipp::op::print_job, uri);
  request.groups.front().add(ipp::name("requesting-user-name", "bench")).add(ipp::name("job-name", "bench"));
  request.groups.front().add(ipp::strings("document-format", ipp::Tag::mime_type, {"application/pdf"}));
  return {"print-job-20kB-durable", ipp::encode(request) + document()};
}

Work get_attributes(const std::string& uri, std::vector<std::string> wanted, const char* name) {
  ipp::Message request = ipp::make_request(ipp::op::get_printer_attributes, uri);
  request.groups.front().add(ipp::keywords("requested-attributes", std::move(wanted)));
  return {name, ipp::encode(request)};
}

bool succeeded(const Result<http::ClientResponse>& answer) {
  // Version, then a status below 0x0100.
  return answer.ok() && answer.value().status == 200 && answer.value().body.size() > 8 && answer.value().body[2] == 0;
}

Outcome client(int port, const std::string& path, const Work& work, Duration until) {
  http::Client connection("127.0.0.1", port, seconds(30));
  Outcome outcome;
  while (monotonic_now() < until) {
    const Duration start = monotonic_now();
    const auto answer = connection.request("POST", path, work.body, {{"Content-Type", "application/ipp"}});
    if (succeeded(answer))
      outcome.latencies_us.push_back((monotonic_now() - start).micros);
    else if (++outcome.failed > 100)
      break;
  }
  return outcome;
}

void measure(int port, const std::string& path, const Work& work, int connections, std::int64_t run_seconds) {
  const Duration start = monotonic_now();
  const Duration until{start.micros + seconds(run_seconds).micros};
  std::vector<Outcome> outcomes(static_cast<std::size_t>(connections));
  std::vector<std::thread> threads;
  for (Outcome& outcome : outcomes) threads.emplace_back([&] { outcome = client(port, path, work, until); });
  for (std::thread& thread : threads) thread.join();
  const std::int64_t took_us = (monotonic_now() - start).micros;
  Outcome all;
  for (const Outcome& outcome : outcomes) {
    all.latencies_us.insert(all.latencies_us.end(), outcome.latencies_us.begin(), outcome.latencies_us.end());
    all.failed += outcome.failed;
  }
  std::sort(all.latencies_us.begin(), all.latencies_us.end());
  const auto percentile = [&](std::size_t percent) {
    return all.latencies_us.empty() ? std::int64_t{0} : all.latencies_us[(all.latencies_us.size() - 1) * percent / 100];
  };
  const std::int64_t done = static_cast<std::int64_t>(all.latencies_us.size());
  const Json line = Json::object({{"work", work.name},
                                  {"connections", connections},
                                  {"per_second", done * 1'000'000 / took_us},
                                  {"failed", all.failed},
                                  {"p50_us", percentile(50)},
                                  {"p99_us", percentile(99)}});
  std::printf("%s\n", line.dump().c_str());
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fprintf(stderr, "print_bench PORT QUEUE-PATH SECONDS\n");
    return 2;
  }
  const int port = std::atoi(argv[1]);
  const std::string path = argv[2];
  const std::int64_t run_seconds = std::atoi(argv[3]);
  const std::string uri = "ipp://localhost:" + std::to_string(port) + path;
  for (const Work& work :
       {get_attributes(uri, {"all"}, "get-printer-attributes-all"),
        get_attributes(uri, {"printer-name", "printer-state", "printer-state-reasons", "queued-job-count"},
                       "get-printer-attributes-few")})
    measure(port, path, work, 8, run_seconds);
  for (const int connections : {1, 8, 64}) measure(port, path, print_job(uri), connections, run_seconds);
  return 0;
}
