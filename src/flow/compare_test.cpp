#include "flow/compare.h"

#include "flow/test_flow.h"
#include "registry/favourites.h"

namespace tsuke::flow {
namespace {

constexpr registry::Position shibuya{35'658'034, 139'701'636}, tokyo{35'681'236, 139'767'125};

class CompareTest : public testing::TestWithParam<std::string> {
 protected:
  CompareTest() {
    job.id = new_id<JobId>();
    job.person = house.mika;
    job.purpose = house.purpose;
    job.document = DocumentState::ready;
    job.pages = 2;
  }
  void place(PrinterId at, const registry::Position& position) {
    ASSERT_TRUE(house.store
                    ->write<void>([&](store::Transaction& in) -> Result<void> {
                      const SiteId site = TRY(registry::printer(in, at)).site;
                      return registry::set_position(in, site, position);
                    })
                    .ok());
  }
  void raise_price(PrinterId at) {
    rules::TariffLine line;
    line.per_impression = {90'000};
    house.done(house.write<TariffId>([&](store::Transaction& in) {
      return rules::publish_tariff(in, at, house.now(), rules::Tariff::create(yen, {line}).take(), house.now());
    }));
  }
  std::vector<PrinterId> printers(const Comparison& comparison) {
    std::vector<PrinterId> order;
    for (const ComparedOffer& compared : house.done(house.read<std::vector<ComparedOffer>>(
             [&](store::Reader& in) { return compare_offers(in, job, comparison, house.now()); })))
      order.push_back(compared.offer.printer->id);
    return order;
  }

  TestFlow house{GetParam()};
  Job job;
  const std::vector<PrinterId> hall_first{house.printer, house.other_printer},
      lobby_first{house.other_printer, house.printer};
};
INSTANTIATE_TEST_SUITE_P(Databases, CompareTest, testing::ValuesIn(store::test_databases()), store::database_name);

TEST_P(CompareTest, TheCheapestTheNearestOrTheFavouriteComesFirst) {
  EXPECT_EQ(printers({}), hall_first);
  raise_price(house.printer);
  EXPECT_EQ(printers({OfferOrder::price, {}, {}}), lobby_first);
  EXPECT_EQ(printers({OfferOrder::distance, tokyo, {}}), hall_first);  // nowhere in particular: as they are listed
  place(house.other_printer, shibuya);
  EXPECT_EQ(printers({OfferOrder::distance, tokyo, {}}), lobby_first);
  place(house.printer, tokyo);
  EXPECT_EQ(printers({OfferOrder::distance, tokyo, {}}), hall_first);
  EXPECT_EQ(printers({OfferOrder::as_listed, tokyo, 1000}), std::vector{house.printer});
  ASSERT_TRUE(
      house.store
          ->write<void>([&](store::Transaction& in) { return registry::add_favourite(in, house.mika, house.printer); })
          .ok());
  EXPECT_EQ(printers({OfferOrder::favourites, {}, {}}), hall_first);
}

TEST_P(CompareTest, OnlyWhatIsAskedForIsLeft) {
  Comparison ready, able, permitted, favourites;
  ready.only_ready = able.only_able = permitted.only_permitted = favourites.only_favourites = true;
  EXPECT_EQ(printers(ready), hall_first);
  house.tamper(("UPDATE printer SET state = 'stopped' WHERE id = " + to_string(house.printer)).c_str());
  EXPECT_EQ(printers(ready), std::vector{house.other_printer});
  EXPECT_EQ(printers(permitted), hall_first);  // a stopped one may be let go at, and prints when it goes on
  EXPECT_TRUE(printers(favourites).empty());
  job.settings.finishings = {"staple"};
  EXPECT_TRUE(printers(able).empty());
}

}  // namespace
}  // namespace tsuke::flow
