// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/frontdoor/DoorFixture.h"

using namespace weft;
using namespace weft::testing;

/// What programs that paint ask of a server, over real sockets.
class TestToolingRoutes : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorFixture> m_door;

private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<DoorFixture>();
        m_door->settings.models = {m_door->made("models")};
        QVERIFY(m_door->open());
    }

    void picturesGoThere()
    {
        const QByteArray picture = DoorFixture::png(QColor(1, 2, 3));
        const Heard put = m_door->ask("PUT", "/api/etn/image/1a2b-c", picture);
        QCOMPARE(put.status, 200);
        QCOMPARE(m_door->read(QStringLiteral("input/.handed/1a2b-c")), picture);
        QCOMPARE(m_door->get("/api/etn/image/1a2b-c").body, picture);
        QCOMPARE(m_door->ask("PUT", "/api/etn/image/1a2b-c", "another").status, 200);
        QCOMPARE(m_door->read(QStringLiteral("input/.handed/1a2b-c")), QByteArray("another"));
    }

    void strangeIds_data()
    {
        QTest::addColumn<QByteArray>("id");
        QTest::newRow("up") << QByteArray("..");
        QTest::newRow("up, encoded") << QByteArray("%2e%2e%2fnotes");
        QTest::newRow("a folder") << QByteArray("a%2Fb");
        QTest::newRow("hidden") << QByteArray(".x");
        QTest::newRow("zero") << QByteArray("a%00b");
        QTest::newRow("too long") << QByteArray(65, 'a');
    }
    void strangeIds()
    {
        QFETCH(QByteArray, id);
        m_door->write(QStringLiteral("notes"), "secret");
        QVERIFY(m_door->ask("PUT", "/api/etn/image/" + id, "bytes").status >= 400);
        const Heard got = m_door->get("/api/etn/image/" + id);
        QVERIFY2(got.status >= 400 && !got.body.contains("secret"), got.body.constData());
        QCOMPARE(m_door->read(QStringLiteral("notes")), QByteArray("secret"));
    }

    void resultsComeBack()
    {
        m_door->write(QStringLiteral("temp/ComfyUI_temp_abcde_00001_.png"), "pixels");
        const Heard got = m_door->get("/api/etn/image/ComfyUI_temp_abcde_00001_.png");
        QCOMPARE(got.status, 200);
        QCOMPARE(got.body, QByteArray("pixels"));
        QCOMPARE(m_door->get("/api/etn/image/nothing").status, 404);
    }

    void models()
    {
        const QByteArray header = R"({"model.diffusion_model.input_blocks.0.0.weight":{"dtype":"F16","shape":[320,9,3,3],"data_offsets":[0,0]},)"
                                  R"("model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight":{"dtype":"F16","shape":[320,768],"data_offsets":[0,0]}})";
        QByteArray file(8, '\0');
        file[0] = char(header.size() & 255);
        file[1] = char(header.size() >> 8);
        m_door->write(QStringLiteral("models/checkpoints/a.safetensors"), file + header);
        m_door->write(QStringLiteral("models/checkpoints/b.safetensors"), "no such file");
        const Json all = m_door->get("/api/etn/model_info/checkpoints").json();
        COMPARE_JSON(all["a.safetensors"], (Json {{"base_model", "sd15"}, {"is_inpaint", true}}));
        COMPARE_JSON(all["b.safetensors"], (Json {{"base_model", "unknown"}, {"is_inpaint", false}}));
        const Json page = m_door->get("/api/etn/model_info/checkpoints?offset=1&limit=8").json();
        COMPARE_JSON(page["_meta"], (Json {{"offset", 1}, {"limit", 1}, {"total", 2}}));
        QVERIFY(!page.contains("a.safetensors") && page.contains("b.safetensors"));
        COMPARE_JSON(m_door->get("/api/etn/model_info/checkpoints?offset=9").json(), (Json {{"_meta", {{"offset", 2}, {"limit", 0}, {"total", 2}}}}));
        QCOMPARE(m_door->get("/api/etn/model_info/unet_gguf").status, 404);
        COMPARE_JSON(m_door->get("/api/etn/languages").json(), Json::array());
    }
};

QTEST_GUILESS_MAIN(TestToolingRoutes)
#include "TestToolingRoutes.moc"
