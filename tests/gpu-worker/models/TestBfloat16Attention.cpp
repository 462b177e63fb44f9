// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/models/Bfloat16Attention.h"

#include "gpu-worker/models/Layers.h"

#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/equal.h>
#include <ATen/ops/randn.h>
#include <ATen/ops/scaled_dot_product_attention.h>
#include <c10/core/InferenceMode.h>

#include <QTest>

#include <limits>

using namespace weft;

namespace {

struct Triple {
    at::Tensor q, k, v;
};

Triple random(std::int64_t batch, std::int64_t queries, std::int64_t keys, std::int64_t width, double spread = 1)
{
    const auto of = [&](std::int64_t count) { return at::randn({batch, count, width}).mul(spread).to(at::kBFloat16); };
    return {of(queries), of(keys), of(keys)};
}

at::Tensor ours(const Triple& x, std::int64_t heads)
{
    return bfloat16Attention(x.q, x.k, x.v, heads);
}

/// libtorch's, of the same numbers in `type`.
at::Tensor theirs(const Triple& x, std::int64_t heads, at::ScalarType type)
{
    const auto head = [&](const at::Tensor& t) { return byHead(t.to(type), heads); };
    const at::Tensor mixed = at::scaled_dot_product_attention(head(x.q), head(x.k), head(x.v));
    return mixed.transpose(1, 2).reshape(x.q.sizes()).to(at::kFloat);
}

double worst(const at::Tensor& a, const at::Tensor& b)
{
    return a.to(at::kFloat).sub(b).abs().max().item<double>();
}

} // namespace

class TestBfloat16Attention : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        if (!hasBfloat16Attention())
            QSKIP("this CPU doesn't multiply bfloat16, or multiplies it in tiles");
    }

    /// As near to float32's result as libtorch's own bfloat16 is.
    void agreesWithFloat32_data()
    {
        QTest::addColumn<int>("queries");
        QTest::addColumn<int>("keys");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("dim");
        QTest::addColumn<double>("spread");
        QTest::newRow("SD1, itself") << 256 << 256 << 8 << 40 << 1.0;
        QTest::newRow("SD1, a text") << 256 << 77 << 8 << 40 << 1.0;
        QTest::newRow("several blocks of keys") << 70 << 1100 << 2 << 80 << 1.0;
        QTest::newRow("an odd number of keys, beyond a block") << 3 << 513 << 2 << 64 << 1.0;
        QTest::newRow("one key") << 5 << 1 << 2 << 64 << 1.0;
        QTest::newRow("one query") << 1 << 300 << 1 << 64 << 1.0;
        QTest::newRow("a wide head") << 65 << 130 << 1 << 512 << 1.0;
        QTest::newRow("sharp") << 100 << 700 << 2 << 40 << 6.0;
    }
    void agreesWithFloat32()
    {
        const c10::InferenceMode mode;
        QFETCH(int, queries);
        QFETCH(int, keys);
        QFETCH(int, heads);
        QFETCH(int, dim);
        QFETCH(double, spread);
        at::manual_seed(1);
        const Triple x = random(2, queries, keys, std::int64_t {heads} * dim, spread);
        const at::Tensor exact = theirs(x, heads, at::kFloat);
        const at::Tensor result = ours(x, heads);
        QVERIFY(result.defined());
        QVERIFY(result.sizes() == x.q.sizes());
        const double limit = 1.5 * worst(theirs(x, heads, at::kBFloat16), exact) + 1e-6;
        QVERIFY2(worst(result, exact) <= limit, qPrintable(QString::number(worst(result, exact)) + QStringLiteral(" > ") + QString::number(limit)));
    }

    /// Neither the other pictures of a batch nor the number of threads change a bit.
    void rowsAreComputedByThemselves()
    {
        const c10::InferenceMode mode;
        const Triple x = random(3, 130, 600, 80);
        const at::Tensor all = ours(x, 2);
        const Triple second {x.q.narrow(0, 1, 1), x.k.narrow(0, 1, 1), x.v.narrow(0, 1, 1)};
        QVERIFY(at::equal(ours(second, 2), all.narrow(0, 1, 1)));
        const int threads = at::get_num_threads();
        at::set_num_threads(1);
        const at::Tensor alone = ours(x, 2);
        at::set_num_threads(threads);
        QVERIFY(at::equal(alone, all));
    }

    void takesRowsThatLieApart()
    {
        const c10::InferenceMode mode;
        const Triple x = random(2, 90, 90, 160);
        const at::Tensor together = at::cat({x.q, x.k, x.v}, 2);
        const auto parts = together.chunk(3, 2);
        QVERIFY(at::equal(bfloat16Attention(parts[0], parts[1], parts[2], 2), ours(x, 2)));
    }

    /// A number that is none isn't hidden.
    void keepsNaN()
    {
        const c10::InferenceMode mode;
        Triple x = random(1, 4, 40, 40);
        x.q[0][2].fill_(std::numeric_limits<float>::quiet_NaN());
        const at::Tensor result = ours(x, 1);
        QVERIFY(result[0][2].isnan().all().item<bool>());
        QVERIFY(result[0][1].isfinite().all().item<bool>());
    }

    void leavesTheRestToLibtorch()
    {
        const Triple x = random(1, 8, 8, 36);
        QVERIFY(!bfloat16Attention(x.q.to(at::kFloat), x.k.to(at::kFloat), x.v.to(at::kFloat), 2).defined());
        QVERIFY(!ours(x, 4).defined()); // 9 numbers a head: no pairs
        QVERIFY(ours(x, 2).defined());
        Triple learned = x;
        learned.q = x.q.clone().requires_grad_();
        QVERIFY(!ours(learned, 2).defined()); // it has no gradient
    }
};

QTEST_GUILESS_MAIN(TestBfloat16Attention)
#include "TestBfloat16Attention.moc"
