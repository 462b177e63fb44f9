// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/UiOutput.h"
#include "tests/app/frontdoor/prompts/FrontData.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

namespace {

Value file(const std::string& mime, const std::string& content = "content")
{
    return fileValue("x", mime, SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()}));
}

} // namespace

class TestUiOutput : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void keys_data()
    {
        QTest::addColumn<QString>("mime");
        QTest::addColumn<QString>("key");
        QTest::addColumn<bool>("moves");
        QTest::newRow("png") << "image/png"
                             << "images" << false;
        QTest::newRow("webp") << "image/webp"
                              << "images" << true;
        QTest::newRow("video") << "video/mp4"
                               << "images" << true;
        QTest::newRow("latent") << "application/x-latent"
                                << "latents" << false;
        QTest::newRow("sound") << "audio/flac"
                               << "audio" << false;
        QTest::newRow("model") << "application/x-safetensors"
                               << "" << false;
        QTest::newRow("mesh") << "model/gltf-binary"
                              << "3d" << false;
    }

    void keys()
    {
        QFETCH(QString, mime);
        QFETCH(QString, key);
        QFETCH(bool, moves);
        QTemporaryDir folder;
        const UiItem item = uiOfSaved({"1", folder.filePath(QStringLiteral("x")), file(mime.toStdString())}, folder.path());
        QCOMPARE(QString::fromStdString(item.key), key);
        QCOMPARE(item.isMoving, moves);
    }

    void subfolder()
    {
        QTemporaryDir folder;
        const QString root = QDir(folder.path()).canonicalPath();
        const UiItem item = uiOfSaved({"1", root + QStringLiteral("/a/b/c_00001_.png"), file("image/png")}, folder.path());
        COMPARE_JSON(item.item, (Json {{"filename", "c_00001_.png"}, {"subfolder", "a/b"}, {"type", "output"}}));
    }

    void temp()
    {
        QTemporaryDir folder;
        TempFiles files(folder.filePath(QStringLiteral("temp")), QStringLiteral("abcde"));
        COMPARE_JSON(files.show(file("image/jpeg"), {})->item["filename"], "ComfyUI_temp_abcde_00001_.jpg");
        COMPARE_JSON(files.show(file("image/png", "no picture"), {"{}", "{}"})->item["filename"], "ComfyUI_temp_abcde_00002_.png");
        COMPARE_JSON(files.show(file("text/plain", "words"), {})->item, "words");
        QFile first(folder.filePath(QStringLiteral("temp/ComfyUI_temp_abcde_00001_.jpg")));
        QVERIFY(first.open(QIODevice::ReadOnly));
        QCOMPARE(first.readAll(), QByteArray("content"));
    }

    void fetchedById()
    {
        QTemporaryDir folder;
        TempFiles files(folder.filePath(QStringLiteral("temp")), QStringLiteral("abcde"));
        Value picture = file("image/png");
        picture.meta["byId"] = true;
        const auto shown = files.show(picture, {});
        QVERIFY(shown);
        QCOMPARE(shown->key, std::string("images"));
        COMPARE_JSON(shown->item,
            (Json {{"source", "http"}, {"id", "ComfyUI_temp_abcde_00001_.png"}, {"content-type", "image/png"}, {"type", "output"}}));
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("temp/ComfyUI_temp_abcde_00001_.png"))));
    }

    void unwritable()
    {
        TempFiles files(QStringLiteral("/proc/nothing/here"), QStringLiteral("abcde"));
        const auto shown = files.show(file("image/png"), {});
        QVERIFY(!shown);
        QCOMPARE(shown.error().code, ErrorCode::FileUnwritable);
        QVERIFY(!files.show(Value {}, {}));
    }
};

QTEST_GUILESS_MAIN(TestUiOutput)
#include "TestUiOutput.moc"
