find_package(CURL REQUIRED)
find_package(CLI11 REQUIRED)

# The house, top to bottom: a folder imports only from the folders its DEPS name, all of them above it.
tsuke_library(base LIBS OpenSSL::Crypto date::date-tz spdlog::spdlog Boost::json LIBS_TEST rapidcheck)
tsuke_library(platform/store DEPS base LIBS PkgConfig::SQLITE PkgConfig::PQ)
tsuke_library(platform/vault DEPS base LIBS OpenSSL::Crypto)
tsuke_library(platform/net DEPS base LIBS OpenSSL::SSL OpenSSL::Crypto)
tsuke_library(platform/cms DEPS base LIBS OpenSSL::Crypto DEPS_TEST platform/net)
tsuke_library(platform/http DEPS base platform/net LIBS PkgConfig::ZLIB)
tsuke_library(platform/fetch DEPS base LIBS CURL::libcurl)
tsuke_library(platform/mail DEPS base LIBS_TEST rapidcheck)
tsuke_library(platform/ipp DEPS base LIBS ${CUPS_LIBRARY} OpenSSL::SSL OpenSSL::Crypto LIBS_TEST rapidcheck)
tsuke_library(platform/dnssd DEPS base LIBS PkgConfig::AVAHI)
tsuke_library(platform/reach DEPS base)
tsuke_library(platform/qr DEPS base LIBS PkgConfig::QRENCODE)
tsuke_library(platform/jail DEPS base platform/vault)
tsuke_library(platform/pages DEPS base platform/vault platform/jail LIBS PkgConfig::QPDF)
tsuke_library(platform/render DEPS base platform/jail DEPS_TEST platform/vault platform/pages LIBS_TEST PkgConfig::QPDF ${CUPS_LIBRARY})
tsuke_library(platform/sheet DEPS base platform/qr platform/jail platform/render)
tsuke_library(platform/render/program DEPS base platform/jail platform/qr platform/render platform/sheet LIBS PkgConfig::POPPLER PkgConfig::CAIRO PkgConfig::PANGOCAIRO PkgConfig::JPEG)
tsuke_library(platform/impose DEPS base platform/vault platform/jail LIBS PkgConfig::QPDF DEPS_TEST platform/pages LIBS_TEST rapidcheck)
tsuke_library(platform/convert DEPS base platform/vault platform/jail platform/render LIBS PkgConfig::ZLIB LIBS_TEST PkgConfig::JPEG)
tsuke_library(printing DEPS base platform/ipp)
tsuke_library(registry DEPS base platform/store LIBS PkgConfig::SODIUM)
tsuke_library(rules DEPS base platform/store registry LIBS_TEST rapidcheck)
tsuke_library(books/ledger DEPS base platform/store LIBS OpenSSL::Crypto LIBS_TEST rapidcheck)
tsuke_library(books/verify DEPS base platform/store DEPS_TEST books/ledger rules registry)
tsuke_library(flow/budget DEPS base platform/store registry rules books/ledger)
tsuke_library(flow DEPS base platform/store platform/vault registry rules books/ledger flow/budget)
tsuke_library(flow/submit DEPS base platform/store platform/vault platform/pages registry rules flow DEPS_TEST books/ledger)
tsuke_library(flow/hold DEPS base platform/store platform/vault registry rules books/ledger flow DEPS_TEST flow/submit flow/release flow/deliver flow/report)
tsuke_library(flow/approve DEPS base platform/store registry rules books/ledger flow/budget flow)
tsuke_library(flow/leave DEPS base platform/store platform/vault registry rules books/ledger flow/budget flow DEPS_TEST platform/pages flow/submit flow/hold flow/approve flow/release flow/deliver flow/report flow/charge)
tsuke_library(flow/release DEPS base platform/store registry rules books/ledger flow/budget flow DEPS_TEST flow/submit flow/deliver flow/report)
tsuke_library(flow/deliver DEPS base platform/store platform/vault platform/jail platform/impose platform/render registry rules books/ledger flow DEPS_TEST platform/pages flow/submit flow/release flow/report LIBS_TEST rapidcheck)
tsuke_library(flow/report DEPS base platform/store registry rules books/ledger flow DEPS_TEST flow/submit flow/release flow/deliver LIBS_TEST rapidcheck)
tsuke_library(flow/charge DEPS base platform/store platform/vault registry rules books/ledger flow/budget flow DEPS_TEST flow/submit flow/release flow/deliver flow/report books/verify LIBS_TEST rapidcheck)
tsuke_library(flow/distribute DEPS base platform/store registry rules books/ledger flow DEPS_TEST flow/budget flow/submit flow/hold flow/release flow/deliver flow/report flow/charge books/verify LIBS_TEST rapidcheck)
tsuke_library(flow/log DEPS base platform/store registry flow DEPS_TEST platform/vault platform/pages rules books/ledger flow/submit flow/hold flow/release flow/deliver flow/report flow/charge flow/distribute LIBS_TEST rapidcheck)
tsuke_library(flow/amend DEPS base platform/store platform/vault registry rules books/ledger flow/budget flow DEPS_TEST platform/pages flow/submit flow/release flow/deliver flow/report flow/charge flow/distribute flow/log books/verify LIBS_TEST rapidcheck)
tsuke_library(devices DEPS base platform/store platform/ipp registry rules flow flow/deliver flow/report)
tsuke_library(direct DEPS base platform/store platform/vault platform/ipp platform/reach printing registry rules flow flow/deliver flow/report devices DEPS_TEST platform/pages flow/submit flow/release flow/charge books/ledger books/verify)
tsuke_library(doors DEPS base platform/store platform/vault platform/net platform/http platform/convert registry flow flow/submit)
tsuke_library(doors/setup DEPS base platform/cms platform/store platform/vault platform/net platform/http platform/convert registry doors)
tsuke_library(doors/ipp DEPS base platform/store platform/vault platform/net platform/http platform/ipp platform/pages platform/convert registry rules flow flow/submit flow/hold flow/release flow/deliver flow/report devices doors LIBS PkgConfig::ZLIB DEPS_TEST platform/impose books/ledger flow/charge flow/leave)
tsuke_library(doors/rest DEPS base platform/store platform/vault platform/net platform/http platform/reach platform/jail platform/pages platform/convert platform/render platform/qr platform/sheet registry rules books/ledger books/verify flow/budget flow flow/submit flow/hold flow/approve flow/leave flow/release flow/deliver flow/charge flow/distribute flow/amend flow/log doors doors/setup DEPS_TEST platform/cms flow/report)
tsuke_library(doors/mail DEPS base platform/store platform/vault platform/net platform/http platform/convert platform/mail registry flow flow/submit doors DEPS_TEST platform/pages rules books/ledger flow/hold)
tsuke_library(doors/web DEPS base platform/http)
tsuke_library(app DEPS base platform/store platform/vault platform/net platform/cms platform/fetch platform/http platform/mail platform/reach platform/jail platform/pages platform/convert platform/impose platform/render registry rules books/ledger books/verify flow flow/submit flow/hold flow/approve flow/leave flow/release flow/deliver flow/charge flow/amend direct doors doors/setup doors/ipp doors/rest doors/mail doors/web)

# Loops over millions of pixels.
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/platform/render/program/canvas.cpp PROPERTIES COMPILE_OPTIONS -O3 SKIP_PRECOMPILE_HEADERS ON)

# What opens documents to draw them. poppler's licence is not ours, so nothing of it is linked into the server.
add_executable(tsuke-render ${PROJECT_SOURCE_DIR}/src/platform/render/program/main.cpp)
target_link_libraries(tsuke-render tsuke_platform_render_program)
set_target_properties(tsuke-render PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})

set(openapi_file ${PROJECT_SOURCE_DIR}/docs/api/openapi.json)
target_sources(tsuke_doors_rest PRIVATE ${PROJECT_SOURCE_DIR}/src/doors/rest/openapi.S)
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/doors/rest/openapi.S PROPERTIES
  COMPILE_DEFINITIONS "TSUKE_OPENAPI_FILE=\"${openapi_file}\"" OBJECT_DEPENDS ${openapi_file})

# Office documents need LibreOffice, which is no part of a developer's setup: their test is there where that is.
if(TEST platform_convert)
  find_program(TSUKE_SOFFICE soffice.bin PATHS /usr/lib/libreoffice/program /usr/lib64/libreoffice/program /opt/libreoffice/program)
  set_tests_properties(platform_convert PROPERTIES ENVIRONMENT "GTEST_FILTER=-Office.*")
  if(TSUKE_SOFFICE)
    add_test(NAME platform_convert_office COMMAND platform_convert_test --gtest_filter=Office.* WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(platform_convert_office PROPERTIES TIMEOUT 600)
  else()
    message(STATUS "LibreOffice is not installed: the test platform_convert_office is left out")
  endif()
endif()

# The web app's files, embedded. Touching web/dist makes them anew.
set(web_dist ${PROJECT_SOURCE_DIR}/web/dist)
file(GLOB_RECURSE web_files CONFIGURE_DEPENDS ${web_dist}/*)
set(web_embedded ${PROJECT_BINARY_DIR}/web)
add_custom_command(
  OUTPUT ${web_embedded}/assets.S ${web_embedded}/assets.cpp
  COMMAND ${CMAKE_COMMAND} -E make_directory ${web_embedded}
  COMMAND ${CMAKE_COMMAND} -DDIST=${web_dist} -DOUT=${web_embedded} -P ${PROJECT_SOURCE_DIR}/src/doors/web/embed.cmake
  DEPENDS ${web_files} ${PROJECT_SOURCE_DIR}/src/doors/web/embed.cmake
  VERBATIM)
add_library(tsuke_web_assets STATIC ${web_embedded}/assets.cpp ${web_embedded}/assets.S)
target_include_directories(tsuke_web_assets PRIVATE ${PROJECT_SOURCE_DIR}/src)
target_link_libraries(tsuke_web_assets PRIVATE tsuke_platform_http)
target_link_libraries(tsuke_doors_web PUBLIC tsuke_web_assets)

# The server.
tsuke_library(app/demo DEPS base platform/store platform/http platform/ipp platform/pages registry rules flow/budget flow books/ledger app)
set(tools ${PROJECT_SOURCE_DIR}/tests/tools)
target_sources(tsuke_app_demo PRIVATE ${PROJECT_SOURCE_DIR}/src/app/demo/stand_ins.S)
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/app/demo/stand_ins.S PROPERTIES
  COMPILE_DEFINITIONS "TSUKE_STAND_IN_PRINTER=\"${tools}/stand-in-printer\";TSUKE_START_STAND_IN_PRINTER=\"${tools}/start-stand-in-printer\""
  OBJECT_DEPENDS "${tools}/stand-in-printer;${tools}/start-stand-in-printer")
add_executable(tsuke ${PROJECT_SOURCE_DIR}/src/app/main.cpp)
target_link_libraries(tsuke tsuke_app_demo CLI11::CLI11)
set_target_properties(tsuke PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})

# The program beside the printers.
tsuke_library(agent DEPS base platform/fetch platform/ipp platform/dnssd printing LIBS CURL::libcurl)
set_source_files_properties(${PROJECT_SOURCE_DIR}/src/agent/version.cpp PROPERTIES
  COMPILE_DEFINITIONS "TSUKE_VERSION=\"${PROJECT_VERSION}\"")
add_executable(tsuke-agent ${PROJECT_SOURCE_DIR}/src/agent/main.cpp)
target_link_libraries(tsuke-agent tsuke_agent CLI11::CLI11)
set_target_properties(tsuke-agent PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR})

# Whoever starts tsuke-render finds it there.
foreach(user tsuke platform_render_test platform_sheet_test platform_convert_test flow_deliver_test doors_rest_test)
  if(TARGET ${user})
    add_dependencies(${user} tsuke-render)
  endif()
endforeach()
