// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/golden/tiny/TinyModels.h"
#include "tests/golden/tiny/TinyNetworks.h"

#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cstring>

using namespace weft;
using namespace weft::golden;

namespace {

template <typename T>
std::vector<T> firstOf(const TinyFile& file, const std::string& name, std::size_t count)
{
    const std::vector<std::uint8_t> bytes = file.bytesOf(name);
    std::vector<T> values(count);
    std::memcpy(values.data(), bytes.data(), count * sizeof(T));
    return values;
}

} // namespace

/// The bits were made by the Python program that made the golden values' checkpoints.
class TestTinyFile : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void halfWeights()
    {
        TinyFile file(1);
        file.weight("model.diffusion_model.out.2.weight", {4, 320, 3, 3}, 1.7);
        const std::vector<std::uint16_t> wanted {0xa89d, 0x1d79, 0x2882, 0x2987, 0x9cf5, 0xa1ac};
        QCOMPARE(firstOf<std::uint16_t>(file, "model.diffusion_model.out.2.weight", 6), wanted);
    }

    void floatsWithMean()
    {
        TinyFile file(2, DType::F32);
        file.raw("emb_params", {3, 4}, 0.3, 0.5);
        const std::vector<std::uint32_t> wanted {0x3e71f594, 0xbc04a140, 0x3f76b108, 0x3f49f105};
        QCOMPARE(firstOf<std::uint32_t>(file, "emb_params", 4), wanted);
    }

    /// Numbers that float16 holds only as subnormals.
    void smallNumbers()
    {
        TinyFile file(2);
        file.raw("small", {64}, 1e-5);
        const std::vector<std::uint16_t> wanted {0xba, 0x806a, 0x9c, 0x800a, 0x8050, 0x802b};
        QCOMPARE(firstOf<std::uint16_t>(file, "small", 6), wanted);
    }

    void whatIsWrittenIsRead()
    {
        const QTemporaryDir directory;
        const std::string path = directory.path().toStdString() + "/tiny.safetensors";
        TinyFile file;
        addLora(file);
        QVERIFY(file.write(path));
        const SafetensorsFile read = openSafetensors(path).value();
        const SafetensorsFile made = file.inMemory();
        QCOMPARE(read.tensors.size(), made.tensors.size());
        for (const auto& [name, tensor] : made.tensors) {
            QVERIFY(read.tensors.at(name).shape == tensor.shape);
            QVERIFY(std::ranges::equal(read.tensors.at(name).data.view(), tensor.data.view()));
        }
    }

    void everyModelIsThere()
    {
        QCOMPARE(tinyModels().size(), 11u);
        for (const TinyModel& model : tinyModels())
            QVERIFY2(!model.make().tensors().empty(), model.path.c_str());
    }
};

QTEST_GUILESS_MAIN(TestTinyFile)
#include "TestTinyFile.moc"
