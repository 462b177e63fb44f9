// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/apis/page/ApisDialog.h"
#include "app/apis/page/CallPreview.h"
#include "app/apis/page/FindDoor.h"
#include "app/apis/page/PublishDialog.h"
#include "tests/app/apis/PaintNodes.h"

#include <QApplication>
#include <QClipboard>
#include <QLineEdit>
#include <QListWidget>
#include <QMessageBox>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTableView>
#include <QTableWidget>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace weft;
using namespace weft::testing;

namespace {

/// A dialog, and what it would publish.
struct Publishing {
    std::vector<PublishedApi> published;
    Result<ApiCost> cost = ApiCost {};
    std::unique_ptr<PublishDialog> dialog;

    explicit Publishing(std::optional<std::int64_t> share = 120'000, Result<ApiCost> costs = ApiCost {}, Done published_ = {})
        : cost(std::move(costs))
    {
        PublishSurroundings around;
        around.what = QStringLiteral("The workflow “cats”");
        around.taken = {"draw"};
        around.shareMillionths = share;
        around.cost = [this](const PublishedApi&) { return cost; };
        around.publish = [this, published_](const PublishedApi& api) {
            published.push_back(api);
            return published_;
        };
        dialog = std::make_unique<PublishDialog>(*ApiDraft::of(paintGraph(), paintNodes(), {}), std::move(around));
        dialog->show();
    }

    template <typename T>
    T* find(const char* name) const { return dialog->findChild<T*>(QLatin1String(name)); }
    QString problem() const { return find<Sentence>("publishProblem")->text(); }
    void type(const char* field, const QString& text) const { find<QLineEdit>(field)->setText(text); }
    bool canPublish() const { return find<QPushButton>("publishButton")->isEnabled(); }
};

PublishedApi apiNamed(const std::string& name)
{
    ApiDraft draft = *ApiDraft::of(paintGraph(), paintNodes(), {});
    draft.name = name;
    draft.price = credits(2);
    return draft.finished();
}

/// Answers every connection with this.
void answerWith(QTcpServer& server, const QByteArray& answer)
{
    QObject::connect(&server, &QTcpServer::newConnection, &server, [&server, answer] {
        QTcpSocket* socket = server.nextPendingConnection();
        QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, answer] {
            socket->readAll();
            socket->write(answer);
            socket->disconnectFromHost();
        });
    });
}

} // namespace

class TestApiDialogs : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void publishes()
    {
        Publishing here;
        QVERIFY(!here.canPublish());
        QVERIFY(here.problem().contains(QStringLiteral("name"))); // why it can't be published yet
        QTest::keyClicks(here.dialog->focusWidget(), QStringLiteral("paint")); // the name has the focus
        here.type("apiTitle", QStringLiteral("Paint a cat"));
        here.type("apiDescription", QStringLiteral("Paints over a sketch."));
        here.type("apiPrice", QStringLiteral("2"));
        QVERIFY(here.find<Sentence>("apiPaid")->text().contains(QStringLiteral("1.76")));
        QVERIFY(here.find<Sentence>("apiPaid")->text().contains(QStringLiteral("12 %")));
        QVERIFY(here.canPublish());
        QSignalSpy done(here.dialog.get(), &PublishDialog::published);
        here.find<QPushButton>("publishButton")->click();
        QCOMPARE(done.count(), 1);
        QCOMPARE(here.published.size(), std::size_t {1});
        const PublishedApi& api = here.published.front();
        QCOMPARE(api.name, std::string("paint"));
        QCOMPARE(api.title, std::string("Paint a cat"));
        QCOMPARE(api.price.micro, credits(2).micro);
        QCOMPARE(api.parameters.size(), std::size_t {2});
        QVERIFY(!here.dialog->isVisible());
    }

    void aTitleComesWithIt()
    {
        PublishSurroundings around;
        around.title = QStringLiteral("Draw");
        around.taken = {"draw"};
        PublishDialog dialog(*ApiDraft::of(paintGraph(), paintNodes(), {}), std::move(around));
        dialog.show();
        auto* name = dialog.findChild<QLineEdit*>(QStringLiteral("apiName"));
        QCOMPARE(name->text(), QStringLiteral("draw-2"));
        QCOMPARE(name->selectedText(), name->text()); // typing replaces it
        QCOMPARE(dialog.findChild<QLineEdit*>(QStringLiteral("apiTitle"))->text(), QStringLiteral("Draw"));
        QVERIFY(dialog.findChild<QPushButton*>(QStringLiteral("publishButton"))->isEnabled());
    }

    void mistakesAreSaid()
    {
        Publishing here;
        for (const auto& [name, says] : {std::pair {"Paint", "small letters"}, std::pair {"draw", "already"}}) {
            here.type("apiName", QString::fromLatin1(name));
            QVERIFY2(here.problem().contains(QLatin1String(says)), qPrintable(here.problem()));
            QVERIFY(!here.canPublish());
        }
        here.type("apiName", QStringLiteral("paint"));
        QVERIFY(here.problem().isEmpty());
        here.type("apiPrice", QStringLiteral("a lot"));
        QVERIFY(!here.canPublish() && !here.problem().isEmpty());
        here.type("apiPrice", QStringLiteral("0"));
        QVERIFY(here.find<Sentence>("apiPaid")->text().contains(QStringLiteral("nothing")));
        auto* outputs = here.find<QListWidget>("apiOutputs");
        outputs->item(0)->setCheckState(Qt::Unchecked);
        QVERIFY(!here.canPublish());
        outputs->item(0)->setCheckState(Qt::Checked);
        here.dialog->accept();
        QCOMPARE(here.published.size(), std::size_t {1});
    }

    void parametersByKeyboard()
    {
        Publishing here;
        here.type("apiName", QStringLiteral("paint"));
        auto* table = here.find<QTableView>("apiParameters");
        QVERIFY(!table->horizontalScrollBar()->isVisible()); // it would hide a row
        table->setFocus();
        int steps = -1;
        for (int row = 0; row < table->model()->rowCount(); ++row) {
            if (table->model()->index(row, 0).data().toString() == QStringLiteral("steps"))
                steps = row;
        }
        QVERIFY(steps >= 0);
        table->setCurrentIndex(table->model()->index(steps, 0));
        QTest::keyClick(table, Qt::Key_Space);
        QVERIFY(here.find<QLineEdit>("apiCommand")->text().contains(QStringLiteral("steps=20")));
        table->setCurrentIndex(table->model()->index(steps, ParameterTable::Range));
        QTest::keyClick(table, Qt::Key_F2);
        auto* editor = table->findChild<QLineEdit*>();
        QVERIFY(editor);
        editor->setText(QStringLiteral("1 – 500"));
        QTest::keyClick(editor, Qt::Key_Return);
        QTRY_VERIFY2(here.problem().contains(QStringLiteral("1 – 100")), qPrintable(here.problem())); // the table takes it over a turn later
        for (const char* name : {"apiName", "apiTitle", "apiDescription", "apiPrice", "apiCurl", "apiCommand"})
            QVERIFY2(!here.find<QWidget>(name)->accessibleName().isEmpty(), name);
        QVERIFY(!table->accessibleName().isEmpty() && !here.find<QListWidget>("apiOutputs")->accessibleName().isEmpty());
    }

    void whatRunsElsewhere()
    {
        Publishing here(120'000, ApiCost {credits(1), true});
        here.type("apiName", QStringLiteral("paint"));
        here.type("apiPrice", QStringLiteral("1"));
        auto* cost = here.find<Sentence>("apiCost");
        QVERIFY2(cost->text().contains(QStringLiteral("refused")), qPrintable(cost->text()));
        QVERIFY(here.find<QLineEdit>("apiSpend")->isVisible());
        here.type("apiPrice", QStringLiteral("2"));
        QVERIFY2(cost->text().contains(QStringLiteral("about 1")), qPrintable(cost->text()));
        here.type("apiSpend", QStringLiteral("3"));
        here.dialog->accept();
        QVERIFY(here.published.at(0).spend == credits(3));

        Publishing own;
        QVERIFY(own.find<Sentence>("apiCost")->text().contains(QStringLiteral("this computer")));
        QVERIFY(!own.find<QLineEdit>("apiSpend")->isVisible());
        Publishing nobody(120'000, Error {ErrorCode::NoMachine, "", {{"type", "Far"}}});
        nobody.type("apiName", QStringLiteral("paint"));
        QVERIFY(!nobody.canPublish() && nobody.problem().contains(QStringLiteral("No machine")));
        Publishing alone(std::nullopt);
        alone.type("apiPrice", QStringLiteral("1"));
        QVERIFY(alone.find<Sentence>("apiPaid")->text().contains(QStringLiteral("share")));
    }

    void whatCouldntBeKept()
    {
        Publishing here(120'000, ApiCost {}, Error {ErrorCode::DiskFull, "", {{"path", "x"}}});
        here.type("apiName", QStringLiteral("paint"));
        here.dialog->accept();
        QVERIFY(here.dialog->isVisible());
        QVERIFY(!here.problem().isEmpty());
    }

    void howItIsCalled()
    {
        Publishing here;
        here.type("apiName", QStringLiteral("paint"));
        auto* curl = here.find<QLineEdit>("apiCurl");
        QVERIFY2(curl->text().startsWith(QStringLiteral("curl http://127.0.0.1:8188/v1/paint -H ")), qPrintable(curl->text()));
        QVERIFY(!here.find<QPushButton>("apiForm")->isVisible());
        QVERIFY(!here.find<QPushButton>("apiOpenDoor")->isVisible()); // the draft would be lost
        here.dialog->setDoor(QUrl(QStringLiteral("https://127.0.0.1:9000")), true);
        QVERIFY(curl->text().startsWith(QStringLiteral("curl https://127.0.0.1:9000/v1/paint -H 'Authorization: Bearer TOKEN'")));
        QVERIFY(here.find<QPushButton>("apiForm")->isVisible());
        QVERIFY(here.find<QLineEdit>("apiCommand")->text().startsWith(QStringLiteral("weft call paint ")));
        for (QPushButton* button : here.dialog->findChildren<QPushButton*>()) {
            if (button->accessibleName().startsWith(QStringLiteral("Copy: In a")))
                button->click();
        }
        QCOMPARE(QApplication::clipboard()->text(), here.find<QLineEdit>("apiCommand")->text());
    }

    void theList()
    {
        const QTemporaryDir home;
        ApiShelf shelf(home.path());
        ApisDialog empty(shelf, false);
        empty.show();
        QVERIFY(!empty.findChild<QTableWidget*>(QStringLiteral("apiRows"))->isVisible());
        QVERIFY(shelf.publish(apiNamed("paint")));
        QVERIFY(shelf.publish(apiNamed("draw")));
        QVERIFY(ApiEarnings(ApiEarnings::fileIn(home.path())).addEarned({{"paint", 1}}, credits(176)));
        ApisDialog dialog(shelf, false);
        dialog.show();
        auto* rows = dialog.findChild<QTableWidget*>(QStringLiteral("apiRows"));
        QCOMPARE(rows->rowCount(), 2);
        QVERIFY(dialog.findChild<Sentence*>(QStringLiteral("apisShared"))->text().contains(QStringLiteral("isn't")));
        rows->setCurrentCell(1, 0);
        QCOMPARE(rows->item(1, 0)->text(), QStringLiteral("paint"));
        QCOMPARE(rows->item(1, 3)->text(), QStringLiteral("1"));
        QCOMPARE(rows->item(1, 4)->text(), QStringLiteral("$1.76"));
        dialog.findChild<QLineEdit*>(QStringLiteral("apiNewPrice"))->setText(QStringLiteral("2.5"));
        dialog.findChild<QPushButton*>(QStringLiteral("apiKeepPrice"))->click();
        QCOMPARE(shelf.apis().at("paint").price.micro, 2'500'000);
        QCOMPARE(rows->currentRow(), 1);
        dialog.findChild<QLineEdit*>(QStringLiteral("apiNewPrice"))->setText(QStringLiteral("much"));
        dialog.findChild<QPushButton*>(QStringLiteral("apiKeepPrice"))->click();
        QCOMPARE(shelf.apis().at("paint").price.micro, 2'500'000);

        QSignalSpy settings(&dialog, &ApisDialog::settingsAsked);
        auto* door = dialog.findChild<QPushButton*>(QStringLiteral("apiOpenDoor"));
        QVERIFY(door->isVisible());
        door->click();
        QCOMPARE(settings.size(), 1);
        QVERIFY(!dialog.isVisible());
        dialog.show();
        dialog.setDoor(QUrl(QStringLiteral("http://127.0.0.1:8188")), false);
        QVERIFY(!door->isVisible());

        dialog.withdraw();
        auto* question = dialog.findChild<QMessageBox*>(QStringLiteral("apiWithdrawQuestion"));
        QVERIFY(question && question->text().contains(QStringLiteral("paint")));
        question->reject();
        QVERIFY(shelf.names().contains("paint"));
        QTRY_VERIFY(!dialog.findChild<QMessageBox*>(QStringLiteral("apiWithdrawQuestion")));
        dialog.withdraw();
        dialog.findChild<QPushButton*>(QStringLiteral("apiWithdrawYes"))->click();
        QCOMPARE(shelf.names(), std::set<std::string> {"draw"});
        QCOMPARE(rows->rowCount(), 1);
    }

    void aDoorIsFound_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<int>("found"); // 0: nobody, 1: without a token, 2: with one
        QTest::newRow("Weft") << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n<title>Weft: APIs</title>") << 1;
        QTest::newRow("Weft with tokens") << QByteArray("HTTP/1.1 401 Unauthorized\r\nConnection: close\r\n\r\nThis Weft wants a token.") << 2;
        QTest::newRow("ComfyUI") << QByteArray("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n404: Not Found") << 0;
        QTest::newRow("somebody else") << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nhello") << 0;
    }
    void aDoorIsFound()
    {
        QFETCH(QByteArray, answer);
        QFETCH(int, found);
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        answerWith(server, answer);
        QObject context;
        int result = 0;
        findDoor(&context, QUrl(QStringLiteral("http://127.0.0.1:%1").arg(server.serverPort())), [&](bool wantsToken) { result = wantsToken ? 2 : 1; });
        if (found)
            QTRY_COMPARE_WITH_TIMEOUT(result, found, 5000);
        else
            QTest::qWait(300);
        QCOMPARE(result, found);
    }
};

QTEST_MAIN(TestApiDialogs)
#include "TestApiDialogs.moc"
