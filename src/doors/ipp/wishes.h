// What a client asks for a job: the attributes that become its name, its purpose and its print settings, and those that
// we cannot honour.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/ipp/message.h"
#include "registry/print_settings.h"

namespace tsuke::ippdoor {

struct Wishes {
  std::string name;          // job-name, else document-name; empty when neither came
  std::string account_word;  // job-account-id
  registry::SettingsChange settings;
  std::vector<ipp::Attribute>
      unsupported;        // RFC 8011 §4.1.7: the value when it is that, else the name with "unsupported"
  bool fidelity = false;  // ipp-attribute-fidelity
};

Wishes read_wishes(const ipp::Message& request);

// The job template attributes that read_wishes() honours.
std::vector<std::string> job_creation_attributes();
// Those of them that change something when Set-Job-Attributes gives them to a waiting job, and job-name.
std::vector<std::string> job_settable_attributes();

inline constexpr const char* hold_words[] = {"no-hold", "indefinite"};

}  // namespace tsuke::ippdoor
