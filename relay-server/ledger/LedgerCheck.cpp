// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/LedgerCheck.h"

#include "relay-server/ledger/LedgerRules.h"

#include <map>

namespace weft::relay {

namespace {

constexpr std::string_view kUnknownKind = "unknown";

std::string ownerOf(const BookId& id) { return id.owner.isNull() ? "relay" : id.owner.hex(); }

std::string nameOfBook(const BookId& id) { return ownerOf(id) + ":" + std::string(nameOf(id.kind)); }

struct Checker final : LedgerStore::Visitor {
    std::map<BookId, Book> stored;
    std::map<BookId, Book> replayed;
    std::map<JobId, Hold> holds;
    std::map<JobId, bool> open;
    std::map<JobId, std::vector<Transfer>> legs;
    std::map<JobId, int> resolved;
    std::vector<std::string> broken;

    /// What is stored may be anything: a sum that doesn't fit is a breach too.
    void add(Money& sum, Money more)
    {
        if (__builtin_add_overflow(sum.micro, more.micro, &sum.micro))
            broken.push_back("a sum doesn't fit");
    }

    void onBook(const Book& book) override { stored.emplace(book.id, book); }

    void onTransfer(const Transfer& transfer) override
    {
        if (!checkTransfer(transfer))
            broken.push_back("transfer " + transfer.id.hex() + " moves nothing");
        add(replayed[transfer.debit].debitsPosted, transfer.amount);
        add(replayed[transfer.credit].creditsPosted, transfer.amount);
        if (!transfer.hold.isNull())
            legs[transfer.hold].push_back(transfer);
    }

    void onHold(const Hold& hold, bool isOpen) override
    {
        holds.emplace(hold.job, hold);
        open[hold.job] = isOpen;
        if (!isOpen)
            return;
        add(replayed[creditsOf(hold.buyer.account)].debitsPending, hold.amount);
        add(replayed[kClearing].creditsPending, hold.amount);
    }

    void onResolution(const Resolution& resolution) override
    {
        const std::string name = "hold " + resolution.job.hex();
        if (++resolved[resolution.job] > 1)
            broken.push_back(name + " is resolved twice");
        const auto hold = holds.find(resolution.job);
        if (hold == holds.end()) {
            broken.push_back(name + " is resolved and doesn't exist");
            return;
        }
        if (const Done fits = checkResolution(hold->second, resolution, legs[resolution.job]); !fits)
            broken.push_back(name + ": " + fits.error().detail);
    }

    void checkHolds()
    {
        for (const auto& [job, isOpen] : open) {
            if (isOpen == resolved.contains(job))
                broken.push_back("hold " + job.hex() + (isOpen ? " is open and resolved" : " is neither open nor resolved"));
            if (isOpen && legs.contains(job))
                broken.push_back("hold " + job.hex() + " is open and has legs");
        }
        for (const auto& [job, posted] : legs) {
            if (!open.contains(job))
                broken.push_back("transfer " + posted.front().id.hex() + " names a hold that doesn't exist");
        }
    }

    void checkBooks()
    {
        Book sum;
        for (auto& [id, book] : stored) {
            Book again = replayed[id];
            again.id = id;
            again.overdraft = book.overdraft;
            if (again != book)
                broken.push_back("book " + nameOfBook(id) + " differs from the replay of its transfers and holds");
            checkBounds(book);
            add(sum.debitsPosted, book.debitsPosted);
            add(sum.creditsPosted, book.creditsPosted);
            add(sum.debitsPending, book.debitsPending);
            add(sum.creditsPending, book.creditsPending);
            replayed.erase(id);
        }
        for (const auto& [id, book] : replayed)
            broken.push_back("book " + nameOfBook(id) + " is missing");
        if (sum.debitsPosted != sum.creditsPosted)
            broken.push_back("posted debits and credits differ");
        if (sum.debitsPending != sum.creditsPending)
            broken.push_back("pending debits and credits differ");
        checkEmpty(kClearing);
        checkEmpty(kDisputes);
    }

    void checkBounds(const Book& book)
    {
        const std::string name = "book " + nameOfBook(book.id);
        if (nameOf(book.id.kind) == kUnknownKind)
            broken.push_back(name + " is of no known kind");
        const Money sums[] {
            book.debitsPosted, book.creditsPosted, book.debitsPending, book.creditsPending, book.overdraft};
        for (const Money sum : sums) {
            if (sum.isNegative() || sum > kBoundless) {
                broken.push_back(name + " has a sum out of bounds");
                return;
            }
        }
        if (book.available().isNegative())
            broken.push_back(name + " is overdrawn");
    }

    void checkEmpty(const BookId& id)
    {
        const auto book = stored.find(id);
        if (book != stored.end() && book->second.debitsPosted != book->second.creditsPosted)
            broken.push_back(std::string(nameOf(id.kind)) + " holds money that was posted");
    }
};

std::string_view nameOf(HoldState state)
{
    return state == HoldState::Captured ? "captured" : state == HoldState::Released ? "released" : "held";
}

struct Shower final : LedgerStore::Visitor {
    Json accounts = Json::array();
    Json transfers = Json::array();
    Json holds = Json::array();
    std::map<std::string, std::size_t> holdIndex;

    void onBook(const Book& book) override
    {
        accounts.push_back({{"name", ownerOf(book.id)}, {"kind", nameOf(book.id.kind)},
            {"balance", toCreditString(book.posted())}, {"debits", toCreditString(book.debitsPosted)},
            {"credits", toCreditString(book.creditsPosted)},
            {"pendingDebits", toCreditString(book.debitsPending)},
            {"pendingCredits", toCreditString(book.creditsPending)}});
    }
    void onTransfer(const Transfer& transfer) override
    {
        transfers.push_back({{"id", transfer.id.hex()}, {"hold", transfer.hold.isNull() ? "" : transfer.hold.hex()},
            {"debit", nameOfBook(transfer.debit)}, {"credit", nameOfBook(transfer.credit)},
            {"amount", toCreditString(transfer.amount)}, {"time", transfer.created.time_since_epoch().count()}});
    }
    void onHold(const Hold& hold, bool) override
    {
        holdIndex[hold.job.hex()] = holds.size();
        holds.push_back({{"job", hold.job.hex()}, {"buyer", hold.buyer.account.hex()},
            {"provider", hold.provider.account.hex()}, {"amount", toCreditString(hold.amount)},
            {"time", hold.created.time_since_epoch().count()}, {"due", hold.due().time_since_epoch().count()},
            {"state", "held"}});
    }
    void onResolution(const Resolution& resolution) override
    {
        const auto index = holdIndex.find(resolution.job.hex());
        if (index == holdIndex.end())
            return;
        Json& hold = holds[index->second];
        hold["state"] = nameOf(resolution.kind);
        hold["captured"] = toCreditString(resolution.captured);
        hold["released"] = toCreditString(resolution.released);
        hold["earned"] = toCreditString(resolution.earned);
        hold["reason"] = resolution.reason;
    }
};

} // namespace

std::string_view nameOf(BookKind kind)
{
    switch (kind) {
    case BookKind::Credits:
        return "credits";
    case BookKind::Earnings:
        return "earnings";
    case BookKind::Clearing:
        return "clearing";
    case BookKind::Share:
        return "share";
    case BookKind::Promotion:
        return "promotion";
    case BookKind::Grants:
        return "grants";
    case BookKind::Stripe:
        return "stripe";
    case BookKind::Fees:
        return "fees";
    case BookKind::Transit:
        return "transit";
    case BookKind::Reserve:
        return "reserve";
    case BookKind::Disputes:
        return "disputes";
    case BookKind::Blind:
        return "blind";
    case BookKind::Trial:
        return "trial";
    case BookKind::BlindRounding:
        return "blindRounding";
    }
    return kUnknownKind;
}

Result<std::vector<std::string>> checkLedger(LedgerStore& store)
{
    Checker checker;
    WEFT_CHECK(store.visit(checker));
    checker.checkHolds();
    checker.checkBooks();
    return std::move(checker.broken);
}

Result<std::vector<std::string>> checkBalance(LedgerStore& store, const BookId& id, Money expected)
{
    WEFT_TRY(const Book book, store.book(id));
    if (book.posted() == expected)
        return std::vector<std::string> {};
    return std::vector {"book " + nameOfBook(id) + " holds " + toCreditString(book.posted()) + ", not "
        + toCreditString(expected)};
}

Result<Json> showLedger(LedgerStore& store)
{
    Shower shower;
    WEFT_CHECK(store.visit(shower));
    Json all;
    all["accounts"] = std::move(shower.accounts);
    all["holds"] = std::move(shower.holds);
    all["transfers"] = std::move(shower.transfers);
    return all;
}

} // namespace weft::relay
