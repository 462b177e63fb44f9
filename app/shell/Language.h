// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTranslator>

QT_BEGIN_NAMESPACE
class QCoreApplication;
QT_END_NAMESPACE

namespace weft {

/// The languages that we have, as locale names; the first is the source.
QStringList availableLanguages();
/// "zh", "zh_SG", "zh_Hans_CN", ... -> "zh_CN"; whatever we don't have -> "en".
QString nearestLanguage(const QString& localeName);

/// Switches the app's texts, ours and Qt's own, while it runs: every widget gets a LanguageChange.
class LanguageSwitch {
public:
    explicit LanguageSwitch(QCoreApplication& app);
    ~LanguageSwitch();
    LanguageSwitch(const LanguageSwitch&) = delete;
    LanguageSwitch& operator=(const LanguageSwitch&) = delete;

    void use(const QString& language);
    const QString& current() const { return m_current; }

private:
    QCoreApplication& m_app;
    QTranslator m_ours, m_qts;
    QString m_current = QStringLiteral("en");
};

} // namespace weft
