#include "platform/convert/convert.h"

#include <csignal>

#include "base/log.h"
#include "base/sanitized.h"
#include "platform/convert/office.h"
#include "platform/convert/refusals.h"
#include "platform/jail/memory.h"
#include "platform/jail/process.h"
#include "platform/render/render.h"

namespace tsuke::convert {

namespace {

constexpr std::int64_t document_bytes_per_second = 2 << 20;

jail::Plan plan_for(const Tools& tools, const Format& format, PageSize sheet, std::int64_t document_bytes,
                    const Limits& limits) {
  jail::Plan plan;
  plan.program = tools.program;
  plan.arguments = {"convert-worker", std::string(format.media_type), std::to_string(sheet.width_hmm),
                    std::to_string(sheet.height_hmm)};
  const Duration cpu_time{limits.cpu_time.micros + seconds(document_bytes / document_bytes_per_second).micros};
  plan.wall_time = jail::patience_for(cpu_time);
  plan.limits.push_back(jail::cpu_limit(cpu_time));
#if !defined(TSUKE_SANITIZED)
  plan.limits.push_back({RLIMIT_AS, static_cast<rlim_t>(limits.memory_bytes)});
#endif
  return plan;
}

Result<void> judge(const jail::Ended& worker) {
  if (!worker.in_time || worker.signal_number == SIGXCPU || worker.signal_number == SIGKILL) return timed_out();
  if (worker.exit_code == 0) return {};
  if (is_refusal(worker.exit_code)) return refusal_of(worker.exit_code);
  log::warning("convert-worker-failed", {{"exit_code", worker.exit_code}, {"signal", worker.signal_number}});
  // A crash is the document's doing; another exit code is ours.
  if (worker.signal_number != 0) return damaged();
  return Error{Reason::internal, "convert-worker-failed", "The document could not be converted. Tell the operator."};
}

// What it writes, to its end.
Result<void> pump(jail::Process& from, vault::Writer& pdf, std::int64_t bytes_max) {
  char piece[64 << 10];
  while (const std::size_t got = from.read(piece)) {
    if (pdf.size_bytes() + static_cast<std::int64_t>(got) > bytes_max) return too_large();
    TRY(pdf.append({piece, got}));
  }
  return {};
}

Result<void> text_to_pdf(const Tools& tools, PageSize sheet, vault::Reader& document, vault::Writer& pdf,
                         const Limits& limits) {
  if (tools.render_program.empty()) return not_convertible();
  const jail::Descriptor input = TRY(jail::copy_to_memory(document));
  const auto renderer = TRY(render::text_to_pdf(tools.render_program, input, sheet));
  TRY(pump(*renderer, pdf, limits.pdf_bytes));
  return render::outcome(renderer->end());
}

Result<void> office(const Tools& tools, const Format& format, vault::Reader& document, vault::Writer& pdf,
                    const Limits& limits) {
  if (tools.office_program.empty()) return not_convertible();
  return office_to_pdf({tools.program, tools.office_program}, format, document, pdf, limits.pdf_bytes);
}

}  // namespace

Tools find_tools(const std::string& program, const std::string& render, const std::string& named_office) {
  Tools tools{program, render::find_program(program, render), find_office_program(named_office)};
  if (!tools.office_program.empty() && !office_starts({program, tools.office_program})) tools.office_program.clear();
  return tools;
}

Result<void> to_pdf(const Tools& tools, const Format& format, PageSize sheet, vault::Reader& document,
                    vault::Writer& pdf, const Limits& limits) {
  if (format.family == Family::text) return text_to_pdf(tools, sheet, document, pdf, limits);
  if (format.family == Family::office) return office(tools, format, document, pdf, limits);
  const jail::Plan plan = plan_for(tools, format, sheet, document.size_bytes(), limits);
  const jail::Descriptor input = TRY(jail::copy_to_memory(document));
  const auto worker = TRY(jail::Process::start(plan, input));
  TRY(pump(*worker, pdf, limits.pdf_bytes));
  return judge(worker->end());
}

}  // namespace tsuke::convert
