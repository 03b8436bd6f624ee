#include "base/log.h"

#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

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

// A fact's value stays on its line, whatever bytes a client put into it.
std::string line(std::string_view event, std::initializer_list<Fact> facts) {
  std::string text(event);
  for (const Fact& fact : facts) {
    text.append(" ").append(fact.name).append("=\"");
    for (const char c : fact.value) text.push_back(static_cast<unsigned char>(c) < 0x20 || c == '"' ? '?' : c);
    text.push_back('"');
  }
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
