#include "platform/store/testing.h"

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "platform/store/test_cluster.h"

namespace tsuke::store {
namespace {

[[noreturn]] void give_up(const std::string& what) {
  std::fprintf(stderr, "test store: %s\n", what.c_str());
  std::abort();
}

std::string temporary_folder() {
  std::string path = (std::filesystem::temp_directory_path() / "tsuke-sqlite-XXXXXX").string();
  if (mkdtemp(path.data()) == nullptr) give_up("no temporary folder: " + path);
  return path;
}

}  // namespace

std::vector<std::string> test_databases() {
  const char* wanted = std::getenv("TSUKE_TEST_DATABASES");
  std::vector<std::string> kinds;
  for (const char* kind : {"sqlite", "postgresql"}) {
    if (wanted != nullptr && std::string_view(wanted).find(kind) == std::string_view::npos) continue;
    if (std::string_view(kind) == "postgresql" && !test_cluster_installed()) {
      std::fprintf(stderr, "test store: PostgreSQL is not installed, its half is left out\n");
      continue;
    }
    kinds.emplace_back(kind);
  }
  return kinds;
}

TestStore::TestStore(std::string_view kind, std::vector<Migration> migrations, int readers)
    : migrations_(std::move(migrations)), readers_(readers) {
  if (kind == "sqlite") {
    folder_ = temporary_folder();
    url_ = "sqlite:" + folder_ + "/test.db";
  } else {
    Result<std::string> made = fresh_test_database();
    if (!made.ok()) give_up(made.error().what);
    url_ = made.take();
  }
  reopen();
}

TestStore::~TestStore() {
  close();
  std::error_code ignored;
  if (!folder_.empty()) std::filesystem::remove_all(folder_, ignored);
}

void TestStore::reopen() {
  close();
  auto opened = Store::open({url_, migrations_, readers_});
  if (!opened.ok()) give_up(opened.error().code + ": " + opened.error().what);
  store_ = opened.take();
}

}  // namespace tsuke::store
