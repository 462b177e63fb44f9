// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/editor/model/CanvasDocument.h"
#include "app/editor/model/NodePresets.h"
#include "tests/app/editor/model/ComfyTypes.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestNodePresets : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path() const { return m_folder.filePath(QStringLiteral("own/presets.json")); }

private Q_SLOTS:
    void cleanup() { QFile::remove(path()); }

    void keptAndFoundAgain()
    {
        NodePresets presets(path());
        QVERIFY(presets.keep("KSampler", QStringLiteral("快"), {{"steps", 8}, {"cfg", 1.5}}));
        QVERIFY(presets.keep("KSampler", QStringLiteral("a fine one"), {{"steps", 60}}));
        NodePresets again(path());
        QCOMPARE(again.names("KSampler"), (QStringList {QStringLiteral("a fine one"), QStringLiteral("快")}));
        QCOMPARE(again.preset("KSampler", QStringLiteral("快")).at("steps").get<int>(), 8);
        QVERIFY(again.remove("KSampler", QStringLiteral("快")));
        QVERIFY(again.remove("KSampler", QStringLiteral("a fine one")));
        QVERIFY(NodePresets(path()).names("KSampler").isEmpty());
    }

    void newNodesBeginWithTheDefaults()
    {
        NodePresets presets(path());
        QVERIFY(presets.setDefaults("KSampler", {{"steps", 33}, {"gone", 1}}));
        CanvasDocument document(comfyTypes());
        document.setPresets(&presets);
        const NodeId id = document.add(*comfyTypes().find("KSampler"), {0, 0});
        QCOMPARE(document.graph().findNode(id)->settings.at("steps").get<int>(), 33);
        QVERIFY(!document.graph().findNode(id)->settings.contains("gone"));
        document.setSettings(id, {{"steps", 5}, {"cfg", 2.0}}); // a preset is one step
        QCOMPARE(document.graph().findNode(id)->settings.at("cfg").get<double>(), 2.0);
        document.undo();
        QCOMPARE(document.graph().findNode(id)->settings.at("steps").get<int>(), 33);
        QVERIFY(presets.setDefaults("KSampler", {}));
        QCOMPARE(document.graph().findNode(document.add(*comfyTypes().find("KSampler"), {0, 0}))->settings.at("steps").get<int>(), 20);
    }

    void aDamagedFileIsKeptBeside()
    {
        QDir().mkpath(QFileInfo(path()).path());
        QFile file(path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("{\"KSampler\": ");
        file.close();
        NodePresets presets(path());
        QVERIFY(presets.names("KSampler").isEmpty());
        QVERIFY(QFile::exists(path() + QStringLiteral(".damaged")));
        QVERIFY(presets.keep("KSampler", QStringLiteral("x"), {{"steps", 1}}));
    }

    void whatCantBeWrittenIsSaid()
    {
        NodePresets presets(QStringLiteral("/proc/nowhere/presets.json"));
        QVERIFY(presets.keep("KSampler", QStringLiteral("x"), {{"steps", 1}}).error().code == ErrorCode::FileUnwritable);
        QVERIFY(presets.names("KSampler").isEmpty());
    }
};

QTEST_GUILESS_MAIN(TestNodePresets)
#include "TestNodePresets.moc"
