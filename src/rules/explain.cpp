#include <utility>

#include "rules/permit.h"

namespace tsuke::rules {

namespace {
constexpr std::pair<std::string_view, std::string_view> sentences[] = {
    {"purpose-needed", "Choose what this print is for: that decides who pays."},
    {"purpose-inactive", "This purpose is switched off. Switch it on, or choose another one."},
    {"purpose-pending", "The payer has not accepted you yet. Wait for the acceptance, or choose another purpose."},
    {"membership-ended", "You no longer belong to this payer. Ask to be accepted again, or choose another purpose."},
    {"delegation-ended", "You may not print this person's jobs any more. Ask them to allow it again."},
    {"delegation-forbidden", "The payer allows no delegates. The person whose job it is can print it."},
    {"delegate-no-member", "The payer has not accepted you. Ask to be accepted, or leave it to the job's person."},
    {"payer-blocked", "The payer cannot be charged at the moment. Choose another purpose."},
    {"comment-needed", "This purpose wants a comment with each print. Write what this one is for."},
    {"sender-unconfirmed", "This job came by mail. Confirm that you sent it, or delete it."},
    {"document-unreadable", "The document cannot be read. Submit it again, as PDF if possible."},
    {"document-not-ready", "The pages are still being counted. Wait a moment."},
    {"no-pages-chosen", "The document has none of the chosen pages. Choose other pages."},
    {"split-differs", "The payers share another number of copies. Change how it is shared, or the copies."},
    {"printer-off", "This printer is switched off by its provider. Choose another printer."},
    {"printer-not-enrolled", "This printer is not connected to the service yet. Choose another printer."},
    {"printer-not-allowed",
     "The payer or the provider does not allow this printer for this print. Choose another one."},
    {"payer-not-trusted",
     "This printer's provider prints for certain payers alone. Choose another printer, or another purpose."},
    {"printer-not-able", "This printer cannot print it as it is set. Change the settings, or choose another printer."},
    {"person-not-allowed", "The payer does not pay for this print of yours. Choose another purpose."},
    {"time-not-allowed", "The payer does not pay for prints at this time. Print later, or choose another purpose."},
    {"color-not-allowed", "The payer does not pay for colour here. Print in monochrome, or choose another purpose."},
    {"one-sided-not-allowed", "The payer does not pay for one-sided prints. Print on both sides."},
    {"paper-not-allowed", "The payer does not pay for this paper. Choose another one."},
    {"finishing-not-allowed", "The payer does not pay for stapling, punching or folding. Print without it."},
    {"job-too-long", "The payer does not pay for so many pages at once. Print fewer of them."},
    {"sheets-of-day-exceeded", "That would be more sheets than the payer pays for in a day. Print the rest tomorrow."},
    {"price-too-high", "The payer does not pay that much for one print. Make it cheaper, or choose another printer."},
    {"approval-needed", "Somebody of the payer has to approve this print. Ask for it."},
    {"budget-exceeded", "The payer's budget has no room for this print. Make it cheaper, or ask for more budget."},
    {"no-tariff", "The provider has set no price for this printer. Choose another printer."},
    {"at-once-cap-reached", "What may print at once in a day is used up. Release this one at a printer."},
    {"job-password-needed", "This job has a password. Type the one that was chosen when it was sent."},
    {"job-password-wrong", "That is not this job's password. Try again."},
    {"job-password-locked", "The password was wrong five times. Delete this job and send the document again."},
    {"choose-purpose", "Choose a purpose."},
    {"ask-delegation", "Ask the person whose job it is to allow it again."},
    {"leave-to-owner", "Leave it to the person whose job it is."},
    {"give-comment", "Write a comment."},
    {"switch-purpose-on", "Switch the purpose on."},
    {"ask-membership", "Ask the payer to accept you as a member."},
    {"choose-other-purpose", "Choose another purpose."},
    {"choose-other-printer", "Choose another printer."},
    {"print-monochrome", "Print in monochrome."},
    {"print-one-sided", "Print on one side."},
    {"print-two-sided", "Print on both sides."},
    {"choose-other-paper", "Choose another paper size."},
    {"print-unfinished", "Print without stapling, punching or folding."},
    {"choose-other-pages", "Choose other pages."},
    {"fewer-copies", "Print fewer copies."},
    {"print-at-other-time", "Print at another time."},
    {"ask-approval", "Ask the payer to approve it."},
    {"ask-budget", "Ask the payer for more budget."},
    {"pay-privately", "Pay for this one yourself."},
    {"wait", "Wait a moment and try again."},
    {"submit-again", "Submit the document again."},
    {"confirm-sender", "Confirm that you sent it."},
    {"change-split", "Change how it is shared."},
    {"ask-provider", "Ask the provider of the printer."},
};
}  // namespace

std::string_view explain(std::string_view code) {
  for (const auto& [known, sentence] : sentences)
    if (known == code) return sentence;
  return "";
}

}  // namespace tsuke::rules
