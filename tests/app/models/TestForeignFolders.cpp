// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ForeignFolders.h"
#include "app/models/ModelIndex.h"
#include "app/models/ModelSettings.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestForeignFolders : public QObject {
    Q_OBJECT

private:
    QString path(const QString& name) const { return QDir(m_folder.path()).filePath(name); }

    void put(const QString& name, const QByteArray& text = "x") const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void a1111()
    {
        put(u"ui/models/Stable-diffusion/sub/a.safetensors"_qs);
        put(u"ui/models/Lora/b.safetensors"_qs);
        put(u"ui/embeddings/c.safetensors"_qs);
        put(u"ui/extensions/sd-webui-controlnet/models/d.safetensors"_qs);
        const ForeignFolders found = foreignFolders(path(u"ui"_qs));
        QCOMPARE(found.owner, FolderOwner::A1111);
        QCOMPARE(found.roots.size(), 4); // those that exist
        const ModelIndex index(found.roots, {});
        QCOMPARE(index.pathOf("checkpoints", "sub/a.safetensors"), path(u"ui/models/Stable-diffusion/sub/a.safetensors"_qs));
        QCOMPARE(index.pathOf("loras", "b.safetensors"), path(u"ui/models/Lora/b.safetensors"_qs));
        QCOMPARE(index.pathOf("embeddings", "c.safetensors"), path(u"ui/embeddings/c.safetensors"_qs));
        QCOMPARE(index.pathOf("controlnet", "d.safetensors"), path(u"ui/extensions/sd-webui-controlnet/models/d.safetensors"_qs));
        QVERIFY(index.pathOf("vae", "b.safetensors").isEmpty());
        QVERIFY(index.pathOf("loras", "../Stable-diffusion/sub/a.safetensors").isEmpty());
    }

    void comfyUiWithExtraPaths()
    {
        put(u"comfy/models/checkpoints/a.safetensors"_qs);
        put(u"other/ckpt/b.safetensors"_qs);
        put(u"other/l1/c.safetensors"_qs);
        put(u"other/l2/d.safetensors"_qs);
        put(u"comfy/extra_model_paths.yaml"_qs,
            "# a comment\nmine:\n    base_path: ../other/ # here\n    is_default: true\n    checkpoints: ckpt\n"
            "    loras: |\n        l1\n        l2/\n    unknown: |\n        l1\n    vae: nowhere\n    clip: 'l1'\n");
        const ForeignFolders found = foreignFolders(path(u"comfy"_qs));
        QCOMPARE(found.owner, FolderOwner::ComfyUi);
        const QStringList expected {path(u"comfy/models"_qs), u"checkpoints="_qs + path(u"other/ckpt"_qs),
            u"loras="_qs + path(u"other/l1"_qs), u"loras="_qs + path(u"other/l2"_qs), u"text_encoders="_qs + path(u"other/l1"_qs)};
        QCOMPARE(found.roots, expected);
        QVERIFY(!ModelIndex(found.roots, {}).pathOf("checkpoints", "b.safetensors").isEmpty());
    }

    void oddYamlDoesNoHarm_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("binary") << QByteArray(5'000, '\xff');
        QTest::newRow("colons") << QByteArray(":::\n:\n  ::\n|\n");
        QTest::newRow("no key") << QByteArray("mine:\n    : .\n");
        QTest::newRow("the whole disk") << QByteArray("mine:\n    checkpoints: /\n    base_path: /\n    loras: .\n");
        QTest::newRow("the home folder") << QByteArray("mine:\n    checkpoints: ~/\n    loras: ") + QDir::homePath().toUtf8() + "/..\n";
        QTest::newRow("no section") << QByteArray("    checkpoints: /nowhere\n    loras: |\n");
    }
    void oddYamlDoesNoHarm()
    {
        QFETCH(QByteArray, text);
        put(u"odd/models/checkpoints/a.safetensors"_qs);
        put(u"odd/extra_model_paths.yaml"_qs, text);
        QCOMPARE(foreignFolders(path(u"odd"_qs)).roots, QStringList {path(u"odd/models"_qs)});
    }

    void invokeAi()
    {
        put(u"invoke/models/sd-1/main/a.safetensors"_qs);
        put(u"invoke/models/sdxl/lora/b.safetensors"_qs);
        const ForeignFolders found = foreignFolders(path(u"invoke"_qs));
        QCOMPARE(found.owner, FolderOwner::InvokeAi);
        const ModelIndex index(found.roots, {});
        QVERIFY(!index.pathOf("checkpoints", "a.safetensors").isEmpty());
        QVERIFY(!index.pathOf("loras", "b.safetensors").isEmpty());
    }

    void plainFolders()
    {
        put(u"plain/vae/a.safetensors"_qs);
        QCOMPARE(foreignFolders(path(u"plain"_qs)).owner, FolderOwner::Models);
        const QStringList roots = modelRoots({path(u"plain"_qs), path(u"plain/"_qs), u"loras="_qs + path(u"x"_qs)});
        const QStringList expected {path(u"plain"_qs), u"loras="_qs + path(u"x"_qs)};
        QCOMPARE(roots, expected);
    }

    void settingsAreKept()
    {
        QSettings settings(path(u"s.ini"_qs), QSettings::IniFormat);
        ModelSettings {{u"/a"_qs}, {u"h.example=m.example"_qs}}.write(settings);
        QSettings again(path(u"s.ini"_qs), QSettings::IniFormat);
        QCOMPARE(ModelSettings::read(again).folders, QStringList {u"/a"_qs});
        QCOMPARE(ModelSettings::read(again).mirrors.size(), 1);
        QCOMPARE(allModelRoots(u"/h"_qs, {u"/a"_qs}).mid(0, 2), (QStringList {u"/h/models"_qs, u"/a"_qs}));
        QCOMPARE(askedModelRoots(u"/h"_qs, {u"/a"_qs}).mid(0, 2), (QStringList {u"/a"_qs, u"/h/models"_qs})); // downloads are found there
    }
};

QTEST_GUILESS_MAIN(TestForeignFolders)
#include "TestForeignFolders.moc"
