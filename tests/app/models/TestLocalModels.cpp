// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/LocalModels.h"

#include <QCoroTask>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>

using namespace weft;

class TestLocalModels : public QObject {
    Q_OBJECT

private:
    QString put(const QString& name, const QByteArray& bytes) const
    {
        const QString path = QDir(m_folder.path()).filePath(name);
        QDir().mkpath(QFileInfo(path).path());
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes);
        return path;
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void findsCopies()
    {
        const QString a = put(u"m/checkpoints/a.safetensors"_qs, "same bytes");
        const QString b = put(u"m/loras/b.ckpt"_qs, "same bytes");
        put(u"m/vae/c.safetensors"_qs, "same size!");
        put(u"m/vae/d.safetensors"_qs, "longer than the others");
        put(u"m/vae/notes.txt"_qs, "same bytes");
        const QString hard = m_folder.filePath(u"m/vae/hard.safetensors"_qs);
        std::filesystem::create_hard_link(a.toStdString(), hard.toStdString());
        QFile::link(a, m_folder.filePath(u"m/vae/link.safetensors"_qs));
        const QStringList roots {m_folder.filePath(u"m"_qs), u"checkpoints="_qs + m_folder.filePath(u"m/checkpoints"_qs)};
        const auto models = localModels(roots);
        QCOMPARE(models.size(), 5u); // the link and the second root lead to what was seen
        const auto groups = QCoro::waitFor(findDuplicates(std::make_shared<ModelIndex>(QStringList(), QString()), models));
        QCOMPARE(groups.size(), 1u);
        QCOMPARE(groups[0].paths, (QStringList {a, b}));
        QCOMPARE(groups[0].sizeBytes, 10);
    }

    void canBeStopped()
    {
        put(u"n/vae/a.safetensors"_qs, "1234");
        put(u"n/vae/b.safetensors"_qs, "1234");
        auto index = std::make_shared<ModelIndex>(QStringList(), QString());
        index->stop();
        QVERIFY(QCoro::waitFor(findDuplicates(index, localModels({m_folder.filePath(u"n"_qs)}))).empty());
    }
};

QTEST_GUILESS_MAIN(TestLocalModels)
#include "TestLocalModels.moc"
