// Get-Printer-Attributes at a person's queue.
#include "doors/ipp/document.h"
#include "doors/ipp/queue_attributes.h"
#include "doors/ipp/queue_call.h"
#include "doors/ipp/uris.h"

namespace tsuke::ippdoor {

namespace {

// Kept counters, one per purpose. Jobs that wait for a purpose have none, so /ipp/print leaves them out.
Result<std::int64_t> count_in(store::Reader& in, const Queue& queue) {
  if (queue.purpose) return flow::held_count(in, queue.purpose->id);
  std::int64_t sum = 0;
  for (const registry::Purpose& purpose : TRY(registry::purposes(in, queue.person())))
    sum += TRY(flow::held_count(in, purpose.id));
  return sum;
}

Task<Result<std::int64_t>> count_jobs(QueueCall& call) {
  const Stamp stamp = Stamp::of(call.service.store);
  const std::string key = call.queue.path + " " + to_string(call.queue.credential.id);
  if (const std::int64_t* known = call.memory.job_counts.find(key, stamp)) co_return *known;
  std::function<Result<std::int64_t>(store::Reader&)> count = [&](store::Reader& in) {
    return count_in(in, call.queue);
  };
  const Result<std::int64_t> counted = co_await call.service.read<std::int64_t>(count);
  if (counted.ok()) call.memory.job_counts.keep(key, stamp, counted.value());
  co_return counted;
}

// The attributes alone: less the message's header, the one group's tag and the end tag.
std::string attributes_of(const std::string& message) {
  constexpr std::size_t before = 8 + 1, after = 1;
  return message.substr(before, message.size() - before - after);
}

// Everything that the block is made from.
std::string key_of(const QueueFacts& facts, const Requested& asked) {
  std::string key = facts.queue.uri + "\n" + facts.web + "\n" + asked.key() + "\n" + std::to_string(facts.since.micros);
  if (!facts.queue.purpose) return key;
  const registry::Purpose& purpose = *facts.queue.purpose;
  const registry::PrinterDescription& said = facts.queue.said;
  return key + (purpose.at_once ? "\nat once\n" : "\n") + registry::payer_key(purpose.payer) + "\n" + purpose.slug +
         "\n" + registry::to_json(purpose.defaults).dump() + "\n" + purpose.name + "\n" + said.info + "\n" +
         said.location + "\n" + said.geo_location;
}

// Most askers ask for the same, and nothing in it changes: encoding it anew would be most of the work.
std::shared_ptr<const std::string> fixed_block(const QueueCall& call, const Requested& asked) {
  const http::Request& request = *call.incoming.http;
  const QueueFacts facts{call.queue, request.secure, web_base(call.service, request), call.queue.credential.created_at,
                         call.service.formats};
  std::string key = key_of(facts, asked);
  if (auto kept = call.memory.blocks.find(key)) return kept;
  ipp::Message fixed;
  add_fixed_attributes(facts, asked, fixed.add_group(ipp::Tag::printer));
  return call.memory.blocks.keep(std::move(key), attributes_of(ipp::encode(fixed)));
}

}  // namespace

std::shared_ptr<const std::string> EncodedBlocks::find(const std::string& key) const {
  const auto found = blocks_.find(key);
  return found == blocks_.end() ? nullptr : found->second;
}

std::shared_ptr<const std::string> EncodedBlocks::keep(std::string key, std::string block) {
  if (bytes_ + key.size() + block.size() > bytes_max) {
    blocks_.clear();
    bytes_ = 0;
  }
  bytes_ += key.size() + block.size();
  return blocks_[std::move(key)] = std::make_shared<const std::string>(std::move(block));
}

Task<http::Response> get_printer_attributes(QueueCall& call) {
  if (auto wrong = check_document_attributes(call.service, call.incoming); !wrong.ok())
    co_return call.refuse(wrong.error());
  const Requested asked(call.operation(), "printer-description", {"all"});
  std::int64_t queued_jobs = 0;
  if (asked.wants("queued-job-count")) {
    const Result<std::int64_t> count = co_await count_jobs(call);
    if (!count.ok()) co_return call.refuse(count.error());
    queued_jobs = count.value();
  }
  ipp::Message changing;
  add_changing_attributes(queued_jobs, call.service.now(), asked, changing.add_group(ipp::Tag::printer));
  http::Response response = to_http(ipp::make_response(call.request(), ipp::status::ok));
  response.body.pop_back();  // the end tag
  response.body.push_back(static_cast<char>(ipp::Tag::printer));
  response.body += *fixed_block(call, asked);
  response.body += attributes_of(ipp::encode(changing));
  response.body.push_back(static_cast<char>(ipp::Tag::end));
  co_return response;
}

}  // namespace tsuke::ippdoor
