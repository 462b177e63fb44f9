// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/security/HumanCodes.h"
#include "core/security/PasswordRules.h"

#include <QTest>

#include <set>

using namespace weft;

class TestHumanCodes : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void recoveryCodes()
    {
        std::set<std::string> seen;
        for (int i = 0; i < 200; ++i) {
            const std::string code = makeRecoveryCode(systemRandom());
            QCOMPARE(code.size(), std::size_t{28 + 6});
            QCOMPARE(code[4], '-');
            QVERIFY(readRecoveryCode(code));
            QVERIFY(seen.insert(code).second);
        }
    }

    /// 27 letters of 32: 135 bits.
    void enoughBits() { QVERIFY(27 * 5 >= 128); }

    void asPeopleTypeIt()
    {
        const std::string code = makeRecoveryCode(systemRandom());
        QString typed =
            QString::fromStdString(code).toLower().replace(u'-', u' ').replace(u'0', u'o').replace(u'1', u'l');
        QCOMPARE(*readRecoveryCode(" " + typed.toStdString() + "\n"), *readRecoveryCode(code));
    }

    void eachWrongLetterIsFound()
    {
        const std::string code = *readRecoveryCode(makeRecoveryCode(systemRandom()));
        constexpr std::string_view kLetters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
        for (std::size_t i = 0; i < code.size(); ++i) {
            for (const char other : kLetters) {
                std::string wrong = code;
                wrong[i] = other;
                QCOMPARE(readRecoveryCode(wrong).hasValue(), other == code[i]);
            }
        }
        for (const std::string& bad : {std::string(), code.substr(1), code + "0", "U" + code.substr(1)})
            QCOMPARE(readRecoveryCode(bad).error().args.at("reason"), std::string("mistyped"));
    }

    void approvalCodes()
    {
        const std::string code = makeApprovalCode(systemRandom());
        QCOMPARE(code.size(), std::size_t{9});
        const std::string typed = QString::fromStdString(code).toLower().remove(u'-').toStdString();
        QCOMPARE(grouped(*readApprovalCode(typed)), code);
        QVERIFY(!readApprovalCode("AEIO-UAEI"));
        QVERIFY(!readApprovalCode("BCDF-GHJ"));
    }

    void emails_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("normal"); // empty: refused
        QTest::newRow("plain") << QStringLiteral("a@b.example") << QStringLiteral("a@b.example");
        QTest::newRow("capitals, spaces")
            << QStringLiteral("  Ann.Lee@B.Example \n") << QStringLiteral("ann.lee@b.example");
        QTest::newRow("plus") << QStringLiteral("a+x@b.example") << QStringLiteral("a+x@b.example");
        QTest::newRow("chinese domain") << QStringLiteral("a@例子.example") << QStringLiteral("a@xn--fsqu00a.example");
        QTest::newRow("chinese name") << QStringLiteral("王@b.example") << QStringLiteral("王@b.example");
        QTest::newRow("no at") << QStringLiteral("ab.example") << QString();
        QTest::newRow("two ats") << QStringLiteral("a@c@b.example") << QString();
        QTest::newRow("no name") << QStringLiteral("@b.example") << QString();
        QTest::newRow("no dot") << QStringLiteral("a@b") << QString();
        QTest::newRow("empty label") << QStringLiteral("a@b..example") << QString();
        QTest::newRow("space inside") << QStringLiteral("a b@c.example") << QString();
        QTest::newRow("line break inside") << QStringLiteral("a\nb@c.example") << QString();
        QTest::newRow("long name") << QString(65, u'a') + QStringLiteral("@b.example") << QString();
        QTest::newRow("long") << QStringLiteral("a@") + QString(60, u'b').append(u'.').repeated(5)
                + QStringLiteral("example")
                              << QString();
    }
    void emails()
    {
        QFETCH(QString, typed);
        QFETCH(QString, normal);
        const auto email = normalisedEmail(typed.toStdString());
        QCOMPARE(email ? QString::fromStdString(*email) : QString(), normal);
        if (!email)
            QCOMPARE(email.error().code, ErrorCode::EmailInvalid);
    }

    void passwords_data()
    {
        QTest::addColumn<QString>("password");
        QTest::addColumn<QString>("reason"); // empty: good
        QTest::newRow("four words") << QStringLiteral("correct horse battery staple") << QString();
        QTest::newRow("ten odd letters") << QStringLiteral("gT7#kwQ-2x") << QString();
        QTest::newRow("chinese") << QStringLiteral("床前明月光疑是地上霜") << QString();
        QTest::newRow("nine") << QStringLiteral("gT7#kwQ-2") << QStringLiteral("short");
        QTest::newRow("empty") << QString() << QStringLiteral("short");
        QTest::newRow("one letter") << QString(12, u'a') << QStringLiteral("common");
        QTest::newRow("counted") << QStringLiteral("1234567890") << QStringLiteral("common");
        QTest::newRow("counted down") << QStringLiteral("9876543210") << QStringLiteral("common");
        QTest::newRow("with digits") << QStringLiteral("Password2026!") << QStringLiteral("common");
        QTest::newRow("keyboard") << QStringLiteral("qwertyuiop") << QStringLiteral("common");
        QTest::newRow("twice") << QStringLiteral("dragondragon") << QStringLiteral("common");
        QTest::newRow("the address") << QStringLiteral("Longname@b.example") << QStringLiteral("email");
        QTest::newRow("its name") << QStringLiteral("longnamelong") << QString();
    }
    void passwords()
    {
        QFETCH(QString, password);
        QFETCH(QString, reason);
        const Done good = checkPassword(password.toStdString(), "longname@b.example");
        QCOMPARE(good ? QString() : QString::fromStdString(good.error().args.at("reason")), reason);
    }
};

QTEST_GUILESS_MAIN(TestHumanCodes)
#include "TestHumanCodes.moc"
