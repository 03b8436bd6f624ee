// What comes over a mail connection, against all that reads it: lines, commands, heads, parts, codings, addresses.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "platform/mail/authentication.h"
#include "platform/mail/encoded_words.h"
#include "platform/mail/hand_over.h"
#include "platform/mail/message_parser.h"
#include "platform/mail/smtp.h"

namespace {

using namespace tsuke;
using namespace tsuke::mail;

void require(bool holds) {
  if (!holds) std::abort();
}

// Parts begin and end in turn, and bytes come only within one.
class StrictSink final : public PartSink {
 public:
  Result<void> begin_part(const Part& part) override {
    require(!open_);
    require(part.file_name.find('/') == std::string::npos && part.file_name.find('\\') == std::string::npos);
    open_ = true;
    readable_ = part.is_readable;
    return {};
  }
  Result<void> part_bytes(std::string_view piece) override {
    require(open_ && readable_ && !piece.empty());
    bytes += piece.size();
    return {};
  }
  Result<void> end_part() override {
    require(open_);
    open_ = false;
    return {};
  }
  bool is_open() const { return open_; }
  std::size_t bytes = 0;

 private:
  bool open_ = false, readable_ = false;
};

void read_head(const Head& head) {
  (void)decode_words(head.get("subject"));
  const auto sender = one_address(head.get("from"));
  if (sender.ok()) {
    const std::string& address = sender.value();
    require(address.find('@') == address.rfind('@') && address.find_first_of(" \t\r\n<>\",") == std::string::npos);
  }
  const auto fields = head.all("authentication-results");
  if (is_authenticated(fields, "mx.example", "example.com")) require(!fields.empty());
}

// Whatever a message is, on the wire it ends where it ends and nowhere before.
void stuff(std::string_view message) {
  std::string wire;
  DotStuffing stuffing;
  stuffing.append(message, wire);
  stuffing.finish(wire);
  for (std::string_view rest = wire; !rest.empty();) {
    const LineScan scan = scan_line(rest, wire.size());
    require(scan.found == LineScan::Found::line);
    require((rest.substr(0, scan.length) == ".") == (scan.length + 2 == rest.size()));
    rest.remove_prefix(scan.length + 2);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  stuff(input);
  StrictSink sink;
  MessageParser parser(sink);
  for (std::string_view rest = input;;) {
    const LineScan scan = scan_line(rest, text_line_bytes_max);
    if (scan.found != LineScan::Found::line) break;
    const std::string_view line = rest.substr(0, scan.length);
    const Command command = parse_command(line);
    require(command.problem.empty() || (command.problem[0] == '5' && command.problem.size() > 10));
    require(!command.problem.empty() || command.local_part.size() <= 64);
    if (!parser.line(line).ok()) return 0;
    rest.remove_prefix(scan.length + 2);
  }
  if (!parser.finish().ok()) return 0;
  require(!sink.is_open());
  require(sink.bytes <= size);
  read_head(parser.head());
  return 0;
}
