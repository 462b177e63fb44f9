// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/Money.h"

#include <QHash>
#include <QString>

#include <map>
#include <optional>
#include <set>
#include <vector>

namespace weft {

/// Who may use the front door, and what each may spend: a file of tokens, of which only hashes are kept, with budgets in
/// micro-credits. A prompt's cap is taken from its budget before it is queued; when it has ended, what it was charged stays
/// taken and the rest comes back. What a crash left open counts as spent. The empty id is nobody in particular: calls without
/// a token, where none is asked for; it may have a budget too.
class TokenBook {
public:
    /// `file`: made when it is missing, only its owner can read it. Errors: FileUnreadable, JsonInvalid, FileUnwritable.
    static Result<TokenBook> open(const QString& file);

    /// A new token of 256 random bits, as text that fits into a URL.
    static QString freshSecret();
    /// The fewest characters of a token that somebody chose.
    static constexpr qsizetype kMinSecretLength = 16;

    /// Makes a token known; one that is known stays. `name`: what its owner calls it. -> its id. Errors: SettingInvalid (too
    /// short), FileUnwritable.
    Result<QString> add(const QString& secret, const QString& name = {});
    /// Empty: nobody's. The time that it takes tells nothing of those that are known.
    QString idOf(const QString& secret) const;
    bool hasTokens() const;
    /// A token as its owner sees it.
    struct Entry {
        QString id;
        QString name;
        std::optional<Money> budget; // empty: without an end
        Money taken; // spent, or held for what runs
    };
    /// The tokens, by their names.
    std::vector<Entry> entries() const;
    /// One is forgotten, and lets nobody in from now on. Errors: FileUnwritable.
    Done forget(const QString& id);
    /// All are forgotten, with their budgets. Errors: FileUnwritable.
    Done forgetAll();

    /// From now on `id` may spend this much in all; what it has spent before counts. Errors: FileUnwritable.
    Done setBudget(const QString& id, Money budget);
    /// From now on `id` may spend so much more. Errors: FileUnwritable.
    Done setLeft(const QString& id, Money left);
    /// What is left, of those that have a budget.
    std::optional<Money> left(const QString& id) const;
    /// Takes `cap` from what is left. Errors: BudgetExceeded (args: cap, left, in credits), FileUnwritable.
    Done admit(const QString& id, const QString& prompt, Money cap);
    /// The prompt has ended, well or not.
    void settle(const QString& id, const QString& prompt, Money charged);

private:
    struct Account {
        QByteArray hash; // of the secret; empty: of nobody in particular
        QString name;
        std::optional<Money> budget;
        Money spent;
        std::map<QString, std::multiset<Money>> open; // prompts that were admitted; a program may give several one id
    };

    explicit TokenBook(QString file)
        : m_file(std::move(file))
    {
    }
    Done read();
    Done write() const;
    Money takenOf(const Account& account) const;

    QString m_file;
    std::map<QString, Account> m_accounts; // by id
};

} // namespace weft
