#include <algorithm>
#include <filesystem>
#include <functional>
#include <map>
#include <set>

#include "rules.h"

namespace tsuke::tidy {

namespace {

bool holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// The file that an include means: below src, or beside the one who includes.
const Source* target_of(const std::map<std::string, const Source*>& by_path, const Source& from,
                        const std::string& name) {
  if (const auto found = by_path.find("src/" + name); found != by_path.end()) return found->second;
  const auto beside = (std::filesystem::path(from.path).parent_path() / name).lexically_normal().generic_string();
  if (const auto found = by_path.find(beside); found != by_path.end()) return found->second;
  const auto in_tests = by_path.find("tests/" + name);
  return in_tests == by_path.end() ? nullptr : in_tests->second;
}

std::map<std::string, const Source*> index_of(const Tree& tree) {
  std::map<std::string, const Source*> by_path;
  for (const Source& source : tree.sources)
    if (source.is_cpp()) by_path[source.path] = &source;
  return by_path;
}

void check_import(const Tree& tree, const Source& source, const Folder& folder, const Source::Include& include,
                  const Source& target, bool for_tests, Faults& faults) {
  const Folder* other = tree.folder_of(target);
  if (!other || other->name == folder.name || holds(folder.imports, other->name)) return;
  if (for_tests && holds(folder.test_imports, other->name)) return;
  // A header that helps tests alone is linked by those who include it.
  if (for_tests && source.is_header()) return;
  // A program's main knows everyone.
  if (source.path.ends_with("/main.cpp")) return;
  faults.push_back({source.path, include.line, folder.name + " does not declare that it imports from " + other->name});
}

struct Library {
  const char* prefix;
  std::vector<std::string> homes;  // below src
};
const std::vector<Library>& libraries() {
  static const std::vector<std::string> of_crypto{"platform/net", "platform/cms", "platform/vault", "platform/ipp",
                                                  "base"};
  static const std::vector<Library> all{{"boost/asio", {"platform/net"}},
                                        {"openssl/ssl.h", {"platform/net"}},
                                        {"openssl/", of_crypto},
                                        {"cups/", {"platform/ipp"}},
                                        {"sqlite3.h", {"platform/store"}},
                                        {"libpq-fe.h", {"platform/store"}},
                                        {"qpdf/", {"platform/pages", "platform/impose"}},
                                        {"poppler", {"platform/render/program"}},
                                        {"cairo", {"platform/render/program", "platform/sheet"}},
                                        {"fontconfig/", {"platform/render/program"}},
                                        {"glib", {"platform/render/program"}},
                                        {"jpeglib.h", {"platform/render/program"}},
                                        {"sodium", {"registry"}},
                                        {"curl/", {"agent", "platform/fetch"}},
                                        {"avahi-", {"platform/dnssd"}},
                                        {"qrencode.h", {"platform/qr"}},
                                        {"pango/", {"platform/render/program"}},
                                        {"zlib.h", {"platform/http", "platform/convert", "doors/ipp"}},
                                        {"date/", {"base"}},
                                        {"spdlog/", {"base"}},
                                        {"boost/json", {"base"}},
                                        {"CLI/", {"app", "agent"}}};
  return all;
}

bool is_system_header(const std::string& name) {
  if (name.starts_with("sys/") || name.starts_with("netinet/") || name.starts_with("arpa/") ||
      name.starts_with("linux/"))
    return true;
  if (name.find('/') != std::string::npos) return false;
  static const std::set<std::string> posix{"unistd.h",  "fcntl.h", "poll.h", "signal.h",
                                           "pthread.h", "netdb.h", "time.h", "dirent.h"};
  return name.find('.') == std::string::npos || posix.contains(name);
}

// Headers that a folder shows to others, with all that those include.
std::set<const Source*> shown_headers(const Tree& tree, const std::map<std::string, const Source*>& by_path) {
  std::set<const Source*> shown;
  const std::function<void(const Source&)> show = [&](const Source& header) {
    if (!shown.insert(&header).second) return;
    for (const auto& include : header.includes())
      if (const Source* next = include.angled ? nullptr : target_of(by_path, header, include.name)) show(*next);
  };
  for (const Source& source : tree.sources) {
    if (!source.is_cpp()) continue;
    for (const auto& include : source.includes()) {
      const Source* target = include.angled ? nullptr : target_of(by_path, source, include.name);
      if (target && tree.folder_of(*target) && tree.folder_of(*target) != tree.folder_of(source)) show(*target);
    }
  }
  return shown;
}

// Headers that some file of the product includes; the others help tests alone, however they are named.
std::set<const Source*> product_headers(const Tree& tree, const std::map<std::string, const Source*>& by_path) {
  std::set<const Source*> used;
  for (const Source& source : tree.sources) {
    if (!source.is_cpp() || source.is_test()) continue;
    for (const auto& include : source.includes())
      if (const Source* target = include.angled ? nullptr : target_of(by_path, source, include.name))
        used.insert(target);
  }
  return used;
}

}  // namespace

Faults foreign_imports(const Tree& tree) {
  Faults faults;
  std::vector<std::string> above;
  for (const Folder& folder : tree.folders) {
    for (const std::string& import : folder.imports)
      if (!holds(above, import))
        faults.push_back(
            {"src/folders.cmake", 0, folder.name + " imports " + import + ", which is not declared above it"});
    above.push_back(folder.name);
  }
  const auto by_path = index_of(tree);
  const auto product = product_headers(tree, by_path);
  for (const Source& source : tree.sources) {
    if (!source.is_cpp() || !source.in("src")) continue;
    const Folder* folder = tree.folder_of(source);
    if (!folder) {
      faults.push_back({source.path, 0, "its folder is not declared in src/folders.cmake"});
      continue;
    }
    for (const auto& include : source.includes())
      if (const Source* target = include.angled ? nullptr : target_of(by_path, source, include.name))
        check_import(tree, source, *folder, include, *target,
                     source.is_test() || (source.is_header() && !product.contains(&source)), faults);
  }
  return faults;
}

Faults foreign_libraries(const Tree& tree) {
  Faults faults;
  for (const Source& source : tree.sources) {
    if (!source.is_cpp() || !source.in("src") || source.is_test()) continue;
    const Folder* folder = tree.folder_of(source);
    for (const auto& include : source.includes()) {
      const auto library = std::find_if(libraries().begin(), libraries().end(),
                                        [&](const Library& known) { return include.name.starts_with(known.prefix); });
      if (library == libraries().end() || (folder && holds(library->homes, folder->name))) continue;
      faults.push_back({source.path, include.line, "<" + include.name + "> is not for this folder"});
    }
  }
  return faults;
}

Faults leaking_headers(const Tree& tree) {
  Faults faults;
  for (const Source* header : shown_headers(tree, index_of(tree))) {
    if (header->is_test()) continue;
    for (const auto& include : header->includes())
      if (include.angled && !is_system_header(include.name))
        faults.push_back({header->path, include.line, "shows <" + include.name + "> to other folders"});
  }
  return faults;
}

Faults dead_files(const Tree& tree) {
  const auto by_path = index_of(tree);
  std::set<std::string> used;
  for (const Source& source : tree.sources) {
    if (!source.is_cpp()) continue;
    for (const auto& include : source.includes())
      if (const Source* target = include.angled ? nullptr : target_of(by_path, source, include.name))
        used.insert(target->path);
  }
  Faults faults;
  for (const Source& source : tree.sources) {
    if (source.is_header() && !used.contains(source.path)) faults.push_back({source.path, 0, "is included nowhere"});
    if (!source.in("web/src") || source.path == "web/src/main.ts" || source.path.ends_with(".d.ts") ||
        source.path.ends_with(".test.ts"))
      continue;
    const auto path = std::filesystem::path(source.path);
    const std::string name = path.extension() == ".ts" ? path.stem().string() : path.filename().string();
    const bool imported = std::any_of(tree.sources.begin(), tree.sources.end(), [&](const Source& other) {
      return other.path != source.path && (other.text.find("/" + name + "'") != std::string::npos ||
                                           other.text.find("/" + name + "\"") != std::string::npos ||
                                           other.text.find("/" + path.filename().string()) != std::string::npos);
    });
    if (!imported) faults.push_back({source.path, 0, "is imported nowhere"});
  }
  return faults;
}

std::vector<std::string> deepest_chain(const Tree& tree) {
  const auto by_path = index_of(tree);
  std::map<const Source*, std::vector<std::string>> known;
  const std::function<std::vector<std::string>(const Source&)> chain =
      [&](const Source& source) -> std::vector<std::string> {
    if (const auto found = known.find(&source); found != known.end()) return found->second;
    known[&source] = {};  // an include guard ends a circle
    std::vector<std::string> longest;
    for (const auto& include : source.includes()) {
      const Source* target = include.angled ? nullptr : target_of(by_path, source, include.name);
      if (!target) continue;
      if (auto next = chain(*target); next.size() > longest.size()) longest = std::move(next);
    }
    longest.insert(longest.begin(), source.path);
    return known[&source] = longest;
  };
  std::vector<std::string> deepest;
  for (const Source& source : tree.sources)
    if (source.is_cpp())
      if (auto found = chain(source); found.size() > deepest.size()) deepest = std::move(found);
  return deepest;
}

}  // namespace tsuke::tidy
