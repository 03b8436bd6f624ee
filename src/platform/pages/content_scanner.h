// Reads the operations of a content stream, fast and without trusting a byte of it.
//
//   content   = *( operand / operator / inline-image / comment )
//   operand   = number / "/" name / "(" balanced text ")" / "<" hex digits ">"      brackets are passed over: what
//               stands in arrays and dictionaries counts as operands of the operator that follows
//   inline-image = "BI" dictionary "ID" white data white "EI"
//
// Anything else is passed over. Every input ends: each step takes at least one byte.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace tsuke::pages {

struct Operand {
  bool is_name = false;
  double number = 0;
  std::string_view name;  // without its slash, as it is written: see name_of()
};

struct Operation {
  std::string_view name;
  std::span<const Operand> operands;
  bool too_many = false;        // operands past the 40th are left out
  bool shows_letters = false;   // a string before it is not empty
  std::string_view dictionary;  // of an inline image, named "BI": between BI and ID
  std::string_view data;        //   and between ID and EI
};

class ContentScanner {
 public:
  explicit ContentScanner(std::string_view content) : rest_(content) {}
  // False at the end. What the operation refers to stays valid until the next call, and while the content does.
  bool next(Operation& into);

 private:
  static constexpr std::size_t operands_max = 40;  // DeviceN has up to 32 components

  bool step(Operation& into);
  void add(const Operand& operand);
  void take_string();
  void take_hexadecimal();
  void take_number();
  std::string_view take_word();
  bool take_inline_image(Operation& into);

  std::string_view rest_;
  std::array<Operand, operands_max> operands_;
  std::size_t count_ = 0;
  bool too_many_ = false;
  bool shows_letters_ = false;
};

// A name as the rest of a document spells it: with its slash, and #20 for what it stands for.
std::string name_of(std::string_view written);

}  // namespace tsuke::pages
