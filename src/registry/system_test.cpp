#include "registry/system.h"

#include "registry/credentials.h"
#include "registry/enrolment.h"
#include "registry/printer_numbers.h"
#include "registry/printer_switches.h"
#include "registry/test_case.h"

namespace tsuke::registry {
namespace {

class SystemTest : public RegistryCase {
 protected:
  const PersonId mika = make_person(*store, "mika"), ken = make_person(*store, "ken");
  const OrganisationId shop = make_organisation(*store, "Shop", ken);
  const ProviderId provider = make_provider(*store, "Shop", shop);
  const PrinterId front = make_printer(*store, "Front desk", provider, SiteKind::store);

  System look() { return *read(find_system).value(); }
  void off(WhyOff why, bool wanted) { EXPECT_TRUE(write(set_off, front, why, wanted).ok()); }
  bool is_on() { return read(printer, front).value().switched_on; }
  std::string why() {
    std::string words;
    const std::vector<WhyOff> all = read(why_off, read(printer, front).value()).take();
    for (const WhyOff each : all) words += std::string(words.empty() ? "" : " ") + std::string(to_string(each));
    return words;
  }
  void switch_in_web_app(bool on) {
    EXPECT_TRUE(
        write(change_printer, front, std::optional<std::string>(), std::optional<bool>(on), std::optional<bool>())
            .ok());
  }
  std::string code() {
    Credential wish;
    wish.kind = CredentialKind::enrolment;
    wish.printer = front;
    return write(add_credential, wish, now).value().secret;
  }
};

TEST_P(SystemTest, ItsUuidStays) {
  EXPECT_FALSE(read(find_system).value().has_value());
  const System made = write(start_system, now).value();
  EXPECT_TRUE(made.uuid.starts_with("urn:uuid:"));
  EXPECT_EQ(write(start_system, now + hours(1)).value().uuid, made.uuid);
  EXPECT_EQ(look().config_changes, 0);
  EXPECT_EQ(look().config_changed_at, now);
}

TEST_P(SystemTest, ChangesAreKeptAndCounted) {
  SystemChange change;
  change.location = "Tokyo";
  change.geo_location = "geo:35.68,139.77";
  change.contact_name = "Help desk";
  EXPECT_TRUE(write(change_system, change, now).ok());
  change = {};
  change.name = "Print cloud";
  change.location = "";
  EXPECT_TRUE(write(change_system, change, now + seconds(3)).ok());
  const System system = look();
  EXPECT_EQ(system.name, "Print cloud");
  EXPECT_EQ(system.location, "");
  EXPECT_EQ(system.geo_location, "geo:35.68,139.77");
  EXPECT_EQ(system.contact_name, "Help desk");
  EXPECT_EQ(system.config_changes, 2);
  EXPECT_EQ(system.config_changed_at, now + seconds(3));
  change = {};
  change.name = "";  // back to what it was first
  EXPECT_TRUE(write(change_system, change, now).ok());
  EXPECT_EQ(look().name, "Tsuke");
}

TEST_P(SystemTest, BadTextsChangeNothing) {
  SystemChange change;
  for (const std::string& wrong : {std::string("a\nb"), std::string(128, 'x'), std::string("\xff")}) {
    change.name = wrong;
    EXPECT_EQ(code_of(write(change_system, change, now)), "bad-system-attribute");
  }
  change.name.reset();
  for (const char* wrong : {"Tokyo", "geo:35.68", "geo:35.68,x", "geo:1,2,3,4", "geo:,1"}) {
    change.geo_location = wrong;
    EXPECT_EQ(code_of(write(change_system, change, now)), "bad-system-attribute") << wrong;
  }
  EXPECT_TRUE(is_geo_uri("geo:46.4707,-80.9961") && is_geo_uri("geo:1,2,3;u=5"));
  EXPECT_FALSE(read(find_system).value().has_value());
}

TEST_P(SystemTest, APrinterIsOnWhenNoReasonIsLeft) {
  EXPECT_EQ(why(), "");
  off(WhyOff::paused, true);
  off(WhyOff::shutdown, true);
  EXPECT_FALSE(is_on());
  off(WhyOff::paused, false);
  EXPECT_FALSE(is_on());
  EXPECT_EQ(why(), "shutdown");
  off(WhyOff::shutdown, false);
  EXPECT_TRUE(is_on());
  off(WhyOff::disabled, false);  // it was not
  EXPECT_TRUE(is_on());
}

TEST_P(SystemTest, TheWebAppsSwitchIsOneOfThem) {
  switch_in_web_app(false);
  EXPECT_EQ(why(), "disabled");
  off(WhyOff::paused, true);
  off(WhyOff::paused, false);
  EXPECT_FALSE(is_on()) << "a pause that ends must not undo the switch";
  off(WhyOff::shutdown, true);
  switch_in_web_app(true);
  EXPECT_TRUE(is_on());
  EXPECT_EQ(why(), "");
}

TEST_P(SystemTest, ARemovedPrinterIsGoneForGoodButStaysOnRecord) {
  make_device(*store, front, now);
  EXPECT_TRUE(write(remove_printer, front).ok());
  EXPECT_TRUE(read(printers_of, provider).value().empty());
  EXPECT_TRUE(read(printers).value().empty());
  EXPECT_TRUE(read(printers_for, mika).value().empty());
  EXPECT_EQ(read(printer, front).value().name, "Front desk");
  EXPECT_FALSE(read(printer, front).value().enrolled);
  EXPECT_EQ(code_of(write(remove_printer, front)), "no-such-printer");
  EXPECT_EQ(code_of(write(set_off, front, WhyOff::disabled, false)), "no-such-printer");
  EXPECT_EQ(code_of(write(change_printer, front, std::optional<std::string>(), std::optional<bool>(true),
                          std::optional<bool>())),
            "no-such-printer");
}

TEST_P(SystemTest, NumbersAreAPersonsOwnAndStay) {
  const PurposeId first = make_purpose(*store, mika, "One"), second = make_purpose(*store, mika, "Two");
  EXPECT_EQ(write(number_printer, mika, PrinterRef{first, {}}).value(), 1);
  EXPECT_EQ(write(number_printer, mika, PrinterRef{{}, front}).value(), 2);
  EXPECT_EQ(write(number_printer, mika, PrinterRef{second, {}}).value(), 3);
  EXPECT_EQ(write(number_printer, mika, PrinterRef{{}, front}).value(), 2);
  EXPECT_EQ(write(number_printer, ken, PrinterRef{{}, front}).value(), 1);
  EXPECT_EQ(read(printer_numbers, mika).value().size(), 3u);
  EXPECT_EQ(read(printer_numbers, mika).value()[1].of, (PrinterRef{{}, front}));
}

TEST_P(SystemTest, DescriptionsAreReplacedAndChecked) {
  const PrinterRef ref{{}, front};
  EXPECT_FALSE(read(printer_description, ref).value().has_value());
  EXPECT_TRUE(write(describe_printer, ref, PrinterDescription{"Fast", "Hall", "geo:1,2"}).ok());
  EXPECT_TRUE(write(describe_printer, ref, PrinterDescription{"Slow", "", ""}).ok());
  EXPECT_EQ(read(printer_description, ref).value()->info, "Slow");
  EXPECT_EQ(read(printer_description, ref).value()->location, "");
  EXPECT_EQ(code_of(write(describe_printer, ref, PrinterDescription{"a\nb", "", ""})), "bad-description");
  EXPECT_EQ(code_of(write(describe_printer, ref, PrinterDescription{"", "", "Tokyo"})), "bad-description");
}

TEST_P(SystemTest, ADeviceMayBringItsOwnSecret) {
  const std::string secret = "correct horse battery staple 2026-11-26";
  EXPECT_EQ(code_of(write(enrol_with_secret, std::string_view("AAAA-BBBB"), secret, now)), "code-used-or-expired");
  const std::string first = code();
  EXPECT_EQ(code_of(write(enrol_with_secret, first, std::string_view("short"), now)), "weak-secret");
  EXPECT_EQ(write(enrol_with_secret, first, secret, now).value().printer, front);
  EXPECT_EQ(code_of(write(enrol_with_secret, first, secret, now)), "code-used-or-expired");
  EXPECT_EQ(read(find_credential, CredentialKind::device, secret, now).value()->printer, front);
  // One that is known already is refused, and the code stays good.
  const std::string second = code();
  EXPECT_EQ(code_of(write(enrol_with_secret, second, secret, now)), "secret-taken");
  EXPECT_TRUE(write(enrol_with_secret, second, secret + "!", now).ok());
  EXPECT_FALSE(read(find_credential, CredentialKind::device, secret, now).value().has_value())
      << "the earlier is revoked";
}

TEST_P(SystemTest, CodesAndStrongSecretsAreToldApart) {
  EXPECT_TRUE(looks_like_code("K7QF-9XWD") && looks_like_code("k7qf 9xwd"));
  EXPECT_FALSE(looks_like_code("K7QF-9XW") || looks_like_code("K7QF-9XW0") || looks_like_code(""));
  EXPECT_TRUE(is_strong_secret("0123456789abcdef0123456789abcdef"));
  EXPECT_FALSE(is_strong_secret(std::string(64, 'a')) || is_strong_secret("0123456789abcdef0123456789abcde"));
}

TSUKE_ON_EVERY_DATABASE(SystemTest);

}  // namespace
}  // namespace tsuke::registry
