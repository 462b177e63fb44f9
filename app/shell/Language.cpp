// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/Language.h"

#include <QCoreApplication>
#include <QLibraryInfo>
#include <QLocale>

namespace weft {

QStringList availableLanguages() { return {QStringLiteral("en"), QStringLiteral("zh_CN")}; }

QString nearestLanguage(const QString& localeName)
{
    const QString name = QString(localeName).replace(QLatin1Char('-'), QLatin1Char('_'));
    const bool traditional = name.contains(QLatin1String("Hant")) || name.endsWith(QLatin1String("_TW"))
        || name.endsWith(QLatin1String("_HK")) || name.endsWith(QLatin1String("_MO"));
    if (name.startsWith(QLatin1String("zh")) && !traditional)
        return QStringLiteral("zh_CN");
    return QStringLiteral("en");
}

LanguageSwitch::LanguageSwitch(QCoreApplication& app)
    : m_app(app)
{
}

LanguageSwitch::~LanguageSwitch()
{
    m_app.removeTranslator(&m_ours);
    m_app.removeTranslator(&m_qts);
}

void LanguageSwitch::use(const QString& language)
{
    m_app.removeTranslator(&m_ours);
    m_app.removeTranslator(&m_qts);
    m_current = nearestLanguage(language);
    QLocale::setDefault(QLocale(m_current == QLatin1String("en") ? QStringLiteral("en_US") : m_current));
    if (m_current == QLatin1String("en"))
        return;
    if (m_qts.load(QStringLiteral("qtbase_") + m_current, QLibraryInfo::path(QLibraryInfo::TranslationsPath)))
        m_app.installTranslator(&m_qts);
    if (m_ours.load(QStringLiteral(":/i18n/weft_%1.qm").arg(m_current)))
        m_app.installTranslator(&m_ours);
}

} // namespace weft
