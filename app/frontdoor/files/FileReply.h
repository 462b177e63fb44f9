// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/http/Message.h"

#include <QString>

namespace weft {

/// "image/png" by a file name's ending; what isn't known is application/octet-stream.
std::string mediaTypeOf(const QString& name);

/// A file as it is: 200, a part of it (Range: 206, or 416), or 304 where the peer has it (If-None-Match). Read while it is
/// sent. 404: there is no such file, or it can't be read. `mediaType` empty: by its name.
http::Response fileResponse(const QString& path, const http::Request& request, std::string mediaType = {});

} // namespace weft
