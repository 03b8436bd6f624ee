// Documents with every way of drawing that may or may not have colour, and what is true of each. Test code only.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace tsuke::pages::testing {

// One page that is being made, and the document around it.
class Sheet {
 public:
  // The number of a new object.
  int add(const std::string& body);
  int add_stream(const std::string& facts, const std::string& data);
  // The name under which a page finds it, as "/R12".
  std::string resource(const std::string& category, const std::string& value);
  std::string form(const std::string& facts, const std::string& content);  // its resources are the page's own so far
  void annotate(const std::string& annotation) { annotations_ += annotation + " "; }
  void in_catalog(const std::string& entry) { catalog_ += entry + " "; }
  int new_layer(bool on);

  void end_page(const std::string& content, bool compressed);
  std::string finish();

 private:
  struct Resource {
    std::string category, name, value;
  };
  std::string resources() const;

  std::vector<std::string> objects_{"", ""};  // catalog and page tree, at the end
  std::vector<Resource> resources_;
  std::string annotations_, catalog_, kids_;
  std::vector<std::pair<int, bool>> layers_;
  int pages_ = 0;
};

std::string reference(int object);
std::string deflated(const std::string& plain);

// Something drawn within 100 × 100 points.
struct Mark {
  std::string name;
  bool colored;  // what is said of it
  std::function<std::string(Sheet&)> draw;
  std::string disagreement = {};  // why the second opinion says the opposite; empty when it says the same
};

using Marks = std::vector<Mark>;
Marks vector_marks();
Marks space_marks();
Marks image_marks();
Marks shading_marks();
Marks object_marks();
Marks page_marks();
Marks all_marks();

}  // namespace tsuke::pages::testing
