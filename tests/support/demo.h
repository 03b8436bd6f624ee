// A running `tsuke demo`: server, agents and stand-in printers, all of them real programs.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/demo/api.h"
#include "base/json.h"
#include "platform/ipp/client.h"
#include "support/child.h"

namespace tsuke::tests {

class Demo {
 public:
  using Api = app::Api;
  // Starts it on free ports with nothing submitted. Without a folder it has a throw-away one. Fails with unavailable,
  // giving the demo's own words.
  static Result<std::unique_ptr<Demo>> start(const std::string& data_folder = {},
                                             const std::vector<std::string>& options = {});
  ~Demo();

  const Json& ready() const { return ready_; }
  int port() const { return port_; }
  Child& process() { return process_; }
  std::string folder() const { return folder_; }

  // Items of the ready line. Each asserts that there is one.
  const Json& queue(std::string_view purpose) const;
  const Json& device(std::string_view printer) const;
  const Json& person(std::string_view login) const;
  std::string printer_id(std::string_view printer) const { return device(printer)["id"].text(); }

  // One for each login; not for several threads at once.
  Api& api(const std::string& login);
  // What GET answers; a failure when it is no success.
  Json get(const std::string& login, const std::string& path);
  std::unique_ptr<ipp::Client> ipp(const std::string& uri, const std::string& user = {},
                                   const std::string& password = {}) const;

  // Print-Job to a purpose's queue, as any print dialog does.
  Result<ipp::Message> print(const std::string& purpose, const std::string& document,
                             const std::string& name = "report.pdf", const ipp::Collection& further = {},
                             const std::string& format = "application/pdf") const;
  // The same; the job, once its pages are counted.
  Json submit(const std::string& purpose, const std::string& document, const std::string& name = "report.pdf",
              const std::string& format = "application/pdf");
  Json job(const std::string& id) { return get("mika", "/jobs/" + id); }
  Json job_numbered(std::int64_t number);
  Api::Reply release(const std::string& job_id, const std::string& printer);
  // The job, once it is so; a failure when it does not become so.
  Json wait_for(const std::string& job_id, const std::function<bool(const Json&)>& so, Duration patience = seconds(60));
  // Releases and waits until the charge is settled.
  Json print_out(const std::string& job_id, const std::string& printer);

  // What steers a stand-in printer: a file in its spool folder.
  void steer(std::string_view printer, const std::string& file, const std::string& text) const;
  void unsteer(std::string_view printer, const std::string& file) const;
  // The stand-in printer's own process.
  pid_t printer_pid(std::string_view printer) const;
  // Lines of what it printed.
  std::vector<std::string> printed(std::string_view printer) const;

 private:
  Demo(Child process, Json ready, std::string folder);

  std::string folder_;
  Child process_;
  Json ready_;
  int port_ = 0;
  std::map<std::string, std::unique_ptr<Api>> apis_;
};

// Whether `tsuke ledger verify` finds the books in this folder clean, and what it said.
Outcome verify_books(const std::string& data_folder);

std::int64_t amount(const Json& money);  // in minor units

}  // namespace tsuke::tests
