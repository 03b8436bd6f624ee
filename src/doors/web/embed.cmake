# Writes the web app's files as one assembler file (.incbin) and a table of them.
#   cmake -DDIST=web/dist -DOUT=dir -P embed.cmake
file(GLOB_RECURSE files LIST_DIRECTORIES false ${DIST}/*)
set(assembler "  .section .rodata\n")
set(declarations "")
set(rows "")
set(number 0)
foreach(file ${files})
  file(RELATIVE_PATH path ${DIST} ${file})
  get_filename_component(extension ${file} LAST_EXT)
  set(type application/octet-stream)
  if(extension STREQUAL ".html")
    set(type "text/html; charset=utf-8")
  elseif(extension STREQUAL ".js")
    set(type "text/javascript; charset=utf-8")
  elseif(extension STREQUAL ".css")
    set(type "text/css; charset=utf-8")
  elseif(extension STREQUAL ".svg")
    set(type image/svg+xml)
  elseif(extension STREQUAL ".png")
    set(type image/png)
  elseif(extension STREQUAL ".json" OR extension STREQUAL ".webmanifest")
    set(type application/json)
  elseif(extension STREQUAL ".woff2")
    set(type font/woff2)
  endif()
  string(APPEND assembler "  .globl tsuke_asset_${number}\ntsuke_asset_${number}:\n  .incbin \"${file}\"\n"
                          "  .globl tsuke_asset_${number}_end\ntsuke_asset_${number}_end:\n  .byte 0\n")
  string(APPEND declarations "extern const char tsuke_asset_${number}[], tsuke_asset_${number}_end[];\n")
  string(APPEND rows "      {\"/${path}\", \"${type}\", between(tsuke_asset_${number}, tsuke_asset_${number}_end)},\n")
  math(EXPR number "${number} + 1")
endforeach()
string(APPEND assembler "  .section .note.GNU-stack,\"\",@progbits\n")
if(number EQUAL 0)
  set(table "std::span<const Asset> assets() { return {}; }\n")
else()
  set(table "std::span<const Asset> assets() {\n  static const Asset table[] = {\n${rows}  };\n  return table;\n}\n")
endif()
file(WRITE ${OUT}/assets.S.new "${assembler}")
file(WRITE ${OUT}/assets.cpp.new "#include \"doors/web/web.h\"\n\nextern \"C\" {\n${declarations}}\n
namespace tsuke::doors {
[[maybe_unused]] static std::string_view between(const char* first, const char* last) {
  return {first, static_cast<std::size_t>(last - first)};
}
${table}}  // namespace tsuke::doors\n")
# The assembler file's time moves whenever it runs, so that changed bytes behind .incbin are taken in.
file(RENAME ${OUT}/assets.S.new ${OUT}/assets.S)
file(RENAME ${OUT}/assets.cpp.new ${OUT}/assets.cpp)
