// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/ModelFolders.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::worker;

class TestModelFolders : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        write(u"checkpoints/sub/a.safetensors"_qs);
        write(u"checkpoints/old.ckpt"_qs);
        write(u"clip/l.safetensors"_qs);
        write(u"text_encoders/t5.safetensors"_qs);
        write(u"elsewhere/x.safetensors"_qs);
        write(u"secret.safetensors"_qs);
    }

    void listsWhatIsThere()
    {
        const auto models = folders().scan();
        QCOMPARE(models.size(), 3u);
        QCOMPARE(models[0].folder, "checkpoints");
        QCOMPARE(models[0].name, "sub/a.safetensors");
        QCOMPARE(models[0].sizeBytes, std::uint64_t {4});
        QVERIFY(models[0].sha256.isNull());
        QCOMPARE(models[1].name, "l.safetensors"); // ComfyUI's older folder name
        QCOMPARE(models[2].folder, "text_encoders");
    }

    void resolvesOnlyModelsInsideTheFolders_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("found");
        const QString checkpoints = u"checkpoints"_qs;
        QTest::newRow("there") << checkpoints << u"sub/a.safetensors"_qs << true;
        QTest::newRow("older folder") << u"text_encoders"_qs << u"l.safetensors"_qs << true;
        QTest::newRow("absent") << checkpoints << u"b.safetensors"_qs << false;
        QTest::newRow("pickle") << checkpoints << u"old.ckpt"_qs << false;
        QTest::newRow("up") << checkpoints << u"../secret.safetensors"_qs << false;
        QTest::newRow("up inside") << checkpoints << u"sub/../sub/a.safetensors"_qs << false;
        QTest::newRow("absolute") << checkpoints << m_directory.filePath(u"secret.safetensors"_qs) << false;
        QTest::newRow("backslash") << checkpoints << u"sub\\a.safetensors"_qs << false;
        QTest::newRow("folder unknown") << u"elsewhere"_qs << u"x.safetensors"_qs << false;
        QTest::newRow("folder up") << u".."_qs << u"secret.safetensors"_qs << false;
        QTest::newRow("empty") << checkpoints << QString() << false;
    }
    void resolvesOnlyModelsInsideTheFolders()
    {
        QFETCH(QString, folder);
        QFETCH(QString, name);
        const auto path = folders().resolve(folder.toStdString(), name.toStdString());
        QTEST(path.hasValue(), "found");
        if (!path)
            QCOMPARE(path.error().code, ErrorCode::ModelMissing);
    }

    void aFolderOfOneKind()
    {
        const ModelFolders mapped({"loras=" + m_directory.filePath(u"checkpoints"_qs).toStdString()});
        const auto models = mapped.scan();
        QCOMPARE(models.size(), 1u);
        QCOMPARE(models[0].folder, "loras");
        QVERIFY(mapped.resolve("loras", "sub/a.safetensors"));
        QVERIFY(!mapped.resolve("checkpoints", "sub/a.safetensors"));
        QVERIFY(!mapped.resolve("loras", "../secret.safetensors"));
        QCOMPARE(mapped.paths().front(), m_directory.filePath(u"checkpoints"_qs).toStdString());
    }

private:
    ModelFolders folders() const { return ModelFolders({m_directory.path().toStdString()}); }

    void write(const QString& name)
    {
        const QString path = m_directory.filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("data");
    }

    QTemporaryDir m_directory;
};

QTEST_GUILESS_MAIN(TestModelFolders)
#include "TestModelFolders.moc"
