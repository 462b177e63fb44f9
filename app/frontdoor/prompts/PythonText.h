// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

/// Values as Python writes them: ComfyUI's answers hold such texts.
namespace weft::python {

/// repr(): 'text', 1.5, True, None, ['a', 1], {'key': 2}. Cut after some 64 KiB, and below 100 levels.
std::string repr(const Json& value);
/// str(): a text as it is, all else as repr().
std::string str(const Json& value);
/// The name of its class: "str", "int", "float", "bool", "NoneType", "list", "dict".
std::string_view className(const Json& value);

/// What int() of this value would complain of; empty: nothing. The same for float().
std::string intProblem(const Json& value);
std::string floatProblem(const Json& value);

/// str(int(number)) of a finite number too large for 64 bits: all its digits.
std::string wholeNumber(double number);

} // namespace weft::python
