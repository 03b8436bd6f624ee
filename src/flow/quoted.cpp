#include "flow/quoted.h"

#include <array>
#include <charconv>

#include "base/bytes.h"
#include "base/hmac.h"

namespace tsuke::flow {

namespace {

using store::Query;

// quote   = "1" "." job "." printer "." tariff "." fee-plan "." amount "." currency "." until "." digest "." signature
//   job … until = decimal digits; amount in minor units, until in microseconds since 1970
//   digest, signature = base64url; the signature is over all before its dot
constexpr std::string_view format = "1";
constexpr std::size_t field_count = 9;  // before the signature
constexpr std::size_t token_bytes_max = 400;

constexpr Query signing_key{"quote_signing_key", "SELECT secret FROM quote_key WHERE id = 1"};

struct Terms {
  JobId job;
  PrinterId printer;
  PriceVersions versions;
  Money cap;
  Instant valid_until{};
  std::string digest;
};

Result<std::string> signature_of(store::Reader& in, std::string_view text) {
  const auto key =
      TRY(in.find<std::string>(signing_key, {}, [](const store::Row& row) -> std::string { return row.blob(0); }));
  if (!key || key->empty()) return Error{Reason::internal, "no-quote-key", "the key for quotes is missing"};
  return to_base64url(hmac_sha256(*key, "tsuke quote\n" + std::string(text)));
}

// All that the price was made of, beside the versions; and who is to pay it.
Result<std::string> digest_of(store::Reader& in, const Job& job, const Offer& offer) {
  const registry::Purpose purpose = TRY(registry::purpose(in, job.purpose));
  std::string shared = std::string(to_string(offer.split.unit));
  for (const OfferShare& share : offer.shares)
    shared += " " + registry::payer_key(share.purpose.payer) + " " + to_string(share.purpose.id) + " " +
              std::to_string(share.weight);
  // Whether anything is charged, and by whose word not.
  for (const registry::Trial& trial : offer.trials) shared += " trial " + to_string(trial.id);
  const std::string basis = to_string(purpose.id) + "\n" + registry::payer_key(purpose.payer) + "\n" +
                            registry::to_json(job.settings).dump() + "\n" + registry::to_json(offer.settings).dump() +
                            "\n" + std::to_string(job.pages) + "\n" + job.page_list + "\n" + shared;
  return to_base64url(sha256(basis));
}

std::string to_text(const Terms& terms) {
  std::string text(format);
  for (const std::int64_t number : {terms.job.value, terms.printer.value, terms.versions.tariff.value,
                                    terms.versions.fee_plan.value, terms.cap.amount_minor})
    text += "." + std::to_string(number);
  return text + "." + std::string(terms.cap.currency.view()) + "." + std::to_string(terms.valid_until.micros) + "." +
         terms.digest;
}

Error bad_quote() {
  return {Reason::malformed, "bad-quote", "send as quote what the prices for this job at this printer gave"};
}

// Only what we have signed is read.
Result<Terms> terms_from(std::string_view signed_text) {
  std::array<std::string_view, field_count> fields;
  std::size_t count = 0;
  for (std::string_view rest = signed_text; count < field_count; ++count) {
    const std::size_t dot = std::min(rest.find('.'), rest.size());
    fields[count] = rest.substr(0, dot);
    rest.remove_prefix(std::min(dot + 1, rest.size()));
  }
  const auto number = [&](std::size_t field) {
    std::int64_t value = 0;
    std::from_chars(fields[field].data(), fields[field].data() + fields[field].size(), value);
    return value;
  };
  const Currency currency = TRY(Currency::parse(fields[6]));
  return Terms{{number(1)},           {number(2)}, {{number(3)}, {number(4)}},
               {number(5), currency}, {number(7)}, std::string(fields[8])};
}

Result<Terms> checked_terms(store::Reader& in, std::string_view token) {
  const std::size_t last_dot = token.rfind('.');
  if (token.size() > token_bytes_max || last_dot == std::string_view::npos) return bad_quote();
  const std::string_view text = token.substr(0, last_dot);
  const std::string signature = TRY(signature_of(in, text));
  if (!equal_in_constant_time(signature, token.substr(last_dot + 1))) return bad_quote();
  return terms_from(text);
}

}  // namespace

Result<std::optional<QuotedPrice>> quoted(store::Reader& in, const Job& job, const Offer& offer, Instant now) {
  if (!offer.quote || !offer.printer || !job.purpose.exists()) return std::optional<QuotedPrice>{};
  const std::string digest = TRY(digest_of(in, job, offer));
  const Terms terms{job.id, offer.printer->id, {offer.tariff, offer.fee_plan}, offer.quote->total(), now + quote_lasts,
                    digest};
  const std::string text = to_text(terms);
  const std::string signature = TRY(signature_of(in, text));
  return std::optional<QuotedPrice>{QuotedPrice{text + "." + signature, terms.valid_until}};
}

Result<Offer> make_quoted_offer(store::Reader& in, const Job& job, const registry::Printer& printer, Instant now,
                                std::string_view token, PersonId by) {
  const Terms terms = TRY(checked_terms(in, token));
  if (terms.job != job.id || terms.printer != printer.id) return bad_quote();
  if (now > terms.valid_until)
    return Error{Reason::conflict, "quote-expired", "this price was good for 15 minutes; look at the prices again"};
  const Error changed{Reason::conflict, "quote-void",
                      "the job or the printer has changed since this price was given; look at the prices again"};
  if (!job.purpose.exists()) return changed;
  Offer offer = TRY(make_offer(in, job, printer, now, terms.versions, by));
  if (TRY(digest_of(in, job, offer)) != terms.digest) return changed;
  // The same versions and the same pages give the same price; were it ever another, nobody pays more than was said.
  if (offer.quote && offer.quote->total() > terms.cap) return changed;
  return offer;
}

}  // namespace tsuke::flow
