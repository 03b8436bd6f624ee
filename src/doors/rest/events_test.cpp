#include "doors/rest/test_server.h"

namespace tsuke::doors {
namespace {

class EventsTest : public RestTest {
 protected:
  // An open stream, connected and subscribed.
  std::unique_ptr<http::Client> listen(const Api& who, const Api::Fields& more = {}) {
    auto client = std::make_unique<http::Client>("127.0.0.1", server.port());
    Api::Fields fields = who.fields();
    fields.insert(fields.end(), more.begin(), more.end());
    const auto head = client->open_stream("/api/v1/events", fields);
    EXPECT_TRUE(head.ok());
    EXPECT_EQ(head.value().status, 200);
    EXPECT_EQ(head.value().header("content-type"), "text/event-stream");
    EXPECT_EQ(next(*client), ": connected");
    return client;
  }
  // The next line that is not empty; "end" at the stream's end.
  std::string next(http::Client& client) {
    for (;;) {
      const auto line = client.next_line(seconds(10));
      if (!line.ok() || !line.value()) return "end";
      if (!line.value()->empty()) return *line.value();
    }
  }
  struct Frame {
    std::string id, topic;
    Json data;
  };
  Frame next_frame(http::Client& client) {
    Frame frame{next(client), next(client), {}};
    const std::string data = next(client);
    EXPECT_TRUE(frame.id.starts_with("id: ") && frame.topic.starts_with("event: ") && data.starts_with("data: "))
        << frame.id << frame.topic << data;
    if (data.size() < 6) return frame;
    frame.id = frame.id.substr(4);
    frame.topic = frame.topic.substr(7);
    frame.data = Json::parse(data.substr(6)).value_or(Json());
    return frame;
  }
  void rename(PrinterId id, const std::string& name) {
    server.change([&](store::Transaction& in) { return registry::change_printer(in, id, name, {}, {}); });
  }
};

TEST_F(EventsTest, TellThePersonOfTheirJobs) {
  const auto stream = listen(browser(mika));
  const JobId job = make_job(mika, purpose);
  const Frame frame = next_frame(*stream);
  EXPECT_EQ(frame.topic, "job");
  EXPECT_EQ(frame.data["subject"].text(), to_string(job));
  EXPECT_EQ(frame.data["state"].text(), "held");
}

TEST_F(EventsTest, TellNobodyOfAnothersJobs) {
  const auto kens = listen(browser(ken));
  const auto admins = listen(browser(admin_a));
  make_job(mika, hobby);
  make_job(mika, purpose);
  rename(printer, "Corner");  // what all may hear comes after what they may not
  for (const auto& stream : {kens.get(), admins.get()}) EXPECT_EQ(next_frame(*stream).topic, "printer");
}

TEST_F(EventsTest, AHomePrinterIsHeardOfAtHomeOnly) {
  const auto mikas = listen(browser(mika));
  const auto kens = listen(browser(ken));
  rename(home_printer, "Kitchen");
  rename(printer, "Corner");
  EXPECT_EQ(next_frame(*mikas).data["subject"].text(), to_string(home_printer));
  EXPECT_EQ(next_frame(*kens).data["subject"].text(), to_string(printer));
}

TEST_F(EventsTest, ACompanyHearsOfItsChargesAndOfNoPrivateOnes) {
  open_shop();
  const JobId hidden = make_job(mika, hobby);
  const JobId shown = make_job(mika, purpose);
  const auto stream = listen(browser(admin_a));
  for (const JobId job : {hidden, shown}) {
    EXPECT_EQ(browser(mika)
                  .post("/jobs/" + to_string(job) + "/release", Json::object({{"printer", to_string(printer)}}))
                  .status,
              201);
    print(job, 2);
  }
  const Frame frame = next_frame(*stream);
  EXPECT_EQ(frame.topic, "charge");
  EXPECT_EQ(frame.data["subject"].text(), to_string(shown));
  EXPECT_FALSE(frame.data.has("job_name"));
}

TEST_F(EventsTest, WhoWasAwayCatchesUp) {
  const auto first = listen(browser(mika));
  rename(printer, "One");
  const std::string seen = next_frame(*first).id;
  first->close();
  rename(printer, "Two");
  rename(printer, "Three");
  const auto again = listen(browser(mika), {{"Last-Event-ID", seen}});
  const std::string second = next_frame(*again).id, third = next_frame(*again).id;
  EXPECT_LT(std::stoll(seen), std::stoll(second));
  EXPECT_LT(std::stoll(second), std::stoll(third));
  rename(printer, "Four");
  EXPECT_LT(std::stoll(third), std::stoll(next_frame(*again).id)) << "and goes on live, repeating nothing";
}

TEST_F(EventsTest, ALongAbsenceIsCaughtUpWhole) {
  const auto first = listen(browser(mika));
  rename(printer, "Start");
  const std::string seen = next_frame(*first).id;
  constexpr int missed = 1100;
  server.change([&](store::Transaction& in) -> Result<void> {
    for (int i = 0; i < missed; ++i) in.publish({"printer", to_string(printer), "printer:" + to_string(printer), "{}"});
    return {};
  });
  const auto again = listen(browser(mika), {{"Last-Event-ID", seen}});
  std::int64_t last = std::stoll(seen);
  for (int i = 0; i < missed; ++i) {
    const std::int64_t id = std::stoll(next_frame(*again).id);
    ASSERT_TRUE(i == 0 ? id > last : id == last + 1) << id << " after " << last;
    last = id;
  }
}

TEST_F(EventsTest, ASillyLastEventIdIsNoFailure) {
  for (const char* silly : {"x", "-1", "99999999999999999999", "0"}) listen(browser(mika), {{"Last-Event-ID", silly}});
}

TEST_F(EventsTest, EndWithTheSession) {
  Api mikas = browser(mika);
  const auto stream = listen(mikas);
  EXPECT_EQ(mikas.remove("/session").status, 204);
  rename(printer, "Unheard");
  EXPECT_EQ(next(*stream), "end");
}

TEST_F(EventsTest, EndWhenTheListenerBelongsToOthersNow) {
  const PersonId accountant = registry::make_person(server.store(), "accountant");
  const MembershipId in_company =
      registry::make_member(server.store(), accountant, company, registry::Role::accountant);
  const auto stream = listen(browser(accountant));
  EXPECT_EQ(browser(admin_a).remove("/memberships/" + to_string(in_company)).status, 204);
  rename(printer, "Corner");
  EXPECT_EQ(next(*stream), "end") << "the browser comes back and hears what it may hear now";
}

TEST_F(EventsTest, AClientThatIsGoneIsLetGo) {
  Api mikas = browser(mika);
  {
    const auto stream = listen(mikas);
    const auto other = listen(mikas);
  }
  EXPECT_TRUE(server.connections_fall_to(0));
}

TEST_F(EventsTest, NeedASession) { EXPECT_EQ(Api(server).get("/events").status, 401); }

}  // namespace
}  // namespace tsuke::doors
