// TSUKE_SANITIZED is defined where AddressSanitizer watches: it needs more memory, and calls that a jail forbids.
#pragma once

#if defined(__SANITIZE_ADDRESS__)  // as g++ says it
#define TSUKE_SANITIZED
#elif defined(__has_feature)  // as clang does
#if __has_feature(address_sanitizer)
#define TSUKE_SANITIZED
#endif
#endif
