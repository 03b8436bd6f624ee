// Prints that several payers share.
#include "commands.h"
#include "flow/offer.h"
#include "flow/shares.h"

namespace tsuke::scenarios {

namespace {

using store::Transaction;

// {mika/a 70 mika/own 30 | none}, percent or copies
Result<flow::Split> take_split(World& world, Words& words) {
  flow::Split split;
  if (words.accept("none")) return split;
  while (!words.empty()) {
    if (words.accept("copies")) {
      split.unit = flow::Split::Unit::copies;
      continue;
    }
    const PurposeId part = TRY(world.purposes.at(TRY(words.take("a purpose"))));
    split.parts.push_back({part, TRY(words.take_number("a part"))});
  }
  return split;
}

// share <purpose> <purpose> <part> <purpose> <part> … [copies] | none
Result<std::string> share(World& world, Words& words) {
  const std::string name = TRY(words.take("a purpose"));
  const PersonId person = TRY(world.people.at(name.substr(0, name.find('/'))));
  const PurposeId purpose = TRY(world.purposes.at(name));
  const flow::Split split = TRY(take_split(world, words));
  TRY(world.write<void>([&](Transaction& in) { return flow::split_purpose(in, person, purpose, split); }));
  return "shared"s;
}

// share-job <job> <purpose> <part> <purpose> <part> … [copies] | none
Result<std::string> share_job(World& world, Words& words) {
  const JobId job = TRY(world.jobs.at(TRY(words.take("a job")))).id;
  const flow::Split split = TRY(take_split(world, words));
  TRY(world.write<void>([&](Transaction& in) -> Result<void> {
    return flow::split_job(in, TRY(flow::job(in, job)).person, job, split);
  }));
  return "shared"s;
}

// parts <job> <printer>: "company-a 70 % 84, mika 30 % 36 (budget-exceeded)": before anything is released
Result<std::string> parts(World& world, Words& words) {
  const JobId job = TRY(world.jobs.at(TRY(words.take("a job")))).id;
  const PrinterId at = TRY(world.printers.at(TRY(words.take("a printer"))));
  return world.read<std::string>([&](store::Reader& in) -> Result<std::string> {
    const registry::Printer printer = TRY(registry::printer(in, at));
    const flow::Offer offer = TRY(flow::make_offer(in, TRY(flow::job(in, job)), printer, world.now()));
    std::string text;
    for (const flow::OfferShare& share : offer.shares) {
      text += (text.empty() ? "" : ", ") + share.purpose.payer_name + " " +
              flow::part_text(offer.split.unit, share.weight, offer.split.total()) + " " +
              yen_text(share.amount.value_or(Money{}));
      for (const rules::Reason& reason : share.decision.reasons) text += " " + reason.code;
    }
    return text;
  });
}

// shares <job>: what each was charged, and who has paid
Result<std::string> ask_shares(World& world, Words& words) {
  const JobId job = TRY(world.jobs.at(TRY(words.take("a job")))).id;
  return world.read<std::string>([&](store::Reader& in) -> Result<std::string> {
    const auto charge = TRY(flow::charge_of(in, job));
    if (!charge) return "none"s;
    std::string text;
    for (const flow::ChargeShare& share : TRY(flow::shares_of(in, *charge)))
      text += (text.empty() ? "" : ", ") + share.payer_name + " " + yen_text(share.owed()) +
              (share.paid_by.exists() ? " paid" : "");
    return text.empty() ? "none"s : text;
  });
}

}  // namespace

Commands sharing_commands() {
  return {{"share", share}, {"share-job", share_job}, {"parts", parts}, {"shares", ask_shares}};
}

}  // namespace tsuke::scenarios
