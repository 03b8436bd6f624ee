//   command = verb [SP arguments]
//   MAIL    = "MAIL FROM:" path *( SP parameter )       parameter = "SIZE=" digits / "BODY=" ( "7BIT" / "8BITMIME" )
//   RCPT    = "RCPT TO:" path
//   path    = "<" [ local-part "@" domain ] ">"
#include "platform/mail/smtp.h"

#include <algorithm>
#include <array>
#include <utility>

#include "platform/mail/text.h"

namespace tsuke::mail {

namespace {

constexpr std::string_view bad_arguments = "501 5.5.4 this command is written otherwise";
constexpr std::string_view bad_path = "501 5.1.3 write the address as <name@example.com>";
constexpr std::string_view bad_parameter = "555 5.5.4 only SIZE and BODY are understood";
constexpr std::string_view not_implemented = "502 5.5.1 this command is not done here";
constexpr std::string_view not_known = "500 5.5.2 there is no such command";

constexpr std::array verbs{std::pair{"helo", Verb::helo}, std::pair{"ehlo", Verb::ehlo}, std::pair{"mail", Verb::mail},
                           std::pair{"rcpt", Verb::rcpt}, std::pair{"data", Verb::data}, std::pair{"rset", Verb::rset},
                           std::pair{"noop", Verb::noop}, std::pair{"quit", Verb::quit}, std::pair{"vrfy", Verb::vrfy}};
constexpr std::array known_elsewhere{"expn", "help", "starttls", "auth", "bdat", "etrn", "turn"};

constexpr std::size_t local_part_bytes_max = 64;
constexpr std::size_t domain_bytes_max = 255;

bool is_visible(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
}

// Takes the path from the front of the arguments; false when it is none.
bool take_path(std::string_view& arguments, Command& command) {
  if (!arguments.starts_with('<')) return false;
  const auto end = arguments.find('>');
  if (end == std::string_view::npos) return false;
  const std::string_view path = arguments.substr(1, end - 1);
  arguments.remove_prefix(end + 1);
  if (path.empty()) return true;
  const auto at = path.rfind('@');
  if (at == std::string_view::npos || at == 0 || at + 1 == path.size() || !is_visible(path) || path.front() == '@')
    return false;
  command.local_part = path.substr(0, at);
  command.domain = lower(path.substr(at + 1));
  return command.local_part.size() <= local_part_bytes_max && command.domain.size() <= domain_bytes_max;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  if (text.empty() || text.size() > 15) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value;
}

std::string_view take_parameter(std::string_view parameter, Command& command) {
  const auto equals = std::min(parameter.find('='), parameter.size());
  const std::string name = lower(parameter.substr(0, equals));
  const std::string_view value = parameter.substr(std::min(equals + 1, parameter.size()));
  if (name == "size") {
    command.size_bytes = whole_number(value);
    return command.size_bytes ? std::string_view() : bad_arguments;
  }
  const std::string body = lower(value);
  if (name == "body") return body == "7bit" || body == "8bitmime" ? std::string_view() : bad_arguments;
  return bad_parameter;
}

// "FROM:<…> …" or "TO:<…>"
void take_address(std::string_view arguments, std::string_view label, Command& command) {
  command.problem = bad_arguments;
  if (lower(arguments.substr(0, label.size())) != label) return;
  arguments = trimmed(arguments.substr(label.size()));  // blanks after the colon are no part of it, and common
  command.problem = bad_path;
  if (!take_path(arguments, command)) return;
  command.problem = arguments.empty() || is_space(arguments.front()) ? std::string_view() : bad_path;
  for (arguments = trimmed(arguments); !arguments.empty() && command.problem.empty(); arguments = trimmed(arguments)) {
    const auto end = std::min(arguments.find(' '), arguments.size());
    command.problem = command.verb == Verb::mail ? take_parameter(arguments.substr(0, end), command) : bad_parameter;
    arguments.remove_prefix(end);
  }
}

}  // namespace

LineScan scan_line(std::string_view bytes, std::size_t bytes_max) {
  using Found = LineScan::Found;
  const auto end = std::min(bytes.find_first_of("\r\n"), bytes.size());
  if (end > bytes_max) return {Found::too_long, 0};
  if (end == bytes.size() || (bytes[end] == '\r' && end + 1 == bytes.size())) return {Found::more_needed, 0};
  if (bytes[end] == '\n' || bytes[end + 1] != '\n') return {Found::bare_break, 0};
  return {Found::line, end};
}

Command parse_command(std::string_view line) {
  Command command;
  line = trimmed(line);
  const auto end = std::min(line.find(' '), line.size());
  const std::string word = lower(line.substr(0, end));
  const std::string_view arguments = trimmed(line.substr(end));
  const auto found = std::find_if(verbs.begin(), verbs.end(), [&](const auto& verb) { return word == verb.first; });
  if (found == verbs.end()) {
    const bool elsewhere = std::find(known_elsewhere.begin(), known_elsewhere.end(), word) != known_elsewhere.end();
    command.problem = elsewhere ? not_implemented : not_known;
    return command;
  }
  command.verb = found->second;
  const bool wants = command.verb == Verb::helo || command.verb == Verb::ehlo;
  const bool takes_none = command.verb == Verb::data || command.verb == Verb::rset || command.verb == Verb::quit;
  if ((wants && arguments.empty()) || (takes_none && !arguments.empty())) command.problem = bad_arguments;
  if (command.verb == Verb::mail) take_address(arguments, "from:", command);
  if (command.verb == Verb::rcpt) take_address(arguments, "to:", command);
  if (command.verb == Verb::rcpt && command.problem.empty() && command.local_part.empty()) command.problem = bad_path;
  return command;
}

}  // namespace tsuke::mail
