#include <gtest/gtest.h>

#include "platform/pages/corpus_testing.h"
#include "platform/pages/qpdf.h"
#include "platform/pages/testing.h"

namespace tsuke::pages::testing {

std::string reference(int object) { return std::to_string(object) + " 0 R"; }

std::string deflated(const std::string& plain) {
  Pl_Buffer result("result");
  Pl_Flate flate("flate", &result, Pl_Flate::a_deflate);
  flate.writeString(plain);
  flate.finish();
  const auto bytes = result.getBufferSharedPointer();
  return {reinterpret_cast<const char*>(bytes->getBuffer()), bytes->getSize()};
}

int Sheet::add(const std::string& body) {
  objects_.push_back(body);
  return static_cast<int>(objects_.size());
}

int Sheet::add_stream(const std::string& facts, const std::string& data) {
  return add("<< " + facts + " /Length " + std::to_string(data.size()) + " >>\nstream\n" + data + "\nendstream");
}

std::string Sheet::resource(const std::string& category, const std::string& value) {
  const std::string name = "/R" + std::to_string(resources_.size());
  resources_.push_back({category, name, value});
  return name;
}

std::string Sheet::form(const std::string& facts, const std::string& content) {
  const std::string own = resources();
  const int object = add_stream("/Type /XObject /Subtype /Form /BBox [0 0 100 100] " + facts + own, content);
  return resource("XObject", reference(object));
}

int Sheet::new_layer(bool on) {
  const int layer = add("<< /Type /OCG /Name (layer) >>");
  layers_.emplace_back(layer, on);
  return layer;
}

std::string Sheet::resources() const {
  std::string all = "/Resources << ";
  for (const std::string category :
       {"ColorSpace", "Pattern", "Shading", "XObject", "Font", "ExtGState", "Properties"}) {
    all += "/" + category + " << ";
    for (const Resource& one : resources_)
      if (one.category == category) all += one.name + " " + one.value + " ";
    all += ">> ";
  }
  return all + ">> ";
}

void Sheet::end_page(const std::string& content, bool compressed) {
  const int stream = compressed ? add_stream("/Filter /FlateDecode", deflated(content)) : add_stream("", content);
  const int page = add("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 240 340] " + resources() + "/Contents " +
                       reference(stream) + " /Annots [" + annotations_ + "] >>");
  kids_ += reference(page) + " ";
  annotations_.clear();
  resources_.clear();
  ++pages_;
}

std::string Sheet::finish() {
  std::string all, off;
  for (const auto& [layer, on] : layers_) {
    all += reference(layer) + " ";
    if (!on) off += reference(layer) + " ";
  }
  if (!layers_.empty() && catalog_.find("/OCProperties") == std::string::npos)
    catalog_ += "/OCProperties << /OCGs [" + all + "] /D << /OFF [" + off + "] >> >>";
  objects_[0] = "<< /Type /Catalog /Pages 2 0 R " + catalog_ + " >>";
  objects_[1] = "<< /Type /Pages /Count " + std::to_string(pages_) + " /Kids [" + kids_ + "] >>";
  return pdf_of(objects_);
}

Marks all_marks() {
  Marks all;
  for (const Marks& some :
       {vector_marks(), space_marks(), image_marks(), shading_marks(), object_marks(), page_marks()})
    all.insert(all.end(), some.begin(), some.end());
  return all;
}

}  // namespace tsuke::pages::testing
