// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/Safetensors.h"

#include "core/values/SafetensorsPieces.h"

#include <QFile>
#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>
#include <cstring>

using namespace weft;

Q_DECLARE_METATYPE(weft::ErrorCode)

namespace {

SharedBytes fileOf(const std::string& header, std::size_t dataBytes, std::int64_t lengthError = 0)
{
    std::vector<std::uint8_t> bytes(8 + header.size() + dataBytes);
    const std::uint64_t length = header.size() + static_cast<std::uint64_t>(lengthError);
    std::memcpy(bytes.data(), &length, 8);
    std::memcpy(bytes.data() + 8, header.data(), header.size());
    for (std::size_t i = 0; i < dataBytes; ++i)
        bytes[8 + header.size() + i] = static_cast<std::uint8_t>(i);
    return SharedBytes::take(std::move(bytes));
}

std::string headerOf(int tensors)
{
    Json header = Json::object();
    Json::object_t::Container& list = header.get_ref<Json::object_t&>(); // without its search for equal names
    for (int i = 0; i < tensors; ++i)
        list.emplace_back("model.diffusion_model.input_blocks.transformer_blocks.attn.to_out.weight." + std::to_string(i),
            Json {{"dtype", "U8"}, {"shape", {0}}, {"data_offsets", {0, 0}}});
    return toJsonText(header);
}

} // namespace

class TestSafetensors : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void piecesAreTheFile()
    {
        SafetensorsFile file;
        file.metadata["k"] = "v";
        file.tensors["a"] = floatTensor({3}, {1, 2, 3});
        file.tensors["b"] = floatTensor({2, 2}, {4, 5, 6, 7});
        const SharedBytes whole = *writeSafetensors(file);
        for (const std::uint64_t most : {std::uint64_t {1}, std::uint64_t {7}, std::uint64_t {whole.size()}, UINT64_MAX}) {
            const auto pieces = *safetensorsPieces(file, most);
            std::vector<std::uint8_t> joined;
            for (const SharedBytes& piece : pieces) {
                QVERIFY(piece.size() > 0 && piece.size() <= most);
                joined.insert(joined.end(), piece.view().begin(), piece.view().end());
            }
            QVERIFY(std::ranges::equal(joined, whole.view()));
            QCOMPARE(pieces.size(), static_cast<std::size_t>((whole.size() - 1) / most + 1));
        }
    }

    void reads()
    {
        const auto file = parseSafetensors(fileOf(
            R"({"__metadata__":{"format":"pt"},"b":{"dtype":"F32","shape":[2,1],"data_offsets":[4,12]},)"
            R"("a":{"dtype":"BF16","shape":[],"data_offsets":[0,2]},"none":{"dtype":"I64","shape":[0,3],"data_offsets":[2,2]}})",
            12));
        QVERIFY(file);
        QCOMPARE(file->tensors.size(), std::size_t {3});
        QCOMPARE(file->metadata.at("format"), std::string("pt"));
        const Tensor& b = file->tensors.at("b");
        QVERIFY(b.dtype == DType::F32 && (b.shape == std::vector<std::int64_t> {2, 1}));
        QCOMPARE(int(b.data.data()[0]), 4);
        QCOMPARE(file->tensors.at("a").count(), std::int64_t {1});
        QCOMPARE(*file->tensors.at("none").checkedCount(), std::int64_t {0});
    }

    void refuses_data()
    {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<int>("dataBytes");
        QTest::addColumn<qint64>("lengthError");
        QTest::addColumn<ErrorCode>("code");
        const auto row = [](const char* name, const QByteArray& header, int data, ErrorCode code = ErrorCode::TensorFileInvalid,
                             qint64 lengthError = 0) { QTest::newRow(name) << header << data << lengthError << code; };
        const auto one = [](const char* entry) { return QByteArray("{\"a\":") + entry + "}"; };
        row("header cut", "{}", 0, ErrorCode::FileTruncated, 1);
        row("header far too long", "{}", 0, ErrorCode::TensorFileInvalid, std::int64_t {1} << 40);
        row("length wraps", "{}", 0, ErrorCode::TensorFileInvalid, -3);
        row("data cut", one(R"({"dtype":"F32","shape":[4],"data_offsets":[0,16]})"), 15, ErrorCode::FileTruncated);
        row("offset beyond 64 bits", one(R"({"dtype":"U8","shape":[1],"data_offsets":[0,18446744073709551616]})"), 1);
        row("offset at the limit", one(R"({"dtype":"U8","shape":[1],"data_offsets":[18446744073709551614,18446744073709551615]})"), 1, ErrorCode::FileTruncated);
        row("offsets backwards", one(R"({"dtype":"U8","shape":[1],"data_offsets":[1,0]})"), 2);
        row("offset negative", one(R"({"dtype":"U8","shape":[1],"data_offsets":[-1,0]})"), 2);
        row("offset a float", one(R"({"dtype":"U8","shape":[1],"data_offsets":[0.0,1]})"), 2);
        row("three offsets", one(R"({"dtype":"U8","shape":[1],"data_offsets":[0,1,2]})"), 2);
        row("no offsets", one(R"({"dtype":"U8","shape":[1]})"), 2);
        row("shape too small", one(R"({"dtype":"F32","shape":[1],"data_offsets":[0,8]})"), 8);
        row("shape overflows", one(R"({"dtype":"U8","shape":[4294967296,4294967296],"data_offsets":[0,0]})"), 0);
        row("shape times size overflows", one(R"({"dtype":"F64","shape":[2305843009213693952],"data_offsets":[0,0]})"), 0);
        row("shape negative", one(R"({"dtype":"U8","shape":[-1],"data_offsets":[0,1]})"), 1);
        row("shape is text", one(R"({"dtype":"U8","shape":"1","data_offsets":[0,1]})"), 1);
        row("17 sides", one(R"({"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],"data_offsets":[0,1]})"), 1);
        row("dtype unknown", one(R"({"dtype":"F8_E4M3","shape":[1],"data_offsets":[0,1]})"), 1);
        row("dtype missing", one(R"({"shape":[1],"data_offsets":[0,1]})"), 1);
        row("entry is a number", one("1"), 1);
        row("overlap", R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}})", 3);
        row("the same bytes twice", R"({"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"b":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}})", 2);
        row("one name twice", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}})", 2);
        row("one key twice", one(R"({"dtype":"U8","dtype":"I8","shape":[1],"data_offsets":[0,1]})"), 1);
        row("metadata is a list", R"({"__metadata__":[]})", 0);
        row("metadata holds a number", R"({"__metadata__":{"a":1}})", 0);
        row("header is a list", "[]", 0);
        row("header isn't JSON", "{\"a\"", 0);
        row("header is empty", "", 0);
        row("header is deep", QByteArray(50'000, '['), 0);
        row("header isn't UTF-8", "{\"\xFF\":1}", 0);
    }
    void refuses()
    {
        QFETCH(QByteArray, header);
        QFETCH(int, dataBytes);
        QFETCH(qint64, lengthError);
        QFETCH(ErrorCode, code);
        const auto file = parseSafetensors(fileOf(header.toStdString(), std::size_t(dataBytes), lengthError));
        QVERIFY(!file);
        QCOMPARE(nameOf(file.error().code).data(), nameOf(code).data());
        QVERIFY(!file.error().detail.empty());
    }

    /// Large models have a few thousand tensors; a header of a million names is an attack on our time.
    void manyTensors_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<bool>("fits");
        QTest::newRow("as in large models") << 5000 << true;
        QTest::newRow("too many") << 100'000 << false;
    }
    void manyTensors()
    {
        QFETCH(int, count);
        QFETCH(bool, fits);
        const auto file = parseSafetensors(fileOf(headerOf(count), 0, 0));
        QCOMPARE(file.hasValue(), fits);
        QVERIFY(!fits || file->tensors.size() == std::size_t(count));
        QVERIFY(fits || file.error().code == ErrorCode::TensorFileInvalid);
    }

    void cutAnywhere()
    {
        SafetensorsFile file;
        file.tensors["x"] = floatTensor({2, 2}, {1, 2, 3, 4});
        const SharedBytes whole = *writeSafetensors(file);
        for (std::size_t size = 0; size < whole.size(); ++size)
            QVERIFY(parseSafetensors(whole.sub(0, size)).error().code == ErrorCode::FileTruncated);
        QVERIFY(parseSafetensors(whole));
    }

    void writesCanonically()
    {
        SafetensorsFile file;
        file.tensors["b"] = floatTensor({1}, {1});
        file.tensors["a"] = {DType::U8, {3}, SharedBytes::take({7, 8, 9})};
        file.metadata.emplace("k", "v");
        const SharedBytes bytes = *writeSafetensors(file);
        const std::string header = R"({"__metadata__":{"k":"v"},"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},)"
                                   R"("b":{"dtype":"F32","shape":[1],"data_offsets":[3,7]}})";
        const std::string text(reinterpret_cast<const char*>(bytes.data()) + 8, bytes.size() - 8);
        QVERIFY(text.starts_with(header));
        QCOMPARE((bytes.size() - 7) % 8, std::size_t {0}); // the header is padded
        const SafetensorsFile again = *parseSafetensors(bytes);
        QVERIFY(again.metadata == file.metadata);
        QCOMPARE(int(again.tensors.at("a").data.data()[2]), 9);
        QVERIFY((*writeSafetensors(again)).size() == bytes.size());
    }

    void refusesToWrite()
    {
        SafetensorsFile file;
        file.tensors["x"] = {DType::F32, {3}, SharedBytes::take({1, 2})};
        QVERIFY(writeSafetensors(file).error().code == ErrorCode::TensorInvalid);
    }

    void files()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("a.safetensors"));
        QVERIFY(openSafetensors(path.toStdString()).error().code == ErrorCode::FileNotFound);
        QVERIFY(openSafetensors(dir.path().toStdString()).error().code == ErrorCode::FileUnreadable);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        const auto empty = openSafetensors(path.toStdString());
        QVERIFY(empty.error().code == ErrorCode::FileTruncated);
        QCOMPARE(empty.error().args.at("path"), path.toStdString());
        const SharedBytes bytes = fileOf(R"({"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}})", 4);
        file.write(reinterpret_cast<const char*>(bytes.data()), qint64(bytes.size()));
        file.close();
        auto opened = openSafetensors(path.toStdString());
        QVERIFY(opened);
        const Tensor tensor = opened->tensors.at("a");
        opened = Error {ErrorCode::Internal};
        QCOMPARE(int(tensor.data.data()[3]), 3); // the mapping lives as long as a tensor
    }
};

QTEST_GUILESS_MAIN(TestSafetensors)
#include "TestSafetensors.moc"
