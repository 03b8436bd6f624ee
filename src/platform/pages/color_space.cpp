#include "platform/pages/color_space.h"

#include <cmath>

#include "platform/pages/stream.h"
#include "platform/pages/tolerance.h"

namespace tsuke::pages {

namespace {

constexpr int space_depth_max = 6;
constexpr int components_max = 32;

class Grey : public ColorSpace {
 public:
  explicit Grey(int components = 1) : components_(components) {}
  int components() const override { return components_; }
  bool can_color() const override { return false; }
  bool is_colored(std::span<const double>) const override { return false; }

 private:
  const int components_;
};

class Rgb : public ColorSpace {
 public:
  int components() const override { return 3; }
  bool can_color() const override { return true; }
  bool is_colored(std::span<const double> v) const override {
    return !all_equal(clamp(v[0]), clamp(v[1]), clamp(v[2]));
  }
  Model model() const override { return Model::rgb; }

 private:
  static double clamp(double value) { return Range().clamp(value); }
};

class Cmyk : public Rgb {
 public:
  int components() const override { return 4; }
  Model model() const override { return Model::cmyk; }
};

class Unknown : public ColorSpace {
 public:
  int components() const override { return 1; }
  bool can_color() const override { return true; }
  bool is_colored(std::span<const double>) const override { return true; }
};

// Lightness says nothing of colour; the other two are nothing but.
class Lab : public ColorSpace {
 public:
  explicit Lab(Ranges ranges) : ranges_(std::move(ranges)) { ranges_.resize(2, {-100, 100}); }
  int components() const override { return 3; }
  bool can_color() const override { return true; }
  bool is_colored(std::span<const double> v) const override {
    constexpr double tolerance = 2.5;  // of a hundred: about what the tolerance is in red, green and blue
    const bool seen = v[0] > 0.5 && v[0] < 99.5;
    return seen && (std::fabs(ranges_[0].clamp(v[1])) > tolerance || std::fabs(ranges_[1].clamp(v[2])) > tolerance);
  }
  Range range(int component, int) const override {
    return component == 0 ? Range{0, 100} : ranges_[static_cast<std::size_t>(component - 1)];
  }

 private:
  Ranges ranges_;
};

// Separation and DeviceN: tints of inks, and what they look like in another space.
class Tint : public ColorSpace {
 public:
  Tint(int components, const ColorSpace& alternate, std::unique_ptr<TintFunction> transform)
      : components_(components), alternate_(alternate), transform_(std::move(transform)) {}
  int components() const override { return components_; }
  bool can_color() const override { return alternate_.can_color(); }
  bool is_colored(std::span<const double> values) const override {
    Values seen = transform_->at(values);
    seen.resize(static_cast<std::size_t>(alternate_.components()));
    return alternate_.is_colored(seen);
  }
  double initial_value() const override { return 1; }

 private:
  const int components_;
  const ColorSpace& alternate_;
  const std::unique_ptr<TintFunction> transform_;
};

class Indexed : public ColorSpace {
 public:
  explicit Indexed(std::vector<bool> colored) : colored_(std::move(colored)) {
    for (const bool one : colored_) any_ = any_ || one;
  }
  int components() const override { return 1; }
  bool can_color() const override { return any_; }
  bool is_colored(std::span<const double> v) const override {
    const Range all{0, static_cast<double>(colored_.size() - 1)};
    return colored_[static_cast<std::size_t>(std::lround(all.clamp(v[0])))];
  }
  Range range(int, int bits) const override { return {0, static_cast<double>((1U << bits) - 1)}; }

 private:
  const std::vector<bool> colored_;
  bool any_ = false;
};

class Pattern : public ColorSpace {
 public:
  explicit Pattern(const ColorSpace* underlying) : underlying_(underlying) {}
  int components() const override { return underlying_ == nullptr ? 0 : underlying_->components(); }
  bool can_color() const override { return true; }
  bool is_colored(std::span<const double>) const override { return false; }  // before there is a pattern
  const ColorSpace* underlying() const override { return underlying_; }
  bool is_pattern() const override { return true; }

 private:
  const ColorSpace* underlying_;
};

// Nothing when the name is none that every document knows; short names are for inline images.
const ColorSpace* device_space(const std::string& name) {
  static const Pattern pattern(nullptr);
  if (name == "/DeviceGray" || name == "/G" || name == "/CalGray") return &grey_space();
  if (name == "/DeviceRGB" || name == "/RGB" || name == "/CalRGB") return &rgb_space();
  if (name == "/DeviceCMYK" || name == "/CMYK" || name == "/CalCMYK") return &cmyk_space();
  return name == "/Pattern" ? &pattern : nullptr;
}

// Black alone prints grey, All prints every ink alike, None nothing.
bool is_grey_ink(QPDFObjectHandle name) {
  return name.isName() && (name.getName() == "/Black" || name.getName() == "/All" || name.getName() == "/None");
}

std::unique_ptr<ColorSpace> unknown() { return std::make_unique<Unknown>(); }

}  // namespace

const ColorSpace& grey_space() {
  static const Grey space;
  return space;
}

const ColorSpace& rgb_space() {
  static const Rgb space;
  return space;
}

const ColorSpace& cmyk_space() {
  static const Cmyk space;
  return space;
}

const ColorSpace& unknown_space() {
  static const Unknown space;
  return space;
}

const ColorSpace& ColorSpaces::find(QPDFObjectHandle from, QPDFObjectHandle resources, int depth) {
  if (depth > space_depth_max || !budget_.spend_operation()) return unknown_space();
  if (from.isName()) {
    // A resource goes first: /RGB is short for a device space only where nobody has called something else so.
    QPDFObjectHandle named = resources.getKeyIfDict("/ColorSpace").getKeyIfDict(from.getName());
    if (!named.isNull() && !(named.isName() && named.getName() == from.getName()))
      return find(named, resources, depth + 1);
    const ColorSpace* const device = device_space(from.getName());
    return device == nullptr ? unknown_space() : *device;
  }
  if (from.isIndirect())
    if (const auto known = known_.find(from.getObjGen()); known != known_.end()) return *known->second;
  if (!from.isArray() || from.getArrayNItems() < 1) return unknown_space();
  return keep(from, create(from, resources, depth));
}

const ColorSpace& ColorSpaces::keep(QPDFObjectHandle& from, Owned made) {
  owned_.push_back(std::move(made));
  if (from.isIndirect()) known_[from.getObjGen()] = owned_.back().get();
  return *owned_.back();
}

ColorSpaces::Owned ColorSpaces::create(QPDFObjectHandle& array, QPDFObjectHandle& resources, int depth) {
  QPDFObjectHandle first = array.getArrayItem(0);
  const std::string family = first.isName() ? first.getName() : "";
  const int count = array.getArrayNItems();
  if (family == "/DeviceGray" || family == "/G" || family == "/CalGray") return std::make_unique<Grey>();
  if (family == "/DeviceRGB" || family == "/RGB" || family == "/CalRGB") return std::make_unique<Rgb>();
  if (family == "/DeviceCMYK" || family == "/CMYK" || family == "/CalCMYK") return std::make_unique<Cmyk>();
  if (family == "/Lab" && count > 1)
    return std::make_unique<Lab>(read_ranges(array.getArrayItem(1).getKeyIfDict("/Range")));
  if (family == "/ICCBased" && count > 1) return create_icc_based(array, resources, depth);
  if ((family == "/Separation" || family == "/DeviceN") && count > 3) return create_tint(array, resources, depth);
  if ((family == "/Indexed" || family == "/I") && count > 3) return create_indexed(array, resources, depth);
  if (family == "/Pattern")
    return std::make_unique<Pattern>(count > 1 ? &find(array.getArrayItem(1), resources, depth + 1) : nullptr);
  return unknown();
}

// The profile itself is not looked into: equal amounts are grey in every profile that is meant for documents.
ColorSpaces::Owned ColorSpaces::create_icc_based(QPDFObjectHandle& array, QPDFObjectHandle& resources, int depth) {
  QPDFObjectHandle profile = array.getArrayItem(1);
  if (!profile.isStream()) return unknown();
  QPDFObjectHandle facts = profile.getDict();
  QPDFObjectHandle alternate = facts.getKey("/Alternate");
  if (alternate.isArray() && find(alternate, resources, depth + 1).model() == ColorSpace::Model::other &&
      alternate.getArrayItem(0).isNameAndEquals("/Lab"))
    return std::make_unique<Lab>(read_ranges(facts.getKey("/Range")));
  int count = 0;
  facts.getKey("/N").getValueAsInt(count);
  if (count == 1) return std::make_unique<Grey>();
  if (count == 3) return std::make_unique<Rgb>();
  return count == 4 ? std::make_unique<Cmyk>() : unknown();
}

ColorSpaces::Owned ColorSpaces::create_tint(QPDFObjectHandle& array, QPDFObjectHandle& resources, int depth) {
  QPDFObjectHandle inks = array.getArrayItem(1);
  const int count = inks.isArray() ? inks.getArrayNItems() : 1;
  if (count < 1 || count > components_max) return unknown();
  bool grey = true;
  for (int i = 0; i < count; ++i) grey = grey && is_grey_ink(inks.isArray() ? inks.getArrayItem(i) : inks);
  if (grey) return std::make_unique<Grey>(count);
  auto transform = TintFunction::create(array.getArrayItem(3), budget_);
  const ColorSpace& alternate = find(array.getArrayItem(2), resources, depth + 1);
  if (!transform || &alternate == &unknown_space() || alternate.is_pattern()) return unknown();
  return std::make_unique<Tint>(count, alternate, std::move(transform));
}

ColorSpaces::Owned ColorSpaces::create_indexed(QPDFObjectHandle& array, QPDFObjectHandle& resources, int depth) {
  const ColorSpace& base = find(array.getArrayItem(1), resources, depth + 1);
  QPDFObjectHandle table = array.getArrayItem(3);
  int last = 0;
  if (!array.getArrayItem(2).getValueAsInt(last) || last < 0 || last > 255 || base.components() < 1) return unknown();
  if (!base.can_color()) return std::make_unique<Grey>();
  std::optional<std::string> bytes;
  if (table.isString()) bytes = table.getStringValue();
  if (table.isStream()) bytes = read_stream(table, budget_, 1 << 16);
  if (!bytes) return unknown();
  const auto width = static_cast<std::size_t>(base.components());
  bytes->resize(width * (static_cast<std::size_t>(last) + 1));
  std::vector<bool> colored;
  for (std::size_t at = 0; at < bytes->size(); at += width) {
    Values values;
    for (std::size_t i = 0; i < width; ++i)
      values.push_back(base.range(static_cast<int>(i), 8).at(static_cast<unsigned char>((*bytes)[at + i]) / 255.0));
    colored.push_back(base.is_colored(values));
  }
  return std::make_unique<Indexed>(std::move(colored));
}

}  // namespace tsuke::pages
