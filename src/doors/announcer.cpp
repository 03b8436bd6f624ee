#include "doors/announcer.h"

namespace tsuke::doors {

void Announcer::announce(const std::vector<store::Event>& events) {
  loop_.post([this, events] {
    for (const store::Event& event : events) deliver(event);
  });
}

std::unique_ptr<Announcer::Subscription> Announcer::subscribe(std::vector<std::string> audiences, Listener listener) {
  const auto shared = std::make_shared<Listener>(std::move(listener));
  const std::int64_t id = next_++;
  for (const std::string& audience : audiences) listeners_.emplace(audience, std::pair(id, shared));
  return std::make_unique<Subscription>(*this, id, std::move(audiences));
}

void Announcer::deliver(const store::Event& event) {
  // Copied first: a listener may subscribe or leave while it is called.
  std::vector<std::shared_ptr<Listener>> hearers;
  for (const std::string_view audience : {std::string_view(event.audience), std::string_view("*")}) {
    const auto [first, last] = listeners_.equal_range(audience);
    for (auto it = first; it != last; ++it) hearers.push_back(it->second.second);
  }
  for (const auto& hearer : hearers) (*hearer)(event);
}

Announcer::Subscription::~Subscription() {
  for (const std::string& audience : audiences_) {
    auto [first, last] = announcer_.listeners_.equal_range(audience);
    while (first != last) first = first->second.first == id_ ? announcer_.listeners_.erase(first) : std::next(first);
  }
}

}  // namespace tsuke::doors
