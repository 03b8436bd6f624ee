#include "platform/sheet/sheet.h"

#include "base/json.h"
#include "platform/jail/memory.h"
#include "platform/qr/qr.h"
#include "platform/render/render.h"

namespace tsuke::sheet {

std::string to_text(const Sheet& sheet) {
  Json how_to = Json::array({});
  for (const HowTo& column : sheet.how_to) {
    Json steps = Json::array({});
    for (const std::string& step : column.steps) steps.push(step);
    how_to.push(Json::object({{"title", column.title}, {"steps", std::move(steps)}}));
  }
  return Json::object(
             {{"printer", sheet.printer}, {"place", sheet.place}, {"link", sheet.link}, {"how_to", std::move(how_to)}})
      .dump();
}

Result<Sheet> from_text(std::string_view text) {
  const Json told = TRY(Json::parse(text));
  Sheet sheet{told["printer"].text(), told["place"].text(), told["link"].text(), {}};
  for (const Json& column : told["how_to"].items()) {
    HowTo how_to{column["title"].text(), {}};
    for (const Json& step : column["steps"].items()) how_to.steps.push_back(step.text());
    sheet.how_to.push_back(std::move(how_to));
  }
  return sheet;
}

Result<std::string> draw(const std::string& program, const Sheet& sheet) {
  TRY(qr::encode(sheet.link));  // that it fits a code is found out here, where somebody can be told
  const jail::Descriptor words = TRY(jail::copy_to_memory(to_text(sheet)));
  jail::Ended ended = TRY(render::sheet(program, words));
  TRY(render::outcome(ended));
  return std::move(ended.output);
}

}  // namespace tsuke::sheet
