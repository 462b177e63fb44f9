// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/wallet/blind/BlindTexts.h"

#include <QCoreApplication>

namespace weft {

QString blindCreditsNotice()
{
    const auto text = [](const char* source) { return QCoreApplication::translate("BlindCredits", source); };
    return text(QT_TRANSLATE_NOOP("BlindCredits", "Blind credits hide which account pays for a job: the relay signs them without seeing them, and takes them on a connection without a login."))
        + u'\n' + text(QT_TRANSLATE_NOOP("BlindCredits", "They don't hide your network address (for that, set a proxy such as Tor), nor when you withdraw and when you spend, nor amounts that few others use. The jobs of one run can be seen to belong together, and the machine that runs a job still sees the job."))
        + u'\n' + text(QT_TRANSLATE_NOOP("BlindCredits", "Withdrawing ends the 14-day refund of these credits. They lie in a file on this computer: lose it, and they are lost; a copy of it is no second money."));
}

} // namespace weft
