#include "platform/ipp/message.h"

#include <gtest/gtest.h>

#include "base/bytes.h"
#include "platform/ipp/codes.h"

namespace tsuke::ipp {
namespace {

TEST(Message, AnswersCarryTheRequestsVersionAndId) {
  Message request = make_request(op::print_job, "ipp://host/ipp/print");
  request.version_minor = 1;
  request.request_id = 77;
  const Message response = make_response(request, status::not_found, "no such job");
  EXPECT_EQ(response.version_minor, 1);
  EXPECT_EQ(response.request_id, 77);
  EXPECT_EQ(response.code, 0x0406);
  ASSERT_EQ(response.operation().attributes.size(), 3u);
  EXPECT_EQ(response.operation().attributes[0].name, "attributes-charset");
  EXPECT_EQ(response.operation().attributes[1].name, "attributes-natural-language");
  EXPECT_EQ(response.operation().text("status-message"), "no such job");
}

TEST(Message, RequestsNameTheirTarget) {
  EXPECT_EQ(make_request(op::get_jobs, "ipp://h/p").operation().text("printer-uri"), "ipp://h/p");
  EXPECT_EQ(make_request(op::get_printers, "ipp://h/s", "system-uri").operation().text("system-uri"), "ipp://h/s");
}

TEST(Message, GroupsAnswerFittingSyntaxesOnly) {
  Group group;
  group.add(integer("i", 5)).add(enumeration("e", 3)).add(text("t", "x")).add(no_value("n"));
  group.add(integers("many", {1, 2, 3})).add(keywords("words", {"a", "b"})).add(collection("c", {integer("m", 1)}));
  EXPECT_EQ(group.integer("i"), 5);
  EXPECT_EQ(group.integer("e"), 3);
  EXPECT_EQ(group.integer("t"), std::nullopt);
  EXPECT_EQ(group.integer("n"), std::nullopt);
  EXPECT_EQ(group.text("i"), std::nullopt);
  EXPECT_EQ(group.boolean("i"), std::nullopt);
  EXPECT_EQ(group.integers("many"), (std::vector<std::int32_t>{1, 2, 3}));
  EXPECT_EQ(group.texts("words"), (std::vector<std::string>{"a", "b"}));
  EXPECT_TRUE(group.texts("absent").empty());
  ASSERT_TRUE(group.collection("c"));
  EXPECT_FALSE(group.collection("i"));
  EXPECT_TRUE(Message{}.group(Tag::job).attributes.empty());
}

TEST(Message, DatesAreUtc) {
  const Attribute at = date_time("at", 1'795'406'211'950'000);  // 2026-11-23T03:56:51.950Z
  EXPECT_EQ(to_hex(std::get<DateTime>(at.values.at(0)).octets),
            "07ea0b1703"
            "3833"
            "09"
            "2b0000");
  const Attribute before = date_time("at", -1);
  EXPECT_EQ(to_hex(std::get<DateTime>(before.values.at(0)).octets),
            "07b10c1f"
            "173b3b"
            "09"
            "2b0000");
}

TEST(Names, AreIanas) {
  EXPECT_EQ(operation_name(op::print_job), "Print-Job");
  EXPECT_EQ(operation_name(op::update_output_device_attributes), "Update-Output-Device-Attributes");
  EXPECT_EQ(operation_name(op::register_output_device), "Register-Output-Device");
  EXPECT_EQ(operation_name(0x67), "Restart-One-Printer");
  EXPECT_EQ(operation_name(0x01), "unknown-operation");
  EXPECT_EQ(operation_name(0x4000), "unknown-operation");
  EXPECT_EQ(status_name(status::ok), "successful-ok");
  EXPECT_EQ(status_name(status::not_fetchable), "client-error-not-fetchable");
  EXPECT_EQ(status_name(status::multiple_document_jobs_not_supported),
            "server-error-multiple-document-jobs-not-supported");
  EXPECT_EQ(status_name(0xFFFF), "unknown-status");
}

}  // namespace
}  // namespace tsuke::ipp
