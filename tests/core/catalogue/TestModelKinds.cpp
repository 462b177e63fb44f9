// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/catalogue/ModelKinds.h"

#include <QTest>

using namespace weft;

class TestModelKinds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void rootsOfOneKind_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("path");
        QTest::newRow("plain") << u"/m"_qs << QString() << u"/m"_qs;
        QTest::newRow("kind") << u"loras=/a/Lora"_qs << u"loras"_qs << u"/a/Lora"_qs;
        QTest::newRow("equals in the path") << u"/a=b"_qs << QString() << u"/a=b"_qs;
        QTest::newRow("no kind") << u"things=/a"_qs << QString() << u"things=/a"_qs;
        QTest::newRow("two") << u"vae=/a=b"_qs << u"vae"_qs << u"/a=b"_qs;
    }
    void rootsOfOneKind()
    {
        QFETCH(QString, text);
        const ModelRoot root = modelRootOf(text.toStdString());
        QTEST(QString::fromStdString(root.kind), "kind");
        QTEST(QString::fromStdString(root.path), "path");
    }
};

QTEST_GUILESS_MAIN(TestModelKinds)
#include "TestModelKinds.moc"
