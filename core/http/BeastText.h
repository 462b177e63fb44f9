// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <boost/beast/core/string.hpp>

#include <string>

namespace weft::http {

inline std::string textOf(boost::beast::string_view text) { return {text.data(), text.size()}; }

} // namespace weft::http
