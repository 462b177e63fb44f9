// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUrl>

namespace weft {

/// Shows a page of the payment provider in the system's browser; a test only notes it.
class PageOpener {
public:
    virtual ~PageOpener() = default;
    /// False: there is no browser, or it didn't start.
    virtual bool open(const QUrl& page) = 0;
};

class DesktopPageOpener : public PageOpener {
public:
    bool open(const QUrl& page) override;
};

/// Whether an address that a relay sent may be opened: https with a host and without a name before it, or, where no
/// real money moves (`testMode`), http to this computer.
bool isSafePage(const QUrl& page, bool testMode);

} // namespace weft
