// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/values/MappedFile.h"
#include "core/values/Safetensors.h"
#include "gpu-worker/models/Weights.h"
#include "gpu-worker/runtime/Literals.h"
#include "tests/gpu-worker/nodes/FakeContext.h"

#include <QTest>

using namespace weft;
using namespace weft::worker;

namespace {

const std::string kGolden = WEFT_TEST_DATA "/golden/";

// moc takes the member's name for its keyword inside of a class.
Item itemAt(const CallOutputs& outputs, std::size_t slot)
{
    return outputs.slots.at(slot).at(0);
}

/// Runs a prompt without cache or order: each input's node first.
class PromptRunner {
public:
    explicit PromptRunner(const Json& prompt)
        : m_prompt(prompt)
    {
    }

    Result<Item> slot(const std::string& id, std::size_t slot)
    {
        const Json& entry = m_prompt.at(id);
        const NodeDefinition* definition = Registry::builtIn().find(stringAt(entry, "class_type"));
        if (definition == nullptr)
            return Error {ErrorCode::NodeTypeUnknown, stringAt(entry, "class_type")};
        CallInputs inputs;
        for (const InputSpec& spec : definition->type.inputs) {
            WEFT_TRY(ItemList items, input(spec, memberAt(entry.at("inputs"), spec.name)));
            inputs.push_back(std::move(items));
        }
        WEFT_TRY(CallOutputs outputs, definition->run(definition->type, m_context, inputs));
        return itemAt(outputs, slot);
    }

private:
    Result<ItemList> input(const InputSpec& spec, const Json& value)
    {
        if (value.is_null())
            return ItemList {};
        if (value.is_array()) {
            WEFT_TRY(Item item, slot(value[0].get<std::string>(), value[1].get<std::size_t>()));
            return ItemList {std::move(item)};
        }
        if (spec.picksInputFile) {
            WEFT_TRY(SharedBytes bytes, readFile(kGolden + value.get<std::string>(), 1u << 20));
            return ItemList {PortTraits<File>::pack({value.get<std::string>(), "image/png", std::move(bytes)})};
        }
        WEFT_TRY(Item item, literalItem(spec, value));
        return ItemList {std::move(item)};
    }

    const Json& m_prompt;
    FakeContext m_context;
};

at::Tensor tensorOf(const Item& item)
{
    if (const Image* image = std::any_cast<Image>(&item.data))
        return image->pixels;
    return std::any_cast<Mask>(item.data).values;
}

const Json& cases()
{
    static const Json all = [] {
        const SharedBytes bytes = readFile(kGolden + "pictures.json", 1u << 20).value();
        return parseJson({reinterpret_cast<const char*>(bytes.data()), bytes.size()}).value();
    }();
    return all;
}

} // namespace

class TestGoldenPictures : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void equalsComfyUI_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases().size(); ++i)
            QTest::newRow(stringAt(cases()[i], "name").c_str()) << static_cast<int>(i);
        QVERIFY(cases().size() > 40);
    }
    void equalsComfyUI()
    {
        QFETCH(int, index);
        const Json& entry = cases()[static_cast<std::size_t>(index)];
        PromptRunner runner(entry.at("prompt"));
        const auto item = runner.slot(entry["slot"][0].get<std::string>(), entry["slot"][1].get<std::size_t>());
        QVERIFY2(item, item ? "" : item.error().detail.c_str());

        static const SafetensorsFile expected = openSafetensors(kGolden + "pictures.safetensors").value();
        const at::Tensor want = toTorch(expected.tensors.at(stringAt(entry, "name"))).value();
        const at::Tensor have = tensorOf(*item);
        QCOMPARE(have.sizes().vec(), want.sizes().vec());
        const double difference = have.sub(want).abs().max().item<double>();
        QVERIFY2(difference <= 2e-6, qPrintable(QString::number(difference)));
    }
};

QTEST_GUILESS_MAIN(TestGoldenPictures)
#include "TestGoldenPictures.moc"
