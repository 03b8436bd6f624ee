#include "rules/policy.h"

#include <algorithm>

namespace tsuke::rules {

namespace {

template <typename T>
bool names(const std::vector<T>& list, const T& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

template <typename T>
bool speaks_of(const std::vector<T>& list, const T& one) {
  return list.empty() || names(list, one);
}

bool applies(const PolicyRule::Who& who, const Print& print) {
  return speaks_of(who.roles, print.role) && speaks_of(who.departments, print.department) &&
         speaks_of(who.cost_centres, print.cost_centre) && speaks_of(who.people, print.person);
}

bool applies(const PolicyRule::Where& where, const Print& print) {
  if (where.says_nothing()) return true;
  if (print.printer == nullptr) return false;
  const registry::Printer& printer = *print.printer;
  const bool named = names(where.kinds, printer.site_kind) || names(where.providers, printer.provider) ||
                     names(where.sites, printer.site) || names(where.printers, printer.id);
  return named != where.elsewhere;
}

// A window over midnight belongs to the day on which it began.
bool within(const PolicyRule::When& when, const LocalTime& at) {
  const int yesterday = at.weekday == 1 ? 7 : at.weekday - 1;
  if (when.from_minute < when.to_minute)
    return speaks_of(when.weekdays, at.weekday) && at.minute >= when.from_minute && at.minute < when.to_minute;
  return (speaks_of(when.weekdays, at.weekday) && at.minute >= when.from_minute) ||
         (speaks_of(when.weekdays, yesterday) && at.minute < when.to_minute);
}

bool applies(const PolicyRule::When& when, const Print& print) {
  return when.says_nothing() || within(when, print.at) != when.outside;
}

bool is_over(const std::optional<std::int64_t>& limit, std::int64_t value) { return !limit || value > *limit; }

bool needs_output(const PolicyRule::What& what) {
  return what.color || what.one_sided || what.impressions_over || what.sheets_over || what.sheets_of_day_over;
}

bool applies(const PolicyRule::What& what, const Print& print) {
  if (!speaks_of(what.media, print.settings.media)) return false;
  if (what.finished && print.settings.finishings.empty()) return false;
  if (what.price_over &&
      (!print.price || print.price->currency != what.price_over->currency || !(*what.price_over < *print.price)))
    return false;
  if (!needs_output(what)) return true;
  if (!print.output) return false;
  const Output& output = *print.output;
  if (what.color && output.color_impressions == 0) return false;
  if (what.one_sided && (output.two_sided || output.impressions() <= print.settings.copies)) return false;
  return is_over(what.impressions_over, output.impressions()) && is_over(what.sheets_over, output.sheets) &&
         is_over(what.sheets_of_day_over, print.sheets_of_day + output.sheets);
}

}  // namespace

bool applies(const PolicyRule& rule, const Print& print) {
  return applies(rule.who, print) && applies(rule.where, print) && applies(rule.when, print) &&
         applies(rule.what, print);
}

bool asks_for_sheets_of_day(const Policy& policy) {
  return std::any_of(policy.rules.begin(), policy.rules.end(),
                     [](const PolicyRule& rule) { return rule.what.sheets_of_day_over.has_value(); });
}

std::string_view refusal_code(const PolicyRule& rule) {
  if (rule.what.color) return "color-not-allowed";
  if (rule.what.one_sided) return "one-sided-not-allowed";
  if (!rule.what.media.empty()) return "paper-not-allowed";
  if (rule.what.finished) return "finishing-not-allowed";
  if (rule.what.impressions_over || rule.what.sheets_over) return "job-too-long";
  if (rule.what.sheets_of_day_over) return "sheets-of-day-exceeded";
  if (rule.what.price_over) return "price-too-high";
  if (!rule.when.says_nothing()) return "time-not-allowed";
  if (!rule.where.says_nothing()) return "printer-not-allowed";
  return "person-not-allowed";
}

std::vector<std::string> ways_around(const PolicyRule& rule, const Print& print) {
  std::vector<std::string> ways;
  const auto offer = [&ways](bool helps, const char* way) {
    if (helps && !names(ways, std::string(way))) ways.emplace_back(way);
  };
  const PolicyRule::What& what = rule.what;
  const bool in_color = print.output && print.output->color_impressions > 0;
  const bool many_sides = print.output && print.output->impressions() > print.settings.copies;
  const bool one_sided = print.settings.sides == registry::Sides::one_sided;
  const bool of_sheets = what.sheets_over || what.sheets_of_day_over;
  offer(what.color || (what.price_over && in_color), "print-monochrome");
  offer(what.one_sided || (of_sheets && one_sided && many_sides), "print-two-sided");
  offer(!what.media.empty(), "choose-other-paper");
  offer(what.finished, "print-unfinished");
  const bool of_length = what.impressions_over || of_sheets || what.price_over;
  offer(of_length && print.settings.copies > 1, "fewer-copies");
  offer(of_length && many_sides, "choose-other-pages");
  offer(!rule.when.says_nothing() || what.sheets_of_day_over, "print-at-other-time");
  offer(!rule.where.says_nothing() || what.price_over, "choose-other-printer");
  offer(true, "choose-other-purpose");
  return ways;
}

}  // namespace tsuke::rules
