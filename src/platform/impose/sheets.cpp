#include "platform/impose/sheets.h"

#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <map>
#include <stdexcept>

#include "platform/impose/layout.h"
#include "platform/impose/qpdf.h"
#include "platform/impose/request.h"

namespace tsuke::impose {

namespace {

// What no printer needs and what would run, open or name something: only what pages look like stays.
constexpr const char* left_out[] = {"/AA",    "/AcroForm",       "/Collection", "/Dests",    "/DSS",
                                    "/Names", "/Metadata",       "/OpenAction", "/Outlines", "/PageLabels",
                                    "/Perms", "/StructTreeRoot", "/Threads",    "/MarkInfo", "/URI"};

class StandardOutput : public Pipeline {
 public:
  StandardOutput() : Pipeline("standard output", nullptr) {}
  void write(unsigned char const* data, std::size_t length) override {
    while (length > 0) {
      const ssize_t written = ::write(STDOUT_FILENO, data, length);
      if (written < 0 && errno == EINTR) continue;
      if (written <= 0) throw std::runtime_error("nobody reads");
      data += written;
      length -= static_cast<std::size_t>(written);
    }
  }
  void finish() override {}
};

std::string decimal(double number) {
  std::array<char, 64> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed, 5).ptr;
  return {digits.data(), end};
}

std::string numbers(std::initializer_list<double> values) {
  std::string text;
  for (const double value : values) text += decimal(value) + " ";
  return text;
}

Box read_box(QPDFObjectHandle from, const Box& fallback) {
  if (!from.isRectangle()) return fallback;
  const auto corners = from.getArrayAsRectangle();
  const Box box{corners.llx, corners.lly, corners.urx, corners.ury};
  const bool finite = std::isfinite(box.width()) && std::isfinite(box.height());
  return finite && box.width() > 0 && box.height() > 0 ? box : fallback;
}

// As pages are measured when they are counted.
Shape shape_of(QPDFPageObjectHelper& page) {
  const Box media = read_box(page.getAttribute("/MediaBox", false), {0, 0, 612, 792});
  const Box crop = read_box(page.getAttribute("/CropBox", false), media);
  const Box both{std::max(media.left, crop.left), std::max(media.bottom, crop.bottom),
                 std::min(media.right, crop.right), std::min(media.top, crop.top)};
  Shape shape;
  shape.visible = both.width() > 0 && both.height() > 0 ? both : media;
  QPDFObjectHandle rotate = page.getAttribute("/Rotate", false);
  if (rotate.isInteger() && rotate.getIntValue() % 90 == 0)
    shape.rotate = static_cast<int>(((rotate.getIntValue() % 360) + 360) % 360);
  double unit = 1;
  const bool usable =
      page.getObjectHandle().getKey("/UserUnit").getValueAsNumber(unit) && std::isfinite(unit) && unit > 0;
  if (usable) shape.user_unit = unit;
  return shape;
}

class Sheets {
 public:
  Sheets(QPDF& pdf, const Imposition& imposition) : pdf_(pdf), imposition_(imposition) {}

  Result<void> build() {
    flatten();
    pages_ = QPDFPageDocumentHelper(pdf_).getAllPages();
    if (static_cast<int>(pages_.size()) != imposition_.document_pages) return damaged();
    tree_ = pdf_.makeIndirectObject(QPDFObjectHandle::newDictionary());
    QPDFObjectHandle kids = QPDFObjectHandle::newArray();
    for (const int side : order_of_sides(imposition_)) kids.appendItem(page_of(side));
    tree_.replaceKey("/Type", QPDFObjectHandle::newName("/Pages"));
    tree_.replaceKey("/Count", QPDFObjectHandle::newInteger(kids.getArrayNItems()));
    tree_.replaceKey("/Kids", kids);
    QPDFObjectHandle root = pdf_.getRoot();
    for (const char* key : left_out) root.removeKey(key);
    root.replaceKey("/Pages", tree_);
    pdf_.getTrailer().removeKey("/Info");
    return {};
  }

 private:
  // Annotations that print become part of their page; the others are not printed.
  void flatten() {
    QPDFAcroFormDocumentHelper(pdf_).generateAppearancesIfNeeded();
    QPDFPageDocumentHelper(pdf_).flattenAnnotations(an_print, an_invisible | an_hidden);
  }

  // Each copy of a side is a page of its own; what is on it is there once.
  QPDFObjectHandle page_of(int side) {
    const Extent sheet = sheet_extent(imposition_);
    QPDFObjectHandle page = QPDFObjectHandle::newDictionary();
    page.replaceKey("/Type", QPDFObjectHandle::newName("/Page"));
    page.replaceKey("/Parent", tree_);
    page.replaceKey("/MediaBox", QPDFObjectHandle::newFromRectangle({0, 0, sheet.width, sheet.height}));
    if (side == blank_side) {
      page.replaceKey("/Resources", QPDFObjectHandle::newDictionary());
      return pdf_.makeIndirectObject(page);
    }
    const Content& content = content_of(side);
    page.replaceKey("/Resources", content.resources);
    page.replaceKey("/Contents", content.stream);
    return pdf_.makeIndirectObject(page);
  }

  struct Content {
    QPDFObjectHandle stream, resources;
  };

  const Content& content_of(int side) {
    const auto [found, is_new] = contents_.try_emplace(side);
    if (is_new) found->second = draw(side);
    return found->second;
  }

  Content draw(int side) {
    const int count = static_cast<int>(imposition_.pages.size());
    const int first = side * imposition_.number_up, last = std::min(first + imposition_.number_up, count);
    const int turns = turns_of(first);
    std::string operators;
    QPDFObjectHandle forms = QPDFObjectHandle::newDictionary();
    for (int i = first; i < last; ++i) {
      QPDFPageObjectHelper& page = pages_[static_cast<std::size_t>(imposition_.pages[static_cast<std::size_t>(i)])];
      const Shape shape = shape_of(page);
      const std::string name = "/P" + std::to_string(i - first);
      forms.replaceKey(name, form_of(page, shape));
      operators += place_form(place(imposition_, turns, i - first, shape), name);
    }
    QPDFObjectHandle resources = QPDFObjectHandle::newDictionary();
    resources.replaceKey("/XObject", forms);
    return {pdf_.newStream(operators), pdf_.makeIndirectObject(resources)};
  }

  // A page alone lies as it is best; of several per side all sides lie as the first does, for leafing through.
  int turns_of(int first) {
    const int leading = imposition_.number_up == 1 ? first : 0;
    const int page = imposition_.pages[static_cast<std::size_t>(leading)];
    return turns_for(imposition_, shape_of(pages_[static_cast<std::size_t>(page)]));
  }

  QPDFObjectHandle form_of(QPDFPageObjectHelper& page, const Shape& shape) {
    QPDFObjectHandle form = page.getFormXObjectForPage(false);
    QPDFObjectHandle dictionary = form.getDict();
    const Box& box = shape.visible;
    dictionary.replaceKey("/BBox", QPDFObjectHandle::newFromRectangle({box.left, box.bottom, box.right, box.top}));
    dictionary.removeKey("/Matrix");
    return form;
  }

  static std::string place_form(const Placement& at, const std::string& name) {
    const Matrix& m = at.matrix;
    return "q " + numbers({at.clip.left, at.clip.bottom, at.clip.width(), at.clip.height()}) + "re W n " +
           numbers({m.a, m.b, m.c, m.d, m.e, m.f}) + "cm " + name + " Do Q\n";
  }

  QPDF& pdf_;
  const Imposition& imposition_;
  std::vector<QPDFPageObjectHelper> pages_;
  QPDFObjectHandle tree_;
  std::map<int, Content> contents_;
};

// No object streams: printers are older than they look.
void write_out(QPDF& pdf) {
  StandardOutput output;
  QPDFWriter writer(pdf);
  writer.setOutputPipeline(&output);
  writer.setObjectStreamMode(qpdf_o_disable);
  writer.setPreserveEncryption(false);
  writer.setDeterministicID(true);
  writer.write();
}

Error meaning_of(const QPDFExc& problem) { return problem.getErrorCode() == qpdf_e_password ? encrypted() : damaged(); }

}  // namespace

Result<void> impose_standard_input(const Imposition& imposition) {
  try {
    if (::lseek(STDIN_FILENO, 0, SEEK_SET) != 0) return failed();
    QPDF pdf;
    pdf.setSuppressWarnings(true);
    pdf.processFile("document", stdin, false);
    TRY(Sheets(pdf, imposition).build());
    write_out(pdf);
    return {};
  } catch (const QPDFExc& problem) { return meaning_of(problem); } catch (const std::bad_alloc&) {
    return too_large();
  } catch (const std::exception&) {  // the library's way of saying that it is lost
    return damaged();
  }
}

}  // namespace tsuke::impose
