// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/MemoryBound.h"

#include "gpu-worker/runtime/Executor.h"
#include "gpu-worker/runtime/GuardedCall.h"
#include "gpu-worker/runtime/Node.h"
#include "tests/golden/tiny/TinyNetworks.h"

#include <ATen/ops/ones.h>
#include <ATen/ops/zeros.h>

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::worker;
using namespace Qt::Literals;

namespace {

constexpr std::uint64_t kMiB = 1u << 20;

/// The bound of this test alone, above what the process holds by now.
class Bounded {
public:
    explicit Bounded(std::uint64_t room)
    {
        boundMemory(0);
        boundMemory(heldTensorBytes() + room);
    }
    ~Bounded() { boundMemory(0); }
};

Result<at::Tensor> ones(std::int64_t mebibytes)
{
    return guarded([mebibytes]() -> Result<at::Tensor> { return at::ones({mebibytes, std::int64_t {kMiB / 4}}); });
}

std::optional<FragmentFault> run(Executor& executor, const Fragment& fragment)
{
    const std::atomic<bool> cancelled {false};
    return executor.run(fragment, {}, [](const FragmentEvent&) { }, cancelled);
}

/// Pictures of `side` x `side`, `count` of them.
FragmentNode pictures(const char* id, int side, int count)
{
    return {id, "EmptyImage", {{"width", Json(side)}, {"height", Json(side)}, {"batch_size", Json(count)}, {"color", Json(0)}}};
}

} // namespace

class TestMemoryBound : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void countsWhatIsHeld()
    {
        boundMemory(0);
        const std::uint64_t before = heldTensorBytes();
        {
            const at::Tensor x = at::ones({8, std::int64_t {kMiB / 4}});
            QVERIFY(heldTensorBytes() - before >= 8 * kMiB);
            const at::Tensor same = x.view({-1});
            QVERIFY(heldTensorBytes() - before < 9 * kMiB);
        }
        QCOMPARE(heldTensorBytes(), before);
    }

    /// What is kept for the next tensor is no reason to refuse it.
    void keptBlocksGiveWay()
    {
        const Bounded bounded(64 * kMiB);
        for (const int mebibytes : {40, 20, 60, 33, 64 - 1}) {
            QVERIFY(ones(mebibytes));
            QVERIFY(heldTensorBytes() + keptBlockBytes() <= memoryBound());
        }
        std::vector<at::Tensor> small; // none of them a block
        for (int i = 0; i < 60; ++i) {
            small.push_back(at::ones({1000, 200}));
            QVERIFY(heldTensorBytes() + keptBlockBytes() <= memoryBound());
        }
        dropKeptBlocks();
        QCOMPARE(keptBlockBytes(), std::uint64_t {0});
    }

    void refusesWithBothSizes()
    {
        const Bounded bounded(64 * kMiB);
        const auto first = ones(40);
        QVERIFY(first);
        const auto second = ones(40);
        QVERIFY(!second);
        QCOMPARE(second.error().code, ErrorCode::OutOfMemory);
        QVERIFY(second.error().args.at("size").ends_with("MiB"));
        QVERIFY(second.error().args.at("limit").ends_with("MiB"));
        QVERIFY(ones(20)); // the rest is still there
        QVERIFY(!ones(std::int64_t {1} << 40)); // no overflow
    }

    /// However a guest's graph makes it: here by a node's operators, and by lists of lists.
    void aRunStaysBelow()
    {
        const Bounded bounded(100 * kMiB);
        Executor executor(Registry::builtIn(), {ModelFolders()});
        Fragment fragment {{pictures("1", 1024, 4), {"2", "RepeatImageBatch", {{"image", SlotRef {"1", 0}}, {"amount", Json(20)}}}},
            {}, {{"2", 0}}, {}};
        const auto fault = run(executor, fragment);
        QVERIFY(fault);
        QCOMPARE(fault->error.code, ErrorCode::OutOfMemory);
        QCOMPARE(fault->error.args.at("node"), std::string("2"));
        QVERIFY(fault->error.args.contains("size"));
        QVERIFY(fault->error.args.contains("limit"));
        fragment.nodes[1].inputs["amount"] = Json(1);
        QVERIFY(!run(executor, fragment)); // nothing is lost by it
    }

    /// What is only kept for later makes room.
    void keptResultsGiveWay()
    {
        const Bounded bounded(100 * kMiB);
        Executor executor(Registry::builtIn(), {ModelFolders()});
        QVERIFY(!run(executor, {{pictures("1", 1024, 5)}, {}, {{"1", 0}}, {}})); // 60 MiB
        QVERIFY(executor.cache().sizeBytes() > 50 * kMiB);
        QVERIFY(!run(executor, {{pictures("1", 1024, 6)}, {}, {{"1", 0}}, {}}));
    }

    void listsOfTexts()
    {
        const Bounded bounded(8 * kMiB);
        Registry registry;
        NodeDefinition many;
        many.type.name = "Many";
        many.type.outputs = {{"INT", "INT", true}};
        many.run = [](const NodeType&, Context&, const CallInputs&) -> Result<CallOutputs> {
            CallOutputs outputs;
            outputs.slots.emplace_back();
            for (std::int64_t i = 0; i < 1000; ++i)
                outputs.slots[0].push_back(PortTraits<std::int64_t>::pack(i));
            return outputs;
        };
        NodeDefinition text;
        text.type.name = "Text";
        InputSpec number;
        number.name = "n";
        number.type = "INT";
        text.type.inputs = {number};
        text.type.outputs = {{"STRING", "STRING"}};
        text.run = [](const NodeType&, Context&, const CallInputs&) -> Result<CallOutputs> {
            CallOutputs outputs;
            outputs.slots.push_back(ItemList {PortTraits<std::string>::pack(std::string(64 * 1024, 'x'))});
            return outputs;
        };
        registry.add(many);
        registry.add(text);
        Executor executor(registry, {ModelFolders()});
        const auto fault = run(executor, {{{"1", "Many", {}}, {"2", "Text", {{"n", SlotRef {"1", 0}}}}}, {}, {{"2", 0}}, {}});
        QVERIFY(fault);
        QCOMPARE(fault->error.code, ErrorCode::LimitExceeded);
        QCOMPARE(fault->error.args.at("limit"), std::string("8.0 MiB"));
    }

    void aModelLargerThanAllMemory()
    {
        QTemporaryDir folder;
        QVERIFY(QDir(folder.path()).mkpath(u"diffusion_models"_s));
        golden::TinyFile file(5);
        golden::TinyUnet shape;
        shape.prefix.clear();
        shape.channels = 64;
        golden::addUnet(file, shape);
        QVERIFY(file.write(folder.filePath(u"diffusion_models/a.safetensors"_s).toStdString()));
        Executor executor(Registry::builtIn(), {ModelFolders({folder.path().toStdString()})});
        const Fragment loading {{{"1", "UNETLoader", {{"unet_name", Json("a.safetensors")}, {"weight_dtype", Json("default")}}},
                                    {"2", "ModelSamplingDiscrete",
                                        {{"model", SlotRef {"1", 0}}, {"sampling", Json("eps")}, {"zsnr", Json(false)}}}},
            {}, {{"2", 0}}, {}};
        {
            const Bounded bounded(kMiB);
            const auto fault = run(executor, loading);
            QVERIFY(fault);
            QCOMPARE(fault->error.code, ErrorCode::OutOfMemory);
            QCOMPARE(fault->error.args.at("name"), std::string("a.safetensors"));
            QCOMPARE(fault->error.args.at("node"), std::string("1"));
            QVERIFY(fault->error.args.at("size").ends_with("MiB"));
            QVERIFY(!fault->error.args.at("limit").empty());
        }
        const auto fault = run(executor, loading); // a model doesn't leave the worker, but it is loaded
        QVERIFY(!fault || fault->error.code != ErrorCode::OutOfMemory);
    }
};

QTEST_GUILESS_MAIN(TestMemoryBound)
#include "TestMemoryBound.moc"
