// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"
#include "core/http/Message.h"

#include <QString>

namespace weft {

/// JSON as ComfyUI labels it.
http::Response jsonResponse(const Json& body, int status = 200);
/// The same of a text that is JSON already.
http::Response jsonTextResponse(std::string text, int status = 200);
/// No body.
http::Response emptyResponse(int status = 200);
/// A sentence.
http::Response textResponse(int status, const QString& sentence);
/// What ComfyUI answers where its server fails: a JSON text that is none, a picture that can't be read.
http::Response troubleResponse();

} // namespace weft
