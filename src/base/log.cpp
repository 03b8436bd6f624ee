#include "base/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <cctype>
#include <memory>

namespace tsuke::log {

namespace {

std::shared_ptr<spdlog::logger>& logger() {
  static auto instance = [] {
    auto made = std::make_shared<spdlog::logger>("tsuke", std::make_shared<spdlog::sinks::stderr_sink_mt>());
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    return made;
  }();
  return instance;
}

bool is_token_letter(unsigned char c) { return std::isalnum(c) || c == '-' || c == '_'; }

// Secrets name themselves, "tsuke_q_…" (registry/secrets): where one gets into a line by way of an address or of
// somebody else's words, what follows its name is left out.
void hide_secrets(std::string& text) {
  constexpr std::string_view mark = "tsuke_";
  constexpr std::size_t shortest = 16;
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + 1)) {
    const std::size_t name_end = text.find('_', at + mark.size());
    if (name_end == std::string::npos) return;
    std::size_t end = name_end + 1;
    while (end < text.size() && is_token_letter(static_cast<unsigned char>(text[end]))) ++end;
    if (end - name_end > shortest) text.replace(name_end + 1, end - name_end - 1, "...");
  }
}

// A fact's value stays on its line, whatever bytes a client put into it.
std::string line(std::string_view event, std::initializer_list<Fact> facts) {
  std::string text(event);
  for (const Fact& fact : facts) {
    text.append(" ").append(fact.name).append("=\"");
    for (const char c : fact.value) text.push_back(static_cast<unsigned char>(c) < 0x20 || c == '"' ? '?' : c);
    text.push_back('"');
  }
  hide_secrets(text);
  return text;
}

void write(spdlog::level::level_enum level, std::string_view event, std::initializer_list<Fact> facts) {
  if (logger()->should_log(level)) logger()->log(level, line(event, facts));
}

}  // namespace

void set_level(Level level) {
  switch (level) {
    case Level::debug: logger()->set_level(spdlog::level::debug); break;
    case Level::info: logger()->set_level(spdlog::level::info); break;
    case Level::warning: logger()->set_level(spdlog::level::warn); break;
    case Level::error: logger()->set_level(spdlog::level::err); break;
    case Level::off: logger()->set_level(spdlog::level::off); break;
  }
}

void to_file(const std::string& path) {
  try {
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path);
    auto made = std::make_shared<spdlog::logger>("tsuke", sink);
    made->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    made->set_level(logger()->level());
    made->flush_on(spdlog::level::info);
    logger() = made;
  } catch (const spdlog::spdlog_ex& failure) { error("log-file-refused", {{"path", path}, {"why", failure.what()}}); }
}

void debug(std::string_view event, std::initializer_list<Fact> facts) { write(spdlog::level::debug, event, facts); }
void info(std::string_view event, std::initializer_list<Fact> facts) { write(spdlog::level::info, event, facts); }
void warning(std::string_view event, std::initializer_list<Fact> facts) { write(spdlog::level::warn, event, facts); }
void error(std::string_view event, std::initializer_list<Fact> facts) { write(spdlog::level::err, event, facts); }

}  // namespace tsuke::log
