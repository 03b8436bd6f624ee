// The program's commands. Each returns the process's exit status and writes what went wrong, and what to do, to
// standard error.
#pragma once

#include <string>

#include "app/config.h"
#include "base/result.h"

namespace tsuke::app {

int serve(const Config& config);

// Proves the books from the rows alone; 0 when clean, 1 with faults.
int verify_ledger(const Config& config, bool as_json);

struct NewPerson {
  std::string name, login;
  bool is_operator = false;
};
// Adds a person from the command line (the first operator, for one) and prints a single-use sign-in link, valid for 15
// minutes.
int create_person(const Config& config, const NewPerson& wanted, bool as_json);

// "tsuke: <sentence>" on standard error; returns 1.
int complain(const Error& error);

}  // namespace tsuke::app
