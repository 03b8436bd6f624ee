#include "doors/rest/print_log_columns.h"

#include "base/zoned_time.h"

namespace tsuke::doors {

namespace {

using flow::LogRow;

constexpr unsigned person = 1, payer = 2, provider = 4, operating = 8, paying = person | payer,
                   contract = provider | operating, everybody = paying | contract;

unsigned bit_of(LogEyes eyes) {
  switch (eyes) {
    case LogEyes::person: return person;
    case LogEyes::payer: return payer;
    case LogEyes::provider: return provider;
    case LogEyes::operating: return operating;
  }
  return 0;
}

CsvCell number(std::int64_t value) { return {std::to_string(value), true}; }

// "12.34" of 1234 cents, "1234" of as many yen.
CsvCell major_units(Money amount) {
  const bool negative = amount.amount_minor < 0;
  std::string digits = std::to_string(amount.amount_minor).substr(negative ? 1 : 0);
  const auto places = static_cast<std::size_t>(amount.currency.exponent());
  if (places > 0) {
    if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
    digits.insert(digits.size() - places, ".");
  }
  return {(negative ? "-" : "") + digits, true};
}

CsvCell major_units(const std::optional<Money>& amount) { return amount ? major_units(*amount) : CsvCell{}; }
CsvCell minor_units(const std::optional<Money>& amount) { return amount ? number(amount->amount_minor) : CsvCell{}; }

CsvCell time_cell(Instant at, std::string_view zone) {
  if (at.micros == 0) return {};
  return {to_rfc3339_in(at, zone).take()};
}

std::optional<Money> share_of(const LogRow& row) {
  return row.commission ? std::optional(row.device_fee - *row.commission) : std::nullopt;
}

// "Company A 70 %; Mika 30 %", where several pay.
std::string payers_of(const LogRow& row) {
  if (row.shares.empty()) return row.payer_name;
  std::string names;
  for (const flow::LogShare& share : row.shares)
    names += (names.empty() ? "" : "; ") + share.payer_name + " " + share.share;
  return names;
}

// Of what is metered in a trial, nobody pays anything.
std::string payment_of(const LogRow& row) {
  if (row.would_be) return "metered";
  return row.paid ? "paid" : "unpaid";
}

struct Column {
  unsigned readers;
  std::string_view english, japanese;
  CsvCell (*cell)(const LogRow& row, std::string_view zone);
};

using View = std::string_view;
const Column columns[] = {
    {everybody, "Released", "印刷開始", [](const LogRow& r, View zone) { return time_cell(r.released_at, zone); }},
    {everybody, "Settled", "確定", [](const LogRow& r, View zone) { return time_cell(r.settled_at, zone); }},
    {paying, "Document", "文書名", [](const LogRow& r, View) { return CsvCell{r.title}; }},
    {paying, "Purpose", "用途", [](const LogRow& r, View) { return CsvCell{r.purpose_name}; }},
    {person | operating, "Payer", "課金先", [](const LogRow& r, View) { return CsvCell{payers_of(r)}; }},
    {payer, "Your share", "貴社の負担", [](const LogRow& r, View) { return CsvCell{r.share}; }},
    {paying | operating, "Person", "利用者", [](const LogRow& r, View) { return CsvCell{r.person_name}; }},
    {paying | operating, "Released by", "操作",
     [](const LogRow& r, View) {
       return CsvCell{r.at_once ? "at-once" : r.released_by.exists() ? "delegate" : "person"};
     }},
    {paying | operating, "Provider", "提供元", [](const LogRow& r, View) { return CsvCell{r.provider_name}; }},
    {everybody, "Site", "場所", [](const LogRow& r, View) { return CsvCell{r.site_name}; }},
    {everybody, "Printer", "プリンター", [](const LogRow& r, View) { return CsvCell{r.printer_name}; }},
    {everybody, "Monochrome sides asked for", "依頼面数（白黒）",
     [](const LogRow& r, View) { return number(r.asked.monochrome_impressions); }},
    {everybody, "Colour sides asked for", "依頼面数（カラー）",
     [](const LogRow& r, View) { return number(r.asked.color_impressions); }},
    {everybody, "Sheets asked for", "依頼枚数", [](const LogRow& r, View) { return number(r.asked.sheets); }},
    {everybody, "Monochrome sides printed", "印刷面数（白黒）",
     [](const LogRow& r, View) { return number(r.printed.monochrome_impressions); }},
    {everybody, "Colour sides printed", "印刷面数（カラー）",
     [](const LogRow& r, View) { return number(r.printed.color_impressions); }},
    {everybody, "Sheets printed", "印刷枚数", [](const LogRow& r, View) { return number(r.printed.sheets); }},
    {everybody, "Paper", "用紙", [](const LogRow& r, View) { return CsvCell{r.media}; }},
    {everybody, "Sides", "両面", [](const LogRow& r, View) { return CsvCell{std::string(to_keyword(r.sides))}; }},
    {everybody, "Result", "結果", [](const LogRow& r, View) { return CsvCell{std::string(to_string(r.result))}; }},
    {everybody, "Currency", "通貨",
     [](const LogRow& r, View) { return CsvCell{std::string(r.device_fee.currency.view())}; }},
    {everybody, "Device fee", "機器利用料", [](const LogRow& r, View) { return major_units(r.device_fee); }},
    {paying | operating, "Service fee", "サービス料", [](const LogRow& r, View) { return major_units(r.service_fee); }},
    {paying | operating, "Total", "合計", [](const LogRow& r, View) { return major_units(r.total); }},
    {contract, "Commission", "手数料", [](const LogRow& r, View) { return major_units(r.commission); }},
    {contract, "Provider's share", "提供元の取り分", [](const LogRow& r, View) { return major_units(share_of(r)); }},
    {everybody, "Device fee (minor units)", "機器利用料（補助単位）",
     [](const LogRow& r, View) { return minor_units(r.device_fee); }},
    {paying | operating, "Service fee (minor units)", "サービス料（補助単位）",
     [](const LogRow& r, View) { return minor_units(r.service_fee); }},
    {paying | operating, "Total (minor units)", "合計（補助単位）",
     [](const LogRow& r, View) { return minor_units(r.total); }},
    {contract, "Commission (minor units)", "手数料（補助単位）",
     [](const LogRow& r, View) { return minor_units(r.commission); }},
    {contract, "Provider's share (minor units)", "提供元の取り分（補助単位）",
     [](const LogRow& r, View) { return minor_units(share_of(r)); }},
    {everybody, "Payment", "支払い", [](const LogRow& r, View) { return CsvCell{payment_of(r)}; }},
    {everybody, "Job", "ジョブ", [](const LogRow& r, View) { return number(r.job.value); }},
    {paying | operating, "Delegate who released", "印刷した代理",
     [](const LogRow& r, View) { return CsvCell{r.released_by_name}; }},
    {paying | operating, "Delegate who submitted", "提出した代理",
     [](const LogRow& r, View) { return CsvCell{r.submitted_by_name}; }},
    {paying, "Comment", "コメント", [](const LogRow& r, View) { return CsvCell{r.comment}; }},
    {contract, "Device fee given back", "返金（機器利用料）",
     [](const LogRow& r, View) { return major_units(r.refunded.device_fee); }},
    {paying | operating, "Given back", "返金", [](const LogRow& r, View) { return major_units(r.refunded.total); }},
    {paying | operating, "Net", "返金後の合計", [](const LogRow& r, View) { return major_units(r.net()); }},
    {contract, "Provider's share, net", "返金後の提供元の取り分",
     [](const LogRow& r, View) { return major_units(r.provider_net()); }},
    {contract, "Device fee given back (minor units)", "返金（機器利用料、補助単位）",
     [](const LogRow& r, View) { return minor_units(r.refunded.device_fee); }},
    {paying | operating, "Given back (minor units)", "返金（補助単位）",
     [](const LogRow& r, View) { return minor_units(r.refunded.total); }},
    {paying | operating, "Net (minor units)", "返金後の合計（補助単位）",
     [](const LogRow& r, View) { return minor_units(r.net()); }},
    {contract, "Provider's share, net (minor units)", "返金後の提供元の取り分（補助単位）",
     [](const LogRow& r, View) { return minor_units(r.provider_net()); }},
    {paying | operating, "Reassigned", "付け替え",
     [](const LogRow& r, View) { return CsvCell{r.reassigned ? "reassigned" : ""}; }},
    {everybody, "Would-be device fee", "試用でなければの機器利用料",
     [](const LogRow& r, View) { return r.would_be ? major_units(r.would_be->device_fee) : CsvCell{}; }},
    {paying | operating, "Would-be total", "試用でなければの合計",
     [](const LogRow& r, View) { return r.would_be ? major_units(r.would_be->total) : CsvCell{}; }},
    {contract, "Would-be commission", "試用でなければの手数料",
     [](const LogRow& r, View) { return r.would_be ? major_units(r.would_be->commission) : CsvCell{}; }},
};

}  // namespace

std::vector<CsvCell> log_headings(LogEyes eyes, Language language) {
  std::vector<CsvCell> cells;
  for (const Column& column : columns)
    if (column.readers & bit_of(eyes))
      cells.push_back({std::string(language == Language::japanese ? column.japanese : column.english)});
  return cells;
}

std::vector<CsvCell> log_cells(LogEyes eyes, const LogRow& row, std::string_view time_zone) {
  std::vector<CsvCell> cells;
  for (const Column& column : columns)
    if (column.readers & bit_of(eyes)) cells.push_back(column.cell(row, time_zone));
  return cells;
}

}  // namespace tsuke::doors
