#include "doors/rest/test_server.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::doors {
namespace {

class UploadTest : public RestTest {
 protected:
  const std::string pdf = pages::make_pdf(3);
  Api mikas = browser(mika);

  std::string part(const std::string& disposition, const std::string& text) {
    return "--edge\r\nContent-Disposition: form-data; " + disposition + "\r\n\r\n" + text + "\r\n";
  }
  Reply form(const std::string& parts) {
    return mikas.send("POST", "/jobs", parts + "--edge--\r\n",
                      {{"Content-Type", "multipart/form-data; boundary=edge"}});
  }
  std::string purpose_part() { return part("name=\"purpose\"", to_string(purpose)); }
  std::string document_part() { return part("name=\"document\"; filename=\"letter.pdf\"", pdf); }
  std::string stored(const Reply& made) {
    const auto job =
        server.read<flow::Job>([&](store::Reader& in) { return flow::job(in, parse_id<JobId>(made.id()).take()); });
    const auto reader = server.vault().open(job.location).take();
    std::string bytes(static_cast<std::size_t>(reader->size_bytes()), '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
      const std::size_t more = reader->read(std::span(bytes).subspan(got)).take();
      if (more == 0) break;
      got += more;
    }
    return bytes.substr(0, got);
  }
};

TEST_F(UploadTest, MakesAHeldJobOfThePurposesDefaults) {
  const Reply made = mikas.upload(purpose, pdf);
  ASSERT_EQ(made.status, 201) << made.raw.body;
  EXPECT_EQ(made.body["state"].text(), "held");
  EXPECT_EQ(made.body["name"].text(), "report.pdf");
  EXPECT_EQ(made.body["document"].text(), "counting");
  EXPECT_EQ(made.body["channel"].text(), "web");
  EXPECT_EQ(made.body["payer"]["name"].text(), "Company A");
  EXPECT_EQ(made.body["size_bytes"].integer(), static_cast<std::int64_t>(pdf.size()));
  EXPECT_EQ(stored(made), pdf);
}

TEST_F(UploadTest, TakesSettingsAgainstTheDefaults) {
  const Reply made = mikas.send("POST", "/jobs?purpose=" + to_string(purpose) + "&settings=%7B%22copies%22%3A2%7D", pdf,
                                {{"Content-Type", "application/pdf"}});
  ASSERT_EQ(made.status, 201);
  EXPECT_EQ(made.body["settings"]["copies"].integer(), 2);
  EXPECT_EQ(made.body["settings"]["sides"].text(), "one-sided");
  EXPECT_EQ(made.body["name"].text(), "untitled");
}

TEST_F(UploadTest, TakesAForm) {
  const Reply made =
      form(purpose_part() + part("name=\"settings\"", R"({"print-color-mode":"color"})") + document_part());
  ASSERT_EQ(made.status, 201) << made.raw.body;
  EXPECT_EQ(made.body["name"].text(), "letter.pdf");
  EXPECT_EQ(made.body["settings"]["print-color-mode"].text(), "color");
  EXPECT_EQ(stored(made), pdf);
  EXPECT_EQ(form(purpose_part() + part("name=\"name\"", "mine") + document_part()).body["name"].text(), "mine");
}

TEST_F(UploadTest, RefusesFormsThatLackWhatItNeeds) {
  EXPECT_EQ(form(purpose_part()).code(), "document-missing");
  EXPECT_EQ(form(document_part()).code(), "purpose-needed");
  EXPECT_EQ(form(document_part() + purpose_part()).code(), "purpose-needed") << "the document comes last";
  EXPECT_EQ(form(purpose_part() + part("name=\"name\"", std::string(70'000, 'n')) + document_part()).status, 413);
  EXPECT_EQ(mikas.send("POST", "/jobs", "nothing", {{"Content-Type", "multipart/form-data"}}).status, 400);
  EXPECT_EQ(
      mikas.send("POST", "/jobs", "--edge\r\ntorn", {{"Content-Type", "multipart/form-data; boundary=edge"}}).status,
      400);
  std::string many;
  for (int i = 0; i < 17; ++i) many += part("name=\"x\"", "");
  EXPECT_EQ(form(many + purpose_part() + document_part()).code(), "document-missing") << "a form has few fields";
}

TEST_F(UploadTest, RefusesWhatIsNoPdf) {
  EXPECT_EQ(mikas.upload(purpose, "").code(), "document-empty");
  EXPECT_EQ(mikas.upload(purpose, "%!PS-Adobe-3.0").status, 400);
  EXPECT_EQ(mikas.upload(purpose, std::string(5000, 'x')).code(), "document-format-error");
  EXPECT_EQ(mikas.send("POST", "/jobs?purpose=" + to_string(purpose), pdf, {{"Content-Type", "text/html"}}).status,
            422);
  EXPECT_TRUE(mikas.get("/jobs").body["items"].items().empty());
}

TEST_F(UploadTest, TakesWhatItSaysThatItTakes) {
  const Reply listed = mikas.get("/document-formats");
  ASSERT_EQ(listed.status, 200);
  std::vector<std::string> types;
  for (const Json& item : listed.body["items"].items()) types.push_back(item["media_type"].text());
  EXPECT_EQ(types,
            (std::vector<std::string>{"application/pdf", "image/jpeg", "image/png", "image/pwg-raster", "image/urf"}));
  EXPECT_EQ(listed.body["items"].items()[1]["extensions"].items()[1].text(), ".jpeg");
  const auto upload = [&](const std::string& type, const std::string& document) {
    return mikas.send("POST", "/jobs?purpose=" + to_string(purpose), document, {{"Content-Type", type}});
  };
  const std::string jpeg = "\xFF\xD8\xFF\xE0 and more";
  const Reply made = upload("image/jpeg", jpeg);
  ASSERT_EQ(made.status, 201) << made.raw.body;
  EXPECT_EQ(made.body["document"].text(), "counting");
  EXPECT_EQ(stored(made), jpeg);
  EXPECT_EQ(upload("application/octet-stream", jpeg).status, 201);
  EXPECT_EQ(upload("image/png", jpeg).status, 400);
  EXPECT_EQ(upload("image/png", jpeg).code(), "document-format-error");
  EXPECT_EQ(upload("application/pdf", jpeg).code(), "document-format-error");
  EXPECT_EQ(upload("text/plain", "no renderer here").code(), "document-format-not-supported");
  EXPECT_EQ(upload("application/postscript", "%!PS").status, 422);
}

TEST_F(UploadTest, RefusesPurposesThatAreNotTheCallers) {
  EXPECT_EQ(mikas.send("POST", "/jobs", pdf, {{"Content-Type", "application/pdf"}}).status, 422);
  EXPECT_EQ(browser(ken).upload(purpose, pdf).status, 404);
  EXPECT_EQ(browser(admin_a).upload(purpose, pdf).status, 404) << "not even the payer's admin";
  EXPECT_EQ(mikas.upload(PurposeId{12345}, pdf).status, 404);
  EXPECT_EQ(mikas.send("POST", "/jobs?purpose=abc", pdf, {{"Content-Type", "application/pdf"}}).status, 400);
}

TEST_F(UploadTest, RefusesBadSettings) {
  for (const char* settings : {"%7B", "%5B%5D", "%7B%22copies%22%3A0%7D", "%7B%22copies%22%3A9999999999%7D",
                               "%7B%22media%22%3A%22x%22%7D", "%7B%22staple%22%3A1%7D"})
    EXPECT_EQ(mikas
                  .send("POST", "/jobs?purpose=" + to_string(purpose) + "&settings=" + settings, pdf,
                        {{"Content-Type", "application/pdf"}})
                  .status,
              400)
        << settings;
}

TEST_F(UploadTest, RefusesBeforeTheBodyWhatCanBeKnownBefore) {
  // The body never comes: an answer shows that nobody waited for it.
  const auto head = [&](const std::string& path, const std::string& length) {
    http::Client client("127.0.0.1", server.port());
    std::string fields;
    for (const auto& [name, value] : mikas.fields()) fields += name + ": " + value + "\r\n";
    EXPECT_TRUE(client
                    .send_raw("POST /api/v1" + path + " HTTP/1.1\r\nHost: x\r\n" + fields +
                              "Content-Type: application/pdf\r\nContent-Length: " + length + "\r\n\r\n")
                    .ok());
    const auto answer = client.read_response();
    EXPECT_TRUE(answer.ok());
    return answer.ok() ? answer.value().status : 0;
  };
  const std::string good = "/jobs?purpose=" + to_string(purpose);
  EXPECT_EQ(head(good, "1073741825"), 413);
  EXPECT_EQ(head(good, "1099511627776"), 413);
  EXPECT_EQ(head("/jobs?purpose=12345", "1000000"), 404);
  EXPECT_EQ(head("/jobs", "1000000"), 422);
  EXPECT_EQ(head(good + "&settings=%7B", "1000000"), 400);
}

TEST_F(UploadTest, ABodyThatBreaksOffMakesNoJob) {
  {
    http::Client client("127.0.0.1", server.port());
    std::string fields;
    for (const auto& [name, value] : mikas.fields()) fields += name + ": " + value + "\r\n";
    ASSERT_TRUE(client
                    .send_raw("POST /api/v1/jobs?purpose=" + to_string(purpose) + " HTTP/1.1\r\nHost: x\r\n" + fields +
                              "Content-Type: application/pdf\r\nContent-Length: 100000\r\n\r\n" + pdf)
                    .ok());
  }
  EXPECT_EQ(mikas.get("/me").status, 200);  // by then the torn connection is known to the server
  EXPECT_TRUE(server.connections_fall_to(1));
  EXPECT_TRUE(mikas.get("/jobs").body["items"].items().empty());
}

TEST_F(UploadTest, HostileNamesBecomeHarmless) {
  const Reply made =
      mikas.send("POST", "/jobs?purpose=" + to_string(purpose) + "&name=..%2F..%2Fetc%2Fpasswd%0A%E2%80%AE%FF", pdf,
                 {{"Content-Type", "application/pdf"}});
  ASSERT_EQ(made.status, 201) << made.raw.body;
  EXPECT_EQ(made.body["name"].text().find('\n'), std::string::npos);
}

}  // namespace
}  // namespace tsuke::doors
