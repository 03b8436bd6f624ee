// A message in the Internet's format (RFC 5322, MIME: RFC 2045 to 2047, 2183, 2231), taken apart line by line as it
// arrives. What its parts hold is decoded and handed on in pieces; nothing is kept but the heads of what is open.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "platform/mail/head.h"
#include "platform/mail/transfer_coding.h"

namespace tsuke::mail {

struct Part {
  // Where it stands: what multipart is around it, and for "related" whether it is what the others belong to.
  enum class Place { alone, mixed, alternative, related_root, related_other } place = Place::alone;
  std::string media_type = "text/plain";  // in small letters
  std::string charset;
  std::string file_name;       // without folders; empty when it has none
  bool is_attachment = false;  // it says so itself
  bool is_readable = true;     // false: its transfer coding is unknown, and no bytes of it come
};

// Who takes the parts, one after the other.
class PartSink {
 public:
  virtual ~PartSink() = default;
  virtual Result<void> begin_part(const Part& part) = 0;
  virtual Result<void> part_bytes(std::string_view piece) = 0;
  virtual Result<void> end_part() = 0;
};

class MessageParser {
 public:
  explicit MessageParser(PartSink& sink) : sink_(sink) {}

  // A line without its CR LF. Fails with malformed ("mail-malformed": too many parts, too deep), too_large
  // ("mail-head-too-large"), and as the sink does; after that no further line may come.
  Result<void> line(std::string_view line);
  // After the last line. What a multipart lacks at its end is taken as ended.
  Result<void> finish();

  // Of the message itself; whole as soon as its first part has begun.
  const Head& head() const { return head_; }

 private:
  struct Multipart {
    std::string delimiter;  // "--" and the boundary
    Part::Place place;      // of its parts
    bool is_first = true;   // the next part is the first
  };
  enum class State { head, body, between };  // between: before the first part, after the last

  Result<bool> take_boundary(std::string_view line);
  Result<void> end_head();
  Result<void> open_multipart(const Parameterised& type);
  Result<void> begin_leaf(const Head& head, const Parameterised& type);
  Result<void> end_leaf();
  Result<void> flush(std::size_t at_least);
  Part::Place next_place();

  PartSink& sink_;
  Head head_;
  std::optional<Head> part_head_;  // none while the message's own is read
  std::vector<Multipart> open_;
  State state_ = State::head;
  std::unique_ptr<TransferDecoder> decoder_;
  bool in_part_ = false;
  std::string decoded_;
  int parts_ = 0;
};

}  // namespace tsuke::mail
