# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Compiler, linker and cache settings that every target shares.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    # Precompiled headers carry macros and time stamps that ccache must be told to accept.
    set(launcher ${CMAKE_COMMAND} -E env CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime
        CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} ${CCACHE})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${launcher})
    set(CMAKE_C_COMPILER_LAUNCHER ${launcher})
endif()

find_program(MOLD mold)
if(MOLD)
    add_link_options(-fuse-ld=mold)
endif()

# nvcc has options of its own; its host compiler is told through -Xcompiler.
add_compile_options("$<$<NOT:$<COMPILE_LANGUAGE:CUDA>>:-Wall;-Wextra;-Wnon-virtual-dtor;-Wno-missing-field-initializers>"
    "$<$<COMPILE_LANGUAGE:CUDA>:-Xcompiler=-Wall,-Wextra>")
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_compile_options("$<$<NOT:$<COMPILE_LANGUAGE:CUDA>>:-fpch-preprocess>")
endif()
if(WEFT_WERROR)
    add_compile_options("$<$<NOT:$<COMPILE_LANGUAGE:CUDA>>:-Werror>" "$<$<COMPILE_LANGUAGE:CUDA>:-Werror=all-warnings>")
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND (WEFT_WERROR OR CMAKE_BUILD_TYPE STREQUAL "Release"))
    # GCC 12 sees uninitialized members in std::variant and std::optional that are none, where it optimizes.
    add_compile_options("$<$<NOT:$<COMPILE_LANGUAGE:CUDA>>:-Wno-maybe-uninitialized>")
    if(CMAKE_BUILD_TYPE STREQUAL "Release") # and texts that overlap themselves, in std::string
        add_compile_options("$<$<NOT:$<COMPILE_LANGUAGE:CUDA>>:-Wno-restrict>")
    endif()
endif()
if(WEFT_SANITIZE)
    add_compile_options("$<$<NOT:$<COMPILE_LANGUAGE:CUDA>>:-fsanitize=${WEFT_SANITIZE};-fno-omit-frame-pointer;-g1>")
    add_link_options(-fsanitize=${WEFT_SANITIZE})
    if(WEFT_SANITIZE MATCHES "undefined")
        add_compile_options("$<$<NOT:$<COMPILE_LANGUAGE:CUDA>>:-fno-sanitize-recover=undefined>")
    endif()
    if(WEFT_SANITIZE MATCHES "address") # a test asks for more memory than there is, and wants to be refused
        set(WEFT_SANITIZER_ENVIRONMENT
            "ASAN_OPTIONS=allocator_may_return_null=1;LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/lsan.supp")
    endif()
    if(WEFT_SANITIZE MATCHES "thread")
        # Qt's libraries aren't instrumented: what they do among themselves isn't judged (core/threads/HandOver.h).
        set(WEFT_SANITIZER_ENVIRONMENT
            "TSAN_OPTIONS=ignore_noninstrumented_modules=1 die_after_fork=0 suppressions=${CMAKE_SOURCE_DIR}/tests/tsan.supp")
    endif()
endif()
if(WEFT_FUZZ)
    add_compile_options(-fsanitize=fuzzer-no-link) # libFuzzer must see the libraries' branches too
endif()
add_compile_definitions(QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII)
