// The functions of PDF (ISO 32000-2, 7.10), which turn tints and places into colours.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "platform/pages/budget.h"
#include "platform/pages/qpdf.h"

namespace tsuke::pages {

using Values = std::vector<double>;

struct Range {
  double least = 0, most = 1;
  double clamp(double value) const { return value < least ? least : value > most ? most : value; }
  double at(double part) const { return least + part * (most - least); }
};
using Ranges = std::vector<Range>;
// Pairs of an array; empty when it is none.
Ranges read_ranges(QPDFObjectHandle array);
Values read_numbers(QPDFObjectHandle array);

class TintFunction {
 public:
  virtual ~TintFunction() = default;
  // Nothing when it is malformed, or past a bound. An array of functions counts as one with as many results.
  static std::unique_ptr<TintFunction> create(QPDFObjectHandle from, Budget& budget, int depth = 0);

  // Of another number of inputs than it has, it takes what there is, and 0 for what there is not.
  Values at(std::span<const double> inputs) const;
  const Ranges& domain() const { return domain_; }

 protected:
  virtual Values results(const Values& inputs) const = 0;

 private:
  Ranges domain_, range_;
};

// Type 0: a table of samples, between which it interpolates.
std::unique_ptr<TintFunction> create_sampled(QPDFObjectHandle& stream, Budget& budget);
// Type 4: a program of a few operators on a stack.
std::unique_ptr<TintFunction> create_calculator(QPDFObjectHandle& stream, Budget& budget);

}  // namespace tsuke::pages
