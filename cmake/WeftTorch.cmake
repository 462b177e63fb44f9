# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
# Finds libtorch and defines weft::torch. Two layouts are served: the CPU wheel, and the public wheel of the same name,
# which is the CUDA build: on a machine without the CUDA Toolkit its find_package(Torch) fails, so libtorch_cpu.so and
# libc10.so are imported by hand (docs/decisions/0002-libtorch-from-wheels.md). With WEFT_CUDA on, a CUDA build's
# libtorch_cuda.so is linked too, which needs all of its wheels.
#
# WEFT_TORCH_DIR: the folder "torch" of an installed wheel. Default: what packaging/setup installed.

set(WEFT_TORCH_DIR "" CACHE PATH "The folder 'torch' of an installed libtorch wheel")
if(NOT WEFT_TORCH_DIR)
    if(DEFINED ENV{WEFT_TORCH_DIR})
        set(WEFT_TORCH_DIR $ENV{WEFT_TORCH_DIR})
    else()
        file(GLOB found "${CMAKE_SOURCE_DIR}/.deps/torch/lib/python3*/site-packages/torch" "${CMAKE_SOURCE_DIR}/.deps/torch/torch")
        if(found)
            list(GET found 0 WEFT_TORCH_DIR)
        endif()
    endif()
endif()
if(NOT EXISTS "${WEFT_TORCH_DIR}/include/ATen/core/Tensor.h")
    message(FATAL_ERROR "libtorch was not found. Run packaging/setup, or pass -DWEFT_TORCH_DIR=.../site-packages/torch.")
endif()

add_library(weft_torch INTERFACE)
add_library(weft::torch ALIAS weft_torch)
set(libs "${WEFT_TORCH_DIR}/lib")
target_include_directories(weft_torch SYSTEM INTERFACE
    "${WEFT_TORCH_DIR}/include" "${WEFT_TORCH_DIR}/include/torch/csrc/api/include")
# ATen/TensorOperators.h then brings the one operator that it needs, not all of libtorch's.
target_compile_definitions(weft_torch INTERFACE AT_PER_OPERATOR_HEADERS)
target_link_libraries(weft_torch INTERFACE "${libs}/libtorch_cpu.so" "${libs}/libc10.so")
target_link_options(weft_torch INTERFACE "LINKER:-rpath,${libs}")
file(GLOB nvidia "${WEFT_TORCH_DIR}/../nvidia/*/lib" "${WEFT_TORCH_DIR}/../nvidia/lib")
foreach(folder ${nvidia})
    target_link_options(weft_torch INTERFACE "LINKER:-rpath,${folder}" "LINKER:-rpath-link,${folder}")
endforeach()
set(WEFT_TORCH_HAS_CUDA OFF)
if(EXISTS "${libs}/libtorch_cuda.so")
    set(WEFT_TORCH_HAS_CUDA ON)
endif()
message(STATUS "libtorch: ${WEFT_TORCH_DIR} (CUDA build: ${WEFT_TORCH_HAS_CUDA}, used: ${WEFT_CUDA})")
if(WEFT_CUDA AND NOT WEFT_TORCH_HAS_CUDA)
    message(FATAL_ERROR "WEFT_CUDA is on, but ${WEFT_TORCH_DIR} is a CPU build of libtorch.")
endif()
if(WEFT_CUDA)
    # It registers its kernels while it is loaded. Nothing of ours names a symbol of it, so a linker that drops what isn't
    # needed would drop it, and no card would ever be found.
    set(CMAKE_LINK_LIBRARY_USING_weft_kept_SUPPORTED ON)
    set(CMAKE_LINK_LIBRARY_USING_weft_kept
        "LINKER:--push-state,--no-as-needed" "<LINK_ITEM>" "LINKER:--pop-state")
    target_link_libraries(weft_torch INTERFACE
        "$<LINK_LIBRARY:weft_kept,${libs}/libtorch_cuda.so,${libs}/libc10_cuda.so>")
    # The runtime that libtorch itself uses, so that there is one in the process.
    file(GLOB cudart "${WEFT_TORCH_DIR}/../nvidia/*/lib/libcudart.so.*")
    if(NOT cudart)
        find_library(WEFT_CUDART cudart PATH_SUFFIXES lib64 HINTS /usr/local/cuda REQUIRED)
        set(cudart ${WEFT_CUDART})
    endif()
    list(GET cudart 0 cudart)
    get_filename_component(cudart "${cudart}" ABSOLUTE)
    target_link_libraries(weft_torch INTERFACE "${cudart}")
endif()
