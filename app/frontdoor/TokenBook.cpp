// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/TokenBook.h"

#include "core/base/Json.h"
#include "core/files/ReplaceFile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>

#include <algorithm>
#include <array>

namespace weft {

namespace {

constexpr qsizetype kIdLength = 12;
constexpr qint64 kMaxBookBytes = 16 << 20;

QByteArray hashOf(const QString& secret)
{
    return QCryptographicHash::hash("weft front door token " + secret.toUtf8(), QCryptographicHash::Sha256).toHex();
}

QString idFrom(const QByteArray& hash)
{
    return QString::fromLatin1(hash.left(kIdLength));
}

Money sum(Money a, Money b)
{
    return plus(a, b).valueOr(kMaxAmount);
}

} // namespace

Result<TokenBook> TokenBook::open(const QString& file)
{
    TokenBook book(file);
    if (QFileInfo::exists(file)) {
        WEFT_CHECK(book.read());
    }
    QDir().mkpath(QFileInfo(file).absolutePath());
    return book;
}

QString TokenBook::freshSecret()
{
    std::array<quint32, 8> words {};
    QRandomGenerator::system()->generate(words.begin(), words.end());
    const QByteArray bytes(reinterpret_cast<const char*>(words.data()), qsizetype(sizeof words));
    return QString::fromLatin1(bytes.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

Result<QString> TokenBook::add(const QString& secret, const QString& name)
{
    if (secret.size() < kMinSecretLength)
        return Error {ErrorCode::SettingInvalid, "a token that is too short", {{"name", "--token"}}};
    const QByteArray hash = hashOf(secret);
    const QString id = idFrom(hash);
    Account& account = m_accounts[id];
    account.hash = hash;
    if (!name.isEmpty())
        account.name = name;
    WEFT_CHECK(write());
    return id;
}

QString TokenBook::idOf(const QString& secret) const
{
    // Hashes are compared, which nobody can choose a part of: what a comparison's time tells of them is worth nothing.
    const QByteArray hash = hashOf(secret);
    const auto account = m_accounts.find(idFrom(hash));
    return account != m_accounts.end() && account->second.hash == hash ? account->first : QString();
}

bool TokenBook::hasTokens() const
{
    return std::any_of(m_accounts.begin(), m_accounts.end(), [](const auto& account) { return !account.first.isEmpty(); });
}

std::vector<TokenBook::Entry> TokenBook::entries() const
{
    std::vector<Entry> all;
    for (const auto& [id, account] : m_accounts) {
        if (!id.isEmpty())
            all.push_back({id, account.name, account.budget, takenOf(account)});
    }
    std::stable_sort(all.begin(), all.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return all;
}

Done TokenBook::forget(const QString& id)
{
    auto node = m_accounts.extract(id);
    if (node.empty())
        return {};
    const Done written = write();
    if (!written) // on the disk it is known still
        m_accounts.insert(std::move(node));
    return written;
}

Done TokenBook::forgetAll()
{
    m_accounts.clear();
    return write();
}

Done TokenBook::setBudget(const QString& id, Money budget)
{
    m_accounts[id].budget = budget;
    return write();
}

Done TokenBook::setLeft(const QString& id, Money left)
{
    return setBudget(id, sum(takenOf(m_accounts[id]), left));
}

Money TokenBook::takenOf(const Account& account) const
{
    Money taken = account.spent;
    for (const auto& [prompt, caps] : account.open) {
        for (const Money cap : caps)
            taken = sum(taken, cap);
    }
    return taken;
}

std::optional<Money> TokenBook::left(const QString& id) const
{
    const auto found = m_accounts.find(id);
    if (found == m_accounts.end() || !found->second.budget)
        return std::nullopt;
    return std::max(Money {}, minus(*found->second.budget, takenOf(found->second)).valueOr(Money {}));
}

Done TokenBook::admit(const QString& id, const QString& prompt, Money cap)
{
    if (cap <= Money {})
        return {}; // it runs here, for nothing
    const std::optional<Money> rest = left(id);
    if (rest && cap > *rest)
        return Error {ErrorCode::BudgetExceeded, "a front door's budget", {{"cap", toCreditString(cap)}, {"left", toCreditString(*rest)}}};
    Account& account = m_accounts[id];
    std::multiset<Money>& caps = account.open[prompt];
    const auto held = caps.insert(cap);
    const Done written = write(); // before anything is spent
    if (!written) {
        caps.erase(held);
        if (caps.empty())
            account.open.erase(prompt);
    }
    return written;
}

void TokenBook::settle(const QString& id, const QString& prompt, Money charged)
{
    const auto account = m_accounts.find(id);
    if (account == m_accounts.end())
        return;
    const auto held = account->second.open.find(prompt);
    const bool wasOpen = held != account->second.open.end();
    if (wasOpen) { // the smallest: what is still held is never too little
        held->second.erase(held->second.begin());
        if (held->second.empty())
            account->second.open.erase(held);
    }
    if (!wasOpen && charged <= Money {})
        return;
    account->second.spent = sum(account->second.spent, std::max(charged, Money {}));
    (void)write(); // on the disk it is taken already, with its whole cap
}

Done TokenBook::write() const
{
    Json accounts = Json::array();
    for (const auto& [id, account] : m_accounts) {
        Json line {{"id", id.toStdString()}, {"hash", account.hash.toStdString()}, {"taken_micro_credits", takenOf(account).micro}};
        if (!account.name.isEmpty())
            line["name"] = account.name.toStdString();
        if (account.budget)
            line["budget_micro_credits"] = account.budget->micro;
        accounts.push_back(std::move(line));
    }
    return replaceFile(m_file, toJsonText({{"version", 1}, {"accounts", std::move(accounts)}}, 1), FileReaders::Owner);
}

Done TokenBook::read()
{
    QFile file(m_file);
    if (file.size() > kMaxBookBytes || !file.open(QFile::ReadOnly))
        return Error {ErrorCode::FileUnreadable, file.errorString().toStdString(), {{"path", m_file.toStdString()}}};
    const auto book = parseJson(file.readAll().toStdString());
    if (!book || !memberAt(*book, "accounts").is_array())
        return Error {ErrorCode::FileUnreadable, "not a book of tokens", {{"path", m_file.toStdString()}}};
    for (const Json& line : memberAt(*book, "accounts")) {
        Account account;
        account.name = QString::fromStdString(stringAt(line, "name"));
        account.hash = QByteArray::fromStdString(stringAt(line, "hash"));
        account.spent = microCredits(std::max<std::int64_t>(0, intAt(line, "taken_micro_credits")));
        if (memberAt(line, "budget_micro_credits").is_number_integer())
            account.budget = microCredits(intAt(line, "budget_micro_credits"));
        m_accounts[QString::fromStdString(stringAt(line, "id"))] = std::move(account);
    }
    return {};
}

} // namespace weft
