// `tsuke add-to-device`: what the page "Add to this device" does, from a command line.
#pragma once

#include <string>

namespace tsuke::app {

struct DeviceWish {
  std::string server;      // "https://print.example.com:8631"
  std::string purpose;     // its slug, name or number
  std::string kind;        // linux, windows, macos, ios, apple (either of the two), chromeos
  std::string name;        // of the device; empty: this computer's
  std::string token_file;  // holds the API token; empty: in TSUKE_API_TOKEN
  std::string ca_file;     // PEM of the service's own authority, if it has one
  std::string out;         // for apple and chromeos: where the file goes; empty: a name of its own here
};

// Makes an address for this device and prints what to do with it, or writes the file that does it: the one secret in
// it is shown now and never again. Speaks to a running service, as the person of the API token.
int add_to_device(const DeviceWish& wish);

}  // namespace tsuke::app
