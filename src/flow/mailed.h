// What is known of a job that came by e-mail: who is said to have sent it, and whether its person has to confirm that.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "flow/job.h"

namespace tsuke::flow {

inline constexpr std::string_view mail_channel = "mail";

struct Mailed {
  std::int64_t message = 0;           // jobs of one message share it
  std::string sender;                 // the address after From
  bool authenticated = false;         // the receiving server vouches that the sender's domain sent it
  bool confirmed = false;             // by trust at its arrival, or by its person; until then the job is not releasable
  std::vector<std::string> left_out;  // attachments of the message that are not printed here
};

// Nothing for jobs that came another way, without asking the database.
Result<std::optional<Mailed>> mailed(store::Reader& in, const Job& job);
Result<bool> waits_for_confirmation(store::Reader& in, const Job& job);

}  // namespace tsuke::flow
