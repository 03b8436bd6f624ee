// What LibreOffice is told before it starts: its settings for one document.
#pragma once

#include <filesystem>

namespace tsuke::convert {

// Macros and active content off, links to other documents and places never followed, nothing kept or restored.
// False when it cannot be written.
bool write_office_profile(const std::filesystem::path& folder);
// "file:///…/profile", for -env:UserInstallation.
std::string office_profile_url(const std::filesystem::path& folder);

}  // namespace tsuke::convert
