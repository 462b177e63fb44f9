// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/app/engines/comfy/server/FakeComfy.h"
#include "tests/app/engines/language/server/FakeLanguage.h"

namespace weft::testing {

/// A class of a ComfyUI, from a picture to a picture.
Json comfyClass(const char* module, const char* extraInput = nullptr);

/// A ComfyUI that describes itself on a port of its own, and runs nothing. It can go away and come back.
class LocalComfy {
public:
    LocalComfy();

    QUrl url() const { return m_url; }
    void goAway();
    void comeBack();

    Json system {{"os", "posix"}, {"comfyui_version", "0.3.64"}};
    Json classes; // ImageInvert, LoadImage, WeftTestFetch (a pack's), SomebodysApi (paid elsewhere)
    int described = 0; // how often its classes were asked for

private:
    FakeAnswer answer(const FakeRequest& request);

    FakeComfy m_server;
    QUrl m_url;
};

/// A server of language models, whose list is the test's. With a key it lets nobody in without.
class LocalModels {
public:
    LocalModels();

    QUrl url() const { return m_server.url(); }

    QStringList models {QStringLiteral("tiny-chat"), QStringLiteral("tiny-embed")};
    QByteArray key;

private:
    void serve(const HttpRequest& request, QTcpSocket* socket) const;

    FakeLanguage m_server;
};

} // namespace weft::testing
