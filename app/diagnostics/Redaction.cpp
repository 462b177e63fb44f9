// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/diagnostics/Redaction.h"

#include <QDir>
#include <QRegularExpression>

#include <array>

namespace weft {

namespace {

struct Rule {
    QRegularExpression pattern;
    QString replacement;
};

const std::array<Rule, 6>& redactionRules()
{
    static const std::array<Rule, 6> rules {{
        {QRegularExpression(QStringLiteral(R"(([a-z][a-z0-9+.-]*://)[^/@\s]+@)"), QRegularExpression::CaseInsensitiveOption),
            QStringLiteral("\\1[removed]@")},
        {QRegularExpression(QStringLiteral(R"((://[^\s?#]*)[?#]\S+)")), QStringLiteral("\\1?[removed]")},
        {QRegularExpression(QStringLiteral(R"([\w.+-]+@[\w-]+\.[\w.-]+)")), QStringLiteral("[removed]")},
        {QRegularExpression(QStringLiteral(R"(\b(sk|rk|pk|whsec|v[0-9]\.(local|public))[_.][\w.-]{8,})")), QStringLiteral("[removed]")},
        {QRegularExpression(QStringLiteral(R"([A-Za-z0-9+/_-]{32,}={0,2})")), QStringLiteral("[removed]")},
        {QRegularExpression(QStringLiteral("(\"[^\"\n]{24,}\"|'[^'\n]{24,}'|“[^”\n]{24,}”)")), QStringLiteral("[removed]")},
    }};
    return rules;
}

} // namespace

QString redacted(const QString& text)
{
    QString result = text;
    const QString home = QDir::homePath();
    if (home.size() > 1)
        result.replace(home, QStringLiteral("~"));
    for (const Rule& rule : redactionRules())
        result.replace(rule.pattern, rule.replacement);
    return result;
}

} // namespace weft
