// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/storage/DatabaseUrl.h"

#include <QRegularExpression>
#include <QUrl>

namespace weft::relay {

namespace {

Error wrongUrl(const char* why)
{
    return {ErrorCode::SettingInvalid, why};
}

QString decoded(const QString& text)
{
    return QUrl::fromPercentEncoding(text.toUtf8());
}

QString after(QString& text, QChar mark)
{
    const qsizetype at = text.indexOf(mark);
    if (at < 0)
        return {};
    const QString rest = text.mid(at + 1);
    text.truncate(at);
    return rest;
}

Done setPort(DatabaseUrl& url, const QString& text)
{
    bool isNumber = false;
    url.port = text.toUShort(&isNumber);
    if (!isNumber || url.port == 0)
        return wrongUrl("the database's port is no number from 1 to 65535");
    return {};
}

Done readHost(DatabaseUrl& url, QString text)
{
    if (text.contains(QLatin1Char(',')))
        return wrongUrl("several database hosts aren't supported");
    if (text.startsWith(QLatin1Char('['))) { // IPv6
        const qsizetype end = text.indexOf(QLatin1Char(']'));
        if (end < 0)
            return wrongUrl("the database's address lacks its ]");
        url.host = text.mid(1, end - 1);
        text = text.mid(end + 1);
        return text.startsWith(QLatin1Char(':')) ? setPort(url, text.mid(1)) : Done{};
    }
    const bool hasPort = text.contains(QLatin1Char(':'));
    const QString port = after(text, QLatin1Char(':'));
    url.host = decoded(text);
    return hasPort && !port.isEmpty() ? setPort(url, port) : Done{};
}

void readUser(DatabaseUrl& url, QString text)
{
    url.password = decoded(after(text, QLatin1Char(':')));
    url.user = decoded(text);
}

/// The parameters that Qt has fields for fill these; all others become libpq's options.
Done readParameter(DatabaseUrl& url, QString key)
{
    const QString value = decoded(after(key, QLatin1Char('=')));
    static const QRegularExpression word(QStringLiteral("^[a-z_]+$"));
    if (!word.match(key).hasMatch())
        return wrongUrl("a parameter of the database's address has no name");
    if (value.contains(QLatin1Char(';')) || value.contains(QChar::Null))
        return wrongUrl("a parameter of the database's address has a ; in it");
    if (key == QLatin1String("port"))
        return setPort(url, value);
    for (const auto& [name, field] : {std::pair{"host", &url.host}, std::pair{"user", &url.user},
             std::pair{"password", &url.password}, std::pair{"dbname", &url.name}}) {
        if (key == QLatin1String(name)) {
            *field = value;
            return {};
        }
    }
    QString quoted = value;
    quoted.replace(QLatin1Char('\\'), QStringLiteral("\\\\")).replace(QLatin1Char('\''), QStringLiteral("\\'"));
    url.options +=
        QStringLiteral("%1%2='%3'").arg(url.options.isEmpty() ? QString() : QStringLiteral(";"), key, quoted);
    return {};
}

} // namespace

bool DatabaseUrl::isUrl(const QString& where)
{
    return where.startsWith(QLatin1String("postgresql://")) || where.startsWith(QLatin1String("postgres://"));
}

Result<DatabaseUrl> DatabaseUrl::parse(const QString& text)
{
    if (!isUrl(text))
        return wrongUrl("a database's address begins with postgresql://");
    QString rest = text.mid(text.indexOf(QLatin1String("://")) + 3);
    const QString parameters = after(rest, QLatin1Char('?'));
    DatabaseUrl url;
    url.name = decoded(after(rest, QLatin1Char('/')));
    const qsizetype at = rest.lastIndexOf(QLatin1Char('@'));
    if (at >= 0)
        readUser(url, rest.left(at));
    WEFT_CHECK(readHost(url, rest.mid(at + 1)));
    for (const QString& parameter : parameters.split(QLatin1Char('&'), Qt::SkipEmptyParts))
        WEFT_CHECK(readParameter(url, parameter));
    if (!url.options.contains(QLatin1String("connect_timeout=")))
        url.options +=
            QStringLiteral("%1connect_timeout='5'").arg(url.options.isEmpty() ? QString() : QStringLiteral(";"));
    return url;
}

QString DatabaseUrl::withoutPassword(const QString& url)
{
    static const QRegularExpression inUser(QStringLiteral("^(postgres(?:ql)?://[^:@/?]*):[^@/?]*@"));
    static const QRegularExpression inParameters(QStringLiteral("([?&]password=)[^&]*"));
    if (!isUrl(url))
        return url;
    return QString(url).replace(inUser, QStringLiteral("\\1@")).replace(inParameters, QStringLiteral("\\1..."));
}

} // namespace weft::relay
