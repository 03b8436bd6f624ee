#include <gtest/gtest.h>

#include "platform/http/http.h"

namespace tsuke::http {
namespace {

// A body that comes in pieces of one size.
class PiecewiseBody final : public Body {
 public:
  PiecewiseBody(std::string bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}
  Task<Result<std::string_view>> read() override {
    const std::string_view next = std::string_view(bytes_).substr(at_, piece_);
    at_ += next.size();
    co_return next;
  }
  Task<Result<std::string>> read_all(std::size_t) override { co_return bytes_; }
  std::optional<std::int64_t> announced_bytes() const override { return {}; }
  void set_limit(std::int64_t) override {}

 private:
  std::string bytes_;
  std::size_t piece_;
  std::size_t at_ = 0;
};

Task<void> collect(MultipartReader& reader, bool read_data, std::string& text) {
  while (true) {
    auto part = co_await reader.next();
    if (!part.ok()) {
      text += "!" + part.error().code;
      co_return;
    }
    if (!part.value()) co_return;
    text += "[" + part.value()->name + "|" + part.value()->file_name + "|" + part.value()->content_type + "]";
    while (read_data) {
      auto piece = co_await reader.read();
      if (!piece.ok()) {
        text += "!" + piece.error().code;
        co_return;
      }
      if (piece.value().empty()) break;
      text += piece.value();
    }
  }
}

std::string parts_of(const std::string& body_text, std::size_t piece = 7, bool read_data = true,
                     std::string_view type = "multipart/form-data; boundary=B") {
  PiecewiseBody body(body_text, piece);
  auto reader = MultipartReader::create(type, body);
  if (!reader.ok()) return reader.error().code;
  std::string text;
  spawn(collect(*reader.value(), read_data, text));
  return text;
}

const std::string form =
    "preamble\r\n--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--B \r\n"
    "content-disposition: form-data; name=f; filename=\"x \\\"y\\\".pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
    "\r\n--Bu\r\n--\r\r\n--B\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n\r\n--B--\r\nepilogue --B";

TEST(Multipart, GivesTheSamePartsHoweverTheBytesArrive) {
  const std::string good =
      "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--B\r\n"
      "content-disposition: form-data; name=f; filename=\"x \\\"y\\\".pdf\"\r\nContent-Type: application/pdf\r\n\r\n"
      "\r\n--A\r\n--\r\r\n--B\r\nContent-Disposition: form-data; name=\"\"\r\n\r\n\r\n--B--\r\nepilogue --B";
  for (std::size_t piece = 1; piece < good.size(); ++piece)
    ASSERT_EQ("[a||]one[f|x \"y\".pdf|application/pdf]\r\n--A\r\n--\r[||]", parts_of(good, piece)) << piece;
  EXPECT_EQ("[a||][f|x \"y\".pdf|application/pdf][||]", parts_of("preamble\r\n" + good, 5, false));
}

TEST(Multipart, RefusesTextAfterABoundary) {
  EXPECT_EQ("[a||]one[f|x \"y\".pdf|application/pdf]!bad-multipart", parts_of(form));
}

TEST(Multipart, RefusesFormsThatEndTooEarly) {
  const std::string whole = "--B\r\nContent-Disposition: form-data; name=a\r\n\r\none\r\n--B--";
  EXPECT_EQ("[a||]one", parts_of(whole));
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_NE(std::string::npos, parts_of(whole.substr(0, length)).find("!bad-multipart")) << length;
}

TEST(Multipart, RefusesPartsThatAreNoFormData) {
  EXPECT_EQ("!bad-multipart", parts_of("--B\r\n\r\nx\r\n--B--"));
  EXPECT_EQ("!bad-multipart", parts_of("--B\r\nContent-Disposition: attachment; name=a\r\n\r\nx\r\n--B--"));
  EXPECT_EQ("!bad-multipart", parts_of("--B\r\nnonsense\r\n\r\nx\r\n--B--"));
  EXPECT_EQ("!bad-multipart", parts_of("--B\r\nX: " + std::string(9000, 'x') + "\r\n\r\nx\r\n--B--", 500));
}

TEST(Multipart, RefusesContentTypesWithoutAUsableBoundary) {
  const std::string too_long = "multipart/form-data; boundary=" + std::string(71, 'b');
  for (const std::string_view type :
       {std::string_view("text/plain; boundary=B"), std::string_view("multipart/form-data"),
        std::string_view("multipart/form-data; boundary="), std::string_view(too_long)})
    EXPECT_EQ("bad-multipart", parts_of("", 1, true, type)) << type;
  EXPECT_EQ("[a||]x", parts_of("--a b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--a b--", 3, true,
                               "Multipart/Form-Data; charset=utf-8; boundary=\"a b\""));
}

}  // namespace
}  // namespace tsuke::http
