// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/CanvasFixture.h"

#include "app/editor/model/NodeNames.h"
#include "app/editor/model/NodeSearch.h"
#include "app/editor/model/Pinyin.h"

#include <QTest>

#include <algorithm>

using namespace weft;

class TestNodeSearch : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void findsFirst_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("type");
        QTest::newRow("initials") << u"ks"_qs << u"KSampler"_qs;
        QTest::newRow("class name") << u"ksampler"_qs << u"KSampler"_qs;
        QTest::newRow("Chinese") << u"采样器"_qs << u"KSampler"_qs;
        QTest::newRow("pinyin") << u"cyq"_qs << u"KSampler"_qs;
        QTest::newRow("words") << u"load image"_qs << u"LoadImage"_qs;
        QTest::newRow("Chinese words") << u"加载图像"_qs << u"LoadImage"_qs;
        QTest::newRow("pinyin of a word") << u"rhtx"_qs << u"ImageSharpen"_qs;
        QTest::newRow("middle of a name") << u"sharpen"_qs << u"ImageSharpen"_qs;
    }

    void findsFirst()
    {
        QFETCH(QString, text);
        QFETCH(QString, type);
        const NodeSearch search(testCatalogue());
        const std::vector<SearchHit> hits = search.find(text);
        QVERIFY(!hits.empty());
        QCOMPARE(QString::fromStdString(hits.front().type->name), type);
    }

    void everyPinyinLetterIsKnown()
    {
        for (const auto& [name, type] : testCatalogue().types()) {
            for (const QChar c : pinyinInitials(chineseName(type)))
                QVERIFY2(c.unicode() < 128, name.c_str());
            if (QString::fromStdString(name).startsWith(u"Image"_qs))
                QCOMPARE(pinyinInitials(chineseName(type)).size(), [&] {
                    const QString chinese = chineseName(type);
                    return std::ranges::count_if(chinese, [](QChar c) { return c.isLetterOrNumber(); });
                }());
        }
    }

    void aFilterLeavesOnlyWhatFits()
    {
        const NodeSearch search(testCatalogue());
        const std::vector<SearchHit> hits = search.find({}, PortFilter {"UPSCALE_MODEL", true});
        QCOMPARE(hits.size(), std::size_t(1));
        QCOMPARE(hits.front().type->name, std::string("ImageUpscaleWithModel"));
        for (const SearchHit& hit : search.find({}, PortFilter {"LATENT", false})) {
            QVERIFY(std::ranges::any_of(hit.type->outputs, [](const OutputSpec& out) { return out.type == "LATENT"; }));
        }
    }

    void aUsedTypeComesFirst()
    {
        NodeSearch search(testCatalogue());
        QVERIFY(search.find(u"image"_qs).front().type->name != "ImageStitch");
        for (int i = 0; i < 20; ++i)
            search.noteUse("ImageStitch");
        const auto hits = search.find(u"im"_qs);
        QVERIFY(std::ranges::find_if(hits, [](const SearchHit& h) { return h.type->name == "ImageStitch"; }) - hits.begin() < 3);
    }
};

QTEST_GUILESS_MAIN(TestNodeSearch)
#include "TestNodeSearch.moc"
