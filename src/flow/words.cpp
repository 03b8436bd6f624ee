// The flow's words as rows and wires spell them.
#include <array>
#include <cassert>
#include <utility>

#include "flow/job.h"
#include "flow/rows.h"

namespace tsuke::flow {

namespace {

template <typename Enum, std::size_t n>
using Words = std::array<std::pair<Enum, std::string_view>, n>;

constexpr Words<JobState, 11> job_states{{{JobState::purpose_needed, "purpose-needed"},
                                          {JobState::held, "held"},
                                          {JobState::awaiting_approval, "awaiting-approval"},
                                          {JobState::releasing, "releasing"},
                                          {JobState::printing, "printing"},
                                          {JobState::printed, "printed"},
                                          {JobState::partly_printed, "partly-printed"},
                                          {JobState::failed, "failed"},
                                          {JobState::unconfirmed, "unconfirmed"},
                                          {JobState::cancelled, "cancelled"},
                                          {JobState::expired, "expired"}}};
constexpr Words<DocumentState, 5> document_states{{{DocumentState::awaited, "awaited"},
                                                   {DocumentState::counting, "counting"},
                                                   {DocumentState::ready, "ready"},
                                                   {DocumentState::unreadable, "unreadable"},
                                                   {DocumentState::destroyed, "destroyed"}}};
constexpr Words<AttemptState, 5> attempt_states{{{AttemptState::fetchable, "fetchable"},
                                                 {AttemptState::fetched, "fetched"},
                                                 {AttemptState::printing, "printing"},
                                                 {AttemptState::stopping, "stopping"},
                                                 {AttemptState::ended, "ended"}}};
constexpr Words<AttemptResult, 7> attempt_results{{{AttemptResult::none, "none"},
                                                   {AttemptResult::completed, "completed"},
                                                   {AttemptResult::aborted, "aborted"},
                                                   {AttemptResult::cancelled, "cancelled"},
                                                   {AttemptResult::lost, "lost"},
                                                   {AttemptResult::withdrawn, "withdrawn"},
                                                   {AttemptResult::not_fetched, "not-fetched"}}};
constexpr Words<ChargeState, 5> charge_states{{{ChargeState::reserved, "reserved"},
                                               {ChargeState::captured, "captured"},
                                               {ChargeState::voided, "voided"},
                                               {ChargeState::unconfirmed, "unconfirmed"},
                                               {ChargeState::metered, "metered"}}};

template <typename Enum, std::size_t n>
std::string_view word_of(const Words<Enum, n>& words, Enum value) {
  for (const auto& [known, word] : words)
    if (known == value) return word;
  assert(false && "a state without a word");
  return {};
}

// Only for words that we wrote ourselves.
template <typename Enum, std::size_t n>
Enum value_of(const Words<Enum, n>& words, std::string_view text) {
  for (const auto& [known, word] : words)
    if (word == text) return known;
  assert(false && "a row with an unknown state");
  return words[0].first;
}

}  // namespace

std::string_view to_string(JobState state) { return word_of(job_states, state); }
std::string_view to_string(DocumentState state) { return word_of(document_states, state); }
std::string_view to_string(AttemptState state) { return word_of(attempt_states, state); }
std::string_view to_string(AttemptResult result) { return word_of(attempt_results, result); }
std::string_view to_string(ChargeState state) { return word_of(charge_states, state); }

JobState parse_job_state(std::string_view text) { return value_of(job_states, text); }
DocumentState parse_document_state(std::string_view text) { return value_of(document_states, text); }
AttemptState parse_attempt_state(std::string_view text) { return value_of(attempt_states, text); }
AttemptResult parse_attempt_result(std::string_view text) { return value_of(attempt_results, text); }
ChargeState parse_charge_state(std::string_view text) { return value_of(charge_states, text); }

bool is_open(JobState state) {
  return is_waiting(state) || state == JobState::awaiting_approval || state == JobState::releasing ||
         state == JobState::printing;
}

bool is_waiting(JobState state) { return state == JobState::purpose_needed || state == JobState::held; }

std::string audience(PersonId person) { return "person:" + to_string(person); }
std::string audience(const registry::Payer& payer) { return registry::payer_key(payer); }
std::string audience(ProviderId provider) { return "provider:" + to_string(provider); }
std::string device_audience(PrinterId printer) { return "device:" + to_string(printer); }

}  // namespace tsuke::flow
