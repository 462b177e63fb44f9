// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/WeightRoom.h"

#include "gpu-worker/models/Mmdit.h"
#include "gpu-worker/models/Unet.h"
#include "tests/gpu-worker/models/SmallModels.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/rand.h>

#include <QTest>

using namespace weft;

namespace {

class Holder final : public WeightHolder {
public:
    void letGo() const override { ++lettings; }
    mutable int lettings = 0;
};

/// Stored in float16, so that what it computes with are copies, as on a card.
Weights halfUnet()
{
    golden::TinyUnet shape;
    shape.prefix.clear();
    shape.channels = 32;
    shape.contextDim = 64;
    golden::TinyFile file(7, DType::F16);
    golden::addUnet(file, shape);
    return Weights(file.inMemory());
}

std::shared_ptr<const Unet> unetIn(const Weights& weights, const std::shared_ptr<WeightRoom>& room)
{
    return Unet::make(ParameterSet::of(weights, {at::kCPU, at::kFloat, room}).value()).value();
}

} // namespace

class TestWeightRoom : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void firstOnesStay()
    {
        WeightRoom room(100);
        const Holder a;
        const Holder b;
        QVERIFY(room.admit(a, 1, 60));
        QVERIFY(!room.admit(b, 1, 50)); // of the same network: nobody gives way
        QVERIFY(room.admit(b, 1, 40));
        QCOMPARE(room.heldBytes(), std::uint64_t {100});
        QCOMPARE(room.streamedBytes(), std::uint64_t {50});
        QCOMPARE(a.lettings + b.lettings, 0);
        room.leave(a);
        QCOMPARE(room.heldBytes(), std::uint64_t {40});
    }

    void othersGiveWay()
    {
        WeightRoom room(100);
        const Holder old;
        const Holder used;
        const Holder now;
        QVERIFY(room.admit(old, 1, 40));
        QVERIFY(room.admit(used, 1, 40));
        room.touch(old);
        room.touch(used);
        QVERIFY(room.admit(now, 2, 50));
        QCOMPARE(old.lettings, 1); // the least recently used
        QCOMPARE(used.lettings, 0);
        QVERIFY(!room.admit(now, 2, 60)); // not even without the other: it stays
        QCOMPARE(used.lettings, 0);
        room.limitTo(0);
        QCOMPARE(used.lettings + now.lettings, 2);
        QCOMPARE(room.heldBytes(), std::uint64_t {0});
    }

    void streamedIsTheSame_data()
    {
        QTest::addColumn<quint64>("share"); // of the weights, in percent
        QTest::newRow("nothing stays") << quint64 {0};
        QTest::newRow("a third") << quint64 {33};
        QTest::newRow("all but a little") << quint64 {95};
        QTest::newRow("everything") << quint64 {200};
    }
    /// Bit for bit what a network without a room computes, within the limit all the time.
    void streamedIsTheSame()
    {
        QFETCH(quint64, share);
        const Weights weights = halfUnet();
        const auto plain = unetIn(weights, nullptr);
        const std::uint64_t all = plain->sizeBytes();
        const auto room = std::make_shared<WeightRoom>(std::max<std::uint64_t>(all * share / 100, 1));
        const auto streamed = unetIn(weights, room);
        const DenoiserInputs inputs = smallInputs(64);
        const at::Tensor expected = plain->run(inputs);
        for (int run = 0; run < 3; ++run) {
            const std::uint64_t before = room->streamedBytes();
            QVERIFY(streamed->run(inputs).equal(expected));
            QVERIFY(room->heldBytes() <= room->limitBytes());
            QVERIFY(share > 100 || room->streamedBytes() > before);
        }
        QVERIFY(share > 0 ? room->heldBytes() > 0 : room->heldBytes() == 0);
        QVERIFY(share < 100 || room->streamedBytes() == 0);
        QVERIFY(share != 33 || room->heldBytes() > all / 5); // what fits does stay
    }

    void patchedIsTheSame()
    {
        const Weights weights = halfUnet();
        int patchings = 0;
        const at::Tensor change = at::rand({32, 32, 3, 3});
        const WeightPatches patches {{"input_blocks.1.0.in_layers.2.weight", {[&](const at::Tensor& weight) {
                                          ++patchings;
                                          return weight + change;
                                      }}}};
        const DenoiserInputs inputs = smallInputs(64);
        const at::Tensor expected = unetIn(weights, nullptr)->patched(patches)->run(inputs);
        patchings = 0;
        const auto room = std::make_shared<WeightRoom>(1);
        const auto streamed = unetIn(weights, room)->patched(patches);
        for (int run = 0; run < 3; ++run)
            QVERIFY(streamed->run(inputs).equal(expected));
        QCOMPARE(patchings, 1); // kept in main memory
    }

    void networksShareARoom()
    {
        const Weights weights = halfUnet();
        const DenoiserInputs inputs = smallInputs(64);
        const at::Tensor expected = unetIn(weights, nullptr)->run(inputs);
        const auto room = std::make_shared<WeightRoom>(unetIn(weights, nullptr)->sizeBytes());
        const auto first = unetIn(weights, room);
        QVERIFY(first->run(inputs).equal(expected));
        {
            const auto second = unetIn(weights, room);
            QVERIFY(second->run(inputs).equal(expected));
            QVERIFY(second->run(inputs).equal(expected));
            QVERIFY(first->run(inputs).equal(expected));
            QVERIFY(room->heldBytes() <= room->limitBytes());
        }
        QVERIFY(first->run(inputs).equal(expected)); // the second has left
        QVERIFY(room->heldBytes() > 0);
    }
};

QTEST_GUILESS_MAIN(TestWeightRoom)
#include "TestWeightRoom.moc"
