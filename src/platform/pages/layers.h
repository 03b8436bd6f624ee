// Optional content (ISO 32000-2, 8.11): what of a document is printed.
#pragma once

#include <set>

#include "platform/pages/qpdf.h"

namespace tsuke::pages {

class Layers {
 public:
  // Reads the default configuration, as it is when a document is opened and then printed.
  explicit Layers(QPDF& pdf);
  // Of a group, or of a membership in several; true for anything else.
  bool prints(QPDFObjectHandle layer) const;

 private:
  bool group_prints(QPDFObjectHandle& group) const;
  bool membership_prints(QPDFObjectHandle& membership) const;
  bool expression_prints(QPDFObjectHandle expression, int depth) const;
  void apply_print_usage(QPDFObjectHandle configuration);

  bool base_state_ = true;
  std::set<QPDFObjGen> on_, off_;
};

}  // namespace tsuke::pages
