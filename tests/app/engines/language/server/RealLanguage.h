// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Json.h"

#include <QProcess>
#include <QString>
#include <QTemporaryDir>
#include <QUrl>

namespace weft::testing {

/// A real llama.cpp, by llama-cpp-python's server, from the interpreter that WEFT_LLAMA_PYTHON names (with the packages
/// llama-cpp-python[server] and gguf); its model is a tiny one with random weights, made by tests/fakes/tiny_gguf.py.
class RealLanguage {
public:
    /// Why it can't be started; empty when it can.
    static QString whyNot();
    ~RealLanguage() { kill(); }

    bool start(); // until it answers; on the same port each time
    void kill();
    QUrl url() const { return QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_port)); }
    QByteArray log() { return m_process.readAllStandardError().right(4000); }

private:
    bool makeModel();

    QTemporaryDir m_base;
    QProcess m_process;
    quint16 m_port = 0;
};

} // namespace weft::testing
