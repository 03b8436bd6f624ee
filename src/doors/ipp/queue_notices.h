// The boards of people's queues: what a client is told of its own jobs.
#pragma once

#include <map>
#include <memory>
#include <string>

#include "doors/ipp/access.h"
#include "doors/ipp/notices.h"

namespace tsuke::ippdoor {

inline constexpr const char* queue_events[] = {"job-completed", "job-created", "job-state-changed", "none"};
inline constexpr NoticeRules queue_notice_rules{queue_events, 24 * 3600, 7 * 24 * 3600};

// One board for each way to a queue: a token hears of what came by that token, an app password of its queue's jobs. A
// board that nobody uses is forgotten.
class QueueBoards {
 public:
  static constexpr std::size_t boards_max = 2000;
  // None when there is none, or none can be made.
  std::shared_ptr<NoticeBoard> find(const Queue& queue) const;
  std::shared_ptr<NoticeBoard> find_or_make(doors::Service& service, const Queue& queue);

 private:
  std::map<std::string, std::shared_ptr<NoticeBoard>> boards_;
};

}  // namespace tsuke::ippdoor
