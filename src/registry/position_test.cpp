#include "registry/position.h"

#include <gtest/gtest.h>

#include "registry/favourites.h"
#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

constexpr Position tokyo{35'681'236, 139'767'125}, shibuya{35'658'034, 139'701'636}, osaka{34'702'485, 135'495'951},
    greenwich{51'477'928, 0}, fiji_east{-17'000'000, 179'990'000}, fiji_west{-17'000'000, -179'990'000},
    north_pole{90'000'000, 0}, south_pole{-90'000'000, 77'000'000};

void expect_near(std::int64_t distance, std::int64_t wanted, std::int64_t percent) {
  EXPECT_LE(distance, wanted + wanted * percent / 100);
  EXPECT_GE(distance, wanted - wanted * percent / 100);
}

// The wanted distances are those of the ellipsoid.
TEST(Position, DistancesAreThoseOfTheMap) {
  expect_near(distance_m(tokyo, shibuya), 6'460, 1);
  expect_near(distance_m(tokyo, osaka), 403'300, 1);
  expect_near(distance_m(tokyo, greenwich), 9'590'000, 1);
  expect_near(distance_m(north_pole, south_pole), 20'004'000, 1);
  expect_near(distance_m(fiji_east, fiji_west), 2'129, 1);
  EXPECT_EQ(distance_m(tokyo, tokyo), 0);
}

TEST(Position, AFewStepsAreAFewStepsAndTheSameBothWays) {
  for (const std::int64_t step : {100, 1'000, 10'000, 100'000}) {
    const Position north{tokyo.latitude_e6 + step, tokyo.longitude_e6};
    expect_near(distance_m(tokyo, north), step * 1112 / 10'000, 5);
    EXPECT_EQ(distance_m(tokyo, north), distance_m(north, tokyo));
  }
}

TEST(Position, NothingOutsideTheEarthIsTaken) {
  EXPECT_TRUE(check_position({}).ok());
  EXPECT_TRUE(check_position(Position{-90'000'000, 180'000'000}).ok());
  for (const Position wrong : {Position{90'000'001, 0}, Position{0, -180'000'001}, Position{INT64_MIN, INT64_MAX}})
    EXPECT_EQ(check_position(wrong).error().code, "bad-position");
}

class PlacesTest : public RegistryCase {
 protected:
  PersonId mika = make_person(*store, "mika");
  PersonId ken = make_person(*store, "ken");
  OrganisationId shop = make_organisation(*store, "Shop", mika);
  PrinterId printer = make_printer(*store, "Front desk", shop, SiteKind::store);
  PrinterId other = make_printer(*store, "Back office", shop, SiteKind::office);
  SiteId site_id = read(registry::printer, printer).value().site;
};
TSUKE_ON_EVERY_DATABASE(PlacesTest);

TEST_P(PlacesTest, ASiteIsWhereItsProviderSays) {
  EXPECT_FALSE(read(site, site_id).value().position);
  EXPECT_TRUE(write(set_position, site_id, std::optional(tokyo)).ok());
  EXPECT_EQ(read(site, site_id).value().position, tokyo);
  EXPECT_TRUE(write(set_position, site_id, std::optional<Position>{}).ok());
  EXPECT_FALSE(read(site, site_id).value().position);
  EXPECT_EQ(write(set_position, site_id, std::optional(Position{0, 200'000'000})).error().code, "bad-position");
  EXPECT_EQ(write(set_position, SiteId{1}, std::optional(tokyo)).error().code, "no-such-site");
}

TEST_P(PlacesTest, AStarIsOnesOwn) {
  EXPECT_TRUE(write(add_favourite, mika, printer).ok());
  EXPECT_TRUE(write(add_favourite, mika, printer).ok());
  EXPECT_TRUE(write(add_favourite, mika, other).ok());
  EXPECT_EQ(read(favourites, mika).value(), (std::set{printer, other}));
  EXPECT_TRUE(read(favourites, ken).value().empty());
  EXPECT_TRUE(write(remove_favourite, mika, printer).ok());
  EXPECT_TRUE(write(remove_favourite, mika, printer).ok());
  EXPECT_EQ(read(favourites, mika).value(), std::set{other});
  EXPECT_EQ(write(add_favourite, mika, PrinterId{1}).error().code, "no-such-printer");
}

}  // namespace
}  // namespace tsuke::registry
