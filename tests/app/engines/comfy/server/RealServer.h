// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <QUrl>

namespace weft::testing {

/// A real ComfyUI, started from the checkout that WEFT_COMFYUI names (its interpreter: WEFT_COMFYUI_PYTHON, else
/// venv/bin/python beside or below it), on the CPU, with folders of its own, our node pack and the tiny checkpoints of
/// the build (or of WEFT_TINY_MODELS).
class RealServer {
public:
    /// Why it can't be started; empty when it can.
    static QString whyNot();
    ~RealServer();

    bool start(); // until it answers
    void kill();
    QUrl url() const { return m_url; }
    QString folder(const char* name) const { return m_base.filePath(QString::fromLatin1(name)); }
    QByteArray log();

private:
    QTemporaryDir m_base;
    QProcess m_process;
    QUrl m_url;
    quint16 m_port = 0;
};

} // namespace weft::testing
