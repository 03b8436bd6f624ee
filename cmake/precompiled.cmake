# The standard library, read once instead of seven hundred times: it is half of what a file of ours costs clang. (g++ 12
# gains a tenth.) Only what never changes here stands in it, so a header of ours that changes compiles nobody else anew.
set(pays OFF)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  set(pays ON)
endif()
option(TSUKE_PRECOMPILED "Precompile the standard headers" ${pays})

set(standard_headers
  <algorithm> <array> <atomic> <cassert> <charconv> <chrono> <condition_variable> <coroutine> <cstdint> <cstdlib> <cstring> <deque>
  <filesystem> <fstream> <functional> <future> <initializer_list> <iostream> <iterator> <limits> <list> <map> <memory> <mutex> <numeric>
  <optional> <ostream> <random> <set> <span> <sstream> <stdexcept> <string> <string_view> <thread> <tuple> <type_traits> <unordered_map>
  <utility> <variant> <vector>)

# tsuke_precompile(tsuke_precompiled_test -O0)
#   A target whose precompiled headers others use by REUSE_FROM; they have to be compiled with the same options.
function(tsuke_precompile name)
  file(WRITE ${PROJECT_BINARY_DIR}/${name}.cpp "")
  add_library(${name} OBJECT ${PROJECT_BINARY_DIR}/${name}.cpp)
  target_compile_options(${name} PRIVATE ${ARGN})
  target_precompile_headers(${name} PRIVATE ${standard_headers})
  set_target_properties(${name} PROPERTIES CXX_COMPILER_LAUNCHER ${PROJECT_SOURCE_DIR}/cmake/precompile)
endfunction()

if(TSUKE_PRECOMPILED)
  tsuke_precompile(tsuke_precompiled)
  tsuke_precompile(tsuke_precompiled_tests -O0)
endif()

function(tsuke_use_precompiled target)
  if(TSUKE_PRECOMPILED)
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
