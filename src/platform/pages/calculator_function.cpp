// Type 4 functions.
//
//   program = "{" *( number / operator / "{" … "}" ["{" … "}"] "if" / "ifelse" ) "}"
//
// A program is flattened: a branch becomes a jump. It only jumps ahead, so its length bounds its running.
#include <array>
#include <charconv>
#include <cmath>
#include <map>

#include "platform/pages/stream.h"
#include "platform/pages/tint_function.h"

namespace tsuke::pages {

namespace {

constexpr std::size_t steps_max = 20'000;
constexpr std::size_t stack_max = 100;
constexpr int nesting_max = 32;
constexpr double degrees = 180 / 3.14159265358979323846;

enum class Do {
  push,
  jump,
  jump_if_false,
  abs,
  add,
  atan,
  ceiling,
  cos,
  cvi,
  cvr,
  div,
  exp,
  floor,
  idiv,
  ln,
  log,
  mod,
  mul,
  neg,
  round,
  sin,
  sqrt,
  sub,
  truncate,
  logical_and,
  bitshift,
  eq,
  f,
  ge,
  gt,
  le,
  lt,
  ne,
  logical_not,
  logical_or,
  t,
  logical_xor,
  copy,
  dup,
  exch,
  index,
  pop,
  roll,
};

const std::map<std::string_view, Do> operators = {
    {"abs", Do::abs},
    {"add", Do::add},
    {"atan", Do::atan},
    {"ceiling", Do::ceiling},
    {"cos", Do::cos},
    {"cvi", Do::cvi},
    {"cvr", Do::cvr},
    {"div", Do::div},
    {"exp", Do::exp},
    {"floor", Do::floor},
    {"idiv", Do::idiv},
    {"ln", Do::ln},
    {"log", Do::log},
    {"mod", Do::mod},
    {"mul", Do::mul},
    {"neg", Do::neg},
    {"round", Do::round},
    {"sin", Do::sin},
    {"sqrt", Do::sqrt},
    {"sub", Do::sub},
    {"truncate", Do::truncate},
    {"and", Do::logical_and},
    {"bitshift", Do::bitshift},
    {"eq", Do::eq},
    {"false", Do::f},
    {"ge", Do::ge},
    {"gt", Do::gt},
    {"le", Do::le},
    {"lt", Do::lt},
    {"ne", Do::ne},
    {"not", Do::logical_not},
    {"or", Do::logical_or},
    {"true", Do::t},
    {"xor", Do::logical_xor},
    {"copy", Do::copy},
    {"dup", Do::dup},
    {"exch", Do::exch},
    {"index", Do::index},
    {"pop", Do::pop},
    {"roll", Do::roll},
};

struct Step {
  Do what;
  double number = 0;       // to push
  std::size_t target = 0;  // of a jump
};
using Program = std::vector<Step>;

class Reader {
 public:
  explicit Reader(std::string_view text) : rest_(text) {}

  bool read(Program& program) { return word() == "{" && block(program, 0); }

 private:
  std::string_view word() {
    const std::size_t begin = rest_.find_first_not_of(std::string_view(" \t\r\n\f\0", 6));
    if (begin == std::string_view::npos) return {};
    rest_.remove_prefix(begin);
    std::size_t length = 1;
    if (rest_[0] != '{' && rest_[0] != '}')
      length = std::min(rest_.find_first_of(std::string_view(" \t\r\n\f\0{}", 8)), rest_.size());
    const std::string_view result = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return result;
  }

  // After its opening brace, to its closing one.
  bool block(Program& program, int depth) {
    if (depth > nesting_max) return false;
    for (;;) {
      const std::string_view next = word();
      if (next.empty() || program.size() > steps_max) return false;
      if (next == "}") return true;
      if (!(next == "{" ? branch(program, depth) : plain(program, next))) return false;
    }
  }

  bool branch(Program& program, int depth) {
    const std::size_t condition = program.size();
    program.push_back({Do::jump_if_false});
    if (!block(program, depth + 1)) return false;
    std::string_view next = word();
    if (next == "{") {
      const std::size_t end_of_first = program.size();
      program.push_back({Do::jump});
      program[condition].target = program.size();
      if (!block(program, depth + 1)) return false;
      program[end_of_first].target = program.size();
      return word() == "ifelse";
    }
    program[condition].target = program.size();
    return next == "if";
  }

  static bool plain(Program& program, std::string_view word) {
    if (const auto known = operators.find(word); known != operators.end()) {
      program.push_back({known->second});
      return true;
    }
    double number = 0;
    if (word.starts_with('+')) word.remove_prefix(1);
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (problem != std::errc() || end != word.data() + word.size()) return false;
    program.push_back({Do::push, number});
    return true;
  }

  std::string_view rest_;
};

std::int64_t whole(double value) {
  return std::isfinite(value) ? static_cast<std::int64_t>(std::min(std::max(value, -9e15), 9e15)) : 0;
}

// Takes 0 from an empty stack and drops what a full one does not hold: a faulty program has no right result.
class Stack {
 public:
  void push(double value) {
    if (count_ < stack_max) values_[count_++] = std::isfinite(value) ? value : 0;
  }
  double pop() { return count_ > 0 ? values_[--count_] : 0; }
  double peek(double below) const {
    return below >= 0 && below < static_cast<double>(count_) ? values_[count_ - 1 - static_cast<std::size_t>(below)]
                                                             : 0;
  }
  void copy(double how_many) {
    if (!(how_many >= 1) || how_many > static_cast<double>(count_)) return;
    for (auto left = static_cast<std::size_t>(how_many), at = count_ - left; left > 0; --left) push(values_[at++]);
  }
  void roll(double how_many, double by) {
    if (!(how_many >= 2) || how_many > static_cast<double>(count_)) return;
    const auto size = static_cast<std::int64_t>(how_many);
    const std::int64_t turn = ((whole(by) % size) + size) % size;
    const auto end = values_.begin() + static_cast<std::ptrdiff_t>(count_);
    std::rotate(end - size, end - turn, end);
  }
  Values all() const { return {values_.begin(), values_.begin() + static_cast<std::ptrdiff_t>(count_)}; }

 private:
  std::array<double, stack_max> values_{};
  std::size_t count_ = 0;
};

double divided(double a, double b) { return b == 0 ? 0 : a / b; }
double shifted(std::int64_t value, std::int64_t by) {
  if (by > 31 || by < -31) return 0;
  return static_cast<double>(by >= 0 ? static_cast<std::int64_t>(static_cast<std::uint64_t>(value) << by)
                                     : value >> -by);
}
double turned(double a, double b) {
  const double angle = std::atan2(a, b) * degrees;
  return angle < 0 ? angle + 360 : angle;
}

double of_one(Do what, double a) {
  switch (what) {
    case Do::abs: return std::fabs(a);
    case Do::ceiling: return std::ceil(a);
    case Do::cos: return std::cos(a / degrees);
    case Do::cvi:
    case Do::truncate: return std::trunc(a);
    case Do::floor: return std::floor(a);
    case Do::ln: return std::log(a);
    case Do::log: return std::log10(a);
    case Do::neg: return -a;
    case Do::round: return std::floor(a + 0.5);
    case Do::sin: return std::sin(a / degrees);
    case Do::sqrt: return std::sqrt(a);
    case Do::logical_not: return a == 0 || a == 1 ? 1 - a : static_cast<double>(~whole(a));
    default: return a;
  }
}

double of_two(Do what, double a, double b) {
  switch (what) {
    case Do::add: return a + b;
    case Do::atan: return turned(a, b);
    case Do::div: return divided(a, b);
    case Do::exp: return std::pow(a, b);
    case Do::idiv: return std::trunc(divided(std::trunc(a), std::trunc(b)));
    case Do::mod: return b == 0 ? 0 : std::fmod(std::trunc(a), std::trunc(b));
    case Do::mul: return a * b;
    case Do::sub: return a - b;
    case Do::logical_and: return static_cast<double>(whole(a) & whole(b));
    case Do::logical_or: return static_cast<double>(whole(a) | whole(b));
    case Do::logical_xor: return static_cast<double>(whole(a) ^ whole(b));
    case Do::bitshift: return shifted(whole(a), whole(b));
    case Do::eq: return a == b;
    case Do::ne: return a != b;
    case Do::ge: return a >= b;
    case Do::gt: return a > b;
    case Do::le: return a <= b;
    default: return a < b;
  }
}

bool takes_two(Do what) {
  switch (what) {
    case Do::add:
    case Do::atan:
    case Do::div:
    case Do::exp:
    case Do::idiv:
    case Do::mod:
    case Do::mul:
    case Do::sub:
    case Do::logical_and:
    case Do::logical_or:
    case Do::logical_xor:
    case Do::bitshift:
    case Do::eq:
    case Do::ne:
    case Do::ge:
    case Do::gt:
    case Do::le:
    case Do::lt: return true;
    default: return false;
  }
}

void compute(Do what, Stack& stack) {
  const double last = stack.pop();
  if (takes_two(what)) return stack.push(of_two(what, stack.pop(), last));
  stack.push(of_one(what, last));
}

void run(const Step& step, Stack& stack) {
  switch (step.what) {
    case Do::push: return stack.push(step.number);
    case Do::t: return stack.push(1);
    case Do::f: return stack.push(0);
    case Do::pop: stack.pop(); return;
    case Do::dup: return stack.push(stack.peek(0));
    case Do::copy: return stack.copy(stack.pop());
    case Do::index: return stack.push(stack.peek(stack.pop()));
    case Do::exch: {
      const double last = stack.pop(), first = stack.pop();
      stack.push(last);
      return stack.push(first);
    }
    case Do::roll: {
      const double by = stack.pop();
      return stack.roll(stack.pop(), by);
    }
    default: return compute(step.what, stack);
  }
}

class Calculator : public TintFunction {
 public:
  Calculator(Program program, std::size_t result_count) : program_(std::move(program)), result_count_(result_count) {}

 protected:
  Values results(const Values& inputs) const override {
    Stack stack;
    for (const double input : inputs) stack.push(input);
    for (std::size_t at = 0; at < program_.size();) {
      const Step& step = program_[at];
      const bool jumps = step.what == Do::jump || (step.what == Do::jump_if_false && stack.pop() == 0);
      if (step.what != Do::jump && step.what != Do::jump_if_false) run(step, stack);
      at = jumps ? step.target : at + 1;
    }
    Values all = stack.all();
    if (all.size() > result_count_) all.erase(all.begin(), all.end() - static_cast<std::ptrdiff_t>(result_count_));
    return all;
  }

 private:
  const Program program_;
  const std::size_t result_count_;
};

}  // namespace

std::unique_ptr<TintFunction> create_calculator(QPDFObjectHandle& stream, Budget& budget) {
  const auto text = read_stream(stream, budget, 1 << 20);
  Program program;
  const std::size_t results = read_ranges(stream.getDict().getKey("/Range")).size();
  if (!text || results == 0 || !Reader(*text).read(program)) return nullptr;
  return std::make_unique<Calculator>(std::move(program), results);
}

}  // namespace tsuke::pages
