// What a client asks for a job: the attributes that become its name, its purpose and its print settings, and those that
// we cannot honour.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/ipp/message.h"
#include "registry/print_settings.h"
#include "registry/purposes.h"

namespace tsuke::ippdoor {

struct Wishes {
  std::string name;          // job-name, else document-name; empty when neither came
  std::string account_word;  // job-account-id
  std::string account_type;  // job-account-type
  registry::SettingsChange settings;
  std::vector<ipp::Attribute>
      unsupported;        // RFC 8011 §4.1.7: the value when it is that, else the name with "unsupported"
  bool fidelity = false;  // ipp-attribute-fidelity
  bool hold = false;      // job-hold-until=indefinite, or a release by the owner
  std::string release;    // job-release-action
};

Wishes read_wishes(const ipp::Message& request);

// The job template attributes that read_wishes() honours.
std::vector<std::string> job_creation_attributes();
// Those of them that change something when Set-Job-Attributes gives them to a waiting job, and job-name.
std::vector<std::string> job_settable_attributes();

// job-release-action: nothing is waited for, or the owner's word at a printer (or in the web app).
inline constexpr const char* release_at_once = "none";
inline constexpr const char* release_by_owner = "owner-authorized";

// What `overrides` may say: which part of a document it is about. Nothing can be different there yet.
inline constexpr const char* override_members[] = {"document-number", "document-numbers", "pages"};

// job-account-type: what kind of payer there is.
inline constexpr const char* account_of_one = "general";  // the person's own
inline constexpr const char* account_of_many = "group";   // an organisation's
std::string account_type_of(const registry::Purpose& purpose);

inline constexpr const char* no_hold = "no-hold";
inline constexpr const char* hold_until_released = "indefinite";
inline constexpr const char* hold_words[] = {no_hold, hold_until_released};

}  // namespace tsuke::ippdoor
