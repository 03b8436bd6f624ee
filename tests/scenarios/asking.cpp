// The lines that only look.
#include "books/ledger/ledger.h"
#include "commands.h"
#include "flow/distribute/distribute.h"
#include "flow/purpose_lost.h"

namespace tsuke::scenarios {

namespace {

using store::Reader;
constexpr int many = 10'000;

Result<JobId> take_job(World& world, Words& words) { return TRY(world.jobs.at(TRY(words.take("a job")))).id; }

// job <job>
Result<std::string> ask_job(World& world, Words& words) {
  const JobId id = TRY(take_job(world, words));
  const flow::Job job = TRY(world.read<flow::Job>([&](Reader& in) { return flow::job(in, id); }));
  const auto attempt =
      TRY(world.read<std::optional<flow::Attempt>>([&](Reader& in) { return flow::latest_attempt(in, id); }));
  std::string text = std::string(to_string(job.state)) + ", document " + std::string(to_string(job.document)) +
                     ", attempts " + std::to_string(attempt ? attempt->number : 0) + ", " +
                     std::to_string(job.settings.copies) + " copies, " + std::string(to_keyword(job.settings.sides)) +
                     ", " + std::string(to_keyword(job.settings.color_mode));
  const auto lost =
      TRY(world.read<std::optional<flow::PurposeLost>>([&](Reader& in) { return flow::purpose_lost(in, job); }));
  if (lost)
    text += ", " + lost->reason + " " + lost->organisation_name + " " + lost->purpose_name +
            (lost->part_name.empty() ? "" : " part " + lost->part_name);
  if (attempt)
    text += ", " + std::string(to_string(attempt->state)) + ", result " + std::string(to_string(attempt->result));
  return text;
}

// charge <job>
Result<std::string> ask_charge(World& world, Words& words) {
  const JobId id = TRY(take_job(world, words));
  const auto charge = TRY(world.read<std::optional<flow::Charge>>([&](Reader& in) { return flow::charge_of(in, id); }));
  if (!charge) return "none"s;
  return std::string(to_string(charge->state)) + ", authorised " + yen_text(charge->authorised) + ", captured " +
         yen_text(charge->captured) + ", device " + yen_text(charge->device_fee) + ", service " +
         yen_text(charge->service_fee) + ", absorbed " + yen_text(charge->absorbed) + ", commission " +
         yen_text(charge->commission) + ", payer " + world.name_of(charge->payer) + ", purpose " +
         charge->purpose_name + ", provider " + world.name_of(charge->provider) + ", " +
         std::to_string(charge->usage.monochrome_impressions) + " monochrome, " +
         std::to_string(charge->usage.color_impressions) + " colour, " + std::to_string(charge->usage.sheets) +
         " sheets, " + (charge->paid_by.exists() ? "paid" : "unpaid");
}

// lines <job>
Result<std::string> ask_lines(World& world, Words& words) {
  const JobId id = TRY(take_job(world, words));
  const auto lines =
      TRY(world.read<std::vector<flow::ChargeLine>>([&](Reader& in) { return flow::charge_lines(in, id); }));
  std::string text = std::to_string(lines.size()) + " lines";
  for (const flow::ChargeLine& line : lines)
    text += ", " + std::to_string(line.quantity) + " " + line.what + " " + yen_text(line.amount);
  return text;
}

// unpaid
Result<std::string> ask_unpaid(World& world, Words&) {
  const auto unpaid = TRY(world.read<std::vector<flow::Unpaid>>([](Reader& in) { return flow::unpaid(in); }));
  std::string text = std::to_string(unpaid.size()) + " payers";
  for (const flow::Unpaid& one : unpaid) text += ", " + world.name_of(one.payer) + " " + yen_text(one.unbilled);
  return text;
}

bool is_asset(const std::string& name) {
  return name.starts_with("payer:") || name.starts_with("bank:") || name == "operator:absorbed";
}

// balance <account>: on its natural side, what is posted; and what is pending
Result<std::string> ask_balance(World& world, Words& words) {
  const std::string name = world.account_name(TRY(words.take("an account")));
  const books::Unit unit = name.starts_with("budget:") ? books::budget_unit(yen) : books::money_unit(yen);
  const auto account =
      TRY(world.read<std::optional<books::Account>>([&](Reader& in) { return books::find_account(in, name, unit); }));
  if (!account) return "0, pending 0, no account"s;
  const std::int64_t balance = is_asset(name) ? account->debit_balance() : account->credit_balance();
  return std::to_string(balance) + ", pending " + std::to_string(account->debits_pending + account->credits_pending);
}

// document <job>
Result<std::string> ask_document(World& world, Words& words) {
  const std::string name = TRY(words.take("a job"));
  TRY(world.jobs.at(name));
  return world.shredded.contains("document-of-" + name) ? "shredded"s : "kept"s;
}

// jobs <person> open | ended
Result<std::string> ask_jobs(World& world, Words& words) {
  const PersonId person = TRY(world.people.at(TRY(words.take("a person"))));
  const flow::Which which = words.accept("open")    ? flow::Which::open
                            : words.accept("ended") ? flow::Which::ended
                                                    : flow::Which::all;
  const auto jobs =
      TRY(world.read<std::vector<flow::Job>>([&](Reader& in) { return flow::jobs_of(in, person, which, {}, many); }));
  std::string text = std::to_string(jobs.size()) + " jobs";
  for (const flow::Job& job : jobs) text += ", " + world.name_of(job.id);
  return text;
}

// held <person>/<purpose>: how many open jobs the purpose counts
Result<std::string> ask_held(World& world, Words& words) {
  const PurposeId purpose = TRY(world.purposes.at(TRY(words.take("a purpose"))));
  return std::to_string(TRY(world.read<std::int64_t>([&](Reader& in) { return flow::held_count(in, purpose); })));
}

}  // namespace

Commands asking_commands() {
  return {{"job", ask_job},         {"charge", ask_charge},     {"lines", ask_lines}, {"unpaid", ask_unpaid},
          {"balance", ask_balance}, {"document", ask_document}, {"jobs", ask_jobs},   {"held", ask_held}};
}

std::string yen_text(Money amount) { return std::to_string(amount.amount_minor); }

Result<std::string> job_state(World& world, JobId id) {
  const flow::Job job = TRY(world.read<flow::Job>([&](Reader& in) { return flow::job(in, id); }));
  return std::string(to_string(job.state));
}

namespace {

// "3" or "2-5"
Result<registry::PageRange> page_range(const std::string& written) {
  const std::size_t dash = written.find('-');
  const auto number = [](const std::string& text) { return text.empty() ? 0 : std::atoi(text.c_str()); };
  const int first = number(written.substr(0, dash));
  const int last = dash == std::string::npos ? first : number(written.substr(dash + 1));
  if (first < 1 || last < first) return mistake("write pages as 3, or as 2-5");
  return registry::PageRange{first, last};
}

// only 2-3 and 5
Result<std::vector<registry::PageRange>> take_ranges(Words& words) {
  std::vector<registry::PageRange> ranges;
  do ranges.push_back(TRY(page_range(TRY(words.take("pages")))));
  while (words.accept("and"));
  return ranges;
}

bool take_color(Words& words, registry::SettingsChange& change) {
  using registry::ColorMode;
  for (const auto& [word, mode] :
       {std::pair{"colour", ColorMode::color}, std::pair{"monochrome", ColorMode::monochrome},
        std::pair{"auto-colour", ColorMode::automatic}})
    if (words.accept(word)) {
      change.color_mode = mode;
      return true;
    }
  return false;
}

}  // namespace

Result<WrittenSettings> take_settings(Words& words) {
  WrittenSettings written;
  for (;;) {
    if (const auto pages = words.accept_count("page")) {
      written.pages = pages;
      if (const auto in_color = words.accept_count("in")) {
        written.color_pages = *in_color;
        if (!words.accept("colour")) return mistake("pages read: 12 pages, 3 in colour");
      }
    } else if (const auto copies = words.accept_count("copies"))
      written.change.copies = static_cast<int>(*copies);
    else if (words.accept("duplex"))
      written.change.sides = registry::Sides::two_sided_long_edge;
    else if (words.accept("one-sided"))
      written.change.sides = registry::Sides::one_sided;
    else if (words.accept("a3"))
      written.change.media = "iso_a3_297x420mm";
    else if (words.accept("number-up"))
      written.change.number_up = static_cast<int>(TRY(words.take_number("how many pages on a side")));
    else if (words.accept("only"))
      written.change.page_ranges = TRY(take_ranges(words));
    else if (words.accept("stapled"))
      written.change.finishings = std::vector<std::string>{"staple"};
    else if (words.accept("uncollated"))
      written.change.collate = false;
    else if (!take_color(words, written.change))
      return written;
  }
}

}  // namespace tsuke::scenarios
