// `tsuke mail-pipe`: takes a message from standard input and hands it to the running service's mail listener, as a mail
// server's pipe transport runs it.
#pragma once

#include <string>

namespace tsuke::app {

struct MailPipe {
  std::string recipient;
  std::string sender;  // of the envelope
  std::string smtp = "127.0.0.1:2525";
};

// The exit status is sysexits.h's, which mail servers understand: 0 taken, 75 try again (the service is away, or says
// so), 67 no such address, 65 the message is refused, 64 wrong usage. What the service said goes to standard error,
// where mail servers look for it, with its status code in front.
int mail_pipe(const MailPipe& pipe);

}  // namespace tsuke::app
