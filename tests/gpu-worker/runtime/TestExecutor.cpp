// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/gpu-worker/runtime/ExampleNodes.h"

#include <QTest>

using namespace weft;
using namespace weft::worker;

namespace {

using Numbers = std::vector<std::int64_t>;

BoundaryItems number(std::int64_t value) { return {{literalValue("INT", value)}, {}, true}; }
BoundaryItems nothing() { return {{}, {}, false}; }

} // namespace

class TestExecutor : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_nodes = std::make_unique<ExampleNodes>();
        m_executor = std::make_unique<Executor>(m_nodes->registry, ExecutorSettings {ModelFolders()});
    }

    void shorterListsRepeatTheirLast()
    {
        const Heard heard = run({{{"1", "Range", {{"count", Json(4)}}}, {"2", "Range", {{"count", Json(2)}}},
                                     {"3", "Add", {{"a", SlotRef {"1", 0}}, {"b", SlotRef {"2", 0}}}}},
            {}, {{"3", 0}}, {}});
        QVERIFY(!heard.fault);
        QCOMPARE(heard.numbers("3"), (Numbers {0, 2, 3, 4}));
        QCOMPARE(m_nodes->calls["Add"], 4);
    }

    void listNodeIsCalledOnce()
    {
        const Heard heard = run({{{"1", "Range", {{"count", Json(5)}}}, {"2", "Sum", {{"values", SlotRef {"1", 0}}}}}, {},
            {{"2", 0}}, {}});
        QCOMPARE(heard.numbers("2"), Numbers {10});
        QCOMPARE(m_nodes->calls["Sum"], 1);
    }

    void listResultsAreJoined()
    {
        const Heard heard = run({{{"1", "Range", {{"count", Json(3)}}}, {"2", "Range", {{"count", SlotRef {"1", 0}}}}}, {},
            {{"2", 0}}, {}});
        QCOMPARE(heard.numbers("2"), (Numbers {0, 0, 1}));
        QCOMPARE(m_nodes->calls["Range"], 4);
    }

    void emptyListMeansNoCall()
    {
        const Heard heard = run({{{"1", "Range", {{"count", Json(0)}}},
                                     {"2", "Add", {{"a", SlotRef {"1", 0}}, {"b", Json(1)}}}},
            {}, {{"2", 0}}, {}});
        QVERIFY(!heard.fault);
        QCOMPARE(heard.outputs.count({"2", 0}), 1u);
        QCOMPARE(heard.numbers("2"), Numbers {});
        QCOMPARE(m_nodes->calls["Add"], 0);
    }

    void tooLongListIsRefused()
    {
        const Heard heard = run({{{"1", "Range", {{"count", Json(100'001)}}},
                                     {"2", "Add", {{"a", SlotRef {"1", 0}}, {"b", Json(1)}}}},
            {}, {{"2", 0}}, {}});
        QVERIFY(heard.fault);
        QCOMPARE(heard.fault->error.code, ErrorCode::LimitExceeded);
    }

    void onlyNeededNodesRun()
    {
        const Heard heard = run({{{"1", "Range", {}}, {"2", "Nowhere", {{"x", SlotRef {"1", 0}}}},
                                     {"3", "Add", {{"a", Json(1)}, {"b", Json(2)}}}},
            {}, {{"3", 0}}, {}});
        QVERIFY(!heard.fault);
        QCOMPARE(heard.started, std::vector<NodeId> {"3"});
    }

    void lazyInputIsComputedWhenAsked()
    {
        const Heard heard = run({{{"1", "Add", {{"a", Json(1)}, {"b", Json(2)}}}, {"2", "Add", {{"a", Json(3)}, {"b", Json(4)}}},
                                     {"3", "Switch", {{"which", Json(false)}, {"whenTrue", SlotRef {"1", 0}}, {"whenFalse", SlotRef {"2", 0}}}}},
            {}, {{"3", 0}}, {}});
        QVERIFY(!heard.fault);
        QCOMPARE(heard.numbers("3"), Numbers {7});
        QCOMPARE(heard.started, (std::vector<NodeId> {"2", "3"}));
    }

    void absentLazyValueIsAskedForAtTheEnd()
    {
        Fragment fragment {{{"1", "Switch", {{"which", Json(true)}, {"whenTrue", BoundaryRef {1}}, {"whenFalse", BoundaryRef {0}}}},
                               {"2", "Add", {{"a", SlotRef {"1", 0}}, {"b", Json(1)}}}, {"3", "Add", {{"a", Json(5)}, {"b", Json(5)}}}},
            {{{"8", 0}, "INT", true}, {{"9", 0}, "INT", true}}, {{"2", 0}, {"3", 0}}, {}};
        const Heard first = run(fragment, {nothing(), nothing()});
        QVERIFY(first.fault);
        QCOMPARE(first.fault->error.code, ErrorCode::NeedsInput);
        QCOMPARE(first.fault->needsInputs, std::vector<int> {1});
        QCOMPARE(first.numbers("3"), Numbers {10}); // whatever can be done is done
        const Heard second = run(fragment, {nothing(), number(41)});
        QVERIFY(!second.fault);
        QCOMPARE(second.numbers("2"), Numbers {42});
        QCOMPARE(second.cached, std::vector<NodeId> {"3"}); // and isn't done again
    }

    void absentValueThatIsNotLazyIsAnError()
    {
        const Heard heard = run(
            {{{"1", "Add", {{"a", BoundaryRef {0}}, {"b", Json(1)}}}}, {{{"9", 0}, "INT", false}}, {{"1", 0}}, {}}, {nothing()});
        QVERIFY(heard.fault);
        QCOMPARE(heard.fault->error.code, ErrorCode::ValueMissing);
    }

    void cancelStopsInsideANode()
    {
        const Heard heard = run({{{"1", "Long", {{"cancelAt", Json(4)}}}, {"2", "Add", {{"a", SlotRef {"1", 0}}, {"b", Json(1)}}}},
            {}, {{"2", 0}}, {}});
        QVERIFY(heard.fault);
        QCOMPARE(heard.fault->error.code, ErrorCode::Cancelled);
        QCOMPARE(m_nodes->calls["Long"], 4);
        QVERIFY(!heard.progress.empty());
    }

    void cancelStopsBetweenNodes()
    {
        m_nodes->cancelled = true;
        const Heard heard = run({{{"1", "Add", {{"a", Json(1)}, {"b", Json(1)}}}}, {}, {{"1", 0}}, {}});
        QVERIFY(heard.fault);
        QCOMPARE(heard.fault->error.code, ErrorCode::Cancelled);
        QCOMPARE(m_nodes->calls["Add"], 0);
    }

    void thrownAndReturnedErrorsNameTheNode_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("detail");
        QTest::newRow("torch") << u"torch"_qs << int(ErrorCode::NodeFailed) << u"sizes don't match"_qs;
        QTest::newRow("memory") << u"memory"_qs << int(ErrorCode::OutOfMemory) << u"memory"_qs;
        QTest::newRow("std") << u"std"_qs << int(ErrorCode::NodeFailed) << u"something else"_qs;
        QTest::newRow("error") << u"error"_qs << int(ErrorCode::ModelMissing) << u"no file"_qs;
    }
    void thrownAndReturnedErrorsNameTheNode()
    {
        QFETCH(QString, kind);
        const Heard heard = run({{{"a", "Add", {{"a", Json(1)}, {"b", Json(1)}}}, {"7", "Throw", {{"kind", Json(kind.toStdString())}}}},
            {}, {{"a", 0}, {"7", 0}}, {}});
        QVERIFY(heard.fault);
        QTEST(int(heard.fault->error.code), "code");
        QFETCH(QString, detail);
        QVERIFY2(QString::fromStdString(heard.fault->error.detail).contains(detail), heard.fault->error.detail.c_str());
        QCOMPARE(heard.fault->node, "7");
        QCOMPARE(heard.fault->error.args.at("class"), "Throw");
        QCOMPARE(heard.numbers("a"), Numbers {2}); // delivered before
    }

    void badFragmentsAreRefused_data()
    {
        QTest::addColumn<int>("row");
        QTest::addColumn<int>("code");
        QTest::newRow("unknown class") << 0 << int(ErrorCode::NodeTypeUnknown);
        QTest::newRow("link forward") << 1 << int(ErrorCode::LinkInvalid);
        QTest::newRow("no such slot") << 2 << int(ErrorCode::LinkInvalid);
        QTest::newRow("asked slot missing") << 3 << int(ErrorCode::LinkInvalid);
        QTest::newRow("asked node missing") << 4 << int(ErrorCode::LinkInvalid);
        QTest::newRow("no such boundary") << 5 << int(ErrorCode::LinkInvalid);
        QTest::newRow("id twice") << 6 << int(ErrorCode::LinkInvalid);
        QTest::newRow("literal too large") << 7 << int(ErrorCode::SettingTooLarge);
        QTest::newRow("not a number") << 8 << int(ErrorCode::SettingInvalid);
        QTest::newRow("not in list") << 9 << int(ErrorCode::SettingNotInList);
        QTest::newRow("required missing") << 10 << int(ErrorCode::InputMissing);
        QTest::newRow("model leaves the process") << 11 << int(ErrorCode::TypeMismatch);
        QTest::newRow("boundary count") << 12 << int(ErrorCode::ValueMissing);
    }
    void badFragmentsAreRefused()
    {
        const FragmentNode add {"1", "Add", {{"a", Json(1)}, {"b", Json(1)}}};
        const auto changed = [&add](const char* input, FragmentInput to) {
            FragmentNode copy = add;
            copy.inputs[input] = std::move(to);
            return copy;
        };
        const std::vector<Fragment> fragments {
            {{{"1", "Nowhere", {}}}, {}, {{"1", 0}}, {}},
            {{changed("a", SlotRef {"2", 0}), {"2", "Range", {}}}, {}, {{"1", 0}}, {}},
            {{{"0", "Range", {}}, changed("a", SlotRef {"0", 1})}, {}, {{"1", 0}}, {}},
            {{add}, {}, {{"1", 1}}, {}},
            {{add}, {}, {{"2", 0}}, {}},
            {{changed("a", BoundaryRef {0})}, {}, {{"1", 0}}, {}},
            {{add, add}, {}, {{"1", 0}}, {}},
            {{changed("a", Json(1001))}, {}, {{"1", 0}}, {}},
            {{changed("a", Json("many"))}, {}, {{"1", 0}}, {}},
            {{{"1", "Throw", {{"kind", Json("other")}}}}, {}, {{"1", 0}}, {}},
            {{{"1", "Add", {{"a", Json(1)}}}}, {}, {{"1", 0}}, {}},
            {{{"1", "Load", {{"number", Json(1)}}}}, {}, {{"1", 0}}, {}},
            {{add}, {{{"9", 0}, "INT", false}}, {{"1", 0}}, {}},
        };
        QFETCH(int, row);
        const Heard heard = run(fragments.at(static_cast<std::size_t>(row)));
        QVERIFY(heard.fault);
        QTEST(int(heard.fault->error.code), "code");
    }

    void cacheKnowsWhatANodeComesFrom()
    {
        const auto fragment = [](const char* id, int add) {
            return Fragment {{{id, "Load", {{"number", Json(40)}}}, {"u", "Use", {{"model", SlotRef {id, 0}}, {"add", Json(add)}}}},
                {}, {{"u", 0}}, {}};
        };
        QCOMPARE(run(fragment("1", 1)).numbers("u"), Numbers {41});
        QCOMPARE(run(fragment("other id", 2)).numbers("u"), Numbers {42});
        QCOMPARE(m_nodes->calls["Load"], 1); // the model stays loaded; ids don't count
        QCOMPARE(m_nodes->calls["Use"], 2);
        const Heard again = run(fragment("1", 2));
        QCOMPARE(again.numbers("u"), Numbers {42});
        QCOMPARE(again.cached, std::vector<NodeId> {"u"}); // its ancestors aren't even looked at
        QVERIFY(again.started.empty());
    }

    void nodesThatAreNotIdempotentRunAgain()
    {
        const Fragment fragment {{{"1", "Fresh", {}}, {"2", "Add", {{"a", SlotRef {"1", 0}}, {"b", Json(0)}}}}, {}, {{"2", 0}}, {}};
        QCOMPARE(run(fragment).numbers("2"), Numbers {1});
        QCOMPARE(run(fragment).numbers("2"), Numbers {2});
    }

    void cacheDropsTheLeastRecentlyUsed()
    {
        m_executor = std::make_unique<Executor>(m_nodes->registry, ExecutorSettings {ModelFolders(), 6000});
        const auto load = [](int number) {
            return Fragment {{{"1", "Load", {{"number", Json(number)}}}, {"2", "Use", {{"model", SlotRef {"1", 0}}, {"add", Json(number)}}}},
                {}, {{"2", 0}}, {}};
        };
        for (int i = 0; i < 5; ++i)
            QVERIFY(!run(load(i)).fault);
        QVERIFY(m_executor->cache().sizeBytes() <= 6000);
        QVERIFY(m_executor->cache().count() < 10);
        QVERIFY(run(load(0)).cached.empty());
        QCOMPARE(run(load(0)).cached, std::vector<NodeId> {"2"});
    }

    void outputNodesHandOverFilesAndPreviews()
    {
        const Fragment fragment {{{"1", "Show", {{"value", Json(7)}}}}, {}, {}, {}};
        const Heard heard = run(fragment);
        QVERIFY(!heard.fault);
        const ValueList& files = heard.outputs.at({"1", -1});
        QCOMPARE(files.size(), 1u);
        QCOMPARE(stringAt(files[0].meta, "name"), "number.txt");
        QCOMPARE(heard.previews.size(), 1u);
        QCOMPARE(heard.previews[0].mime, "image/jpeg");
        QVERIFY(heard.previews[0].picture.size() > 100);
        const Heard again = run(fragment);
        QCOMPARE(again.cached, std::vector<NodeId> {"1"});
        QCOMPARE(again.outputs.count({"1", -1}), 1u);
        QCOMPARE(m_nodes->calls["Show"], 1);
    }

private:
    Heard run(const Fragment& fragment, const std::vector<BoundaryItems>& inputs = {})
    {
        return runFragment(*m_executor, fragment, m_nodes->cancelled, inputs);
    }

    std::unique_ptr<ExampleNodes> m_nodes;
    std::unique_ptr<Executor> m_executor;
};

QTEST_GUILESS_MAIN(TestExecutor)
#include "TestExecutor.moc"
