// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/sampling/BrownianTree.h"
#include "gpu-worker/sampling/Noise.h"
#include "gpu-worker/sampling/SeedSequence.h"
#include "tests/gpu-worker/sampling/SamplingData.h"

#include <ATen/ops/tensor.h>
#include <ATen/ops/zeros.h>

#include <QTest>

using namespace weft;

namespace {

const std::map<std::string, at::Tensor>& data()
{
    static const auto loaded = samplingData("noise.safetensors");
    return loaded;
}

} // namespace

/// Against numbers of ComfyUI 0.3.64 (PyTorch 2.13 on a CPU, NumPy, torchsde).
class TestNoise : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initialNoise_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<quint64>("seed");
        for (const auto& [key, tensor] : data()) {
            const QStringList parts = QString::fromStdString(key).split(u'.');
            if (parts[0].startsWith(QLatin1String("noise")) && parts.size() == 2)
                QTest::newRow(key.c_str()) << QString::fromStdString(key) << parts[1].toULongLong();
        }
    }
    void initialNoise()
    {
        QFETCH(QString, key);
        QFETCH(quint64, seed);
        const at::Tensor& theirs = data().at(key.toStdString());
        const at::Tensor ours = latentNoise(at::zeros(theirs.sizes()), seed).value();
        QVERIFY(relativeDifference(ours, theirs) <= 1e-6);
    }

    void batchIndex()
    {
        const at::Tensor& theirs = data().at("noise_inds.42.[2,0,2]");
        const at::Tensor index = at::tensor({std::int64_t {2}, std::int64_t {0}, std::int64_t {2}});
        QVERIFY(relativeDifference(latentNoise(at::zeros(theirs.sizes()), 42, index).value(), theirs) <= 1e-6);
        QVERIFY(!latentNoise(at::zeros({1, 4, 8, 8}), 42, at::tensor({std::int64_t {-1}})));
        QVERIFY(!latentNoise(at::zeros({1, 4, 8, 8}), 42, at::tensor({kMaxBatchIndex + 1})));
        QVERIFY(!latentNoise(at::zeros({2, 4, 8, 8}), 42, at::tensor({std::int64_t {0}})));
    }

    void streamOfDraws()
    {
        NoiseStream stream({1, 4, 8, 8}, 42);
        for (const int n : {0, 1, 2, 1, 0, 2}) // going back starts again
            QVERIFY(relativeDifference(stream.at(n), data().at("default_noise_sampler.42." + std::to_string(n))) <= 1e-6);
    }

    void brownian_data()
    {
        QTest::addColumn<quint64>("seed");
        QTest::newRow("0") << quint64 {0};
        QTest::newRow("more than 32 bits") << quint64 {1099511627783};
    }
    void brownian()
    {
        QFETCH(quint64, seed);
        const at::Tensor sigmas = data().at("brownian.sigmas");
        const auto sigmaAt = [&](int i) { return sigmas[i].item<float>(); };
        const std::string prefix = "brownian." + std::to_string(seed) + ".";
        BrownianNoise noise({1, 4, 8, 8}, sigmaAt(5), sigmaAt(0), seed);
        for (const int i : {3, 0, 4, 1, 2}) // in any order
            QVERIFY(relativeDifference(noise.at(sigmaAt(i), sigmaAt(i + 1)), data().at(prefix + std::to_string(i))) <= 1e-6);
        const float middle = data().at("brownian.mid").item<float>();
        QVERIFY(relativeDifference(noise.at(sigmaAt(0), middle), data().at(prefix + "mid0")) <= 1e-6);
    }

    void incrementsAddUp()
    {
        BrownianTree tree({1, 2, 3}, 0.03, 14.6, 5);
        const at::Tensor whole = tree.increment(0.5, 9.25);
        const at::Tensor parts = tree.increment(0.5, 3.1).add(tree.increment(3.1, 9.25));
        QVERIFY(relativeDifference(parts, whole) < 1e-5);
        QVERIFY(relativeDifference(tree.increment(9.25, 0.5), whole.neg()) == 0);
    }

    /// numpy.random.SeedSequence(42).generate_state(4), and a spawned one.
    void seedSequences()
    {
        using Words = std::vector<std::uint32_t>;
        QCOMPARE(seedSequence(42, {}, 4, 4), (Words {3444837047, 2669555309, 2046530742, 3581440988}));
        QCOMPARE(seedSequence(1099511627783, {5, 3}, 24, 4), (Words {274823170, 1995610858, 3082670851, 2858707861}));
    }
};

QTEST_GUILESS_MAIN(TestNoise)
#include "TestNoise.moc"
