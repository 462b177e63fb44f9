// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/frontdoor/DoorFixture.h"

#include <QtEndian>

using namespace weft;
using namespace weft::testing;

/// Uploads, views, the frontend's files and what it keeps: over real sockets.
class TestDoorFiles : public QObject {
    Q_OBJECT

    std::unique_ptr<DoorFixture> m_door;

    struct Field {
        QByteArray name;
        QByteArray content;
        QByteArray file; // empty: none
    };
    Heard upload(const QByteArray& target, const std::vector<Field>& fields)
    {
        QByteArray body;
        for (const Field& field : fields) {
            body += "--zz\r\nContent-Disposition: form-data; name=\"" + field.name + '"';
            body += (field.file.isNull() ? QByteArray() : "; filename=\"" + field.file + '"') + "\r\n\r\n" + field.content + "\r\n";
        }
        return m_door->ask("POST", target, body + "--zz--\r\n", "Content-Type: multipart/form-data; boundary=zz\r\n");
    }
    QImage viewed(const QByteArray& query) { return QImage::fromData(m_door->get("/view?" + query).body); }

private Q_SLOTS:
    void init()
    {
        m_door = std::make_unique<DoorFixture>();
        m_door->write(QStringLiteral("pages/index.html"), "<html>");
        m_door->write(QStringLiteral("pages/assets/a.js"), "1");
        m_door->write(QStringLiteral("pages/extensions/core/b.js"), "2");
        m_door->write(QStringLiteral("secret.txt"), "secret");
        m_door->settings.frontend = *FrontendFiles::in(m_door->folder.filePath(QStringLiteral("pages")));
        m_door->settings.models = {m_door->made("models")};
        QVERIFY(m_door->open());
    }

    void uploads()
    {
        const QByteArray red = DoorFixture::png(Qt::red);
        const Json first {{"name", "a.png"}, {"subfolder", ""}, {"type", "input"}};
        const Json second {{"name", "a (1).png"}, {"subfolder", ""}, {"type", "input"}};
        COMPARE_JSON(upload("/upload/image", {{"image", red, "a.png"}}).json(), first);
        COMPARE_JSON(upload("/upload/image", {{"image", red, "a.png"}}).json(), first);
        COMPARE_JSON(upload("/upload/image", {{"image", DoorFixture::png(Qt::blue), "a.png"}}).json(), second);
        COMPARE_JSON(upload("/upload/image", {{"overwrite", "true", {}}, {"image", DoorFixture::png(Qt::green), "a.png"}}).json(), first);
        QCOMPARE(m_door->read(QStringLiteral("input/a.png")), DoorFixture::png(Qt::green));
        const Heard temp = upload("/api/upload/image", {{"image", red, "t.png"}, {"type", "temp", {}}, {"subfolder", "sub", {}}});
        COMPARE_JSON(temp.json(), (Json {{"name", "t.png"}, {"subfolder", "sub"}, {"type", "temp"}}));
        QCOMPARE(m_door->read(QStringLiteral("temp/sub/t.png")), red);
    }

    void badUploads_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("subfolder");
        QTest::addColumn<QByteArray>("type");
        QTest::addColumn<int>("status");
        QTest::newRow("up") << QByteArray("../../e.png") << QByteArray() << QByteArray("input") << 400;
        QTest::newRow("no folder of the name") << QByteArray("x/e.png") << QByteArray() << QByteArray("input") << 500;
        QTest::newRow("no name") << QByteArray("") << QByteArray() << QByteArray("input") << 500;
        QTest::newRow("another type") << QByteArray("e.png") << QByteArray() << QByteArray("zzz") << 500;
        QTest::newRow("absolute") << QByteArray("e.png") << QByteArray("/etc") << QByteArray("input") << 400;
        QTest::newRow("an absolute name") << QByteArray("/tmp/e.png") << QByteArray() << QByteArray("input") << 400;
        QTest::newRow("a subfolder up") << QByteArray("e.png") << QByteArray("../..") << QByteArray("input") << 400;
        QTest::newRow("into a neighbour") << QByteArray("e.png") << QByteArray("../input2") << QByteArray("input") << 400;
    }
    void badUploads()
    {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, subfolder);
        QFETCH(QByteArray, type);
        QTEST(upload("/upload/image", {{"image", "x", name}, {"subfolder", subfolder, {}}, {"type", type, {}}}).status, "status");
        QCOMPARE(m_door->ask("POST", "/upload/image", "{}", "Content-Type: application/json\r\n").status, 400);
        QCOMPARE(upload("/upload/image", {{"other", "x", "a.png"}}).status, 400);
    }

    void masksLieOverTheirPicture()
    {
        m_door->write(QStringLiteral("input/a.png"), DoorFixture::png(QColor(10, 20, 30)));
        const QByteArray ref = R"({"filename":"a.png","type":"input"})";
        const Heard heard = upload("/upload/mask", {{"image", DoorFixture::png(QColor(1, 2, 3, 77)), "m.png"}, {"original_ref", ref, {}}});
        QCOMPARE(heard.status, 200);
        const QImage both = QImage::fromData(m_door->read(QStringLiteral("input/m.png")));
        QCOMPARE(both.pixelColor(3, 3), QColor(10, 20, 30, 77));
        const Heard other = upload("/upload/mask", {{"image", DoorFixture::png(Qt::red, {3, 3}), "n.png"}, {"original_ref", ref, {}}});
        QCOMPARE(other.status, 500); // of another size
        for (const char* bad : {"xx", "{}", R"({"filename":"../secret.txt","type":"input"})", R"({"filename":"no.png","type":"input"})"})
            QCOMPARE(upload("/upload/mask", {{"image", "x", "o.png"}, {"original_ref", bad, {}}}).status, 400);
    }

    void views()
    {
        m_door->write(QStringLiteral("input/a.png"), DoorFixture::png(QColor(200, 100, 50, 100)));
        QCOMPARE(m_door->get("/view?filename=a.png&type=input").body, m_door->read(QStringLiteral("input/a.png")));
        QCOMPARE(viewed("filename=a.png&type=input&channel=rgb").pixelColor(0, 0), QColor(200, 100, 50));
        QCOMPARE(viewed("filename=a.png&type=input&channel=a").pixelColor(0, 0), QColor(0, 0, 0, 100));
        const QColor jpeg = viewed("filename=a.png&type=input&preview=jpeg;95").pixelColor(0, 0);
        QVERIFY(qAbs(jpeg.red() - 200) < 8 && qAbs(jpeg.green() - 100) < 8); // not mixed with black
        QCOMPARE(viewed("filename=a.png%20[input]&preview=webp;50").size(), QSize(8, 6));
        m_door->write(QStringLiteral("output/x.html"), "<script>");
        const Heard page = m_door->get("/view?filename=x.html");
        QCOMPARE(page.header("Content-Type"), QByteArray("application/octet-stream"));
        QCOMPARE(page.header("Content-Security-Policy"), QByteArray("sandbox"));
        QCOMPARE(m_door->get("/view?filename=x.html&preview=webp").status, 500); // no picture
    }

    void viewsOfNothingElse_data()
    {
        QTest::addColumn<QByteArray>("query");
        QTest::addColumn<int>("status");
        QTest::newRow("up") << QByteArray("filename=../secret.txt&type=input") << 400;
        QTest::newRow("up, encoded") << QByteArray("filename=..%2Fsecret.txt&type=input") << 400;
        QTest::newRow("absolute") << QByteArray("filename=/etc/passwd&type=input") << 400;
        QTest::newRow("a subfolder up") << QByteArray("filename=secret.txt&type=input&subfolder=..") << 403;
        QTest::newRow("an absolute subfolder") << QByteArray("filename=passwd&type=input&subfolder=/etc") << 403;
        QTest::newRow("no name") << QByteArray("filename=&type=input") << 400;
        QTest::newRow("a folder") << QByteArray("filename=.&type=input") << 404;
        QTest::newRow("a zero byte") << QByteArray("filename=a.png%00b&type=input") << 404;
        QTest::newRow("a device") << QByteArray("filename=zero&type=input&subfolder=dev") << 403;
    }
    void viewsOfNothingElse()
    {
        QFETCH(QByteArray, query);
        QFile::link(QStringLiteral("/dev"), m_door->folder.filePath(QStringLiteral("input/dev")));
        const Heard heard = m_door->get("/view?" + query);
        QTEST(heard.status, "status");
        QVERIFY(!heard.body.contains("secret"));
    }

    /// Links that somebody has laid in the folders: to other places in them they are fine.
    void linksDoNotLeadOut()
    {
        for (const char* folder : {"input", "user"}) {
            m_door->write(QLatin1String(folder) + QStringLiteral("/deep/a.txt"), "mine");
            const auto link = [&](const char* to, const char* name) {
                QVERIFY(QFile::link(m_door->folder.filePath(QLatin1String(to)), m_door->folder.filePath(QLatin1String(folder) + u'/' + QLatin1String(name))));
            };
            link(".", "out");
            link("secret.txt", "secret");
            link("nowhere", "lost");
            link((QByteArray(folder) + "/deep").constData(), "within");
        }
        QCOMPARE(m_door->get("/view?filename=secret&type=input").status, 403);
        QCOMPARE(m_door->get("/view?filename=secret.txt&type=input&subfolder=out").status, 403);
        QCOMPARE(m_door->get("/view?filename=a.txt&type=input&subfolder=within").body, QByteArray("mine"));
        const QByteArray red = DoorFixture::png(Qt::red);
        QCOMPARE(upload("/upload/image", {{"image", red, "x.png"}, {"subfolder", "out", {}}}).status, 400);
        QCOMPARE(upload("/upload/image", {{"image", red, "secret"}, {"overwrite", "true", {}}}).status, 400);
        QCOMPARE(upload("/upload/image", {{"image", red, "lost"}, {"overwrite", "true", {}}}).status, 400);
        QCOMPARE(upload("/upload/image", {{"image", red, "x.png"}, {"subfolder", "within/new", {}}}).status, 200);
        QCOMPARE(m_door->get("/userdata/secret").status, 403);
        QCOMPARE(m_door->get("/userdata/out%2Fsecret.txt").status, 403);
        QCOMPARE(m_door->get("/userdata?dir=out").status, 403);
        QCOMPARE(m_door->get("/v2/userdata?path=out").status, 400);
        QCOMPARE(m_door->ask("POST", "/userdata/out%2Fx", "x").status, 403);
        QCOMPARE(m_door->ask("POST", "/userdata/lost", "x").status, 403);
        QCOMPARE(m_door->ask("DELETE", "/userdata/out%2Fsecret.txt").status, 403);
        QCOMPARE(m_door->ask("POST", "/userdata/within%2Fa.txt/move/out%2Fa.txt").status, 403);
        QCOMPARE(m_door->get("/userdata/within%2Fa.txt").body, QByteArray("mine"));
        QCOMPARE(m_door->read(QStringLiteral("secret.txt")), QByteArray("secret"));
        QVERIFY(!QFile::exists(m_door->folder.filePath(QStringLiteral("x.png"))) && !QFile::exists(m_door->folder.filePath(QStringLiteral("nowhere"))));
    }

    void partsOfFiles()
    {
        m_door->write(QStringLiteral("output/v.mp4"), "0123456789");
        const auto part = [this](const QByteArray& range) { return m_door->ask("GET", "/view?filename=v.mp4", {}, "Range: " + range + "\r\n"); };
        QCOMPARE(part("bytes=2-4").body, QByteArray("234"));
        QCOMPARE(part("bytes=2-4").status, 206);
        QCOMPARE(part("bytes=2-4").header("Content-Range"), QByteArray("bytes 2-4/10"));
        QCOMPARE(part("bytes=7-").body, QByteArray("789"));
        QCOMPARE(part("bytes=-2").body, QByteArray("89"));
        QCOMPARE(part("bytes=5-99999999999999999999").body, QByteArray("0123456789").mid(5));
        QCOMPARE(part("bytes=10-12").status, 416);
        QCOMPARE(part("bytes=4-2").body, QByteArray("0123456789"));
        QCOMPARE(part("lines=1-2").body, QByteArray("0123456789"));
        const QByteArray tag = part("bytes=0-").header("ETag");
        QCOMPARE(m_door->ask("GET", "/view?filename=v.mp4", {}, "If-None-Match: " + tag + "\r\n").status, 304);
    }

    void largeFilesAreSentInPieces()
    {
        QFile file(m_door->folder.filePath(QStringLiteral("output/big.bin")));
        QVERIFY(file.open(QFile::ReadWrite) && file.resize(96 << 20));
        const Heard heard = m_door->get("/view?filename=big.bin");
        QCOMPARE(heard.body.size(), qsizetype(96 << 20));
    }

    void picturesThatClaimTooMuchAreRefused()
    {
        QByteArray bomb = DoorFixture::png(Qt::red);
        qToBigEndian<quint32>(60'000, bomb.data() + 16); // the width in IHDR, of 3.6 gigapixels
        qToBigEndian<quint32>(60'000, bomb.data() + 20);
        m_door->write(QStringLiteral("input/bomb.png"), bomb);
        QCOMPARE(m_door->get("/view?filename=bomb.png&type=input&preview=webp").status, 500);
    }

    void keepsUserData()
    {
        QCOMPARE(m_door->ask("POST", "/userdata/workflows%2Fa.json", "{}").body, QByteArray("\"workflows/a.json\""));
        QCOMPARE(m_door->ask("POST", "/userdata/workflows%2Fa.json?overwrite=false", "[]").status, 409);
        QCOMPARE(m_door->get("/userdata/workflows%2Fa.json").body, QByteArray("{}"));
        COMPARE_JSON(m_door->get("/userdata?dir=workflows").json(), Json::array({"a.json"}));
        QCOMPARE(memberAt(m_door->get("/userdata?dir=.&recurse=true&full_info=true").json()[0], "path"), Json("workflows/a.json"));
        QCOMPARE(m_door->ask("POST", "/userdata/workflows%2Fa.json/move/workflows%2Fsub%2Fb.json").body, QByteArray("\"workflows/sub/b.json\""));
        COMPARE_JSON(m_door->get("/userdata?dir=workflows&recurse=true&split=true").json(), Json::array({{"sub/b.json", "sub", "b.json"}}));
        QCOMPARE(m_door->get("/v2/userdata").json().size(), std::size_t(3));
        QCOMPARE(m_door->ask("DELETE", "/userdata/workflows%2Fsub%2Fb.json").status, 204);
        QCOMPARE(m_door->ask("DELETE", "/userdata/workflows%2Fsub%2Fb.json").status, 404);
    }

    void userDataStaysInItsFolder_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("status");
        QTest::newRow("list") << QByteArray("GET") << QByteArray("/userdata?dir=..") << 403;
        QTest::newRow("list, new") << QByteArray("GET") << QByteArray("/v2/userdata?path=../..") << 400;
        QTest::newRow("read") << QByteArray("GET") << QByteArray("/userdata/..%2Fsecret.txt") << 403;
        QTest::newRow("write") << QByteArray("POST") << QByteArray("/userdata/..%2Fsecret.txt") << 403;
        QTest::newRow("write anywhere") << QByteArray("POST") << QByteArray("/userdata/%2Ftmp%2Fx") << 403;
        QTest::newRow("write the folder") << QByteArray("POST") << QByteArray("/userdata/.") << 403;
        QTest::newRow("remove") << QByteArray("DELETE") << QByteArray("/userdata/..%2Fsecret.txt") << 403;
        QTest::newRow("move away") << QByteArray("POST") << QByteArray("/userdata/a/move/..%2Fsecret.txt") << 403;
        QTest::newRow("move here") << QByteArray("POST") << QByteArray("/userdata/..%2Fsecret.txt/move/a") << 403;
    }
    void userDataStaysInItsFolder()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        m_door->ask("POST", "/userdata/a", "x");
        QTEST(m_door->ask(method, target, method == "POST" ? "x" : "").status, "status");
        QCOMPARE(m_door->read(QStringLiteral("secret.txt")), QByteArray("secret"));
    }

    void keepsSettings()
    {
        COMPARE_JSON(m_door->get("/users").json(), (Json {{"storage", "server"}, {"migrated", false}}));
        QCOMPARE(m_door->ask("POST", "/settings/Comfy.X", "3").status, 200);
        QCOMPARE(m_door->ask("POST", "/settings", R"({"a":1})").status, 200);
        COMPARE_JSON(m_door->get("/settings").json(), (Json {{"Comfy.X", 3}, {"a", 1}}));
        QCOMPARE(m_door->get("/settings/Comfy.X").body, QByteArray("3"));
        QCOMPARE(m_door->get("/settings/no").body, QByteArray("null"));
        QCOMPARE(m_door->ask("POST", "/settings", "[1]").status, 500);
        QCOMPARE(m_door->ask("POST", "/settings/Comfy.X", "bad").status, 500);
    }

    void listsModels()
    {
        m_door->write(QStringLiteral("models/loras/style/a.safetensors"), QByteArray("\x2c\0\0\0\0\0\0\0", 8) + R"({"__metadata__":{"made_by":"somebody here"}})");
        m_door->write(QStringLiteral("models/loras/readme.txt"), "no model");
        COMPARE_JSON(m_door->get("/models/loras").json(), Json::array({"style/a.safetensors"}));
        COMPARE_JSON(m_door->get("/models/vae").json(), Json::array());
        QCOMPARE(m_door->get("/models/nope").status, 404);
        QCOMPARE(m_door->get("/models").json().size(), std::size_t(20));
        QCOMPARE(m_door->get("/experiment/models/loras").json()[0]["name"], Json("style/a.safetensors"));
        QCOMPARE(m_door->get("/view_metadata/loras?filename=style/a.safetensors").json()["made_by"], Json("somebody here"));
    }

    /// As a ComfyUI for one user.
    void makesUsers()
    {
        const auto made = [this](const QByteArray& body) { return m_door->ask("POST", "/users", body); };
        const Heard cat = made(R"({"username":" A cat! "})");
        QCOMPARE(cat.status, 200);
        QVERIFY(cat.body.startsWith("\"A-cat-_") && cat.body.size() == 1 + 7 + 36 + 1);
        COMPARE_JSON(made(R"({"username":"A cat!"})").json(), (Json {{"error", "Duplicate username."}}));
        QCOMPARE(made(R"({"username":"default"})").status, 400);
        QCOMPARE(made(R"({"username":"  "})").status, 500);
        QCOMPARE(made(R"({"username":3})").status, 500);
        QCOMPARE(made("{}").status, 500);
        QCOMPARE(made("no JSON").status, 500);
        QCOMPARE(made("{\"username\":\"" + QByteArray(300, 'x') + "\"}").status, 400);
        const Json users = parseJson(m_door->read(QStringLiteral("users.json")).toStdString()).valueOr(Json());
        QCOMPARE(users.size(), std::size_t(2));
        QCOMPARE(stringAt(users, "default"), std::string("default"));
        QCOMPARE(stringAt(users, cat.json().get<std::string>()), std::string("A cat!"));
    }

    void servesHelpOnNodes()
    {
        DoorFixture door;
        door.write(QStringLiteral("site/comfyui_frontend_package/static/index.html"), "<html>");
        door.write(QStringLiteral("site/comfyui_embedded_docs/docs/KSampler/en.md"), "# help");
        door.settings.frontend = *FrontendFiles::in(door.folder.filePath(QStringLiteral("site")));
        QVERIFY(door.open());
        QCOMPARE(door.get("/docs/KSampler/en.md").body, QByteArray("# help"));
        QCOMPARE(door.get("/docs/KSampler/xx.md").status, 404);
        QCOMPARE(door.get("/docs/..%2F..%2Fcomfyui_frontend_package%2Fstatic%2Findex.html").status, 404);
        QCOMPARE(m_door->get("/docs/KSampler/en.md").status, 404); // there are none
    }

    void servesTheFrontend()
    {
        QCOMPARE(m_door->get("/").body, QByteArray("<html>"));
        QCOMPARE(m_door->get("/").header("Cache-Control"), QByteArray("no-cache"));
        QVERIFY(m_door->get("/assets/a.js").header("Content-Type").startsWith("application/javascript"));
        COMPARE_JSON(m_door->get("/extensions").json(), Json::array({"/extensions/core/b.js"}));
        QCOMPARE(m_door->get("/..%2Fsecret.txt").status, 404);
        QCOMPARE(m_door->get("/assets/../../secret.txt").status, 404);
        QCOMPARE(memberAt(m_door->get("/system_stats").json(), "devices").size(), std::size_t(1));
        QCOMPARE(m_door->get("/internal/files/zzz").status, 400);
        QCOMPARE(m_door->ask("PATCH", "/internal/logs/subscribe", R"({"clientId":"x","enabled":true})").status, 200);
        QCOMPARE(m_door->ask("PATCH", "/internal/logs/subscribe", R"({"clientId":"x"})").status, 500);
    }
};

QTEST_MAIN(TestDoorFiles)
#include "TestDoorFiles.moc"
