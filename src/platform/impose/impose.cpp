#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "base/log.h"
#include "platform/impose/imposition.h"
#include "platform/impose/request.h"

namespace tsuke::impose {

namespace {

constexpr Duration wall_time = minutes(2);
constexpr int same_size_hmm = 100;  // A4 in whole points is 0.04 mm off

bool is_about(int one, int other) { return std::abs(one - other) <= same_size_hmm; }

bool goes_as_it_is(const Imposition& imposition, const PageSize& page) {
  return is_about(page.width_hmm, imposition.sheet.width_hmm) && is_about(page.height_hmm, imposition.sheet.height_hmm);
}

std::vector<int> uncollated(int sides, const Imposition& imposition) {
  std::vector<int> order;
  const int step = imposition.two_sided ? 2 : 1;
  for (int first = 0; first < sides; first += step)
    for (int copy = 0; copy < imposition.copies; ++copy)
      for (int side = first; side < first + step; ++side) order.push_back(side < sides ? side : blank_side);
  return order;
}

}  // namespace

int sides_of(const Imposition& imposition) {
  const int pages = static_cast<int>(imposition.pages.size());
  return (pages + imposition.number_up - 1) / imposition.number_up;
}

std::vector<int> order_of_sides(const Imposition& imposition) {
  const int sides = sides_of(imposition);
  if (!imposition.collate && imposition.copies > 1) return uncollated(sides, imposition);
  std::vector<int> order;
  for (int copy = 0; copy < imposition.copies; ++copy) {
    for (int side = 0; side < sides; ++side) order.push_back(side);
    if (imposition.two_sided && imposition.copies > 1 && sides % 2 != 0) order.push_back(blank_side);
  }
  return order;
}

bool is_trivial(const Imposition& imposition, const Pages& pages) {
  if (imposition.number_up != 1 || imposition.copies != 1 || imposition.pages.size() != pages.size()) return false;
  for (std::size_t i = 0; i < pages.size(); ++i)
    if (imposition.pages[i] != static_cast<int>(i)) return false;
  const bool upright =
      imposition.orientation == Orientation::automatic || imposition.orientation == Orientation::portrait;
  const bool stays = imposition.scaling != Scaling::fit || imposition.margin_hmm == 0;
  return upright && stays && std::all_of(pages.begin(), pages.end(), [&](const Page& page) {
           return goes_as_it_is(imposition, page.size);
         });
}

Result<std::unique_ptr<jail::Process>> impose(const std::string& program, const jail::Descriptor& pdf,
                                              const Imposition& imposition) {
  std::vector<std::string> arguments = to_arguments(imposition);
  TRY(from_arguments(arguments));  // a wish that the worker would not understand is found out where it was made
  if (static_cast<std::int64_t>(sides_of(imposition)) * imposition.copies > sides_max) return too_large();
  arguments.insert(arguments.begin(), "impose-worker");
  return jail::Process::start({program, std::move(arguments), {}, wall_time}, pdf);
}

Result<void> outcome(const jail::Ended& ended) {
  if (ended.exit_code == 0) return {};
  if (!ended.in_time || ended.signal_number == SIGXCPU || ended.signal_number == SIGKILL) return timed_out();
  if (ended.signal_number != 0) return damaged();
  Error error = error_of(ended.exit_code);
  if (error.code == failed().code) log::warning("impose-failed", {{"exit_code", ended.exit_code}});
  return error;
}

}  // namespace tsuke::impose
