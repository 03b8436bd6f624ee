// Colour spaces (ISO 32000-2, 8.6), as far as telling colour from grey takes.
#pragma once

#include <map>
#include <memory>
#include <span>
#include <string>

#include "platform/pages/tint_function.h"

namespace tsuke::pages {

class ColorSpace {
 public:
  enum class Model { rgb, cmyk, other };  // for images: three or four samples that are compared as they are

  virtual ~ColorSpace() = default;
  virtual int components() const = 0;
  // False when no value of it is coloured.
  virtual bool can_color() const = 0;
  // `values` has as many as there are components.
  virtual bool is_colored(std::span<const double> values) const = 0;

  virtual Model model() const { return Model::other; }
  // What a component of a new colour is, and what samples of so many bits stand for.
  virtual double initial_value() const { return 0; }
  virtual Range range(int /*component*/, int /*bits*/) const { return {0, 1}; }
  virtual const ColorSpace* underlying() const { return nullptr; }  // of a pattern without colours of its own
  virtual bool is_pattern() const { return false; }
};

const ColorSpace& grey_space();
const ColorSpace& rgb_space();
const ColorSpace& cmyk_space();
// Stands for a space that cannot be read: everything in it is coloured.
const ColorSpace& unknown_space();

// The spaces of one document. One that several pages share is read once.
class ColorSpaces {
 public:
  explicit ColorSpaces(Budget& budget) : budget_(budget) {}
  // A name that is none of a device space is looked for in `resources`.
  const ColorSpace& find(QPDFObjectHandle from, QPDFObjectHandle resources, int depth = 0);

 private:
  using Owned = std::unique_ptr<ColorSpace>;
  const ColorSpace& keep(QPDFObjectHandle& from, Owned made);
  Owned create(QPDFObjectHandle& array, QPDFObjectHandle& resources, int depth);
  Owned create_icc_based(QPDFObjectHandle& array, QPDFObjectHandle& resources, int depth);
  Owned create_tint(QPDFObjectHandle& array, QPDFObjectHandle& resources, int depth);
  Owned create_indexed(QPDFObjectHandle& array, QPDFObjectHandle& resources, int depth);

  Budget& budget_;
  std::vector<Owned> owned_;
  std::map<QPDFObjGen, const ColorSpace*> known_;
};

}  // namespace tsuke::pages
