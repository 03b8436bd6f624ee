#include "platform/pages/tint_function.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace tsuke::pages {

namespace {

constexpr int array_max = 32;  // DeviceN's components
constexpr int function_depth_max = 8;
constexpr int stitches_max = 4096;

double number_of(QPDFObjectHandle from, double otherwise) {
  double value = otherwise;
  return from.getValueAsNumber(value) && std::isfinite(value) ? value : otherwise;
}

// Type 2: from C0 to C1 along a power of the input.
class Exponential : public TintFunction {
 public:
  Exponential(Values first, Values last, double exponent)
      : first_(std::move(first)), last_(std::move(last)), exponent_(exponent) {}

 protected:
  Values results(const Values& inputs) const override {
    const double part = exponent_ == 1 ? inputs[0] : std::pow(inputs[0], exponent_);
    Values out(std::min(first_.size(), last_.size()));
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = first_[i] + part * (last_[i] - first_[i]);
    return out;
  }

 private:
  const Values first_, last_;
  const double exponent_;
};

// Type 3: other functions side by side.
class Stitching : public TintFunction {
 public:
  Stitching(std::vector<std::unique_ptr<TintFunction>> parts, Values bounds, Ranges encode)
      : parts_(std::move(parts)), bounds_(std::move(bounds)), encode_(std::move(encode)) {}

 protected:
  Values results(const Values& inputs) const override {
    const double x = inputs[0];
    const auto next = std::upper_bound(bounds_.begin(), bounds_.end(), x);
    const auto part = static_cast<std::size_t>(next - bounds_.begin());
    const Range from{part == 0 ? domain()[0].least : bounds_[part - 1],
                     part == bounds_.size() ? domain()[0].most : bounds_[part]};
    const double width = from.most - from.least;
    const double encoded = encode_[part].at(width > 0 ? (x - from.least) / width : 0);
    return parts_[part]->at(std::span(&encoded, 1));
  }

 private:
  const std::vector<std::unique_ptr<TintFunction>> parts_;
  const Values bounds_;
  const Ranges encode_;
};

// Several functions of the same inputs.
class Several : public TintFunction {
 public:
  explicit Several(std::vector<std::unique_ptr<TintFunction>> parts) : parts_(std::move(parts)) {}

 protected:
  Values results(const Values& inputs) const override {
    Values out;
    for (const auto& part : parts_) {
      const Values more = part->at(inputs);
      out.insert(out.end(), more.begin(), more.end());
    }
    return out;
  }

 private:
  const std::vector<std::unique_ptr<TintFunction>> parts_;
};

class Identity : public TintFunction {
 protected:
  Values results(const Values& inputs) const override { return inputs; }
};

std::unique_ptr<TintFunction> create_exponential(QPDFObjectHandle& from) {
  Values first = from.hasKey("/C0") ? read_numbers(from.getKey("/C0")) : Values{0};
  Values last = from.hasKey("/C1") ? read_numbers(from.getKey("/C1")) : Values{1};
  if (first.empty() || last.empty()) return nullptr;
  return std::make_unique<Exponential>(std::move(first), std::move(last), number_of(from.getKey("/N"), 1));
}

using Parts = std::vector<std::unique_ptr<TintFunction>>;

std::optional<Parts> create_parts(QPDFObjectHandle array, int most, Budget& budget, int depth) {
  if (!array.isArray() || array.getArrayNItems() < 1 || array.getArrayNItems() > most) return std::nullopt;
  Parts parts;
  for (int i = 0; i < array.getArrayNItems(); ++i) {
    parts.push_back(TintFunction::create(array.getArrayItem(i), budget, depth + 1));
    if (!parts.back()) return std::nullopt;
  }
  return parts;
}

std::unique_ptr<TintFunction> create_stitching(QPDFObjectHandle& from, Budget& budget, int depth) {
  auto parts = create_parts(from.getKey("/Functions"), stitches_max, budget, depth);
  Values bounds = read_numbers(from.getKey("/Bounds"));
  Ranges encode = read_ranges(from.getKey("/Encode"));
  if (!parts || bounds.size() + 1 != parts->size() || encode.size() < parts->size()) return nullptr;
  if (!std::is_sorted(bounds.begin(), bounds.end())) return nullptr;
  return std::make_unique<Stitching>(std::move(*parts), std::move(bounds), std::move(encode));
}

std::unique_ptr<TintFunction> create_of_type(QPDFObjectHandle& from, QPDFObjectHandle& facts, Budget& budget,
                                             int depth) {
  switch (static_cast<int>(number_of(facts.getKey("/FunctionType"), -1))) {
    case 0: return from.isStream() ? create_sampled(from, budget) : nullptr;
    case 2: return create_exponential(facts);
    case 3: return create_stitching(facts, budget, depth);
    case 4: return from.isStream() ? create_calculator(from, budget) : nullptr;
    default: return nullptr;
  }
}

}  // namespace

Values read_numbers(QPDFObjectHandle array) {
  Values numbers;
  if (!array.isArray() || array.getArrayNItems() > 2 * stitches_max) return numbers;
  for (int i = 0; i < array.getArrayNItems(); ++i) numbers.push_back(number_of(array.getArrayItem(i), 0));
  return numbers;
}

Ranges read_ranges(QPDFObjectHandle array) {
  const Values numbers = read_numbers(array);
  Ranges ranges;
  for (std::size_t i = 0; i + 1 < numbers.size(); i += 2) ranges.push_back({numbers[i], numbers[i + 1]});
  return ranges;
}

std::unique_ptr<TintFunction> TintFunction::create(QPDFObjectHandle from, Budget& budget, int depth) {
  if (depth > function_depth_max || !budget.spend_operation()) return nullptr;
  if (from.isName() && from.getName() == "/Identity") return std::make_unique<Identity>();
  if (from.isArray()) {
    auto parts = create_parts(from, array_max, budget, depth);
    if (!parts) return nullptr;
    Ranges domain = parts->front()->domain();
    auto several = std::make_unique<Several>(std::move(*parts));
    several->domain_ = std::move(domain);
    return several;
  }
  QPDFObjectHandle facts = from.isStream() ? from.getDict() : from;
  if (!facts.isDictionary()) return nullptr;
  Ranges domain = read_ranges(facts.getKey("/Domain"));
  if (domain.empty() || domain.size() > array_max) return nullptr;
  auto function = create_of_type(from, facts, budget, depth);
  if (!function) return nullptr;
  function->domain_ = std::move(domain);
  function->range_ = read_ranges(facts.getKey("/Range"));
  return function;
}

Values TintFunction::at(std::span<const double> inputs) const {
  Values clamped(inputs.begin(), inputs.end());
  if (!domain_.empty()) clamped.resize(domain_.size());
  for (std::size_t i = 0; i < domain_.size(); ++i) clamped[i] = domain_[i].clamp(clamped[i]);
  Values out = results(clamped);
  for (std::size_t i = 0; i < out.size() && i < range_.size(); ++i) out[i] = range_[i].clamp(out[i]);
  return out;
}

}  // namespace tsuke::pages
