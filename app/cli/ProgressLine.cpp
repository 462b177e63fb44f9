// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/ProgressLine.h"

#include <QCoreApplication>

#include <cstdio>

#ifndef _WIN32
#include <unistd.h>
#endif

namespace weft {

namespace {

constexpr int kWidth = 100; // columns
constexpr qsizetype kShownText = 70; // characters

/// The last words, on one line. Whoever wrote them may be a stranger: nothing in them controls a terminal.
QString endOfText(const NodePreview& preview)
{
    const QByteArrayView bytes(reinterpret_cast<const char*>(preview.picture.data()), static_cast<qsizetype>(preview.picture.size()));
    QString text;
    for (const QChar c : QString::fromUtf8(bytes.last(std::min<qsizetype>(bytes.size(), 4 * kShownText))))
        text += c.isPrint() ? c : QChar(u' ');
    return text.simplified().right(kShownText);
}

bool stderrIsTerminal()
{
#ifdef _WIN32
    return false;
#else
    return isatty(STDERR_FILENO) == 1;
#endif
}

} // namespace

ProgressLine::ProgressLine()
    : m_isTerminal(stderrIsTerminal())
{
}

ProgressLine::~ProgressLine() { clear(); }

void ProgressLine::clear()
{
    if (m_isTerminal && !m_text.isEmpty())
        std::fputs("\r\x1b[K", stderr);
    m_text.clear();
}

void ProgressLine::draw(const QString& text)
{
    m_text = text.left(kWidth);
    if (!m_isTerminal)
        return;
    std::fprintf(stderr, "\r\x1b[K%s", qUtf8Printable(m_text));
    std::fflush(stderr);
}

void ProgressLine::note(const FragmentProgressed& progressed)
{
    NodeId node;
    QString share;
    if (const auto* started = std::get_if<NodeStarted>(&progressed.event)) {
        node = started->node;
    } else if (const auto* progress = std::get_if<NodeProgress>(&progressed.event)) {
        node = progress->node;
        const auto percent = progress->max > 0 ? static_cast<__int128>(progress->value) * 100 / progress->max : 0;
        share = QStringLiteral(" %1 %").arg(static_cast<int>(percent));
    } else if (const auto* preview = std::get_if<NodePreview>(&progressed.event); preview && preview->mime == "text/plain") {
        const QString written = endOfText(*preview);
        return written.isEmpty() ? void() : draw(QStringLiteral("%1: %2").arg(QString::fromStdString(m_types[preview->node]), written));
    } else if (std::holds_alternative<NodeFinished>(progressed.event)) {
        ++m_finished;
        return;
    } else {
        return;
    }
    draw(QCoreApplication::translate("Cli", "[%1/%2] %3 on %4%5")
             .arg(m_finished + 1)
             .arg(std::max(m_nodes, m_finished + 1))
             .arg(QString::fromStdString(m_types[node]), QString::fromStdString(m_machines[progressed.engine]), share));
}

void ProgressLine::show(const RunEvent& event)
{
    if (const auto* planned = std::get_if<RunPlanned>(&event)) {
        for (const PlannedFragment& fragment : planned->plan.fragments) {
            m_nodes += fragment.fragment.nodes.size();
            for (const FragmentNode& node : fragment.fragment.nodes)
                m_types[node.id] = node.type;
        }
    } else if (const auto* started = std::get_if<FragmentStarted>(&event)) {
        m_machines[started->engine] = started->engineName;
    } else if (const auto* progressed = std::get_if<FragmentProgressed>(&event)) {
        note(*progressed);
    }
}

} // namespace weft
