// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// "Restart now" after a relay's address, in processes of their own: this program is the window, too.
#include "app/shell/MainWindow.h"
#include "app/shell/Window.h"

#include <QApplication>
#include <QFile>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace weft;

namespace {

constexpr const char* kHome = "WEFT_TEST_RESTART"; // a folder: be the window of this home
const QString kAddress = QStringLiteral("ws://127.0.0.1:9");

MainWindow* window()
{
    for (QWidget* widget : QApplication::topLevelWidgets()) {
        if (auto* found = qobject_cast<MainWindow*>(widget))
            return found;
    }
    return nullptr;
}

QString fileIn(const QString& home) { return home + QStringLiteral("/starts.txt"); }

QByteArray starts(const QString& home)
{
    QFile file(fileIn(home));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void note(const QString& line)
{
    QFile file(fileIn(qEnvironmentVariable(kHome)));
    if (file.open(QIODevice::Append))
        file.write((line + u'\n').toUtf8());
}

/// The first one asks for a restart as a user does, the second one tells what it was started with, and ends.
void play()
{
    const auto settings = QSettings(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("weft"), QStringLiteral("weft"))
                              .value(QStringLiteral("relay/url"))
                              .toString();
    MainWindow* shown = window();
    if (!shown)
        return note(QStringLiteral("no window"));
    if (!settings.isEmpty()) {
        note(QStringLiteral("second %1 %2").arg(settings).arg(shown->isVisible()));
        shown->close();
        return QCoreApplication::quit();
    }
    shown->showMarketplace();
    auto* address = shown->findChild<QLineEdit*>(QStringLiteral("relayAddress"));
    address->setText(kAddress);
    QTest::keyClick(address, Qt::Key_Return);
    note(QStringLiteral("first"));
    shown->findChild<QPushButton*>(QStringLiteral("relayRestart"))->click();
}

int beTheWindow(QApplication& app)
{
    QTimer::singleShot(1000, &app, play);
    WindowOptions options;
    options.home = qEnvironmentVariable(kHome);
    return runWindow(app, options);
}

} // namespace

class TestRestart : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theWindowComesBackWithTheRelay()
    {
        const QTemporaryDir home;
        QProcess first;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(QString::fromLatin1(kHome), home.path());
        for (const char* folder : {"XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"})
            environment.insert(QString::fromLatin1(folder), home.filePath(QString::fromLatin1(folder)));
        first.setProcessEnvironment(environment);
        first.setProcessChannelMode(QProcess::ForwardedChannels);
        first.start(QCoreApplication::applicationFilePath(), {});
        QVERIFY(first.waitForFinished(60'000));
        QCOMPARE(first.exitCode(), 0);
        QTRY_COMPARE_WITH_TIMEOUT(starts(home.path()), QStringLiteral("first\nsecond %1 1\n").arg(kAddress).toUtf8(), 60'000);
    }
};

int main(int argc, char** argv)
{
    QApplication app(argc, argv);
    if (qEnvironmentVariableIsSet(kHome))
        return beTheWindow(app);
    TestRestart test;
    return QTest::qExec(&test, argc, argv);
}
#include "TestRestart.moc"
