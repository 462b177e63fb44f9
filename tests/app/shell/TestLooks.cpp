// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtCore/qfloat16.h> // GCC 12: Qt Test needs it whole

#include "app/account/AccountController.h"
#include "app/apis/ApiShelf.h"
#include "app/frontdoor/service/DoorSwitch.h"
#include "app/gallery/Card.h"
#include "app/models/ModelsController.h"
#include "app/servers/OwnServers.h"
#include "app/shell/WorkflowPage.h"
#include "tests/app/account/FakeAccountLink.h"
#include "tests/app/gallery/GalleryFixture.h"
#include "tests/app/market/IdleEngine.h"
#include "tests/app/servers/local/LocalServers.h"
#include "tests/app/shell/WalletFixture.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGlyphRun>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStyle>
#include <QTextDocumentFragment>
#include <QTextLayout>

using namespace weft;
using namespace weft::test;

namespace {

/// The window with everything that it can show, each page filled.
struct LooksFixture : WalletFixture {
    LooksFixture()
    {
        fill(relay);
        lendMachines(runs);
        accountLink.state.email = "ann@b.example";
        accountLink.state.hasPassword = true;
        accountLink.devices = {{1, {{2}}, "Workstation", 1, QDateTime::currentMSecsSinceEpoch(), true, true, false}};
        window.useModels(models);
        window.useAccount(account);
        for (const char* name : {"street", "apple", "熊猫"})
            results.run(name, QStringLiteral("a red apple"), QColor(Qt::darkCyan));
        window.useHistory(*results.history, results.in("window-thumbnails"));
        relay.push(relay.balance);
        relay.push(relay.wallet);
        serve();
    }

    /// A ComfyUI and language models in the list and on offer, one that is away, one that was found; the front door with tokens.
    void serve()
    {
        QFile described(QStringLiteral(WEFT_TEST_DATA "/comfy/object_info.json"));
        if (described.open(QFile::ReadOnly)) {
            const Json own = comfy.classes;
            comfy.classes = parseJson(described.readAll().toStdString()).valueOr(own);
            comfy.classes.update(own);
        }
        const QString list = folder.filePath(QStringLiteral("servers.json"));
        const QUrl away(QStringLiteral("http://127.0.0.1:1"));
        (void)writeServers(list, {{ServerKind::Comfy, comfy.url(), {}}, {ServerKind::Comfy, away, {}}, {ServerKind::Language, languageModels.url(), {}}});
        auto* servers = new OwnServers(runs, list, {found.url()}, {}, &runs); // with it, after the window
        auto* door = new DoorSwitch(runs, folder.path(), settings, &runs);
        settings.setValue(QStringLiteral("door/port"), freePort());
        (void)door->makeToken(QStringLiteral("Krita"), credits(5));
        (void)door->switchOn();
        window.useApis(*new ApiShelf(folder.path(), &runs), "12345678");
        window.useServers(*servers);
        window.useDoor(*door);
        (void)servers->open();
        market.fake.ownServers.comfy = {true, comfy.url(), {{"ImageInvert", {}}, {"WeftTestFetch", {true, microCredits(50'000)}}}};
        market.fake.ownServers.language = {true, languageModels.url(), {}, {"tiny-chat"}, microCredits(100'000), 500};
        (void)QTest::qWaitFor([&] { return !servers->found().empty() && servers->find(comfy.url())->state == ServerStatus::State::Connected && servers->find(languageModels.url())->state == ServerStatus::State::Connected && servers->find(away)->problem; }, 30'000);
        market.fake.enter(SharingModel::State::On);
    }

    static quint16 freePort()
    {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        return probe.serverPort();
    }

    void show(const QString& page)
    {
        const std::map<QString, std::function<void()>> pages {
            {QStringLiteral("start"), [&] { window.showStart(); }},
            {QStringLiteral("form"), [&] { window.openTemplate(QStringLiteral("words-to-picture")); }},
            {QStringLiteral("graph"), [&] { graph(); }},
            {QStringLiteral("models"), [&] { window.showModels(); }},
            {QStringLiteral("gallery"), [&] { window.showGallery(); }},
            {QStringLiteral("wallet"), [&] { window.showWallet(); }},
            {QStringLiteral("account"), [&] { window.showAccount(); }},
            {QStringLiteral("settings"), [&] { window.showSettings(); }},
            {QStringLiteral("market"), [&] { window.showMarketplace(); }},
            {QStringLiteral("sharing"), [&] { window.showSharing(); }},
        };
        pages.at(page)();
    }
    void graph()
    {
        window.openFile(QStringLiteral(WEFT_SOURCE_DIR "/resources/workflows/words-to-picture.json"));
        window.page()->showForm(false);
    }

    testing::LocalComfy comfy;
    testing::LocalModels languageModels, found;
    fake::GalleryFixture results;
    ModelsController models {ModelCatalogue::shipped(), results.folder.path(), {}};
    FakeAccountLink accountLink;
    AccountController account {&accountLink, QStringLiteral("Workstation")};
};

QString plain(const QString& text) { return Qt::mightBeRichText(text) ? QTextDocumentFragment::fromHtml(text).toPlainText() : text; }

bool isCut(const QLabel& label)
{
    if (label.text().isEmpty() || label.sizePolicy().horizontalPolicy() == QSizePolicy::Ignored) // the latter has its text as tool tip
        return false;
    if (label.wordWrap())
        return label.height() < label.heightForWidth(label.width());
    return label.width() < label.minimumSizeHint().width() || label.height() < label.minimumSizeHint().height();
}

bool isCut(const QAbstractButton& button)
{
    if (const auto* card = qobject_cast<const Card*>(&button)) // lays its words out itself
        return card->isCut();
    return !button.text().isEmpty() && (button.width() < button.sizeHint().width() || button.height() < button.minimumSizeHint().height());
}

/// A styled field has a border, padding and margins on both sides.
bool isCut(const QLineEdit& edit)
{
    return edit.text().isEmpty() && edit.fontMetrics().horizontalAdvance(edit.placeholderText()) > edit.width() - 24;
}

bool isCut(const QComboBox& box) { return box.fontMetrics().horizontalAdvance(box.currentText()) > box.width() - 24; }

template <typename Widget>
void collectCut(const QWidget& window, QStringList& cut, const std::function<QString(const Widget&)>& textOf)
{
    for (const Widget* one : window.findChildren<Widget*>()) {
        if (one->isVisible() && isCut(*one))
            cut << QStringLiteral("%1 (%2, %3 x %4)").arg(textOf(*one), QLatin1String(one->metaObject()->className())).arg(one->width()).arg(one->height());
    }
}

/// Words that aren't seen whole.
QStringList cutTexts(const QWidget& window)
{
    QStringList cut;
    collectCut<QLabel>(window, cut, [](const QLabel& label) { return label.text(); });
    collectCut<QAbstractButton>(window, cut, [](const QAbstractButton& button) { return button.text(); });
    collectCut<QLineEdit>(window, cut, [](const QLineEdit& edit) { return edit.placeholderText(); });
    collectCut<QComboBox>(window, cut, [](const QComboBox& box) { return box.currentText(); });
    return cut;
}

/// Whether no font of this computer has a sign: it would be drawn as an empty box.
bool hasTofu(const QString& text, const QFont& font)
{
    QTextLayout layout(text, font);
    layout.beginLayout();
    layout.createLine();
    layout.endLayout();
    const QList<QGlyphRun> runs = layout.glyphRuns();
    return std::any_of(runs.begin(), runs.end(), [](const QGlyphRun& run) { return run.glyphIndexes().contains(0); });
}

QStringList tofuTexts(const QWidget& window)
{
    QStringList found;
    const auto look = [&](const QString& text, const QWidget& widget) {
        if (!text.isEmpty() && hasTofu(plain(text).simplified(), widget.font()))
            found << text;
    };
    for (const QLabel* label : window.findChildren<QLabel*>())
        look(label->text(), *label);
    for (const QAbstractButton* button : window.findChildren<QAbstractButton*>())
        look(button->text(), *button);
    return found;
}

QStringList pageNames()
{
    return {QStringLiteral("start"), QStringLiteral("form"), QStringLiteral("graph"), QStringLiteral("models"), QStringLiteral("gallery"),
        QStringLiteral("wallet"), QStringLiteral("account"), QStringLiteral("settings"), QStringLiteral("market"), QStringLiteral("sharing")};
}

} // namespace

/// Every page in both languages and themes: nothing is cut, no sign is missing. Run at 100, 150 and 200 % (QT_SCALE_FACTOR).
/// WEFT_PICTURES=DIR keeps pictures of all.
class TestLooks : public QObject {
    Q_OBJECT

    std::unique_ptr<LooksFixture> m_all;

private Q_SLOTS:
    void initTestCase()
    {
        m_all = std::make_unique<LooksFixture>();
        QTRY_VERIFY(m_all->wallet.model().hasLines() || m_all->wallet.model().wallet());
    }

    void cleanupTestCase() { m_all.reset(); }

    void aCutTextIsSeen() // that the checks can fail
    {
        QWidget window;
        QPushButton button(QStringLiteral("Some words on a button"), &window);
        button.resize(40, 24);
        QLabel label(QStringLiteral("Some words on a label, in several lines"), &window);
        label.setWordWrap(true);
        label.resize(60, 12);
        window.show();
        QCOMPARE(cutTexts(window).size(), 2);
        QVERIFY(hasTofu(QString(QChar(0x0378)), window.font())); // not assigned: in no font
        QVERIFY(!hasTofu(QStringLiteral("显卡 GPU ⇄ ≈"), window.font()));
    }

    void aLongNoteOfACardTakesTwoLines()
    {
        Card card(Card::Size::Small, Card::Art::Wires);
        card.setTexts(QStringLiteral("Two machines"), QStringLiteral("A sentence."));
        card.setQuiet(QStringLiteral("free"));
        card.resize(190, card.heightFor(190));
        QVERIFY(!card.isCut());
        card.setQuiet(QStringLiteral("other machines · 12.5 s · ≈ 0.001234 credits"));
        QVERIFY(card.isCut());
        card.resize(190, card.heightFor(190));
        QVERIFY(!card.isCut());
    }

    void everyPage_data()
    {
        QTest::addColumn<QString>("page");
        QTest::addColumn<QString>("language");
        QTest::addColumn<QSize>("size");
        for (const QString& page : pageNames()) {
            for (const char* language : {"en", "zh_CN"}) {
                for (const QSize size : {QSize(1440, 900), QSize(1024, 700)})
                    QTest::addRow("%s %s %d", qPrintable(page), language, size.width()) << page << QString::fromLatin1(language) << size;
            }
        }
    }

    void everyPage()
    {
        QFETCH(QString, page);
        QFETCH(QString, language);
        QFETCH(QSize, size);
        m_all->window.resize(size);
        m_all->window.useLanguage(language);
        m_all->show(page);
        QTest::qWait(60);
        QTRY_COMPARE(cutTexts(m_all->window).join(u'\n'), QString());
        QCOMPARE(tofuTexts(m_all->window).join(u'\n'), QString());
        QCOMPARE(m_all->window.size(), size); // it can be as small as that
        const QString folder = qEnvironmentVariable("WEFT_PICTURES");
        for (const bool dark : {true, false}) {
            if (folder.isEmpty())
                break;
            m_all->window.useTheme(dark);
            QTest::qWait(30);
            const QString name = QStringLiteral("%1/%2-%3-%4-%5-%6.png").arg(folder, page, dark ? QStringLiteral("dark") : QStringLiteral("light"), language);
            QVERIFY(m_all->window.grab().save(name.arg(size.width()).arg(int(m_all->window.devicePixelRatioF() * 100))));
        }
    }
};

QTEST_MAIN(TestLooks)
#include "TestLooks.moc"
