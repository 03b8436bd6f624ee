#include "app/demo/story.h"

#include "app/demo/api.h"
#include "platform/ipp/client.h"
#include "platform/ipp/codes.h"
#include "platform/pages/sample_pdf.h"

namespace tsuke::app {

namespace {

constexpr Duration print_patience = seconds(60);
constexpr std::int64_t room_for_company_b = 300;

Money money_of(const Json& json) { return {json["amount_minor"].integer(), yen}; }
std::string yen_text(const Json& json) { return format_money(money_of(json)); }

class Story {
 public:
  Story(const World& world, const StandIns& stand_ins, int port, Narrator& narrator)
      : world_(world),
        stand_ins_(stand_ins),
        port_(port),
        narrator_(narrator),
        mika_(port, world.people[0].api_token),
        operator_(port, world.with_role("operator").api_token) {}

  Result<void> tell() {
    introduce();
    TRY(make_room_for_company_b());
    const std::string report = pages::make_pdf(5);
    const std::string for_a = TRY(submit("Company A", "report.pdf", report));
    TRY(print("Company A", for_a, "Shared office", "printed"));
    const std::string for_b = TRY(submit("Company B", "report.pdf", report));
    TRY(print("Company B", for_b, "Shared office", "printed"));
    const std::string own = TRY(submit("Private", "tickets.pdf", report));
    TRY(print("Private", own, "Convenience store", "printed"));
    TRY(stand_ins_.jam_next("Office", 2));
    const std::string jammed = TRY(submit("Company A", "minutes.pdf", report));
    TRY(print("Company A", jammed, "Office", "partly-printed"));
    const std::string dear = TRY(submit("Company B", "poster.pdf", pages::make_pdf(8)));
    TRY(be_refused(dear, "Shared office"));
    TRY(pay_and_distribute());
    return verify();
  }

 private:
  const DemoPrinter& printer(std::string_view name) const {
    for (const DemoPrinter& found : world_.printers)
      if (found.name == name) return found;
    assert(false && "the demo has this printer");
    return world_.printers.front();
  }

  const DemoQueue& queue(std::string_view purpose) const {
    for (const DemoQueue& found : world_.queues)
      if (found.purpose == purpose) return found;
    assert(false && "the demo has this purpose");
    return world_.queues.front();
  }

  void introduce() {
    narrator_.tell(
        "introduced", true,
        Json::object({{"person", world_.people[0].name},
                      {"purposes", world_.queues.size()},
                      {"printers", world_.printers.size()}}),
        "Mika works for two companies and prints for herself: four purposes, four printers of four providers.",
        "ミカさんは2社で働き、私用でも印刷します。用途は4つ、プリンターは4つの提供元に1台ずつ。");
  }

  // A kept demo has spent some of it: the story always starts with the same room.
  Result<void> make_room_for_company_b() {
    Api admin(port_, world_.people[2].api_token);
    const std::string path = "/organisations/" + to_string(world_.company_b) + "/budget";
    const Json budget = TRY(admin.get(path));
    const std::int64_t taken = budget["used"]["amount_minor"].integer() + budget["reserved"]["amount_minor"].integer();
    const Money monthly{taken + room_for_company_b, yen};
    const auto set = TRY(admin.call("PUT", path, Json::object({{"monthly", money_fact(monthly)}})));
    narrator_.tell(
        "budget-set", set.ok(), Json::object({{"payer", "Company B"}, {"monthly", money_fact(monthly)}}),
        "Company B gives its people " + format_money({room_for_company_b, yen}) + " more to print this month.",
        "B社（Company B）の今月の残り予算は" + format_money({room_for_company_b, yen}) + "。");
    return {};
  }

  // Print-Job to the purpose's queue address, as any print dialog does. Gives the job's id.
  Result<std::string> submit(const std::string& purpose, const std::string& name, const std::string& pdf) {
    ipp::ClientOptions options;
    options.uri = "ipp://localhost:" + std::to_string(port_) + "/ipp/p/" + queue(purpose).token;
    const auto client = TRY(ipp::Client::create(options));
    ipp::Message request = ipp::make_request(ipp::op::print_job, options.uri);
    request.groups.front().add(ipp::name("requesting-user-name", "mika")).add(ipp::name("job-name", name));
    request.groups.front().add(ipp::strings("document-format", ipp::Tag::mime_type, {"application/pdf"}));
    bool sent = false;
    const auto answer = TRY(client->send(request, [&]() -> Result<std::string_view> {
      return std::exchange(sent, true) ? std::string_view() : std::string_view(pdf);
    }));
    const auto number = answer.group(ipp::Tag::job).integer("job-id");
    const bool held = answer.group(ipp::Tag::job).integer("job-state") == ipp::job_state::pending_held;
    if (answer.code != ipp::status::ok || !number)
      return Error{Reason::unavailable, "not-accepted",
                   "Print-Job was answered " + std::string(ipp::status_name(answer.code))};
    const Json job = TRY(counted_job(*number));
    const std::int64_t pages = job["pages"].integer();
    narrator_.tell(
        "submitted", held && pages > 0,
        Json::object(
            {{"purpose", purpose}, {"job", job["id"]}, {"name", name}, {"pages", pages}, {"state", job["state"]}}),
        "IPP Print-Job → \"" + purpose + "\": " + name + " is held, " + std::to_string(pages) + " pages.",
        "IPP Print-Job →「" + purpose + "」: " + name + " を保留、" + std::to_string(pages) + "ページ。");
    return job["id"].text();
  }

  Result<Json> counted_job(std::int32_t number) {
    Json found;
    TRY(mika_.wait_until(
        [&]() -> Result<bool> {
          const Json jobs = TRY(mika_.get("/jobs?limit=20"));
          for (const Json& job : jobs["items"].items())
            if (job["number"].integer() == number) found = job;
          return found["document"].text() == "ready" || found["state"].text() == "failed";
        },
        print_patience));
    return found;
  }

  // Releases the job at the printer and follows it to its end and its charge.
  Result<void> print(const std::string& purpose, const std::string& job_id, const std::string& place,
                     const std::string& expected_state) {
    const std::string printer_id = to_string(printer(place).id);
    const Json offer = TRY(mika_.get("/jobs/" + job_id + "/offers/" + printer_id));
    const auto released =
        TRY(mika_.call("POST", "/jobs/" + job_id + "/release", Json::object({{"printer", printer_id}})));
    if (!released.ok()) {
      narrator_.tell("released", false, released.body, "Release at " + place + " was refused.",
                     place + " での印刷は許可されませんでした。");
      return {};
    }
    Json job;
    TRY(mika_.wait_until(
        [&]() -> Result<bool> {
          job = TRY(mika_.get("/jobs/" + job_id));
          const std::string& state = job["charge"]["state"].text();
          return state == "captured" || state == "unconfirmed" || state == "voided";
        },
        print_patience));
    tell_print(purpose, place, expected_state, offer, job);
    tell_charge(purpose, offer, job);
    return {};
  }

  void tell_print(const std::string& purpose, const std::string& place, const std::string& expected_state,
                  const Json& offer, const Json& job) {
    const std::int64_t printed = job["attempt"]["impressions"].integer();
    const std::int64_t wanted = job["attempt"]["expected_impressions"].integer();
    const bool whole = expected_state == "printed";
    const bool ok = job["state"].text() == expected_state && (whole ? printed == wanted : printed == 2 && wanted == 5);
    const std::string count = std::to_string(printed) + "/" + std::to_string(wanted);
    const std::string quoted = yen_text(offer["quote"]["total"]);
    narrator_.tell(
        "printed", ok,
        Json::object({{"purpose", purpose},
                      {"job", job["id"]},
                      {"printer", place},
                      {"state", job["state"]},
                      {"impressions", printed},
                      {"expected_impressions", wanted},
                      {"quoted", offer["quote"]["total"]}}),
        "  " + place + ": quoted " + quoted + ", released, printed " + count + (whole ? "." : ": the paper jammed."),
        "  " + place + ": 見積 " + quoted + "、印刷 " + count + (whole ? "。" : "（紙づまり）。"));
  }

  void tell_charge(const std::string& purpose, const Json& offer, const Json& job) {
    const Json& charge = job["charge"];
    const Money captured = money_of(charge["captured"]);
    const Money fees = money_of(charge["device_fee"]) + money_of(charge["service_fee"]);
    const Money quoted = money_of(offer["quote"]["total"]);
    const bool all_printed = job["state"].text() == "printed";
    const bool right_payer = job["payer"]["kind"].text() == (purpose == "Private" ? "private" : "organisation") &&
                             (purpose == "Private" || job["payer"]["name"].text() == purpose);
    const bool ok = charge["state"].text() == "captured" && captured == fees && right_payer &&
                    (all_printed ? captured == quoted : captured < quoted && captured.amount_minor > 0);
    const std::string device = yen_text(charge["device_fee"]), service = yen_text(charge["service_fee"]);
    const std::string payer = purpose == "Private" ? "Mika" : purpose;
    const std::string given_back = format_money(quoted - captured);
    narrator_.tell("charged", ok,
                   Json::object({{"purpose", purpose},
                                 {"job", job["id"]},
                                 {"payer", job["payer"]},
                                 {"captured", charge["captured"]},
                                 {"device_fee", charge["device_fee"]},
                                 {"service_fee", charge["service_fee"]},
                                 {"authorised", charge["authorised"]}}),
                   "  " + payer + " pays " + format_money(captured) + " = device fee " + device + " + service fee " +
                       service +
                       (all_printed ? "." : "; " + given_back + " of the reservation fell back, nobody asked."),
                   "  課金先 " + payer + ": " + format_money(captured) + " = 印刷料金 " + device + " + サービス料 " +
                       service + (all_printed ? "。" : "。予約の残り " + given_back + " は自動で解放。"));
  }

  Result<void> be_refused(const std::string& job_id, const std::string& place) {
    const auto refused = TRY(
        mika_.call("POST", "/jobs/" + job_id + "/release", Json::object({{"printer", to_string(printer(place).id)}})));
    const Json job = TRY(mika_.get("/jobs/" + job_id));
    const Json& reason =
        refused.body["reasons"].items().empty() ? refused.body : refused.body["reasons"].items().front();
    std::string remedies;
    bool offers_monochrome = false;
    for (const Json& remedy : reason["remedies"].items()) {
      remedies += (remedies.empty() ? "" : ", ") + remedy.text();
      offers_monochrome = offers_monochrome || remedy.text() == "print-monochrome";
    }
    const bool ok = refused.status == 409 && refused.body["code"].text() == "budget-exceeded" && offers_monochrome &&
                    job["state"].text() == "held";
    narrator_.tell(
        "refused", ok,
        Json::object({{"purpose", "Company B"},
                      {"job", job_id},
                      {"code", refused.body["code"]},
                      {"remedies", reason["remedies"]},
                      {"state", job["state"]}}),
        "  " + place + ": refused, Company B's budget has no room; the job stays held. Remedies: " + remedies + ".",
        "  " + place + ": B社の予算超過のため不可。ジョブは保留のまま。対処: " + remedies + "。");
    return {};
  }

  // Every payer pays, and only then the shares become payable.
  Result<void> pay_and_distribute() {
    Money paid{0, yen}, shared{0, yen};
    Json shares = Json::array();
    bool ok = true;
    std::string told;
    const Json owing = TRY(operator_.get("/unpaid"));
    for (const Json& unpaid : owing["items"].items()) {
      const Json request = Json::object({{"payer", unpaid["payer"]}, {"amount", unpaid["unbilled"]}});
      const auto payment = TRY(operator_.call("POST", "/payments", request));
      ok = ok && payment.ok();
      if (!payment.ok()) told += payment.body["code"].text() + ": ";
      paid = paid + money_of(payment.body["amount"]);
      shared = shared + money_of(payment.body["operator"]);
      for (const Json& share : payment.body["distributed"].items()) {
        shared = shared + money_of(share["amount"]);
        told += share["provider"]["name"].text() + " +" + yen_text(share["amount"]) + " | ";
        shares.push(Json::object({{"provider", share["provider"]["name"]}, {"amount", share["amount"]}}));
      }
      told += "operator +" + yen_text(payment.body["operator"]) + "; ";
      shares.push(Json::object({{"operator", true}, {"amount", payment.body["operator"]}}));
    }
    narrator_.tell("distributed", ok && paid == shared && paid.amount_minor > 0,
                   Json::object({{"paid", money_fact(paid)}, {"distributed", money_fact(shared)}, {"shares", shares}}),
                   "All pay " + format_money(paid) + "; it is shared: " + told + "sum " + format_money(shared) + ".",
                   "入金 " + format_money(paid) + " を分配: " + told + "合計 " + format_money(shared) + "。");
    return {};
  }

  Result<void> verify() {
    const auto report = TRY(operator_.call("POST", "/ledger/verify"));
    const bool ok = report.ok() && report.body["ok"].boolean();
    narrator_.tell("verified", ok, report.body,
                   "ledger verify: every posting balances, every charge is what was reported.",
                   "ledger verify: すべての仕訳が一致し、課金は報告された枚数どおり。");
    return {};
  }

  const World& world_;
  const StandIns& stand_ins_;
  int port_;
  Narrator& narrator_;
  Api mika_, operator_;
};

}  // namespace

bool tell_story(const World& world, const StandIns& stand_ins, int port, Narrator& narrator) {
  const auto told = Story(world, stand_ins, port, narrator).tell();
  if (!told.ok())
    narrator.tell("failed", false, Json::object({{"code", told.error().code}, {"what", told.error().what}}),
                  told.error().what, told.error().what);
  return narrator.all_true();
}

Result<void> wait_for_agents(const World& world, int port) {
  Api api(port, world.people[0].api_token);
  return api.wait_until(
      [&]() -> Result<bool> {
        std::size_t ready = 0;
        const Json printers = TRY(api.get("/printers"));
        for (const Json& printer : printers["items"].items())
          if (printer["state"].text() == "idle" || printer["state"].text() == "processing") ++ready;
        return ready >= world.printers.size();
      },
      seconds(60));
}

}  // namespace tsuke::app
