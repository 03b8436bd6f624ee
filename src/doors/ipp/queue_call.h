// One request at a person's queue, and the operations that answer it. Each operation is one function; queue_door.cpp
// has the table.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <unordered_map>

#include "base/task.h"
#include "doors/ipp/access.h"
#include "doors/ipp/queue_notices.h"
#include "doors/ipp/wire.h"
#include "doors/service.h"
#include "flow/job.h"

namespace tsuke::ippdoor {

// Who has submitted by which token, by the name that the client gives itself. Get-Jobs with my-jobs asks for the jobs
// of that name; a name that never submitted has none. It decides nothing else, so memory will do, and little of it.
class ClientNames {
 public:
  void note(CredentialId token, const std::string& name);
  bool is_stranger(CredentialId token, const std::string& name) const;

 private:
  std::map<CredentialId, std::set<std::string>> names_;
};

// Encoded attributes, by everything that they were made from: so nothing ever has to be taken back.
class EncodedBlocks {
 public:
  static constexpr std::size_t bytes_max = 16 << 20;
  std::shared_ptr<const std::string> find(const std::string& key) const;
  std::shared_ptr<const std::string> keep(std::string key, std::string block);

 private:
  std::unordered_map<std::string, std::shared_ptr<const std::string>> blocks_;
  std::size_t bytes_ = 0;
};

struct QueueMemory {
  KnownQueues queues;
  Remembered<std::int64_t> job_counts;  // by the queue's path
  ClientNames names;
  EncodedBlocks blocks;
  QueueBoards boards;
};

struct QueueCall {
  doors::Service& service;
  QueueMemory& memory;
  const Queue& queue;
  Incoming& incoming;

  const ipp::Message& request() const { return incoming.message; }
  const ipp::Group& operation() const { return incoming.operation(); }
  http::Response refuse(std::uint16_t status, std::string_view sentence) const {
    return to_http(ippdoor::refuse(request(), status, sentence));
  }
  http::Response refuse(const Error& error) const { return to_http(ippdoor::refuse(request(), error)); }
};

// queue_submit.cpp
Task<http::Response> print_job(QueueCall& call);
Task<http::Response> validate_job(QueueCall& call);
Task<http::Response> create_job(QueueCall& call);
Task<http::Response> send_document(QueueCall& call);
Task<http::Response> close_job(QueueCall& call);

// queue_jobs.cpp
Task<http::Response> get_job_attributes(QueueCall& call);
Task<http::Response> set_job_attributes(QueueCall& call);
Task<http::Response> cancel_job(QueueCall& call);
Task<http::Response> cancel_my_jobs(QueueCall& call);
Task<http::Response> hold_job(QueueCall& call);
Task<http::Response> release_job(QueueCall& call);

// queue_list.cpp
Task<http::Response> get_jobs(QueueCall& call);

// queue_printer.cpp
Task<http::Response> get_printer_attributes(QueueCall& call);

// queue_documents.cpp
Task<http::Response> get_documents(QueueCall& call);
Task<http::Response> get_document_attributes(QueueCall& call);
Task<http::Response> validate_document(QueueCall& call);

// queue_identify.cpp
Task<http::Response> identify_printer(QueueCall& call);

// queue_notices.cpp
Task<http::Response> create_printer_subscriptions(QueueCall& call);
Task<http::Response> create_job_subscriptions(QueueCall& call);
Task<http::Response> get_subscription_attributes(QueueCall& call);
Task<http::Response> get_subscriptions(QueueCall& call);
Task<http::Response> renew_queue_subscription(QueueCall& call);
Task<http::Response> cancel_queue_subscription(QueueCall& call);
Task<http::Response> get_notifications(QueueCall& call);
// The subscription groups of a request that made this job.
void add_job_subscriptions(const QueueCall& call, std::int32_t job, ipp::Message& answer);

// What operations-supported says: what is answered with more than an explanation.
std::vector<std::int32_t> queue_operations(const Queue& queue);

// The job of that number when this queue may see it; not_found otherwise, whoever's it is.
Result<flow::Job> job_in_queue(store::Reader& in, const Queue& queue, std::int32_t number);

}  // namespace tsuke::ippdoor
