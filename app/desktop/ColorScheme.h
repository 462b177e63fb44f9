// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

#include <optional>

QT_BEGIN_NAMESPACE
class QDBusVariant;
QT_END_NAMESPACE

namespace weft {

/// Whether the user's desktop is dark: asked of the desktop portal (org.freedesktop.portal.Settings), which also tells of
/// changes. Qt 6.4 doesn't know it.
class ColorScheme : public QObject {
    Q_OBJECT
public:
    explicit ColorScheme(QObject* parent = nullptr);

    /// None: nobody says; without a portal, or without a wish of the user.
    std::optional<bool> prefersDark() const { return m_prefersDark; }
    /// The portal's number: 1 dark, 2 light, 0 no preference.
    static std::optional<bool> meaningOf(uint value);

Q_SIGNALS:
    void changed();

private Q_SLOTS:
    void noteSetting(const QString& group, const QString& key, const QDBusVariant& value);

private:
    void ask();
    void use(std::optional<bool> prefersDark);

    std::optional<bool> m_prefersDark;
};

} // namespace weft
