// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/preferences/AboutDialog.h"

#include "app/theme/Theme.h"

#include <QCoreApplication>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QTableWidget>
#include <QVBoxLayout>

#include <array>

namespace weft {

namespace {

struct CreditSource {
    const char* name;
    const char* licence;
    const char* use;
};

constexpr std::array kCredits {
    CreditSource {"Qt 6", "LGPL-3.0-only OR GPL-3.0-only",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "windows and network")},
    CreditSource {"libtorch", "BSD-3-Clause",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "computing")},
    CreditSource {"QCoro", "MIT",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "coroutines")},
    CreditSource {"OpenSSL", "Apache-2.0",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "encryption")},
    CreditSource {"libsodium", "ISC",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "encryption")},
    CreditSource {"Boost.Beast", "BSL-1.0",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "HTTP")},
    CreditSource {"JSON for Modern C++", "MIT",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "JSON and CBOR")},
    CreditSource {"libpng, zlib", "libpng-2.0, Zlib",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "pictures")},
    CreditSource {"utf8proc", "MIT",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "text")},
    CreditSource {"QtKeychain", "BSD-3-Clause",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "system keychain")},
    CreditSource {"libqrencode", "LGPL-2.1-or-later",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "QR codes")},
    CreditSource {"Lucide", "ISC",
        QT_TRANSLATE_NOOP("weft::AboutDialog", "icons")},
};

} // namespace

QList<Credit> credits()
{
    QList<Credit> all;
    for (const CreditSource& source : kCredits)
        all.append({QLatin1String(source.name), QLatin1String(source.licence), AboutDialog::tr(source.use)});
    return all;
}

namespace {

QTableWidget* creditTable(QWidget* parent)
{
    const QList<Credit> all = credits();
    auto* table = new QTableWidget(int(all.size()), 3, parent);
    table->setHorizontalHeaderLabels({AboutDialog::tr("Work"), AboutDialog::tr("Licence"), AboutDialog::tr("Used for")});
    table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    table->horizontalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);
    table->horizontalHeader()->setStretchLastSection(true);
    table->verticalHeader()->hide();
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionMode(QAbstractItemView::NoSelection);
    table->setShowGrid(false);
    table->setTabKeyNavigation(false);
    table->setAccessibleName(AboutDialog::tr("Whose work Weft stands on"));
    for (int i = 0; i < all.size(); ++i) {
        table->setItem(i, 0, new QTableWidgetItem(all[i].name));
        table->setItem(i, 1, new QTableWidgetItem(all[i].licence));
        table->setItem(i, 2, new QTableWidgetItem(all[i].use));
    }
    return table;
}

} // namespace

AboutDialog::AboutDialog(QWidget* parent)
    : QDialog(parent)
{
    setWindowTitle(tr("About Weft"));
    setAttribute(Qt::WA_DeleteOnClose);
    auto* name = new QLabel(QStringLiteral("Weft %1").arg(QCoreApplication::applicationVersion()), this);
    name->setFont(uiFont(20, QFont::Bold));
    auto* words = new QLabel(tr("Build an AI workflow as a graph, and run it on other people's machines.\n"
                                "Free software under the GNU General Public License, version 3 or later. It comes without any warranty."),
        this);
    words->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::kHuge, space::kHuge, space::kHuge, space::kLarge);
    column->setSpacing(space::kMedium);
    column->addWidget(name);
    column->addWidget(words);
    column->addWidget(creditTable(this), 1);
    column->addWidget(buttons);
    resize(620, 520);
}

} // namespace weft
