#include "app/mail_pipe.h"

#include <sysexits.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "app/commands.h"
#include "app/mail_listener.h"
#include "platform/mail/hand_over.h"

namespace tsuke::app {

namespace {

Result<std::size_t> read_input(std::span<char> into) {
  for (;;) {
    const ssize_t count = ::read(STDIN_FILENO, into.data(), into.size());
    if (count >= 0) return static_cast<std::size_t>(count);
    if (errno != EINTR) return Error{Reason::unavailable, "input-lost", "the message cannot be read; try again later"};
  }
}

int status_of(const mail::HandedOver& said) {
  if (said.taken()) return EX_OK;
  if (said.may_try_again()) return EX_TEMPFAIL;
  return said.text.starts_with("5.1.") ? EX_NOUSER : EX_DATAERR;
}

}  // namespace

int mail_pipe(const MailPipe& pipe) {
  const auto at = parse_socket_address(pipe.smtp);
  if (!at.ok()) {
    complain(at.error());
    return EX_USAGE;
  }
  mail::Handover to;
  to.address = at.value().address;
  to.port = at.value().port;
  to.sender = pipe.sender;
  to.recipient = pipe.recipient;
  const auto said = mail::hand_over(to, read_input);
  if (!said.ok()) {
    complain(said.error());
    return said.error().reason == Reason::unavailable ? EX_TEMPFAIL : EX_USAGE;
  }
  if (!said.value().taken()) std::fprintf(stderr, "%s\n", said.value().text.c_str());
  return status_of(said.value());
}

}  // namespace tsuke::app
