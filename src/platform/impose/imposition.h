// A PDF made ready for paper: one page per impression, each of the sheet's size.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/page.h"
#include "base/result.h"
#include "platform/jail/process.h"

namespace tsuke::impose {

enum class Orientation { automatic, portrait, landscape, reverse_landscape, reverse_portrait };  // RFC 8011 §5.2.10
enum class Scaling { automatic, auto_fit, fill, fit, none };                                     // PWG 5100.16

struct Imposition {
  std::vector<int> pages;  // those to print: numbers from 0, in order
  int document_pages = 0;  // how many the document has: one that has another number now is refused as damaged
  int number_up = 1;       // pages on a side: 1, 2, 4, 6, 9 or 16
  Orientation orientation = Orientation::automatic;
  Scaling scaling = Scaling::automatic;
  PageSize sheet{21000, 29700};
  int margin_hmm = 423;  // the edge that the printer leaves white
  int copies = 1;        // in the stream, for printers that cannot repeat a document
  bool collate = true;
  bool two_sided = false;  // a copy then begins on a new sheet, after a blank side where it must
  friend bool operator==(const Imposition&, const Imposition&) = default;
};

// The sides of one copy: ceil(pages / number-up).
int sides_of(const Imposition& imposition);
// The sides in the order in which they come out, from 0; blank_side stands between copies where it must.
inline constexpr int blank_side = -1;
std::vector<int> order_of_sides(const Imposition& imposition);

// True when the document can go as it is: every page once, alone on its side, upright and of the sheet's size.
// `pages` are those of the document.
bool is_trivial(const Imposition& imposition, const Pages& pages);

// Starts the worker; read it to its end, then hand end() to outcome(). `program` is our own executable.
// Fails with malformed ("document-too-large": more than sides_max sides), with internal ("impose-failed": no pages, or
// a number that is no number-up), and with unavailable ("worker-not-started").
inline constexpr int sides_max = 100'000;
Result<std::unique_ptr<jail::Process>> impose(const std::string& program, const jail::Descriptor& pdf,
                                              const Imposition& imposition);

// What the worker's end says of its document; only with ok was what it wrote whole. Fails with malformed:
// "document-damaged", "document-encrypted", "document-too-large", "document-timeout"; with internal ("impose-failed")
// when the program is no worker or cannot be jailed.
Result<void> outcome(const jail::Ended& ended);

// The worker's own main, with the arguments after "impose-worker". Never returns.
int worker_main(const std::vector<std::string>& arguments);

}  // namespace tsuke::impose
