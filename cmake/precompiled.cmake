# What never changes here, read once instead of hundreds of times: the standard library is half of what a file of ours
# costs clang, and with the test library a third of what a test costs either compiler. (An optimised file gains a tenth
# with g++ 12, which then warns of what is not there.) A header of ours that changes compiles nobody else anew.
option(TSUKE_PRECOMPILED "Precompile the headers that are not ours" ON)

set(standard_headers
  <algorithm> <array> <atomic> <cassert> <charconv> <chrono> <condition_variable> <coroutine> <cstdint> <cstdlib> <cstring> <deque>
  <filesystem> <fstream> <functional> <future> <initializer_list> <iostream> <iterator> <limits> <list> <map> <memory> <mutex> <numeric>
  <optional> <ostream> <random> <set> <span> <sstream> <stdexcept> <string> <string_view> <thread> <tuple> <type_traits> <unordered_map>
  <utility> <variant> <vector>)

# tsuke_precompile(tsuke_precompiled_tests HEADERS <gtest/gtest.h> OPTIONS -O0)
#   A target whose precompiled headers others use by REUSE_FROM; they have to be compiled with the same options.
function(tsuke_precompile name)
  cmake_parse_arguments(ARG "" "" "HEADERS;OPTIONS" ${ARGN})
  file(WRITE ${PROJECT_BINARY_DIR}/${name}.cpp "")
  add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/${name}.cpp)
  target_compile_options(${name} PRIVATE ${ARG_OPTIONS})
  target_precompile_headers(${name} PRIVATE ${standard_headers} ${ARG_HEADERS})
  set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER ${PROJECT_SOURCE_DIR}/cmake/precompile)
endfunction()

if(TSUKE_PRECOMPILED)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    tsuke_precompile(tsuke_precompiled)
  endif()
  tsuke_precompile(tsuke_precompiled_tests HEADERS <gmock/gmock.h> <gtest/gtest.h> OPTIONS -O0)
endif()

function(tsuke_use_precompiled target)
  if(TSUKE_PRECOMPILED AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_precompile_headers(${target} REUSE_FROM tsuke_precompiled)
  endif()
endfunction()

# A test's own code is not optimised: compiling it takes longer than running it.
function(tsuke_as_test target)
  target_compile_options(${target} PRIVATE -O0)
  if(TSUKE_PRECOMPILED)
    target_precompile_headers(${target} REUSE_FROM tsuke_precompiled_tests)
  endif()
endfunction()
