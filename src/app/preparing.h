// Makes submitted documents ready to print: a PDF each, with its pages counted.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>

#include "app/stage.h"
#include "base/thread_pool.h"
#include "flow/submit/submit.h"
#include "platform/convert/convert.h"
#include "platform/pages/pages.h"

namespace tsuke::app {

// Three lanes, each with a thread of its own, so that nobody's PDF waits for another's office document: PDFs are
// counted; pictures, raster and text are converted; office documents are, one at a time, because each takes seconds and
// hundreds of megabytes. None takes the processor from somebody who waits for an answer.
class Preparing {
 public:
  Preparing(store::Store& store, vault::Vault& vault, const Clock& clock, convert::Tools tools);
  ~Preparing();

  // From any thread: there may be work.
  void wake();
  // Finishes the documents in hand and starts none any more.
  void close();

 private:
  struct Lane {
    Lane(Preparing& owner, std::vector<std::string> formats);
    std::vector<std::string> formats;
    std::optional<ThreadPool> pool{1};
    Stage stage;
  };

  void work(const Lane& lane);
  // False after a fault of ours: the job stays to be prepared.
  bool prepare(const flow::Job& job);
  Result<void> count(const flow::Job& job);
  Result<void> convert_and_count(const flow::Job& job);
  Result<pages::Summary> count_pages(const vault::Location& location);
  Result<flow::StoredDocument> make_pdf(const flow::Job& job);
  Result<void> give_up(const flow::Job& job, const Error& problem);

  store::Store& store_;
  vault::Vault& vault_;
  const Clock& clock_;
  const convert::Tools tools_;
  std::atomic<bool> closing_ = false;  // what is left is rows, for the next start
  Lane counting_, converting_, office_;
};

}  // namespace tsuke::app
