// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/GatewayToken.h"

#include <QTest>

using namespace weft;

class TestGatewayToken : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void tokensAreRandomAndFitAHeader()
    {
        const std::string one = freshGatewayToken(systemRandom());
        QVERIFY(one != freshGatewayToken(systemRandom()));
        QCOMPARE(one.size(), std::size_t(7 + 64));
        QVERIFY(one.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == std::string::npos);
    }

    void theHashIsTheTokensAlone()
    {
        QVERIFY(gatewayTokenHash("weftgw_1") == gatewayTokenHash("weftgw_1"));
        QVERIFY(gatewayTokenHash("weftgw_1") != gatewayTokenHash("weftgw_2"));
        QVERIFY(gatewayTokenHash("") != Hash256 {});
        // Tokens that were handed out must be known for ever.
        QCOMPARE(gatewayTokenHash("weftgw_1").hex(), std::string("fc01c97542b1b6fe42a4d19a1ba758ebac0f34350219b9c15acb1a34608b2662"));
    }
};

QTEST_GUILESS_MAIN(TestGatewayToken)
#include "TestGatewayToken.moc"
