// What several payers share, as JSON: for the eyes of the person who prints.
#pragma once

#include "doors/rest/endpoint.h"
#include "flow/offer.h"
#include "flow/shares.h"

namespace tsuke::doors {

// {"by":"percent","parts":[{"purpose":{"id","name"},"payer":{…},"weight":70,"share":"70 %","membership_ended":false}]}; null without parts.
Result<Json> split_json(store::Reader& in, const flow::Split& split);
Result<flow::Split> split_from(const Json& body);  // malformed ("bad-split", and as members are read)

// Who would pay what, and what each says to it: [{…, "amount":Money,"permitted":true,"reasons":[…]}].
Json offer_shares_json(const flow::Split& split, const std::vector<flow::OfferShare>& shares, Language language);
// Who was charged what: [{"payer","purpose","share","authorised","captured","refunded","paid"}].
Json charge_shares_json(const std::vector<flow::ChargeShare>& shares);

}  // namespace tsuke::doors
