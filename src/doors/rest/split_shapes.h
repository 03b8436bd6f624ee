// What several payers share, as JSON: for the eyes of the person who prints.
#pragma once

#include "doors/rest/endpoint.h"
#include "flow/offer.h"
#include "flow/shares.h"

namespace tsuke::doors {

// {"by":"percent","parts":[{"purpose":{"id","name"},"payer":{…},"weight":70,"share":"70 %","membership_ended":false}]};
// null without parts.
Result<Json> split_json(store::Reader& in, const flow::Split& split);
Result<flow::Split> split_from(const Json& body);  // malformed ("bad-split", and as members are read)

// The tax to be expected on that price on the payer's own document: a person's prices have it in them. Null where the
// rate is not known.
Json expected_tax_json(Money price, bool is_private, Instant now);
// Who would pay what, with which tax, and what each says to it:
// [{…, "amount":Money,"expected_tax":{…},"permitted":true,"reasons":[…]}].
Json offer_shares_json(const flow::Split& split, const std::vector<flow::OfferShare>& shares, const Call& call);
// Who was charged what: [{"payer","purpose","share","authorised","captured","refunded","paid"}].
Json charge_shares_json(const std::vector<flow::ChargeShare>& shares);

}  // namespace tsuke::doors
