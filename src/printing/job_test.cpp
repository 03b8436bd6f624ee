#include "printing/job.h"

#include <gtest/gtest.h>

namespace tsuke::printing {
namespace {

TEST(Sheets, FollowSidesAndCopies) {
  const Ticket one_sided{1, "", 2, "one-sided"};
  EXPECT_EQ(sheets_of(10, one_sided), 10);
  const Ticket duplex{1, "", 1, "two-sided-long-edge"};
  EXPECT_EQ(sheets_of(0, duplex), 0);
  EXPECT_EQ(sheets_of(1, duplex), 1);
  EXPECT_EQ(sheets_of(5, duplex), 3);
  Ticket copies{1, "", 3, "two-sided-short-edge"};
  copies.impressions = 5;  // 5 pages, 3 copies: each copy begins a new sheet
  EXPECT_EQ(sheets_of(5, copies), 3);
  EXPECT_EQ(sheets_of(6, copies), 4);
  EXPECT_EQ(sheets_of(15, copies), 9);
  copies.impressions = 0;  // not known: the least it can be
  EXPECT_EQ(sheets_of(15, copies), 8);
}

TEST(Absorb, CountsOnlyGrow) {
  Progress progress;
  const Ticket ticket{1, "", 1, "two-sided-long-edge"};
  absorb(progress, {9, 5, {"job-printing"}, 4, {}}, ticket);
  EXPECT_EQ(progress.counts, (Counts{4, 2, true}));
  absorb(progress, {9, 9, {"job-completed-successfully"}, 0, {}}, ticket);
  EXPECT_EQ(progress.state, 9);
  EXPECT_EQ(progress.counts, (Counts{4, 2, true}));
  absorb(progress, {9, 9, {}, -1, {}}, ticket);
  EXPECT_EQ(progress.counts.impressions, 4);
}

TEST(Absorb, ThePrintersOwnSheetsReplaceDerivedOnes) {
  Progress progress;
  const Ticket ticket{1, "", 1, "one-sided"};
  absorb(progress, {9, 5, {}, 4, {}}, ticket);
  EXPECT_EQ(progress.counts, (Counts{4, 4, true}));
  absorb(progress, {9, 5, {}, 4, 2}, ticket);
  EXPECT_EQ(progress.counts, (Counts{4, 2, false}));
}

TEST(Absorb, WhatThePrinterDoesNotCountStaysAbsent) {
  Progress progress;
  absorb(progress, {9, 9, {}, {}, {}}, Ticket{});
  EXPECT_EQ(progress.counts, Counts{});
}

TEST(Name, DiffersBetweenAttempts) {
  EXPECT_EQ(name_at_printer({7, "ref"}), "ref-7");
  EXPECT_NE(name_at_printer({7, "ref"}), name_at_printer({8, "ref"}));
  EXPECT_EQ(name_at_printer({7, ""}), "tsuke-7");
}

}  // namespace
}  // namespace tsuke::printing
