#include "platform/http/http_date.h"

#include <time.h>

#include <array>
#include <string_view>

namespace tsuke::http {
namespace {

// The names are English whatever the machine's language.
constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

void append_two(std::string& to, int number) {
  to.push_back(static_cast<char>('0' + number / 10 % 10));
  to.push_back(static_cast<char>('0' + number % 10));
}

}  // namespace

std::string http_date(Instant at) {
  const time_t seconds = at.micros / 1'000'000;
  tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::string text(days.at(static_cast<std::size_t>(parts.tm_wday)));
  text.append(", ");
  append_two(text, parts.tm_mday);
  text.append(" ").append(months.at(static_cast<std::size_t>(parts.tm_mon))).append(" ");
  text.append(std::to_string(parts.tm_year + 1900)).append(" ");
  append_two(text, parts.tm_hour);
  text.push_back(':');
  append_two(text, parts.tm_min);
  text.push_back(':');
  append_two(text, parts.tm_sec);
  return text.append(" GMT");
}

const std::string& http_date_now() {
  thread_local std::int64_t made_for = -1;
  thread_local std::string text;
  const Instant now = wall_clock().now();
  if (now.micros / 1'000'000 != made_for) {
    made_for = now.micros / 1'000'000;
    text = http_date(now);
  }
  return text;
}

}  // namespace tsuke::http
