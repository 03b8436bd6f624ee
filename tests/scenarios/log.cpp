// The print log as its readers see it.
#include "commands.h"
#include "flow/distribute/distribute.h"
#include "flow/log/print_log.h"

namespace tsuke::scenarios {

namespace {

using flow::LogFilter;
using flow::LogRow;
using flow::LogView;
using store::Reader;

constexpr int many = 10'000;

Result<std::vector<LogRow>> rows_of(World& world, const LogView& view, const LogFilter& filter) {
  const auto page =
      TRY(world.read<flow::LogPage>([&](Reader& in) { return flow::print_log(in, view, filter, {}, many, many); }));
  return page.rows;
}

std::string names_of(World& world, const std::vector<LogRow>& rows) {
  std::string text = std::to_string(rows.size()) + " charges";
  for (const LogRow& row : rows) text += ", " + world.name_of(row.job);
  return text;
}

// bill <payer>: the charges that this payer sees
Result<std::string> ask_bill(World& world, Words& words) {
  const registry::Payer payer = TRY(world.payer(TRY(words.take("a payer"))));
  return names_of(world, TRY(rows_of(world, flow::log_of_payer(payer), {})));
}

// income <provider>: the charges that this provider sees, and what it has earned
Result<std::string> ask_income(World& world, Words& words) {
  const ProviderId provider = TRY(world.providers.at(TRY(words.take("a provider"))));
  const auto rows = TRY(rows_of(world, flow::log_of_provider(provider), {}));
  const auto earned = TRY(world.read<flow::Earnings>([&](Reader& in) { return flow::earnings(in, provider); }));
  return names_of(world, rows) + ", accrued " + yen_text(earned.accrued) + ", payable " + yen_text(earned.payable);
}

Result<LogView> take_view(World& world, Words& words) {
  if (words.accept("everybody")) return flow::log_of_all();
  if (words.accept("of-provider")) return flow::log_of_provider(TRY(world.providers.at(TRY(words.take("a provider")))));
  const registry::Payer reader = TRY(world.payer(TRY(words.take("a reader"))));
  return reader.is_private() ? flow::log_of_person(reader.person) : flow::log_of_payer(reader);
}

Result<LogFilter> take_filter(World& world, Words& words) {
  LogFilter filter;
  while (!words.empty()) {
    if (words.accept("by"))
      filter.person = TRY(world.people.at(TRY(words.take("a person"))));
    else if (words.accept("under"))
      filter.purpose = TRY(world.purposes.at(TRY(words.take("a purpose"))));
    else if (words.accept("at"))
      filter.printer = TRY(world.printers.at(TRY(words.take("a printer"))));
    else if (words.accept("result"))
      filter.result = TRY(flow::parse_log_result(TRY(words.take("a result"))));
    else if (words.accept("colour"))
      filter.color = registry::ColorMode::color;
    else if (words.accept("monochrome"))
      filter.color = registry::ColorMode::monochrome;
    else if (words.accept("total")) {
      filter.amount_min = TRY(words.take_number("the least"));
      TRY(words.take("to"));
      filter.amount_max = TRY(words.take_number("the most"));
    } else
      return mistake("no filter is called " + std::string(words.peek()));
  }
  return filter;
}

// " given-back 11 net 11": of the total, or of what the provider earned
std::string given_back(const LogRow& row) {
  const Money back = row.refunded.total.value_or(row.refunded.device_fee);
  const std::optional<Money> net = row.net() ? row.net() : row.provider_net();
  return back.amount_minor == 0 ? "" : " given-back " + yen_text(back) + " net " + yen_text(*net);
}

// "plan by mika under a at hall printed 28", without what the reader does not see
std::string text_of(const LogRow& row) {
  std::string text = row.has_title ? row.title : "untitled";
  if (!row.person_name.empty()) text += " by " + row.person_name;
  if (!row.submitted_by_name.empty()) text += " submitted-by " + row.submitted_by_name;
  if (!row.released_by_name.empty()) text += " released-by " + row.released_by_name;
  if (!row.purpose_name.empty()) text += " under " + row.purpose_name;
  if (!row.comment.empty()) text += " saying " + row.comment;
  if (row.would_be) text += " unpaid-would-be " + yen_text(row.would_be->total.value_or(row.would_be->device_fee));
  return text + " at " + row.printer_name + " " + std::string(to_string(row.result)) + " " +
         yen_text(row.total.value_or(row.device_fee)) + given_back(row) +
         (row.share.empty() ? "" : " share " + row.share) + (row.reassigned ? " reassigned" : "");
}

// log <person> | <company> | of-provider <provider> | everybody [filters]
Result<std::string> ask_log(World& world, Words& words) {
  const LogView view = TRY(take_view(world, words));
  const LogFilter filter = TRY(take_filter(world, words));
  const auto rows = TRY(rows_of(world, view, filter));
  std::string text = std::to_string(rows.size()) + " rows";
  for (const LogRow& row : rows) text += ", " + text_of(row);
  return text;
}

}  // namespace

Commands log_commands() { return {{"log", ask_log}, {"bill", ask_bill}, {"income", ask_income}}; }

}  // namespace tsuke::scenarios
