#include "doors/setup/profile.h"

#include <algorithm>
#include <cctype>

#include "base/uuid_from.h"

namespace tsuke::doors {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else
      out.push_back(c);
  }
  return out;
}

// A <dict>, member by member.
class Dictionary {
 public:
  Dictionary& text(const char* key, std::string_view value) {
    return member(key, "<string>" + escaped(value) + "</string>");
  }
  Dictionary& integer(const char* key, int value) {
    return member(key, "<integer>" + std::to_string(value) + "</integer>");
  }
  Dictionary& boolean(const char* key, bool value) { return member(key, value ? "<true/>" : "<false/>"); }
  // An array with this one in it.
  Dictionary& array(const char* key, const Dictionary& only) {
    return member(key, "<array>\n" + only.xml() + "\n</array>");
  }
  std::string xml() const { return "<dict>\n" + members_ + "</dict>"; }

 private:
  Dictionary& member(const char* key, const std::string& value) {
    members_ += "<key>" + std::string(key) + "</key>" + value + "\n";
    return *this;
  }
  std::string members_;
};

// "print.example.com" as "com.example.print": identifiers are written from the right.
std::string reversed(std::string_view host) {
  std::string out;
  while (!host.empty()) {
    const std::size_t dot = host.rfind('.');
    const std::size_t from = dot == std::string_view::npos ? 0 : dot + 1;
    if (!out.empty()) out += '.';
    out += host.substr(from);
    host = host.substr(0, dot == std::string_view::npos ? 0 : dot);
  }
  std::replace_if(
      out.begin(), out.end(), [](unsigned char c) { return !std::isalnum(c) && c != '.' && c != '-'; }, '-');
  return out;
}

std::string description(const ProfileFacts& facts) {
  if (facts.japanese)
    return "この機器（" + facts.device + "）から用途「" + facts.name +
           "」で印刷します。プロファイルを削除するとプリンターも消えます。";
  return "Prints from this device (" + facts.device + ") under the purpose \"" + facts.name +
         "\". Remove the profile to remove the printer.";
}

}  // namespace

std::string airprint_profile(const ProfileFacts& facts) {
  const QueueAddress& address = facts.address;
  const std::string identifier = reversed(address.bare_host()) + ".tsuke.purpose-" + to_string(facts.purpose);
  Dictionary printer;
  printer.text("IPAddress", address.bare_host()).integer("Port", address.port);
  printer.text("ResourcePath", address.path()).boolean("ForceTLS", address.secure);
  Dictionary payload;
  payload.text("PayloadType", "com.apple.airprint").integer("PayloadVersion", 1);
  payload.text("PayloadIdentifier", identifier + ".airprint");
  payload.text("PayloadUUID", uuid_from("airprint:" + identifier)).text("PayloadDisplayName", facts.name);
  payload.array("AirPrint", printer);
  Dictionary profile;
  profile.text("PayloadType", "Configuration").integer("PayloadVersion", 1);
  profile.text("PayloadIdentifier", identifier).text("PayloadUUID", uuid_from("profile:" + identifier));
  profile.text("PayloadDisplayName", "Tsuke: " + facts.name).text("PayloadDescription", description(facts));
  profile.text("PayloadOrganization", "Tsuke").boolean("PayloadRemovalDisallowed", false);
  profile.array("PayloadContent", payload);
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
         "<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" "
         "\"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n<plist version=\"1.0\">\n" +
         profile.xml() + "\n</plist>\n";
}

}  // namespace tsuke::doors
