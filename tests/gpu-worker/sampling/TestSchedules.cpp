// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/NoiseSchedules.h"
#include "gpu-worker/sampling/BetaQuantile.h"
#include "gpu-worker/sampling/SigmaCurves.h"
#include "tests/gpu-worker/sampling/SamplingData.h"

#include <ATen/ops/tensor.h>

#include <QTest>

using namespace weft;

namespace {

constexpr double kExact = 1e-6;

NoiseSchedulePtr scheduleNamed(const std::string& name)
{
    if (name == "sd15_zsnr")
        return discreteSchedule(Prediction::Epsilon, true);
    if (name == "sd3_shift3")
        return flowSchedule(3);
    if (name == "flux_shift1.15")
        return fluxSchedule(1.15);
    if (name == "edm_pg25")
        return edmSchedule(Prediction::Edm, 0.002, 80, 0.5);
    if (name == "edm_svd")
        return edmSchedule(Prediction::V, 0.002, 700, 1);
    return discreteSchedule(Prediction::Epsilon);
}

const std::map<std::string, at::Tensor>& data()
{
    static const auto loaded = samplingData("schedules.safetensors");
    return loaded;
}

void addRows(const std::string& prefix)
{
    QTest::addColumn<QString>("key");
    for (const auto& [key, tensor] : data()) {
        if (key.starts_with(prefix))
            QTest::newRow(key.c_str()) << QString::fromStdString(key);
    }
}

/// "sigmas.flux_shift1.15.karras.20" -> the parts; only the model's name has dots of its own.
struct Key {
    std::string model;
    std::string scheduler;
    std::int64_t steps;
};
Key parsed(const std::string& key)
{
    const std::size_t last = key.rfind('.');
    const std::size_t before = key.rfind('.', last - 1);
    const std::size_t begin = key.find('.') + 1;
    return {key.substr(begin, before - begin), key.substr(before + 1, last - before - 1), std::stoll(key.substr(last + 1))};
}

} // namespace

/// Against numbers of ComfyUI 0.3.64.
class TestSchedules : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void sigmas_data() { addRows("sigmas."); }
    void sigmas()
    {
        QFETCH(QString, key);
        const Key wanted = parsed(key.toStdString());
        const auto sigmas = scheduledSigmas(*scheduleNamed(wanted.model), wanted.scheduler, wanted.steps);
        QVERIFY(sigmas);
        const at::Tensor& theirs = data().at(key.toStdString());
        if (theirs.isnan().any().item<bool>()) // kl_optimal with one step
            QCOMPARE(at::tensor(*sigmas).isnan().sum().item<int>(), theirs.isnan().sum().item<int>());
        else
            QVERIFY(relativeDifference(at::tensor(*sigmas), theirs) <= kExact);
    }

    /// "ksampler.dpm_2.karras.6.0.5": 6 steps at denoise 0.5.
    void ksampler_data() { addRows("ksampler."); }
    void ksampler()
    {
        QFETCH(QString, key);
        const QStringList parts = key.split(u'.');
        const double denoise = QString(parts[4] + u'.' + parts[5]).toDouble();
        const auto sigmas = ksamplerSigmas(*scheduleNamed("sd15"), parts[2].toStdString(), parts[1].toStdString(),
            parts[3].toLongLong(), denoise);
        QVERIFY(sigmas);
        QVERIFY(relativeDifference(at::tensor(*sigmas), data().at(key.toStdString())) <= kExact);
    }

    void timesteps_data() { addRows("timestep."); }
    void timesteps()
    {
        QFETCH(QString, key);
        const at::Tensor sigmas = at::tensor({0.029999999329447746F, 0.10000000149011612F, 0.5F, 0.8999999761581421F, 1.0F, 3.0F, 14.0F});
        const at::Tensor ours = scheduleNamed(key.mid(9).toStdString())->timestep(sigmas);
        QVERIFY(relativeDifference(ours, data().at(key.toStdString())) <= kExact);
    }

    void percents_data() { addRows("percent_to_sigma."); }
    void percents()
    {
        QFETCH(QString, key);
        const NoiseSchedulePtr schedule = scheduleNamed(key.mid(17).toStdString());
        const at::Tensor& theirs = data().at(key.toStdString());
        int i = 0;
        for (const double percent : {0.0, 0.001, 0.1, 0.25, 0.5, 0.9, 0.999, 1.0}) {
            const double wanted = theirs[i++].item<double>();
            QVERIFY(std::abs(schedule->sigmaAtPercent(percent) - wanted) <= kExact * std::max(1.0, std::abs(wanted)));
        }
    }

    void betaDistribution()
    {
        QVERIFY(std::abs(betaShareBelow(0.5, 0.6, 0.6) - 0.5) < 1e-13);
        QVERIFY(std::abs(betaShareBelow(0.25, 1, 1) - 0.25) < 1e-13);
        QVERIFY(std::abs(betaQuantile(0.1, 2, 5) - 0.0925952589) < 1e-9);
        for (const double share : {1e-6, 0.03, 0.4, 0.77, 0.9999})
            QVERIFY(std::abs(betaShareBelow(betaQuantile(share, 0.7, 0.5), 0.7, 0.5) - share) < 1e-12);
    }

    void searchedSchedules()
    {
        const Sigmas gits = gitsSigmas(1.2, 6, 1).value();
        QCOMPARE(gits.size(), std::size_t {7});
        QCOMPARE(gits.back(), 0.0F);
        QVERIFY(std::abs(gits[0] - 14.61464119F) < 1e-5F);
        QVERIFY(!gitsSigmas(1.23, 6, 1));
        QCOMPARE(alignYourSteps("SD1", 10, 1).value()[1], 6.4745760956F);
        QCOMPARE(alignYourSteps("SDXL", 10, 0.5).value().size(), std::size_t {6});
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("scheduler");
        QTest::addColumn<qint64>("steps");
        QTest::addColumn<int>("code");
        QTest::newRow("no steps") << "normal" << qint64 {0} << static_cast<int>(ErrorCode::SettingTooSmall);
        QTest::newRow("too many") << "normal" << (qint64 {1} << 40) << static_cast<int>(ErrorCode::SettingTooLarge);
        QTest::newRow("unknown") << "astral" << qint64 {5} << static_cast<int>(ErrorCode::SettingNotInList);
    }
    void refuses()
    {
        QFETCH(QString, scheduler);
        QFETCH(qint64, steps);
        QFETCH(int, code);
        const auto sigmas = scheduledSigmas(*scheduleNamed("sd15"), scheduler.toStdString(), steps);
        QVERIFY(!sigmas);
        QCOMPARE(static_cast<int>(sigmas.error().code), code);
    }
};

QTEST_GUILESS_MAIN(TestSchedules)
#include "TestSchedules.moc"
