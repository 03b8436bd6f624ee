// What the server is told at start: by flags, by a configuration file of the same names, or not at all.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace tsuke::app {

struct Config {
  std::string data_folder = "/var/lib/tsuke";  // database, documents, keys; made when absent, mode 0700
  std::string database;                        // empty: sqlite in the data folder; else "postgres://…"
  std::vector<std::string> addresses{"127.0.0.1", "::1"};
  int port = 8631;
  int metrics_port = 8632;      // on 127.0.0.1 only; 0: any free one, -1: none
  std::string tls_certificate;  // PEM files; both or none
  std::string tls_key;
  bool tls_local_authority = false;  // make a certificate authority of our own in the data folder
  std::string profile_certificate;   // what signs profiles for devices: PEM files, both or none; none: the server's own
  std::string profile_key;
  std::string public_host;       // "print.example.com:8631"; empty: the client's Host header
  std::string public_url;        // "https://print.example.com": the same, where a proxy speaks TLS for us
  std::string program;           // this executable, for the pages worker; filled in by main
  std::string render_program;    // what draws pages; empty: tsuke-render beside this executable
  std::string office_program;    // LibreOffice's soffice; empty: where it is installed usually; "none": not used
  std::string smtp;              // "127.0.0.1:2525": where mail is taken; empty: nowhere
  std::string mail_domain;       // what stands after the @ of purposes' addresses
  std::string mail_authserv_id;  // what the mail server before us calls itself in Authentication-Results
  std::vector<std::string> mail_relays;      // its addresses, beside loopback
  std::vector<std::string> direct_networks;  // where printers are that we print to without an agent; empty: nowhere
  std::vector<std::string> direct_ports;     // of those printers; empty: 631

  std::string database_url() const { return database.empty() ? "sqlite:" + data_folder + "/tsuke.db" : database; }
};

}  // namespace tsuke::app
