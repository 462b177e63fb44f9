// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/OfferedNodes.h"

#include <QTest>
#include <QtEndian>

using namespace weft;

namespace {

NodeType nodeType(const std::string& name)
{
    NodeType type;
    type.name = name;
    type.displayName = "Glow";
    type.category = "light";
    InputSpec model;
    model.name = "ckpt_name";
    model.type = "COMBO";
    model.modelFolder = "checkpoints";
    type.inputs.push_back(model);
    type.outputs.push_back({"image", "IMAGE"});
    return type;
}

Hash256 someHash()
{
    Hash256 hash;
    hash.bytes[0] = 1;
    return hash;
}

SharedBytes packedText(const QByteArray& text)
{
    const QByteArray packed = qCompress(text, 9);
    return SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(packed.constData()), std::size_t(packed.size())});
}

std::string codeOf(const Result<Catalogue>& read)
{
    return read ? std::string("read") : std::string(nameOf(read.error().code));
}

} // namespace

class TestOfferedNodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thereAndBack()
    {
        Catalogue offered;
        offered.add(nodeType("Glow"));
        offered.setModels({{"checkpoints", "sub/a.safetensors", 3, someHash()}, {"loras", "private name", 1, {}}});
        const auto packed = packNodes(offered);
        QVERIFY(packed);
        const auto read = unpackNodes(packed->view());
        QVERIFY(read);
        QCOMPARE(*read->find("Glow"), *offered.find("Glow"));
        QVERIFY(read->findModel("checkpoints", "sub/a.safetensors"));
        QVERIFY(!read->findModel("loras", "private name")); // no offered node chooses among those
        QVERIFY(!read->findModel(someHash())); // a server is asked by names: nobody may claim a hash
    }

    void whatIsTooLarge()
    {
        Catalogue offered;
        NodeType type = nodeType("Glow");
        quint32 state = 1;
        for (int i = 0; i < 60'000; ++i) // doesn't deflate well
            type.description += static_cast<char>('!' + (state = state * 1664525 + 1013904223) % 90);
        offered.add(type);
        QCOMPARE(packNodes(offered).error().code, ErrorCode::LimitExceeded);
    }

    void hostile()
    {
        QCOMPARE(codeOf(unpackNodes({})), std::string("LimitExceeded"));
        const SharedBytes bomb = packedText(QByteArray(30'000'000, ' '));
        QVERIFY(bomb.size() < kMaxOfferedNodesBytes);
        QCOMPARE(codeOf(unpackNodes(bomb.view())), std::string("LimitExceeded"));
        std::vector<std::uint8_t> liar(bomb.view().begin(), bomb.view().end());
        qToBigEndian<quint32>(100, liar.data());
        QCOMPARE(codeOf(unpackNodes(liar)), std::string("JsonInvalid"));
        std::vector<std::uint8_t> cut(bomb.view().begin(), bomb.view().begin() + 8);
        qToBigEndian<quint32>(100, cut.data());
        QCOMPARE(codeOf(unpackNodes(cut)), std::string("JsonInvalid"));
        QCOMPARE(codeOf(unpackNodes(packedText("[]").view())), std::string("JsonNotAWorkflow"));
        QVERIFY(!unpackNodes(packedText(QByteArray(1000, '[')).view()));
    }
};

QTEST_GUILESS_MAIN(TestOfferedNodes)
#include "TestOfferedNodes.moc"
