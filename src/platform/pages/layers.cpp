#include "platform/pages/layers.h"

namespace tsuke::pages {

namespace {

constexpr int expression_depth_max = 16;

std::set<QPDFObjGen> read_groups(QPDFObjectHandle array) {
  std::set<QPDFObjGen> groups;
  for (int i = 0; array.isArray() && i < array.getArrayNItems(); ++i) groups.insert(array.getArrayItem(i).getObjGen());
  return groups;
}

}  // namespace

Layers::Layers(QPDF& pdf) {
  QPDFObjectHandle configuration = pdf.getRoot().getKeyIfDict("/OCProperties").getKeyIfDict("/D");
  if (!configuration.isDictionary()) return;
  base_state_ = !configuration.getKey("/BaseState").isNameAndEquals("/OFF");
  on_ = read_groups(configuration.getKey("/ON"));
  off_ = read_groups(configuration.getKey("/OFF"));
  apply_print_usage(configuration.getKey("/AS"));
}

// Groups that say themselves how they want to be on paper, where the document asks for that.
void Layers::apply_print_usage(QPDFObjectHandle automatic) {
  for (int i = 0; automatic.isArray() && i < automatic.getArrayNItems(); ++i) {
    QPDFObjectHandle one = automatic.getArrayItem(i);
    if (!one.getKeyIfDict("/Event").isNameAndEquals("/Print")) continue;
    QPDFObjectHandle groups = one.getKey("/OCGs");
    for (int j = 0; groups.isArray() && j < groups.getArrayNItems(); ++j) {
      QPDFObjectHandle group = groups.getArrayItem(j);
      QPDFObjectHandle state = group.getKeyIfDict("/Usage").getKeyIfDict("/Print").getKeyIfDict("/PrintState");
      if (!state.isName()) continue;
      const bool prints = state.getName() != "/OFF";
      (prints ? on_ : off_).insert(group.getObjGen());
      (prints ? off_ : on_).erase(group.getObjGen());
    }
  }
}

bool Layers::prints(QPDFObjectHandle layer) const {
  if (!layer.isDictionary()) return true;
  return layer.getKey("/Type").isNameAndEquals("/OCMD") ? membership_prints(layer) : group_prints(layer);
}

bool Layers::group_prints(QPDFObjectHandle& group) const {
  const QPDFObjGen id = group.getObjGen();
  return base_state_ ? !off_.contains(id) : on_.contains(id);
}

bool Layers::membership_prints(QPDFObjectHandle& membership) const {
  QPDFObjectHandle expression = membership.getKey("/VE");
  if (expression.isArray()) return expression_prints(expression, 0);
  QPDFObjectHandle groups = membership.getKey("/OCGs");
  if (groups.isDictionary()) groups = QPDFObjectHandle::newArray({groups});
  QPDFObjectHandle named = membership.getKey("/P");
  const std::string policy = named.isName() ? named.getName() : "/AnyOn";
  int on = 0, off = 0;
  for (int i = 0; groups.isArray() && i < groups.getArrayNItems(); ++i) {
    QPDFObjectHandle group = groups.getArrayItem(i);
    if (group.isDictionary()) ++(group_prints(group) ? on : off);
  }
  if (on + off == 0) return true;
  if (policy == "/AllOn") return off == 0;
  if (policy == "/AnyOff") return off > 0;
  return policy == "/AllOff" ? on == 0 : on > 0;
}

// [ /And … ], [ /Or … ], [ /Not … ], or a group.
bool Layers::expression_prints(QPDFObjectHandle expression, int depth) const {
  if (expression.isDictionary()) return group_prints(expression);
  if (!expression.isArray() || expression.getArrayNItems() < 2 || depth > expression_depth_max) return true;
  const bool conjunction = expression.getArrayItem(0).isNameAndEquals("/And");
  if (expression.getArrayItem(0).isNameAndEquals("/Not"))
    return !expression_prints(expression.getArrayItem(1), depth + 1);
  for (int i = 1; i < expression.getArrayNItems(); ++i)
    if (expression_prints(expression.getArrayItem(i), depth + 1) != conjunction) return !conjunction;
  return conjunction;
}

}  // namespace tsuke::pages
