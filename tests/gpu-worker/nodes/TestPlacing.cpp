// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Placing.h"

#include "gpu-worker/models/Bfloat16Attention.h"
#include "tests/gpu-worker/nodes/FakeContext.h"

#include <QTest>

using namespace weft;
using namespace weft::worker;

namespace {

class PlacedContext final : public FakeContext {
public:
    PlacedContext(Precision precision, c10::DeviceType device)
        : m_precision(precision)
        , m_device(device)
    {
    }

    Precision precision() const override { return m_precision; }
    c10::Device device() const override { return c10::Device(m_device); }

private:
    Precision m_precision;
    c10::DeviceType m_device;
};

} // namespace

class TestPlacing : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void elementTypes_data()
    {
        QTest::addColumn<Precision>("precision");
        QTest::addColumn<bool>("card");
        QTest::addColumn<at::ScalarType>("network");
        QTest::addColumn<at::ScalarType>("text");
        QTest::addColumn<at::ScalarType>("vae");
        const auto rough = cpuMultipliesBfloat16() ? at::kBFloat16 : at::kFloat;
        QTest::newRow("CPU") << Precision::Auto << false << at::kFloat << at::kFloat << at::kFloat;
        QTest::newRow("CPU, fp32") << Precision::Fp32 << false << at::kFloat << at::kFloat << at::kFloat;
        QTest::newRow("CPU, bf16") << Precision::Bf16 << false << rough << at::kFloat << rough;
        QTest::newRow("CPU, fp16: never") << Precision::Fp16 << false << at::kFloat << at::kFloat << at::kFloat;
        QTest::newRow("card") << Precision::Auto << true << at::kHalf << at::kHalf << at::kBFloat16;
        QTest::newRow("card, fp32") << Precision::Fp32 << true << at::kFloat << at::kFloat << at::kFloat;
        QTest::newRow("card, bf16") << Precision::Bf16 << true << at::kBFloat16 << at::kBFloat16 << at::kBFloat16;
    }
    void elementTypes()
    {
        QFETCH(Precision, precision);
        QFETCH(bool, card);
        const PlacedContext context(precision, card ? c10::kCUDA : c10::kCPU);
        QTEST(placementOf(context).dtype, "network");
        QTEST(textPlacementOf(context).dtype, "text");
        QTEST(vaePlacementOf(context).dtype, "vae");
    }
};

QTEST_GUILESS_MAIN(TestPlacing)
#include "TestPlacing.moc"
