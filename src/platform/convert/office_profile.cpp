#include "platform/convert/office_profile.h"

#include <fstream>
#include <string>

namespace tsuke::convert {

namespace {

struct Setting {
  const char* path;
  const char* name;
  const char* value;
};

constexpr Setting settings[] = {
    {"/org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"},
    {"/org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"},
    {"/org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"},
    {"/org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"},
    {"/org.openoffice.Office.Common/Save/Document", "AutoSave", "false"},
    {"/org.openoffice.Office.Writer/Content/Update", "Link", "0"},
    {"/org.openoffice.Office.Calc/Content/Update", "Link", "2"},
    {"/org.openoffice.Office.Recovery/RecoveryInfo", "Enabled", "false"},
};

}  // namespace

bool write_office_profile(const std::filesystem::path& folder) {
  std::error_code failure;
  std::filesystem::create_directories(folder / "profile" / "user", failure);
  std::ofstream out(folder / "profile" / "user" / "registrymodifications.xcu");
  out << R"(<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
)";
  for (const Setting& setting : settings)
    out << "<item oor:path=\"" << setting.path << "\"><prop oor:name=\"" << setting.name << "\" oor:op=\"fuse\"><value>"
        << setting.value << "</value></prop></item>\n";
  out << "</oor:items>\n";
  out.close();
  return static_cast<bool>(out);
}

std::string office_profile_url(const std::filesystem::path& folder) {
  return "file://" + (folder / "profile").string();
}

}  // namespace tsuke::convert
