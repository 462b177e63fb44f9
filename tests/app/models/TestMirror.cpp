// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/DownloadState.h"
#include "app/models/Mirror.h"

#include <QTest>

using namespace weft;

class TestMirror : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rewrites_data()
    {
        QTest::addColumn<QString>("mirror");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        const QString a = u"https://huggingface.co/a/b.safetensors?x=1%202"_qs;
        QTest::newRow("host") << u"huggingface.co=hf.example"_qs << a << u"https://hf.example/a/b.safetensors?x=1%202"_qs;
        QTest::newRow("path") << u"huggingface.co=https://m.example/hf/"_qs << a << u"https://m.example/hf/a/b.safetensors?x=1%202"_qs;
        QTest::newRow("part") << u"huggingface.co/a=m.example/c"_qs << a << u"https://m.example/c/b.safetensors?x=1%202"_qs;
        QTest::newRow("part, no whole name") << u"huggingface.co/aa=m.example"_qs << a << a;
        QTest::newRow("another host") << u"github.com=m.example"_qs << a << a;
        QTest::newRow("here") << u"huggingface.co=http://127.0.0.1:8080"_qs << a << u"http://127.0.0.1:8080/a/b.safetensors?x=1%202"_qs;
        QTest::newRow("escaped") << u"h.example=m.example"_qs << u"https://h.example/a%20b/c%2Fd"_qs << u"https://m.example/a%20b/c%2Fd"_qs;
    }
    void rewrites()
    {
        QFETCH(QString, mirror);
        QFETCH(QString, from);
        const auto read = mirrorFrom(mirror);
        QVERIFY(read);
        QTEST(QString::fromLatin1(mirrored(QUrl(from), {*read}).toEncoded()), "to");
    }

    void badMirrors_data()
    {
        QTest::addColumn<QString>("text");
        for (const char* text : {"", "huggingface.co", "=m.example", "h.example=", "h.example=http://m.example", "h.example=ftp://m.example",
                 "h.example=https://me:pw@m.example", "h.example=file:///tmp", "h.example=m.example?x=1"})
            QTest::newRow(text) << QString::fromLatin1(text);
    }
    void badMirrors()
    {
        QFETCH(QString, text);
        const auto read = mirrorFrom(text);
        QVERIFY(!read && read.error().code == ErrorCode::SettingInvalid);
    }

    void encryptionIsNeverLeft()
    {
        DownloadState state(QUrl(u"https://a.example/x"_qs), {}, true);
        QCOMPARE(state.begin(0, {}), DownloadState::Step::Ask);
        DownloadAnswer answer;
        answer.status = 302;
        answer.location = QUrl(u"http://127.0.0.1/x"_qs); // allowed as a start, not as a way out of https
        QCOMPARE(state.onAnswer(answer), DownloadState::Step::Fail);
        QCOMPARE(state.error().code, ErrorCode::DownloadRedirected);
    }
};

QTEST_GUILESS_MAIN(TestMirror)
#include "TestMirror.moc"
