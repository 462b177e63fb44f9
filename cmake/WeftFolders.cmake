# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Folder = library. A new file in a folder is picked up by itself.

# weft_folder(TARGET FOLDER [OBJECT] [PCH header | PCH_FROM target] [LINK lib...])
# Builds every .cpp of FOLDER (not of its sub-folders) into a static library; header-only folders become interfaces.
# Its .cu files are built where nvcc is used (cmake/WeftCuda.cmake); WEFT_CUDA_KERNELS then tells its .cpp files.
function(weft_folder target folder)
    cmake_parse_arguments(arg "OBJECT;MOC" "PCH;PCH_FROM" "LINK" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cpp" "${CMAKE_SOURCE_DIR}/${folder}/*.h")
    list(FILTER sources EXCLUDE REGEX "/Main\\.cpp$") # the program's, not the library's
    set(units ${sources})
    list(FILTER units INCLUDE REGEX "\\.cpp$")
    if(NOT units)
        add_library(${target} INTERFACE)
        target_include_directories(${target} INTERFACE ${CMAKE_SOURCE_DIR})
        target_link_libraries(${target} INTERFACE ${arg_LINK})
        return()
    endif()
    if(WEFT_CUDA_KERNELS)
        file(GLOB kernels CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${folder}/*.cu")
        list(APPEND sources ${kernels})
    endif()
    if(arg_OBJECT)
        add_library(${target} OBJECT ${sources})
    else()
        add_library(${target} STATIC ${sources})
    endif()
    set_target_properties(${target} PROPERTIES UNITY_BUILD ${WEFT_UNITY} UNITY_BUILD_BATCH_SIZE 8)
    if(kernels)
        target_compile_definitions(${target} PRIVATE WEFT_CUDA_KERNELS)
    endif()
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR})
    target_link_libraries(${target} PUBLIC ${arg_LINK})
    if(arg_MOC)
        set_target_properties(${target} PROPERTIES AUTOMOC ON)
    endif()
    if(arg_PCH)
        target_precompile_headers(${target} PRIVATE ${CMAKE_SOURCE_DIR}/${arg_PCH})
    elseif(arg_PCH_FROM)
        target_precompile_headers(${target} REUSE_FROM ${arg_PCH_FROM})
    endif()
endfunction()

# weft_tests(FOLDER [LINK lib...])
# Each TestX.cpp below tests/FOLDER (not in sub-folders) is one Qt Test program, run by ctest without a screen.
# Helpers beside them (not named Test*) are compiled into every one of them.
function(weft_tests folder)
    if(NOT WEFT_TESTS)
        return()
    endif()
    cmake_parse_arguments(arg "" "TIMEOUT" "LINK;ENVIRONMENT" ${ARGN})
    file(GLOB programs CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/${folder}/Test*.cpp")
    file(GLOB helpers CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/tests/${folder}/*.cpp")
    list(FILTER helpers EXCLUDE REGEX "/Test[^/]*\\.cpp$")
    string(REPLACE "/" "." prefix ${folder})
    foreach(program ${programs})
        get_filename_component(name ${program} NAME_WE)
        set(target "${prefix}.${name}")
        add_executable(${target} ${program} ${helpers})
        set_target_properties(${target} PROPERTIES AUTOMOC ON RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
        target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
        target_link_libraries(${target} PRIVATE Qt6::Test ${arg_LINK})
        target_compile_definitions(${target} PRIVATE
            WEFT_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data"
            WEFT_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
            WEFT_BINARY_DIR="${CMAKE_BINARY_DIR}")
        add_test(NAME ${target} COMMAND ${target})
        set(timeout 120)
        if(arg_TIMEOUT)
            set(timeout ${arg_TIMEOUT})
        endif()
        # Qt's own watchdog would end a slow test before ctest does, and its stack dump wants a debugger.
        set(qtest "QTEST_DISABLE_STACK_DUMP=1;QTEST_FUNCTION_TIMEOUT=900000")
        set_tests_properties(${target} PROPERTIES TIMEOUT ${timeout} SKIP_REGULAR_EXPRESSION "^SKIPPED: "
            ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;OMP_WAIT_POLICY=passive;${qtest};${WEFT_SANITIZER_ENVIRONMENT};${arg_ENVIRONMENT}")
    endforeach()
endfunction()

# weft_plain_test(NAME SOURCE [LINK lib...]): a test program of its own, without Qt. It fails by its exit status; a line
# "SKIPPED: why" says that this machine can't run all of it.
function(weft_plain_test name source)
    cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
    add_executable(${name} ${source})
    set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
    target_include_directories(${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(${name} PRIVATE ${arg_LINK})
    target_compile_definitions(${name} PRIVATE
        WEFT_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data" WEFT_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES TIMEOUT 120 SKIP_REGULAR_EXPRESSION "(^|\n)SKIPPED: "
        ENVIRONMENT "OMP_WAIT_POLICY=passive")
endfunction()

# weft_fuzz(NAME SOURCE [LINK lib...]): a libFuzzer program when WEFT_FUZZ is on; with WEFT_TESTS its corpus is replayed
# by a plain program, so that each input that ever broke a parser stays a test.
function(weft_fuzz name source)
    cmake_parse_arguments(arg "" "" "LINK" ${ARGN})
    if(WEFT_FUZZ)
        add_executable(fuzz.${name} ${source})
        target_compile_options(fuzz.${name} PRIVATE -fsanitize=fuzzer)
        target_link_options(fuzz.${name} PRIVATE -fsanitize=fuzzer)
    elseif(WEFT_TESTS)
        add_executable(fuzz.${name} ${source} ${CMAKE_SOURCE_DIR}/tests/fuzz/ReplayMain.cpp)
        add_test(NAME fuzz.${name} COMMAND fuzz.${name} ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name})
        set_tests_properties(fuzz.${name} PROPERTIES TIMEOUT 120)
    else()
        return()
    endif()
    target_include_directories(fuzz.${name} PRIVATE ${CMAKE_SOURCE_DIR})
    target_link_libraries(fuzz.${name} PRIVATE ${arg_LINK})
    set_target_properties(fuzz.${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
endfunction()
