// What was put right: each charge's reassignments make one line of payers that ends at the one it has; refunds never
// pass what was captured and are what the stored versions make of the quantities that remain; every posting of these
// acts is what its row says; and what payers have in hand is what was given back and not used.
#include "base/bytes.h"
#include "books/verify/findings.h"
#include "books/verify/rating.h"

namespace tsuke::books::verifying {

namespace {
using store::Query;
using Moved = std::map<std::tuple<std::string, std::string, std::string>, Wide>;

constexpr Query all_reassignments{"verify_reassignments", R"sql(
    SELECT job_id, position, from_payer, to_payer, amount, COALESCE(paid_by, 0), COALESCE(restores, 0)
      FROM reassignment ORDER BY job_id, position)sql"};
constexpr Query all_refunds{"verify_refunds", R"sql(
    SELECT f.job_id, f.position, f.payer, c.provider_id, f.device_fee, f.service_fee, f.captured, f.absorbed, f.commission,
           f.borne, COALESCE(f.paid_by, 0), COALESCE(f.shared_by, 0), c.shares
      FROM refund f JOIN charge c ON c.job_id = f.job_id ORDER BY f.job_id, f.position)sql"};
constexpr Query all_refund_shares{"verify_shares_given_back", R"sql(
    SELECT r.job_id, r.payer, c.provider_id, r.device_fee, r.captured, r.commission, r.borne, COALESCE(r.paid_by, 0)
      FROM refund_share r JOIN charge c ON c.job_id = r.job_id)sql"};
constexpr Query all_losses{"verify_losses", R"sql(
    SELECT l.job_id, l.provider_id, l.device_fee, l.commission, l.operator_percent, l.borne, c.state, c.provider_id
      FROM loss l JOIN charge c ON c.job_id = l.job_id ORDER BY l.job_id)sql"};
constexpr Query amended_charges{"verify_amended_charges", R"sql(
    SELECT job_id, payer, reassignments, captured, refunded, refunded_device_fee, refunded_service_fee,
           refunded_commission, refunded_absorbed, refund_borne, state, device_fee, service_fee, commission, absorbed
      FROM charge ORDER BY job_id)sql"};
constexpr Query credits_used{"verify_credits_used",
                             "SELECT payer, currency, credit_used FROM payment WHERE credit_used <> 0"};
constexpr Query credits_given{"verify_credits_given", R"sql(
    SELECT from_payer, currency, amount FROM reassignment WHERE paid_by IS NOT NULL
    UNION ALL
    SELECT to_payer, currency, -amount FROM reassignment WHERE restores IS NOT NULL
    UNION ALL
    SELECT payer, currency, captured FROM refund WHERE paid_by IS NOT NULL
    UNION ALL
    SELECT payer, currency, captured FROM refund_share WHERE paid_by IS NOT NULL)sql"};

std::string payer_account(const std::string& payer, bool has_paid) {
  return "payer:" + payer + (has_paid ? ":credit" : ":unbilled");
}

// What budgets bear of it is looked at with the budgets.
bool is_amending(const std::string& what) {
  if (what.starts_with("reassign-budget-") || what == "refund-budget") return false;
  return what.starts_with("reassign-") || what == "refund" || what.starts_with("refund-") || what == "loss-borne";
}

std::string_view code_for(const std::string& what) {
  if (what.starts_with("reassign-")) return "reassignment-differs";
  return what == "loss-borne" ? "loss-differs" : "refund-differs";
}

// What the rows of one charge say: its payers, its sums, and what should have been posted.
struct Story {
  int reassignments = 0;
  bool in_line = true;
  std::string first_payer, last_payer;
  Wide device_fee = 0, service_fee = 0, captured = 0, absorbed = 0, commission = 0, borne = 0;
  int refunds = 0;
  Moved expected;
};
using Stories = std::map<std::int64_t, Story>;

class Teller {
 public:
  explicit Teller(Stories& stories) : stories_(stories) {}

  void reassignment(const store::Row& row) {
    Story& story = stories_[row.integer(0)];
    const std::string from = row.text(2), to = row.text(3);
    const bool follows = story.reassignments == 0 || story.last_payer == from;
    story.in_line = story.in_line && follows && row.integer(1) == ++story.reassignments && from != to;
    if (story.reassignments == 1) story.first_payer = from;
    story.last_payer = to;
    const Wide amount = row.integer(4);
    expect(story, "reassign-from", "clearing:usage", payer_account(from, row.integer(5) != 0), amount);
    expect(story, "reassign-to", payer_account(to, row.integer(6) != 0), "clearing:usage", amount);
  }

  void refund(const store::Row& row) {
    Story& story = stories_[row.integer(0)];
    story.in_line = story.in_line && row.integer(1) == ++story.refunds;
    const std::string share =
        "provider:" + std::to_string(row.integer(3)) + (row.integer(11) != 0 ? ":payable" : ":accrued");
    const Wide device = row.integer(4), service = row.integer(5), captured = row.integer(6);
    const Wide absorbed = row.integer(7), commission = row.integer(8), borne = row.integer(9);
    expect(story, "refund-absorbed", "clearing:usage", "operator:absorbed", absorbed);
    expect(story, "refund-service-fee", "operator:fee", "clearing:usage", service);
    if (row.integer(12) == 0)
      give_back(story, payer_account(row.text(2), row.integer(10) != 0), share, {device, captured, commission, borne});
    story.device_fee += device;
    story.service_fee += service;
    story.captured += captured;
    story.absorbed += absorbed;
    story.commission += commission;
    story.borne += borne;
  }

  // Of a charge that several share, each gets its own back.
  void refund_share(const store::Row& row) {
    const bool paid = row.integer(7) != 0;
    const std::string share = "provider:" + std::to_string(row.integer(2)) + (paid ? ":payable" : ":accrued");
    give_back(stories_[row.integer(0)], payer_account(row.text(1), paid), share,
              {row.integer(3), row.integer(4), row.integer(5), row.integer(6)});
  }

  void loss(const store::Row& row, Findings& findings) {
    const std::string charge = "charge " + std::to_string(row.integer(0));
    expect(stories_[row.integer(0)], "loss-borne", "operator:absorbed",
           "provider:" + std::to_string(row.integer(1)) + ":payable", row.integer(5));
    const Wide net = Wide{row.integer(2)} - row.integer(3);
    const Wide share = (2 * net * row.integer(4) + 100) / 200;
    if (row.integer(5) != share || row.text(6) != "voided" || row.integer(1) != row.integer(7))
      findings.add("loss-differs", charge,
                   "the loss borne is not the contract's part, or its charge is " + row.text(6));
  }

 private:
  struct Back {
    Wide device, captured, commission, borne;
  };
  static void give_back(Story& story, const std::string& payer, const std::string& share, const Back& back) {
    expect(story, "refund", "clearing:usage", payer, back.captured);
    expect(story, "refund-device-fee", share, "clearing:usage", back.device);
    expect(story, "refund-commission", "operator:commission", share, back.commission);
    expect(story, "refund-borne", "operator:absorbed", share, back.borne);
  }
  static void expect(Story& story, const char* what, const std::string& debit, const std::string& credit, Wide amount) {
    if (amount != 0) story.expected[{what, debit, credit}] += amount;
  }
  Stories& stories_;
};

Moved amending_postings(const Postings& posted) {
  Moved moved;
  for (const auto& [key, amount] : posted.moved)
    if (is_amending(std::get<0>(key))) moved[key] += amount;
  return moved;
}

// Each key on one side only, or with another sum.
void compare_postings(const std::string& row, const Moved& expected, const Moved& posted, Findings& findings) {
  const auto amount_in = [](const Moved& moved, const auto& key) {
    const auto found = moved.find(key);
    return found == moved.end() ? Wide{0} : found->second;
  };
  Moved both = expected;
  both.insert(posted.begin(), posted.end());
  for (const auto& [key, ignored] : both) {
    const Wide said = amount_in(expected, key), found = amount_in(posted, key);
    const auto& [what, debit, credit] = key;
    if (said != found)
      findings.add(code_for(what), row,
                   what + " from " + debit + " to " + credit + " was posted with " + digits(found) + ", the rows say " +
                       digits(said));
  }
}

void check_charge(const store::Row& row, const Story& story, Findings& findings) {
  const std::string name = "charge " + std::to_string(row.integer(0));
  if (!story.in_line || story.reassignments != row.integer(2) ||
      (story.reassignments > 0 && story.last_payer != row.text(1)))
    findings.add("reassignments-broken", name,
                 "its reassignments do not lead one after the other to " + row.text(1) + ", who pays it");
  const Wide sums[] = {story.captured,   story.device_fee, story.service_fee,
                       story.commission, story.absorbed,   story.borne};
  for (int column = 0; column < 6; ++column)
    if (sums[column] != row.integer(4 + column))
      findings.add(
          "refund-differs", name,
          "its refunds make " + digits(sums[column]) + ", the charge says " + std::to_string(row.integer(4 + column)));
  if (story.captured > row.integer(3) || story.device_fee > row.integer(11) || story.service_fee > row.integer(12) ||
      story.commission > row.integer(13) || story.absorbed > row.integer(14) ||
      story.borne > story.device_fee - story.commission)
    findings.add("refund-above-captured", name, "more was given back than was taken");
}

Result<void> check_credits(store::Reader& in, const Accounts& accounts, Findings& findings) {
  std::map<std::pair<std::string, std::string>, Wide> in_hand;  // by account and unit
  TRY(in.each(credits_given, {}, [&](const store::Row& row) -> Result<void> {
    in_hand[{"payer:" + row.text(0) + ":credit", row.text(1)}] += row.integer(2);
    return {};
  }));
  TRY(in.each(credits_used, {}, [&](const store::Row& row) -> Result<void> {
    in_hand[{"payer:" + row.text(0) + ":credit", row.text(1)}] -= row.integer(2);
    return {};
  }));
  for (const auto& [id, account] : accounts)
    if (account.name.starts_with("payer:") && account.name.ends_with(":credit")) {
      const Wide said = in_hand[{account.name, account.unit}], kept = account.stored.credits - account.stored.debits;
      if (kept < 0 || kept != said)
        findings.add("credit-differs", "account " + account.name,
                     "it holds " + digits(kept) + "; what was given back and not used is " + digits(said));
      in_hand.erase({account.name, account.unit});
    }
  for (const auto& [account, said] : in_hand)
    if (said != 0) findings.add("credit-differs", "account " + account.first, "it is missing, and should hold money");
  return {};
}
}  // namespace

Result<void> check_amendments(store::Reader& in, const PostingsByReference& postings, const Accounts& accounts,
                              Findings& findings) {
  Stories stories;
  Teller teller(stories);
  const auto told_by = [&](const Query& query, auto tell) {
    return in.each(query, {}, [&](const store::Row& row) -> Result<void> {
      tell(row);
      return {};
    });
  };
  TRY(told_by(all_reassignments, [&](const store::Row& row) { teller.reassignment(row); }));
  TRY(told_by(all_refunds, [&](const store::Row& row) { teller.refund(row); }));
  TRY(told_by(all_refund_shares, [&](const store::Row& row) { teller.refund_share(row); }));
  TRY(told_by(all_losses, [&](const store::Row& row) { teller.loss(row, findings); }));
  const Story nothing;
  TRY(told_by(amended_charges, [&](const store::Row& row) {
    const auto story = stories.find(row.integer(0));
    check_charge(row, story == stories.end() ? nothing : story->second, findings);
  }));
  for (const auto& [reference, posted] : postings) {
    const auto story = stories.find(reference);
    const Moved moved = amending_postings(posted);
    if (story == stories.end()) compare_postings("reference " + std::to_string(reference), {}, moved, findings);
  }
  const Postings none;
  for (const auto& [job, story] : stories) {
    const auto posted = postings.find(job);
    compare_postings("charge " + std::to_string(job), story.expected,
                     amending_postings(posted == postings.end() ? none : posted->second), findings);
  }
  return check_credits(in, accounts, findings);
}

}  // namespace tsuke::books::verifying
