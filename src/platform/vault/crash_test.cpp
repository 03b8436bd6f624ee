// kill -9 in the middle of writing.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/vault/testing.h"

namespace tsuke::vault {
namespace {

using namespace testing;

constexpr unsigned documents = 20;
std::size_t size_of(unsigned document) { return document % 7 == 6 ? 1'500'000 : 9'000 * document; }

// Stores documents, tells of each that is synced, and goes on writing until it is killed.
[[noreturn]] void write_until_killed(const Options& options, int tell) {
  const auto vault = Vault::open(options).take();
  for (unsigned i = 0; i < documents; ++i) {
    const Location location = store(*vault, sample(size_of(i), i)).take();
    if (!vault->sync().ok()) ::_exit(1);
    const std::string line = location.text + "\n";
    if (::write(tell, line.data(), line.size()) < 0) ::_exit(1);
  }
  ::close(tell);
  for (;;) {
    auto half = vault->begin().take();
    if (!half->append(sample(1'300'000)).ok() || !store(*vault, sample(30'000)).ok()) ::_exit(1);
  }
}

TEST(Crash, WhatWasSyncedIsThereAndNothingElseStays) {
  const TestFolder folder;
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) write_until_killed(folder.options(), ends[1]);
  ::close(ends[1]);
  std::string told;
  char piece[1000];
  for (ssize_t got; (got = ::read(ends[0], piece, sizeof piece)) > 0;)
    told.append(piece, static_cast<std::size_t>(got));
  ::close(ends[0]);
  ::kill(child, SIGKILL);
  ASSERT_EQ(::waitpid(child, nullptr, 0), child);

  std::vector<Location> live;
  std::istringstream lines(told);
  for (std::string line; std::getline(lines, line);) live.push_back({line});
  ASSERT_EQ(live.size(), documents);
  const auto vault = Vault::open(folder.options()).take();
  ASSERT_TRUE(vault->keep_only(live).ok());
  for (unsigned i = 0; i < documents; ++i) EXPECT_EQ(fetch(*vault, live[i]).take(), sample(size_of(i), i)) << i;
  EXPECT_EQ(folder.count("doc-"), 2) << "only documents 6 and 13";
  const Location next = store(*vault, sample(20'000)).take();
  EXPECT_EQ(fetch(*vault, next).take(), sample(20'000));
}

}  // namespace
}  // namespace tsuke::vault
