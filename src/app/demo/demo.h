// `tsuke demo`: the main job in a throw-away data folder, over the real protocols, with real agents and stand-in
// printers.
#pragma once

#include <string>

namespace tsuke::app {

struct DemoOptions {
  bool once = false;
  bool json = false;
  bool stay = false;
  bool quiet_story = false;
  bool tls = false;
  int port = 8631;
  int metrics_port = 8632;
  std::string data_folder;  // empty: a throw-away one
  std::string language;     // empty: what LANG says
};

// Exit status 0 when every line of the story came true. `program` is this executable; tsuke-agent lies beside it.
int run_demo(const DemoOptions& options, const std::string& program);

}  // namespace tsuke::app
