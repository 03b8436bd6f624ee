#include "registry/resources.h"

#include <algorithm>

#include "registry/system.h"
#include "registry/system_events.h"
#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class ResourcesTest : public RegistryCase {
 protected:
  const OrganisationId shop = make_organisation(*store, "Shop", make_person(*store, "admin-s"));
  const ProviderId provider = make_provider(*store, "Shop", shop);
  const PrinterId front = make_printer(*store, "Front desk", provider, SiteKind::store);
  const PurposeId purpose = make_purpose(*store, make_person(*store, "mika"), "At home");
  const PrinterRef at_front{{}, front}, at_home{purpose, {}};

  Resource wished(const std::string& name) {
    Resource resource;
    resource.provider = provider;
    resource.type = "static-image";
    resource.name = name;
    return resource;
  }
  Resource create(const Resource& wish) { return write(create_resource, wish, now).value(); }
  Resource installed(const std::string& name) {
    const Resource made = create(wished(name));
    EXPECT_TRUE(write(give_resource_data, made.number, ResourceData{"image/png", "at " + name, 1500}, now).ok());
    return write(install_resource, made.number, now).value();
  }
  Resource look(int number) { return read(resource, number).value(); }
  std::vector<std::string> live() { return read(live_resource_data).value(); }
  std::vector<std::string> words_told(std::int64_t after) {
    const std::string audience[] = {system_audience};
    std::vector<std::string> words;
    const std::vector<store::Event> told = store->events_after(after, audience, 100).take();
    for (const store::Event& event : told) words.push_back(parse_system_event(event.payload).value().word);
    return words;
  }
};

TEST_P(ResourcesTest, OneLivesFromPendingToCanceled) {
  const std::int64_t before = store->last_event().value();
  const Resource made = create(wished("Logo"));
  EXPECT_EQ(made.state, ResourceState::pending);
  EXPECT_TRUE(made.uuid.starts_with("urn:uuid:"));
  const Resource given =
      write(give_resource_data, made.number, ResourceData{"image/png", "segment 7", 1500}, now).value();
  EXPECT_EQ(given.state, ResourceState::available);
  EXPECT_EQ(given.size_bytes, 1500);
  EXPECT_EQ(live(), std::vector<std::string>{"segment 7"});
  EXPECT_EQ(write(install_resource, made.number, now + seconds(1)).value().installed_at, now + seconds(1));
  const Cancelled gone = write(cancel_resource, made.number, now + seconds(2)).value();
  EXPECT_EQ(gone.freed, "segment 7");
  EXPECT_EQ(look(made.number).state, ResourceState::canceled);
  EXPECT_EQ(look(made.number).ended_at, now + seconds(2));
  EXPECT_TRUE(live().empty());
  EXPECT_EQ(write(cancel_resource, made.number, now).value().freed, "");  // once is enough
  EXPECT_EQ(words_told(before), (std::vector<std::string>{"resource-created", "resource-state-changed",
                                                          "resource-installed", "resource-canceled"}));
}

TEST_P(ResourcesTest, EachStepHasItsState) {
  const Resource made = create(wished("Logo"));
  EXPECT_EQ(code_of(write(install_resource, made.number, now)), "bad-resource-state");
  EXPECT_EQ(code_of(write(allocate_resource, made.number, at_front)), "bad-resource-state");
  const ResourceData data{"image/png", "segment 7", 9};
  EXPECT_TRUE(write(give_resource_data, made.number, data, now).ok());
  EXPECT_EQ(code_of(write(give_resource_data, made.number, data, now)), "bad-resource-state");
  EXPECT_EQ(code_of(write(abort_resource, made.number, "late", now)), "bad-resource-state");
  EXPECT_TRUE(write(install_resource, made.number, now).ok());
  EXPECT_EQ(write(install_resource, made.number, now + seconds(5)).value().installed_at, now);  // again: nothing new
  EXPECT_TRUE(write(cancel_resource, made.number, now).ok());
  for (const std::string& code :
       {code_of(write(install_resource, made.number, now)), code_of(write(allocate_resource, made.number, at_front)),
        code_of(write(change_resource, made.number, ResourceChange{"New", {}, {}}))})
    EXPECT_EQ(code, "bad-resource-state");
  EXPECT_EQ(code_of(write(install_resource, made.number + 1, now)), "no-such-resource");
}

TEST_P(ResourcesTest, DataThatAreWrongAbortIt) {
  const Resource made = create(wished("Logo"));
  EXPECT_TRUE(write(abort_resource, made.number, "no PNG", now).ok());
  EXPECT_EQ(look(made.number).state, ResourceState::aborted);
  EXPECT_EQ(look(made.number).message, "no PNG");
  EXPECT_EQ(code_of(write(cancel_resource, made.number, now)), "bad-resource-state");
}

TEST_P(ResourcesTest, OneInUseEndsWhenTheLastPrinterLetsGo) {
  const Resource logo = installed("Logo");
  for (int again = 0; again < 2; ++again) {
    EXPECT_TRUE(write(allocate_resource, logo.number, at_front).ok());
    EXPECT_TRUE(write(allocate_resource, logo.number, at_home).ok());
  }
  EXPECT_EQ(look(logo.number).uses, 2);
  EXPECT_EQ(write(cancel_resource, logo.number, now).value().freed, "");
  EXPECT_EQ(look(logo.number).state, ResourceState::installed);
  EXPECT_TRUE(look(logo.number).cancel_asked);
  EXPECT_EQ(code_of(write(allocate_resource, logo.number, at_front)), "bad-resource-state");
  EXPECT_EQ(write(deallocate_resource, logo.number, at_front, now).value().freed, "");
  EXPECT_EQ(code_of(write(deallocate_resource, logo.number, at_front, now)), "not-allocated");
  EXPECT_EQ(write(deallocate_all, at_home, now).value(), std::vector<std::string>{"at Logo"});
  EXPECT_EQ(look(logo.number).state, ResourceState::canceled);
}

TEST_P(ResourcesTest, APrinterKnowsWhatItHas) {
  const Resource logo = installed("Logo"), other = installed("Other");
  EXPECT_TRUE(write(allocate_resource, logo.number, at_front).ok());
  EXPECT_EQ(read(resources_at, at_front).value().size(), 1u);
  EXPECT_EQ(read(resources_at, at_front).value().front().number, logo.number);
  EXPECT_TRUE(read(resources_at, at_home).value().empty());
  EXPECT_NE(other.number, logo.number);
  EXPECT_EQ(read(resource_by_uuid, other.uuid).value()->number, other.number);
}

TEST_P(ResourcesTest, TextsAreChecked) {
  Resource type = wished("Logo");
  type.type = "executable-firmware";
  Resource language = wished("Words");
  language.language = "English!";
  Resource info = wished("Logo");
  info.info = std::string(128, 'x');
  for (const Resource& wrong : {type, language, info, wished(""), wished("a\nb"), wished("a\u202Eb")})
    EXPECT_EQ(code_of(write(create_resource, wrong, now)), "bad-resource");
  const Resource made = create(wished("Logo"));
  EXPECT_EQ(code_of(write(change_resource, made.number, ResourceChange{"", {}, {}})), "bad-resource");
  EXPECT_EQ(write(change_resource, made.number, ResourceChange{"New", "Of the shop", "2"}).value().info, "Of the shop");
}

TEST_P(ResourcesTest, AnOwnerHasABoundedNumberAndItsOwnOnes) {
  for (int i = 0; i < resources_max; ++i) create(wished("Logo"));
  EXPECT_EQ(code_of(write(create_resource, wished("One more"), now)), "too-many-resources");
  Resource of_system = wished("Words");
  of_system.provider = {};
  const Resource made = create(of_system);  // another owner has room
  EXPECT_EQ(read(resources_of, ProviderId{}).value().size(), 1u);
  EXPECT_EQ(read(resources_of, provider).value().size(), static_cast<std::size_t>(resources_max));
  const int first = read(resources_of, provider).value().front().number;
  EXPECT_TRUE(write(cancel_resource, first, now).ok());
  EXPECT_EQ(create(wished("One more")).number, made.number + 1);
  // A day later the ended one is forgotten, and its number is not used again.
  EXPECT_TRUE(write(cancel_resource, first + 1, now).ok());
  EXPECT_EQ(write(create_resource, wished("Next day"), now + hours(25)).value().number, made.number + 2);
  EXPECT_EQ(code_of(read(resource, first)), "no-such-resource");
}

TSUKE_ON_EVERY_DATABASE(ResourcesTest);

}  // namespace
}  // namespace tsuke::registry
