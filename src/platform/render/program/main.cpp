// tsuke-render: what opens documents to draw them, apart from everything else. See run.h.
#include <unistd.h>

#include "platform/render/program/run.h"

int main(int argc, char** argv) {
  const int status = tsuke::render::run({argv + 1, argv + argc});
  // Without destructors: this process has seen hostile bytes, and what is left to do is nothing.
  ::_exit(status);
}
