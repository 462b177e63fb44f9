// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/NoiseSchedules.h"
#include "gpu-worker/sampling/Noise.h"
#include "gpu-worker/sampling/Sampler.h"
#include "tests/gpu-worker/sampling/SamplingData.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/sin.h>
#include <ATen/ops/tanh.h>
#include <ATen/ops/zeros_like.h>

#include <QTest>

using namespace weft;

namespace {

constexpr std::uint64_t kSeed = 12345;
const std::vector<std::int64_t> kShape {1, 4, 4, 4};

const std::map<std::string, at::Tensor>& data()
{
    static const auto loaded = samplingData("samplers.safetensors");
    return loaded;
}

/// A model that is a formula: the same is written in Python beside the reference.
Result<Denoised> formula(const at::Tensor& x, float sigma)
{
    const float share = 0.25F / (sigma * sigma + 0.25F);
    const at::Tensor mu = at::sin(at::arange(x.numel(), at::kFloat).reshape(x.sizes()));
    const at::Tensor bent = at::tanh(x / (sigma + 1.0F));
    const at::Tensor x0 = mu * (1.0F - share) + x * share + bent * 0.3;
    return Denoised {x0, x0 * 0.9 - bent * 0.1};
}

struct Setting {
    NoiseSchedulePtr schedule;
    Sigmas sigmas;
};
Setting settingNamed(const std::string& name)
{
    const at::Tensor sigmas = data().at("sigmas|" + name);
    Sigmas list;
    for (std::int64_t i = 0; i < sigmas.numel(); ++i)
        list.push_back(sigmas[i].item<float>());
    return {name == "flow5" ? flowSchedule(3) : discreteSchedule(Prediction::Epsilon), list};
}

std::unique_ptr<Sampler> started(const SamplerChoice& choice, const Setting& setting)
{
    const at::Tensor noise = randomNormal(kShape, 7);
    const bool top = setting.sigmas[0] >= setting.schedule->sigmaMax() * (1 - 1e-5);
    const at::Tensor x = setting.schedule->noised(at::zeros_like(noise), noise, setting.sigmas[0], top);
    return std::move(startSampler(choice, {setting.schedule, setting.sigmas, formula, kSeed}, x).value());
}

at::Tensor finished(Sampler& sampler, const Setting& setting)
{
    for (int i = 0; i < 1000 && !sampler.isFinished(); ++i) {
        if (!sampler.step())
            return {};
    }
    return setting.schedule->unnoised(sampler.state().x, sampler.lastSigma());
}

/// What a process would write and another read.
SamplerState copied(const SamplerState& state)
{
    SamplerState copy = state;
    copy.x = state.x.clone();
    copy.denoised = state.denoised.defined() ? state.denoised.clone() : at::Tensor {};
    for (at::Tensor& tensor : copy.history)
        tensor = tensor.defined() ? tensor.clone() : tensor;
    return copy;
}

} // namespace

/// Against ComfyUI 0.3.64's sampling functions, run in Python on the same formula.
class TestSamplers : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void reference_data()
    {
        QTest::addColumn<QString>("key");
        for (const auto& [key, tensor] : data()) {
            const std::string setting = key.substr(key.find('|') + 1);
            if (!key.starts_with("sigmas|") && data().contains("sigmas|" + setting))
                QTest::newRow(key.c_str()) << QString::fromStdString(key);
        }
    }
    void reference()
    {
        QFETCH(QString, key);
        const QStringList parts = key.split(u'|');
        const Setting setting = settingNamed(parts[1].toStdString());
        const SamplerChoice choice = samplerNamed(parts[0].toStdString()).value();
        const at::Tensor result = finished(*started(choice, setting), setting);
        QVERIFY(result.defined());
        const double difference = relativeDifference(result, data().at(key.toStdString()));
        QVERIFY2(difference <= 2e-5, qPrintable(QString::number(difference)));
    }

    void options_data()
    {
        QTest::addColumn<QString>("key");
        for (const char* key : {"euler_ancestral|eta", "dpmpp_sde|r", "dpmpp_2m_sde|eta", "dpmpp_3m_sde|eta", "lms|order",
                 "dpm_adaptive|options", "er_sde|reverse", "sa_solver|simple", "sa_solver|six"})
            QTest::newRow(key) << QString::fromLatin1(key);
    }
    void options()
    {
        QFETCH(QString, key);
        const Setting setting = settingNamed("karras8");
        SamplerChoice choice = samplerNamed(key.section(u'|', 0, 0).toStdString()).value();
        SamplerOptions& o = choice.options;
        if (key == QLatin1String("euler_ancestral|eta"))
            o.eta = 0.5, o.noiseScale = 1.1;
        else if (key == QLatin1String("dpmpp_sde|r"))
            o.eta = 0.6, o.noiseScale = 0.9, o.r = 0.3;
        else if (key == QLatin1String("dpmpp_2m_sde|eta"))
            o.eta = 0.3, o.noiseScale = 1.2, o.heun = true;
        else if (key == QLatin1String("dpmpp_3m_sde|eta"))
            o.eta = 0.4, o.noiseScale = 0.8;
        else if (key == QLatin1String("lms|order"))
            o.order = 2;
        else if (key == QLatin1String("dpm_adaptive|options"))
            o.order = 2, o.adaptive.rtol = 0.02, o.eta = 0.5, o.adaptive.pcoeff = 0.1, o.adaptive.dcoeff = 0.05;
        else if (key == QLatin1String("er_sde|reverse"))
            o.reverseTimeEta = 0.7, o.maxStage = 2, o.noiseScale = 0.9;
        else if (key == QLatin1String("sa_solver|simple"))
            o.adams = {8.0, 0.5, 2, 2, false, true}, o.eta = 0.7, o.noiseScale = 0.9;
        else
            o.adams.predictorOrder = 5, o.adams.correctorOrder = 6, o.adams.evaluateTwice = true;
        const double difference
            = relativeDifference(finished(*started(choice, setting), setting), data().at(key.toStdString()));
        // Six points make a system that float32 can't solve to more.
        QVERIFY2(difference <= (key == QLatin1String("sa_solver|six") ? 1e-2 : 2e-5), qPrintable(QString::number(difference)));
    }

    /// After each step the state goes to another run, which must end with the same bits.
    void goesOnElsewhere_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("setting");
        for (const std::string& name : samplerNames()) {
            for (const char* setting : {"normal6", "flow5"})
                QTest::addRow("%s, %s", name.c_str(), setting) << QString::fromStdString(name) << QString::fromLatin1(setting);
        }
    }
    void goesOnElsewhere()
    {
        QFETCH(QString, name);
        QFETCH(QString, setting);
        const Setting used = settingNamed(setting.toStdString());
        const SamplerChoice choice = samplerNamed(name.toStdString()).value();
        const at::Tensor whole = finished(*started(choice, used), used);
        auto run = started(choice, used);
        for (int i = 0; i < 1000 && !run->isFinished(); ++i) {
            QVERIFY(run->step());
            auto other = started(choice, used);
            other->restore(copied(run->state()));
            run = std::move(other);
        }
        QVERIFY(finished(*run, used).equal(whole));
    }

    void stopsWhenCancelled()
    {
        const Setting setting = settingNamed("normal6");
        int calls = 0;
        const Denoise denoise = [&calls](const at::Tensor& x, float sigma) -> Result<Denoised> {
            if (++calls > 3)
                return Error {ErrorCode::Cancelled};
            return formula(x, sigma);
        };
        auto sampler = startSampler(samplerNamed("heun").value(), {setting.schedule, setting.sigmas, denoise, kSeed}, randomNormal(kShape, 1));
        QVERIFY((*sampler)->step());
        const auto second = (*sampler)->step();
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::Cancelled);
    }

    void names()
    {
        QCOMPARE(samplerNames().size(), std::size_t {42});
        QVERIFY(wantsUncond("euler_cfg_pp"));
        QVERIFY(!wantsUncond("euler"));
        QVERIFY(!samplerNamed("nothing"));
    }
};

QTEST_GUILESS_MAIN(TestSamplers)
#include "TestSamplers.moc"
