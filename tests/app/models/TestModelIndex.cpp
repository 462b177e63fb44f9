// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/models/ModelIndex.h"
#include "core/values/Sha256.h"

#include <QCoroTask>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

void write(const QString& path, const QByteArray& bytes)
{
    QDir().mkpath(QFileInfo(path).absolutePath());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

Hash256 hashOf(const QByteArray& bytes)
{
    return sha256({reinterpret_cast<const std::uint8_t*>(bytes.constData()), static_cast<std::size_t>(bytes.size())});
}

} // namespace

class TestModelIndex : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void hashesAndRemembers()
    {
        QTemporaryDir folder;
        const QString model = folder.filePath(QStringLiteral("upscale_models/a.safetensors"));
        const QString file = folder.filePath(QStringLiteral("kept/index.json"));
        write(model, "weights");
        const std::vector<ModelFile> asked {{"upscale_models", "a.safetensors", 7, {}}, {"vae", "gone.safetensors", 1, {}}};
        {
            ModelIndex index({folder.path()}, file);
            const auto hashed = QCoro::waitFor(index.withHashes(asked));
            QCOMPARE(hashed[0].sha256, hashOf("weights"));
            QVERIFY(hashed[1].sha256.isNull());
        }
        // Kept: a wrong hash in the file is believed as long as size and time are the same.
        QFile kept(file);
        QVERIFY(kept.open(QIODevice::ReadWrite));
        QByteArray text = kept.readAll();
        text.replace(QByteArray::fromStdString(hashOf("weights").hex()), QByteArray(64, '1'));
        kept.seek(0);
        kept.write(text);
        kept.close();
        ModelIndex index({folder.path()}, file);
        QCOMPARE(QCoro::waitFor(index.withHashes(asked))[0].sha256.hex(), std::string(64, '1'));
        write(model, "other weights");
        QCOMPARE(QCoro::waitFor(index.withHashes(asked))[0].sha256, hashOf("other weights"));
    }

    void namesCannotLeadOut_data()
    {
        QTest::addColumn<QByteArray>("folder");
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("up") << QByteArray("vae") << QByteArray("../secret.safetensors");
        QTest::newRow("absolute") << QByteArray("vae") << QByteArray("/etc/passwd");
        QTest::newRow("folder up") << QByteArray("..") << QByteArray("secret.safetensors");
        QTest::newRow("backslash") << QByteArray("vae") << QByteArray("..\\secret.safetensors");
    }
    void namesCannotLeadOut()
    {
        QFETCH(QByteArray, folder);
        QFETCH(QByteArray, name);
        QTemporaryDir root;
        write(root.filePath(QStringLiteral("secret.safetensors")), "x");
        write(root.filePath(QStringLiteral("models/vae/a.safetensors")), "x");
        const ModelIndex index({root.filePath(QStringLiteral("models"))}, {});
        QVERIFY(!index.pathOf("vae", "a.safetensors").isEmpty());
        QVERIFY(index.pathOf(folder.toStdString(), name.toStdString()).isEmpty());
    }

    void brokenIndexIsIgnored()
    {
        QTemporaryDir folder;
        write(folder.filePath(QStringLiteral("vae/a.safetensors")), "weights");
        write(folder.filePath(QStringLiteral("index.json")), "{\"version\":1,\"files\":[1]}");
        ModelIndex index({folder.path()}, folder.filePath(QStringLiteral("index.json")));
        QCOMPARE(QCoro::waitFor(index.withHashes({{"vae", "a.safetensors", 7, {}}}))[0].sha256, hashOf("weights"));
    }
};

QTEST_GUILESS_MAIN(TestModelIndex)
#include "TestModelIndex.moc"
