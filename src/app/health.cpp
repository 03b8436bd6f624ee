#include "app/health.h"

namespace tsuke::app {

namespace {

http::Response text(std::string body, int status = 200) {
  http::Response response;
  response.status = status;
  response.headers.set("Content-Type", "text/plain; charset=utf-8");
  response.body = std::move(body);
  return response;
}

void add_metric(std::string& out, std::string_view name, std::string_view help, std::int64_t value) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ").append(name).append(" counter\n");
  out.append(name).append(" ").append(std::to_string(value)).append("\n");
}

std::string metrics(const doors::Service& service) {
  std::string out;
  const store::Store::Counters rows = service.store.counters();
  add_metric(out, "tsuke_store_commits_total", "Durable commits.", rows.commits);
  add_metric(out, "tsuke_store_writes_total", "Writes that those commits carried.", rows.writes);
  add_metric(out, "tsuke_store_repeats_total", "Groups run again after a serialization failure.", rows.repeats);
  const vault::Vault::Counters bytes = service.vault.counters();
  add_metric(out, "tsuke_vault_documents_total", "Documents stored.", bytes.documents_written);
  add_metric(out, "tsuke_vault_bytes_total", "Plain bytes stored.", bytes.bytes_written);
  add_metric(out, "tsuke_vault_syncs_total", "Times document bytes were forced to the disk.", bytes.syncs);
  return out;
}

}  // namespace

void add_health_routes(http::Router& router, doors::Service& service) {
  router.add("GET", "/healthz", http::Access::open,
             [](http::Request&) -> Task<http::Response> { co_return text("ok\n"); });
  router.add("GET", "/readyz", http::Access::open, [&service](http::Request&) -> Task<http::Response> {
    // A write that changes nothing: it passes the committer, the disk and the database.
    const auto nothing = [](store::Transaction&) -> Result<void> { return {}; };
    const Result<void> written = co_await service.write_void(nothing);
    if (!written.ok()) co_return text(written.error().what + "\n", 503);
    co_return text("ready\n");
  });
  router.add("GET", "/metrics", http::Access::open, [&service](http::Request&) -> Task<http::Response> {
    http::Response response = text(metrics(service));
    response.headers.set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    co_return response;
  });
}

}  // namespace tsuke::app
