// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/Convert.h"
#include "gpu-worker/models/TensorBytes.h"

#include <ATen/ops/arange.h>
#include <ATen/ops/equal.h>

#include <QTest>

#include <cmath>

using namespace weft;
using namespace weft::worker;

namespace {

Tensor halves()
{
    // 1.0, -2.0, +infinity, NaN as float16
    return {DType::F16, {1, 1, 2, 2}, SharedBytes::take({0x00, 0x3c, 0x00, 0xc0, 0x00, 0x7c, 0x00, 0x7e})};
}

} // namespace

class TestConvert : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void bytesAreShared()
    {
        const Tensor tensor = floatTensor({2, 3}, {1, 2, 3, 4, 5, 6});
        auto torch = viewInTorch(tensor);
        QVERIFY(torch);
        QCOMPARE(static_cast<const void*>(torch->const_data_ptr()), static_cast<const void*>(tensor.data.data()));
        const auto back = fromTorch(*torch);
        QVERIFY(back);
        QCOMPARE(back->data.data(), tensor.data.data());
        QCOMPARE(back->shape, (std::vector<std::int64_t> {2, 3}));
    }

    void sharedBytesOutliveTheirTensor()
    {
        at::Tensor torch;
        {
            const Tensor tensor = floatTensor({1}, {42});
            torch = *viewInTorch(tensor);
        }
        QCOMPARE(torch.item<float>(), 42.0F);
    }

    void oddAddressIsCopied()
    {
        const SharedBytes bytes = SharedBytes::take({9, 0, 0, 0x80, 0x3f, 7});
        const auto torch = viewInTorch(Tensor {DType::F32, {1}, bytes.sub(1, 4)});
        QVERIFY(torch);
        QCOMPARE(torch->item<float>(), 1.0F);
    }

    void wrongSizeAndWrongBoolsAreErrors()
    {
        QVERIFY(!viewInTorch(Tensor {DType::F32, {3}, SharedBytes::take({1, 2, 3, 4})}));
        QVERIFY(!viewInTorch(Tensor {DType::Bool, {2}, SharedBytes::take({1, 2})}));
        QVERIFY(viewInTorch(Tensor {DType::Bool, {2}, SharedBytes::take({1, 0})}));
    }

    void transposedTensorIsMadeContiguous()
    {
        const at::Tensor turned = at::arange(6, at::kFloat).reshape({2, 3}).t();
        const auto tensor = fromTorch(turned);
        QVERIFY(tensor);
        QVERIFY(at::equal(*viewInTorch(*tensor), turned));
    }

    void halfPrecisionPictureBecomesFloatAndKeepsNan()
    {
        const auto item = itemOf(imageValue(halves()));
        QVERIFY(item);
        const auto image = std::any_cast<Image>(item->data);
        QVERIFY(image.pixels.scalar_type() == c10::kFloat);
        const at::Tensor flat = image.pixels.flatten();
        QCOMPARE(flat[1].item<float>(), -2.0F);
        QVERIFY(std::isinf(flat[2].item<float>()) && std::isnan(flat[3].item<float>()));
        QCOMPARE(item->sizeBytes, std::uint64_t {16});
    }

    void latentAndConditioningComeBackAsTheyWere()
    {
        Value latent {"LATENT", Json {{"note", "kept"}}, {}};
        latent.tensors.emplace_back("batch_index", Tensor {DType::I64, {1}, SharedBytes::take({5, 0, 0, 0, 0, 0, 0, 0})});
        latent.tensors.emplace_back("samples", floatTensor({1, 1, 1, 2}, {3, 4}));
        compareRoundTrip(latent);

        Value conditioning {"CONDITIONING", Json {{"conds", {{{"strength", 0.5}}, Json::object()}}}, {}};
        conditioning.tensors.emplace_back("cond.0", floatTensor({1, 2, 2}, {1, 2, 3, 4}));
        conditioning.tensors.emplace_back("cond.0.pooled_output", floatTensor({1, 2}, {5, 6}));
        conditioning.tensors.emplace_back("cond.1", floatTensor({1, 1, 2}, {7, 8}));
        compareRoundTrip(conditioning);
        const auto item = itemOf(conditioning);
        QCOMPARE(std::any_cast<Conditioning>(item->data).conds[0].tensors.size(), 1u);
    }

    void settingsAndFilesComeBack()
    {
        compareRoundTrip(literalValue("INT", 5));
        compareRoundTrip(literalValue("FLOAT", 0.25));
        compareRoundTrip(literalValue("STRING", "text"));
        compareRoundTrip(literalValue("BOOLEAN", true));
        compareRoundTrip(fileValue("a.png", "image/png", SharedBytes::take({1, 2, 3})));
    }

    void badValuesAreErrors_data()
    {
        QTest::addColumn<int>("row");
        for (int i = 0; i < 6; ++i)
            QTest::newRow(qPrintable(QString::number(i))) << i;
    }
    void badValuesAreErrors()
    {
        const std::vector<Value> values {
            {"IMAGE", Json::object(), {}},
            imageValue(floatTensor({2, 2}, {1, 2, 3, 4})),
            {"MODEL", Json::object(), {}},
            {"CONDITIONING", Json {{"conds", {Json::object()}}}, {}},
            literalValue("INT", "many"),
            {"FILE", Json::object(), {}},
        };
        QFETCH(int, row);
        QVERIFY(!itemOf(values.at(static_cast<std::size_t>(row))));
    }

    void conditioningThatHoldsAModelStays()
    {
        Conditioning conditioning;
        conditioning.conds.push_back({at::arange(4, at::kFloat).reshape({1, 2, 2}), {}, Json::object(), {{"control", 1}}});
        const auto value = valueOf(PortTraits<Conditioning>::pack(conditioning));
        QVERIFY(!value);
        QCOMPARE(value.error().code, ErrorCode::TypeMismatch);
    }

private:
    static void compareRoundTrip(const Value& value)
    {
        const auto item = itemOf(value);
        QVERIFY(item);
        const auto back = valueOf(*item);
        QVERIFY(back);
        QCOMPARE(encodeValue(*back)->view().size(), encodeValue(value)->view().size());
        QVERIFY(std::ranges::equal(encodeValue(*back)->view(), encodeValue(value)->view()));
    }
};

QTEST_GUILESS_MAIN(TestConvert)
#include "TestConvert.moc"
