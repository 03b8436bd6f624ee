// What the system says of a failed call.
#pragma once

#include <cstring>

namespace tsuke {

// The English sentence of an errno value, from any thread; never null.
inline const char* system_message(int error_number) {
  const char* sentence = ::strerrordesc_np(error_number);
  return sentence ? sentence : "unknown error";
}

}  // namespace tsuke
