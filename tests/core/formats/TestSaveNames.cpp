// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/formats/SaveNames.h"

#include <QTemporaryDir>
#include <QtTest>

#include <filesystem>
#include <fstream>

using namespace weft;
namespace fs = std::filesystem;

namespace {

SaveContext context()
{
    SaveContext c {640, 480, {}};
    c.localTime.tm_year = 126;
    c.localTime.tm_mon = 2;
    c.localTime.tm_mday = 4;
    c.localTime.tm_hour = 5;
    c.localTime.tm_min = 6;
    c.localTime.tm_sec = 7;
    return c;
}

} // namespace

class TestSaveNames : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void prefixes_data()
    {
        QTest::addColumn<QString>("prefix");
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("stem");
        QTest::newRow("plain") << u"ComfyUI"_qs << QString() << u"ComfyUI"_qs;
        QTest::newRow("folder") << u"weft/upscaled"_qs << u"weft"_qs << u"upscaled"_qs;
        QTest::newRow("Windows' slash") << u"a\\b\\c"_qs << u"a/b"_qs << u"c"_qs;
        QTest::newRow("words") << u"%year%-%month%-%day%/%hour%%minute%%second%_%width%x%height%"_qs << u"2026-03-04"_qs << u"050607_640x480"_qs;
        QTest::newRow("date") << u"%date:yyyy-MM-dd%/%date:yy M d h m s%"_qs << u"2026-03-04"_qs << u"26 3 4 5 6 7"_qs;
        QTest::newRow("unknown words stay") << u"100%_%batch_num%"_qs << QString() << u"100%_%batch_num%"_qs;
        QTest::newRow("bad characters") << u"ab:c*d?\"<>|\n"_qs << QString() << u"ab_c_d______"_qs;
        QTest::newRow("dots and doubles") << u"./a//./b"_qs << u"a"_qs << u"b"_qs;
        QTest::newRow("ends in a slash") << u"a/"_qs << u"a"_qs << QString();
        QTest::newRow("letters of any kind") << u"写真/ねこ"_qs << u"写真"_qs << u"ねこ"_qs;
        QTest::newRow("dots are harmless") << u"..a/b.."_qs << u"..a"_qs << u"b.."_qs;
    }
    void prefixes()
    {
        QFETCH(QString, prefix);
        QFETCH(QString, folder);
        QFETCH(QString, stem);
        const auto name = saveName(prefix.toStdString(), context());
        QVERIFY(name);
        QCOMPARE(QString::fromStdString(name->folder), folder);
        QCOMPARE(QString::fromStdString(name->stem), stem);
    }

    void refusals_data()
    {
        QTest::addColumn<QByteArray>("prefix");
        for (const char* prefix : {"../a", "a/../../b", "..", "a/..", "/etc/a", "\\\\server\\a", "C:\\a", "..\\a"})
            QTest::newRow(prefix) << QByteArray(prefix);
        QTest::newRow("zero") << QByteArray("a\0b", 3);
        QTest::newRow("long") << QByteArray(201, 'x');
    }
    void refusals()
    {
        QFETCH(QByteArray, prefix);
        QTemporaryDir dir;
        const auto path = nextSavePath(dir.path().toStdString(), prefix.toStdString(), context());
        QVERIFY(!path);
        QVERIFY(path.error().code == ErrorCode::SettingInvalid);
    }

    void counters()
    {
        QCOMPARE(nextCounter({}, "a"), 1);
        QCOMPARE(nextCounter({"a_00001_.png", "a_00007_.png", "a_00003_.webp"}, "a"), 8);
        QCOMPARE(nextCounter({"ab_00005_.png", "a_x_.png", "a_12b_.png", "a00009_.png", "a_99999999999999999999_.png"}, "a"), 1);
        QCOMPARE(nextCounter({"a_123456_.png"}, "a"), 123457);
        QCOMPARE(savedFileName("a", 12, "png"), std::string("a_00012_.png"));
        QCOMPARE(savedFileName("a", 123456, "png"), std::string("a_123456_.png"));
    }

    void pathsCountUp()
    {
        QTemporaryDir dir;
        const fs::path root = fs::canonical(dir.path().toStdString());
        for (const char* expected : {"weft/cat_00001_.png", "weft/cat_00002_.png"}) {
            const auto path = nextSavePath(root.string(), "weft/cat", context());
            QVERIFY(path);
            QCOMPARE(*path, (root / expected).string());
            std::ofstream(*path) << "x";
        }
        QCOMPARE(*nextSavePath(root.string(), "top", context(), "webp"), (root / "top_00001_.webp").string());
    }

    void linksDontLeadOut()
    {
        QTemporaryDir dir;
        QTemporaryDir elsewhere;
        fs::create_directory_symlink(elsewhere.path().toStdString(), fs::path(dir.path().toStdString()) / "out");
        const auto path = nextSavePath(dir.path().toStdString(), "out/deeper/cat", context());
        QVERIFY(!path);
        QVERIFY(fs::is_empty(elsewhere.path().toStdString()));
    }

    void aFolderThatCannotBe()
    {
        QTemporaryDir dir;
        const fs::path file = fs::path(dir.path().toStdString()) / "file";
        std::ofstream(file) << "x";
        QVERIFY(nextSavePath((file / "out").string(), "a", context()).error().code == ErrorCode::FileUnwritable);
        QVERIFY(!nextSavePath(dir.path().toStdString(), "file/a", context()));
    }
};

QTEST_GUILESS_MAIN(TestSaveNames)
#include "TestSaveNames.moc"
