// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/editor/NodeSources.h"

#include "app/editor/model/NodeNames.h"
#include "app/editor/model/NodeTypeNames.h"
#include "app/editor/model/Pinyin.h"

#include <QTest>
#include <QTranslator>

#include <algorithm>

using namespace weft;

namespace {

bool isHan(QChar c) { return c.script() == QChar::Script_Han; }

NodeType typeOf(const QString& className)
{
    NodeType type;
    type.name = className.toStdString();
    return type;
}

} // namespace

class TestNodeNames : public QObject {
    Q_OBJECT

    QTranslator m_chinese;

private Q_SLOTS:
    void initTestCase() { QVERIFY(m_chinese.load(u":/i18n/weft_zh_CN.qm"_qs)); }
    void cleanup() { QCoreApplication::removeTranslator(&m_chinese); }

    void everyRegistrationIsSeen()
    {
        const auto sources = nodeSources();
        qsizetype types = 0;
        for (auto it = sources.begin(); it != sources.end(); ++it) {
            types += classesIn(*it).size();
            QVERIFY2(classesIn(*it).size() == registrationsIn(*it), qPrintable(it.key()));
            QVERIFY2(categoriesIn(*it).size() == registrationsIn(*it), qPrintable(it.key() + u": a category"_qs));
        }
        QVERIFY(types >= 195);
    }

    void everyNativeNodeHasANameInBothLanguages()
    {
        const QStringList properNames {u"FreeU"_qs, u"FreeU_V2"_qs};
        QMap<QString, QString> classesByName;
        for (const QString& source : nodeSources()) {
            for (const QString& className : classesIn(source)) {
                const NodeType type = typeOf(className);
                QVERIFY2(nodeTypeName(type.name), qPrintable(className + u" has no English name of its own"_qs));
                QVERIFY2(!classesByName.contains(englishName(type)),
                    qPrintable(className + u" is called like "_qs + classesByName[englishName(type)]));
                classesByName[englishName(type)] = className;
                const QString chinese = chineseName(type);
                QVERIFY2(std::ranges::any_of(chinese, isHan) || (properNames.contains(className) && !chinese.isEmpty()),
                    qPrintable(className + u" has no Chinese name"_qs));
                QVERIFY2(std::ranges::none_of(pinyinInitials(chinese), isHan),
                    qPrintable(className + u": a letter of \""_qs + chinese + u"\" is missing in Pinyin.cpp"_qs));
            }
        }
    }

    void everyPortAndCategoryHasAChineseLabel()
    {
        const QStringList keptAsTheyAre {u"CLIP"_qs, u"VAE"_qs, u"Y"_qs, u"U"_qs, u"V"_qs};
        QCoreApplication::installTranslator(&m_chinese);
        qsizetype seen = 0;
        for (const QString& source : nodeSources()) {
            for (const QString& port : portsIn(source)) {
                QVERIFY2(portLabel(port.toStdString()) != port.section(u'.', -1) || keptAsTheyAre.contains(port),
                    qPrintable(port + u" has no Chinese label"_qs));
                ++seen;
            }
            for (const QString& part : categoriesIn(source).join(u'/').split(u'/', Qt::SkipEmptyParts))
                QVERIFY2(categoryLabel(part) != part, qPrintable(part + u", a category, has no Chinese label"_qs));
        }
        QVERIFY(seen > 600);
    }

    void labelsOfPorts_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("english");
        QTest::addColumn<QString>("chinese");
        QTest::newRow("plain") << u"latent_image"_qs << u"latent_image"_qs << u"Latent 图像"_qs;
        QTest::newRow("numbered") << u"image2"_qs << u"image2"_qs << u"图像2"_qs;
        QTest::newRow("number of its own") << u"t5xxl"_qs << u"t5xxl"_qs << u"T5XXL"_qs;
        QTest::newRow("growing") << u"images.image0"_qs << u"image0"_qs << u"图像0"_qs;
        QTest::newRow("of a choice") << u"resize_type.width"_qs << u"width"_qs << u"宽度"_qs;
        QTest::newRow("variable") << u"values.x"_qs << u"x"_qs << u"x"_qs;
        QTest::newRow("block") << u"double_blocks.0."_qs << u"double_blocks.0."_qs << u"double_blocks.0."_qs;
        QTest::newRow("block, short") << u"blocks.0"_qs << u"blocks.0"_qs << u"blocks.0"_qs;
        QTest::newRow("nobody's") << u"gizmo7"_qs << u"gizmo7"_qs << u"gizmo7"_qs;
        QTest::newRow("digits") << u"42"_qs << u"42"_qs << u"42"_qs;
        QTest::newRow("empty") << QString() << QString() << QString();
    }

    void labelsOfPorts()
    {
        QFETCH(QString, name);
        QFETCH(QString, english);
        QFETCH(QString, chinese);
        QCOMPARE(portLabel(name.toStdString()), english);
        QCoreApplication::installTranslator(&m_chinese);
        QCOMPARE(portLabel(name.toStdString()), chinese);
    }

    void aNodeWithAnotherTitleKeepsIt()
    {
        const NodeType type = typeOf(u"Epsilon Scaling"_qs);
        Node node;
        node.type = type.name;
        QCoreApplication::installTranslator(&m_chinese);
        QCOMPARE(titleOf(node, &type), u"Epsilon 缩放"_qs);
        node.title = "Mine";
        QCOMPARE(titleOf(node, &type), u"Mine"_qs);
    }
};

QTEST_GUILESS_MAIN(TestNodeNames)
#include "TestNodeNames.moc"
