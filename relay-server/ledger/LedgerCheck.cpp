// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "relay-server/ledger/LedgerCheck.h"

#include "relay-server/ledger/LedgerRules.h"

#include <map>

namespace weft::relay {

namespace {

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

    void onBook(const Book& book) override { stored.emplace(book.id, book); }

    void onTransfer(const Transfer& transfer) override
    {
        if (!checkTransfer(transfer))
            broken.push_back("transfer " + transfer.id.hex() + " moves nothing");
        replayed[transfer.debit].debitsPosted.micro += transfer.amount.micro;
        replayed[transfer.credit].creditsPosted.micro += transfer.amount.micro;
        if (!transfer.hold.isNull())
            legs[transfer.hold].push_back(transfer);
    }

    void onHold(const Hold& hold, bool isOpen) override
    {
        holds.emplace(hold.job, hold);
        open[hold.job] = isOpen;
        if (!isOpen)
            return;
        replayed[{hold.buyer.account, BookKind::Credits}].debitsPending.micro += hold.amount.micro;
        replayed[kClearing].creditsPending.micro += hold.amount.micro;
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
            if (book.available().isNegative() || book.overdraft.isNegative())
                broken.push_back("book " + nameOfBook(id) + " is overdrawn");
            sum.debitsPosted.micro += book.debitsPosted.micro;
            sum.creditsPosted.micro += book.creditsPosted.micro;
            sum.debitsPending.micro += book.debitsPending.micro;
            sum.creditsPending.micro += book.creditsPending.micro;
            replayed.erase(id);
        }
        for (const auto& [id, book] : replayed)
            broken.push_back("book " + nameOfBook(id) + " is missing");
        if (sum.debitsPosted != sum.creditsPosted)
            broken.push_back("posted debits and credits differ");
        if (sum.debitsPending != sum.creditsPending)
            broken.push_back("pending debits and credits differ");
        if (stored.contains(kClearing) && stored[kClearing].posted().micro != 0)
            broken.push_back("clearing holds money that was posted");
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
    case BookKind::BlindRounding:
        return "blindRounding";
    }
    return "unknown";
}

Result<std::vector<std::string>> checkLedger(LedgerStore& store)
{
    Checker checker;
    WEFT_CHECK(store.visit(checker));
    checker.checkHolds();
    checker.checkBooks();
    return std::move(checker.broken);
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
