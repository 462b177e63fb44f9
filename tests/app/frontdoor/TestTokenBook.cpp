// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/TokenBook.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;

class TestTokenBook : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_file;

    TokenBook opened() const
    {
        auto book = TokenBook::open(m_file);
        if (!book)
            qFatal("the book can't be opened");
        return std::move(*book);
    }
    static QString leftOf(const TokenBook& book, const QString& id)
    {
        const auto left = book.left(id);
        return left ? QString::fromStdString(toCreditString(*left)) : QStringLiteral("no budget");
    }

private Q_SLOTS:
    void init()
    {
        m_file = m_folder.filePath(QStringLiteral("tokens.json"));
        QFile::remove(m_file);
    }

    void onlyHashesAreKept()
    {
        const QString secret = TokenBook::freshSecret();
        QVERIFY(secret.size() >= 43); // 256 bits
        QVERIFY(secret != TokenBook::freshSecret());
        QString id;
        {
            TokenBook book = opened();
            id = book.add(secret).valueOr({});
        }
        QFile file(m_file);
        QVERIFY(file.open(QFile::ReadOnly));
        QVERIFY(!file.readAll().contains(secret.toUtf8()));
        QCOMPARE(QFileInfo(m_file).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        const TokenBook book = opened();
        QCOMPARE(book.idOf(secret), id);
        QVERIFY(book.idOf(secret + u'x').isEmpty());
        QVERIFY(book.idOf({}).isEmpty());
    }

    void shortOnesAreRefused()
    {
        TokenBook book = opened();
        QVERIFY(!book.add(QStringLiteral("password")));
        QVERIFY(!book.hasTokens());
    }

    void aBudgetIsNeverExceeded()
    {
        TokenBook book = opened();
        const QString id = *book.add(QStringLiteral("sixteen letters."));
        QVERIFY(book.setBudget(id, credits(10)));
        QVERIFY(book.admit(id, QStringLiteral("a"), credits(6)));
        QCOMPARE(leftOf(book, id), QStringLiteral("4"));
        const Done refused = book.admit(id, QStringLiteral("b"), credits(5));
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, ErrorCode::BudgetExceeded);
        QCOMPARE(refused.error().args.at("left"), std::string("4"));
        book.settle(id, QStringLiteral("a"), credits(1));
        QCOMPARE(leftOf(book, id), QStringLiteral("9"));
        QVERIFY(book.admit(id, QStringLiteral("b"), credits(9)));
        QVERIFY(!book.admit(id, QStringLiteral("c"), microCredits(1)));
        QVERIFY(book.admit(id, QStringLiteral("free"), Money {})); // what runs here costs nothing
        book.settle(id, QStringLiteral("b"), Money {});
        QCOMPARE(leftOf(book, id), QStringLiteral("9"));
    }

    void promptsOfOneIdAreHeldEach()
    {
        TokenBook book = opened();
        const QString id = *book.add(QStringLiteral("sixteen letters."));
        QVERIFY(book.setBudget(id, credits(10)));
        QVERIFY(book.admit(id, QStringLiteral("x"), credits(7)));
        QVERIFY(book.admit(id, QStringLiteral("x"), credits(1)));
        book.settle(id, QStringLiteral("x"), Money {}); // one of them has ended
        QCOMPARE(leftOf(book, id), QStringLiteral("3"));
        QVERIFY(!book.admit(id, QStringLiteral("x"), credits(9)));
        book.settle(id, QStringLiteral("x"), credits(2));
        QCOMPARE(leftOf(book, id), QStringLiteral("8"));
    }

    void whatACrashLeftOpenIsSpent()
    {
        QString id;
        {
            TokenBook book = opened();
            id = *book.add(QStringLiteral("sixteen letters."));
            QVERIFY(book.setBudget(id, credits(10)));
            QVERIFY(book.admit(id, QStringLiteral("a"), credits(6)));
        }
        TokenBook book = opened();
        QCOMPARE(leftOf(book, id), QStringLiteral("4"));
        book.settle(id, QStringLiteral("a"), Money {}); // a prompt of another life
        QCOMPARE(leftOf(book, id), QStringLiteral("4"));
    }

    void tokensDoNotShareABudget()
    {
        TokenBook book = opened();
        const QString one = *book.add(QStringLiteral("sixteen letters."));
        const QString two = *book.add(QStringLiteral("sixteen letters!"));
        QVERIFY(book.setBudget(one, credits(1)));
        QVERIFY(!book.admit(one, QStringLiteral("a"), credits(2)));
        QVERIFY(book.admit(two, QStringLiteral("b"), credits(2)));
        QCOMPARE(leftOf(book, two), QStringLiteral("no budget"));
        QVERIFY(book.setBudget({}, credits(3)));
        QVERIFY(!book.hasTokens() || book.idOf({}).isEmpty());
        QVERIFY(!book.admit({}, QStringLiteral("c"), credits(4)));
    }

    void aBrokenBookIsNotOverwritten()
    {
        QFile file(m_file);
        QVERIFY(file.open(QFile::WriteOnly));
        file.write("{broken");
        file.close();
        QVERIFY(!TokenBook::open(m_file));
        QVERIFY(file.open(QFile::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("{broken"));
    }
};

QTEST_GUILESS_MAIN(TestTokenBook)
#include "TestTokenBook.moc"
