// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/prompts/LastResults.h"
#include "tests/app/frontdoor/prompts/FrontData.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

void write(const QString& path, const QByteArray& content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

} // namespace

class TestLastResults : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void filesCountByTheirContent()
    {
        QTemporaryDir folder;
        Prompt prompt;
        prompt.nodes = {{"1", {"LoadImage", {}, {{"image", Json("a.png")}}}}, {"2", {"PreviewImage", {}, {{"images", SlotRef {"1", 0}}}}}};
        QVERIFY(promptSignatures(prompt, m_catalogue, folder.path()).empty()); // it isn't there
        write(folder.filePath(QStringLiteral("a.png")), "one");
        const auto before = promptSignatures(prompt, m_catalogue, folder.path());
        QCOMPARE(before.size(), 2u);
        QCOMPARE(promptSignatures(prompt, m_catalogue, folder.path()), before);
        write(folder.filePath(QStringLiteral("a.png")), "other");
        QVERIFY(promptSignatures(prompt, m_catalogue, folder.path()) != before);
    }

    void whatIsAskedAgainIsFoundAgain()
    {
        QTemporaryDir folder;
        const auto painted = [](const Json& color) {
            Prompt prompt;
            prompt.nodes = {{"1", {"EmptyImage", {}, {{"color", color}}}}, {"2", {"PreviewImage", {}, {{"images", SlotRef {"1", 0}}}}}};
            return prompt;
        };
        PromptSignatures signatures;
        const auto first = signatures.of(painted(1), m_catalogue, folder.path());
        QCOMPARE(first, promptSignatures(painted(1), m_catalogue, folder.path()));
        QCOMPARE(signatures.of(painted(1), m_catalogue, folder.path()), first);
        QVERIFY(signatures.of(painted(2), m_catalogue, folder.path()) != first);
        QCOMPARE(signatures.of(painted(1), m_catalogue, folder.path()), first);
        for (const Json& other : {Json(1.0), Json("1"), Json(0), Json(-0.0), Json(0.0), Json::array({1}), Json(std::string(200'000, 'x'))}) {
            QCOMPARE(signatures.of(painted(other), m_catalogue, folder.path()), promptSignatures(painted(other), m_catalogue, folder.path()));
            QVERIFY(signatures.of(painted(other), m_catalogue, folder.path()) != first);
            QCOMPARE(signatures.of(painted(1), m_catalogue, folder.path()), first);
        }
        QVERIFY(signatures.of(painted(0.0), m_catalogue, folder.path()) != signatures.of(painted(-0.0), m_catalogue, folder.path()));
        signatures.clear();
        QCOMPARE(signatures.of(painted(1), m_catalogue, folder.path()), first);
        Catalogue newer = m_catalogue;
        NodeType changed = *newer.find("EmptyImage");
        changed.idempotent = false; // it can't be known again
        newer.add(changed);
        QVERIFY(signatures.of(painted(1), newer, folder.path()) != first);
    }

    void filesAreLookedAtEachTime()
    {
        QTemporaryDir folder;
        Prompt prompt;
        prompt.nodes = {{"1", {"LoadImage", {}, {{"image", Json("a.png")}}}}, {"2", {"PreviewImage", {}, {{"images", SlotRef {"1", 0}}}}}};
        write(folder.filePath(QStringLiteral("a.png")), "one");
        PromptSignatures signatures;
        const auto before = signatures.of(prompt, m_catalogue, folder.path());
        write(folder.filePath(QStringLiteral("a.png")), "other");
        QVERIFY(signatures.of(prompt, m_catalogue, folder.path()) != before);
    }

    void onlyTheLast()
    {
        LastResults last;
        const std::map<NodeId, Hash256> first {{"a", Hash256 {{1}}}, {"b", Hash256 {{2}}}};
        QVERIFY(!last.find(first, "a"));
        last.replace(first, {"a", "b", "c"}, {{"a", "shown"}});
        COMPARE_JSON(*last.find(first, "a"), Json("shown"));
        QVERIFY(last.find(first, "b")->is_null()); // it showed nothing
        QVERIFY(!last.find(first, "c"));
        COMPARE_JSON(*last.find({{"another id", Hash256 {{1}}}}, "another id"), Json("shown"));
        last.replace({{"x", Hash256 {{3}}}}, {"x"}, Json::object());
        QVERIFY(!last.find(first, "a"));
        last.clear();
        QVERIFY(!last.find({{"x", Hash256 {{3}}}}, "x"));
    }

private:
    const Catalogue m_catalogue = frontCatalogue();
};

QTEST_GUILESS_MAIN(TestLastResults)
#include "TestLastResults.moc"
