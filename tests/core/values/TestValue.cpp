// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/Safetensors.h"
#include "core/values/Sha256.h"
#include "core/values/Value.h"

#include <QtTest>

using namespace weft;

namespace {

Value conditioning(bool otherWay)
{
    Value value;
    value.type = "CONDITIONING";
    value.meta = *parseJson(otherWay ? R"({"conds":[{"b":1,"a":2.5}]})" : R"({"conds":[{"a":2.5,"b":1}]})");
    value.tensors = {{"cond.0", floatTensor({1, 2}, {1, 2})}, {"cond.0.pooled_output", floatTensor({1}, {3})}};
    if (otherWay)
        std::swap(value.tensors[0], value.tensors[1]);
    return value;
}

bool same(const Value& a, const Value& b)
{
    return sha256(encodeValue(a)->view()) == sha256(encodeValue(b)->view());
}

} // namespace

class TestValue : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalValuesHaveEqualBytes()
    {
        QVERIFY(same(conditioning(false), conditioning(true)));
        Value other = conditioning(false);
        other.meta["conds"][0]["b"] = 2;
        QVERIFY(!same(conditioning(false), other));
        other = conditioning(false);
        other.type = "LATENT";
        QVERIFY(!same(conditioning(false), other));
    }

    /// Names of cached and sent values: if these change, every cache is worthless and versions don't understand each other.
    void goldenHashes()
    {
        QCOMPARE(sha256(encodeValue(literalValue("INT", 7))->view()).hex(), std::string("b8b5dea999360ebb79def97dc844a490b2858a2f3e9709c38390ab119d60c517"));
        QCOMPARE(sha256(encodeValue(imageValue(floatTensor({1, 1, 1, 3}, {0, 0.5, 1})))->view()).hex(), std::string("6a1a5981547a1320f8d65f4a5398592aebc7aee1645b44b1b27af21b680ccd78"));
        QCOMPARE(sha256(encodeValue(conditioning(true))->view()).hex(), std::string("9e65cb82332f4b5d8b62d2f5eedfc9e6e979192eeb55900477d0b098ed777529"));
    }

    void roundTrip()
    {
        const std::vector<Value> values {literalValue("INT", UINT64_MAX), literalValue("FLOAT", 0.1), literalValue("STRING", "世界\n"),
            literalValue("BOOLEAN", true), imageValue(floatTensor({1, 1, 2, 3}, {0, 1, 2, 3, 4, 5})),
            maskValue(floatTensor({1, 1, 1}, {1})), fileValue("a.png", "image/png", SharedBytes::take({1, 2, 3})), conditioning(true)};
        for (const Value& value : values) {
            const SharedBytes bytes = *encodeValue(value);
            const auto again = decodeValue(bytes);
            QVERIFY(again);
            QCOMPARE(again->type, value.type);
            QCOMPARE(nlohmann::json(again->meta), nlohmann::json(value.meta));
            QCOMPARE(again->tensors.size(), value.tensors.size());
            QCOMPARE(again->sizeBytes(), value.sizeBytes());
            for (const auto& [name, tensor] : again->tensors) {
                const Tensor* old = value.tensor(name);
                QVERIFY(old && old->shape == tensor.shape && std::ranges::equal(old->data.view(), tensor.data.view()));
                QVERIFY(tensor.data.data() >= bytes.data() && tensor.data.data() < bytes.data() + bytes.size()); // nothing copied
            }
            QVERIFY(same(value, *again));
        }
    }

    void refusesToEncode()
    {
        Value twice = conditioning(false);
        twice.tensors[1].first = "cond.0";
        QVERIFY(encodeValue(twice).error().code == ErrorCode::TensorInvalid);
        Value wrong = imageValue({DType::F32, {5}, {}});
        QVERIFY(encodeValue(wrong).error().code == ErrorCode::TensorInvalid);
    }

    void refusesToDecode_data()
    {
        QTest::addColumn<QString>("type");
        QTest::addColumn<QString>("meta");
        QTest::newRow("no type") << QString() << u"{}"_qs;
        QTest::newRow("long type") << QString(201, u'A') << u"{}"_qs;
        QTest::newRow("no meta") << u"INT"_qs << QString();
        QTest::newRow("meta is a list") << u"INT"_qs << u"[]"_qs;
        QTest::newRow("meta isn't JSON") << u"INT"_qs << u"{"_qs;
        QTest::newRow("meta is deep") << u"INT"_qs << u"{\"a\":"_qs + QString(32, u'[') + QString(32, u']') + u"}"_qs;
    }
    void refusesToDecode()
    {
        QFETCH(QString, type);
        QFETCH(QString, meta);
        SafetensorsFile file;
        file.metadata = {{"weft.type", type.toStdString()}, {"weft.meta", meta.toStdString()}};
        QVERIFY(decodeValue(*writeSafetensors(file)).error().code == ErrorCode::ValueInvalid);
        file.metadata.erase("weft.meta");
        QVERIFY(decodeValue(*writeSafetensors(file)).error().code == ErrorCode::ValueInvalid);
        QVERIFY(decodeValue(SharedBytes {}).error().code == ErrorCode::FileTruncated);
    }

    void tensors()
    {
        const SharedBytes four = SharedBytes::take({1, 2, 3, 4});
        QCOMPARE(*(Tensor {DType::U8, {2, 2}, four}.checkedCount()), std::int64_t {4});
        QCOMPARE(*(Tensor {DType::F32, {}, four}.checkedCount()), std::int64_t {1});
        for (const std::vector<std::int64_t>& shape : {std::vector<std::int64_t> {3}, {-4}, {-2, -2}, {INT64_MAX, 2}, {INT64_MAX}})
            QVERIFY((Tensor {DType::U8, shape, four}.checkedCount().error().code == ErrorCode::TensorInvalid));
        for (const DType type : {DType::F32, DType::F16, DType::BF16, DType::F64, DType::I64, DType::I32, DType::I16, DType::I8,
                 DType::U8, DType::Bool})
            QVERIFY(*dtypeFromSafetensorsName(safetensorsName(type)) == type);
        QCOMPARE(sizeOf(DType::BF16), std::size_t {2});
        QCOMPARE(sizeOf(DType::I64), std::size_t {8});
    }

    void sha()
    {
        const std::string abc = "abc"; // FIPS 180-4's own example
        const ByteView bytes(reinterpret_cast<const std::uint8_t*>(abc.data()), 3);
        const std::string expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        QCOMPARE(sha256(bytes).hex(), expected);
        Sha256 parts;
        parts.update(bytes.first(1));
        parts.update({});
        parts.update(bytes.subspan(1));
        QCOMPARE(parts.finish().hex(), expected);
        QVERIFY(sha256OfFile("/nowhere/x").error().code == ErrorCode::FileNotFound);
    }
};

QTEST_GUILESS_MAIN(TestValue)
#include "TestValue.moc"
