# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
# With WEFT_CUDA: looks for nvcc and turns the language CUDA on for the whole tree (a program that links a kernel needs it
# as much as the folder that holds one). Sets WEFT_CUDA_KERNELS: whether .cu files are built.

set(WEFT_CUDA_KERNELS OFF)
if(NOT WEFT_CUDA)
    return()
endif()
if(NOT DEFINED CMAKE_CUDA_ARCHITECTURES)
    # Turing to Blackwell, all that CUDA 13 serves. For one machine alone: -DCMAKE_CUDA_ARCHITECTURES=native
    set(CMAKE_CUDA_ARCHITECTURES "75;80;86;89;90;120" CACHE STRING "Compute capabilities that the kernels are built for")
endif()
set(CMAKE_CUDA_RUNTIME_LIBRARY None) # libtorch's own, which cmake/WeftTorch.cmake links
include(CheckLanguage)
check_language(CUDA)
if(CMAKE_CUDA_COMPILER)
    enable_language(CUDA)
    set(CMAKE_CUDA_STANDARD 17) # CMake 3.25 doesn't know nvcc's 20 yet
    set(CMAKE_CUDA_STANDARD_REQUIRED ON)
    set(CMAKE_CUDA_EXTENSIONS OFF)
    set(WEFT_CUDA_KERNELS ON)
    message(STATUS "CUDA kernels: nvcc ${CMAKE_CUDA_COMPILER_VERSION}, for ${CMAKE_CUDA_ARCHITECTURES}")
else()
    # A missing toolkit must not keep anybody from building the rest: every kernel has a twin of libtorch's operators.
    message(WARNING "WEFT_CUDA is on, but nvcc was not found: the worker uses the card without kernels of its own.")
endif()
