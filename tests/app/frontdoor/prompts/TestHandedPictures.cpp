// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/HandedPictures.h"
#include "tests/app/frontdoor/prompts/FrontData.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

Json loading(const Json& id) { return {{"1", {{"class_type", "ETN_LoadImageCache"}, {"inputs", {{"id", id}}}}}}; }

void writeAged(const QString& path, int size, int secondsAgo)
{
    QFile file(path);
    QVERIFY(file.open(QFile::WriteOnly));
    file.write(QByteArray(size, 'x'));
    file.flush();
    QVERIFY(file.setFileTime(QDateTime::currentDateTime().addSecs(-secondsAgo), QFileDevice::FileModificationTime));
}

} // namespace

class TestHandedPictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void ids()
    {
        QVERIFY(isHandedId("1a2B-_"));
        for (const char* wrong : {"", "a/b", "..", "a.png", "a b", "\xc3\xa4"})
            QVERIFY2(!isHandedId(wrong), wrong);
        QVERIFY(!isHandedId(std::string(65, 'a')));
    }

    void idsBecomeFiles()
    {
        Json prompt = loading("ab12");
        placeHanded(prompt);
        COMPARE_JSON(prompt, loading(".handed/ab12"));
        placeHanded(prompt);
        COMPARE_JSON(prompt, loading(".handed/ab12"));
    }

    void allElseStays_data()
    {
        QTest::addColumn<QString>("prompt");
        const auto row = [](const char* what, const Json& prompt) { QTest::newRow(what) << QString::fromStdString(prompt.dump()); };
        row("null", nullptr);
        row("a list", Json::array({1}));
        row("a node that is none", {{"1", 5}});
        row("no inputs", {{"1", {{"class_type", "ETN_LoadImageCache"}}}});
        row("a link", loading(Json::array({"2", 0})));
        row("a number", loading(5));
        row("a path", loading("../secret"));
        row("another class", {{"1", {{"class_type", "LoadImage"}, {"inputs", {{"id", "ab12"}}}}}});
    }
    void allElseStays()
    {
        QFETCH(QString, prompt);
        Json json = Json::parse(prompt.toStdString());
        placeHanded(json);
        QCOMPARE(QString::fromStdString(json.dump()), prompt);
    }

    void oldestGo()
    {
        QTemporaryDir folder;
        for (int i = 0; i < 5; ++i)
            writeAged(folder.filePath(QString::number(i)), 100, i * 10);
        dropHanded(folder.path(), 4, 1000);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files, QDir::Name), (QStringList {QStringLiteral("0"), QStringLiteral("1"), QStringLiteral("2"), QStringLiteral("3")}));
        dropHanded(folder.path(), 4, 250);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files, QDir::Name), (QStringList {QStringLiteral("0"), QStringLiteral("1")}));
        dropHanded(folder.filePath(QStringLiteral("nowhere")), 4, 250);
    }
};

QTEST_GUILESS_MAIN(TestHandedPictures)
#include "TestHandedPictures.moc"
