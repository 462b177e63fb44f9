// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/ShellSheet.h"

namespace weft {

QString shellSheet(const Theme& theme)
{
    return QStringLiteral(R"(
#topBar { border-bottom: 1px solid %1; }
#brand { border: none; font-size: 15px; font-weight: 700; padding: 4px 6px; color: %2; }
#brand:hover, #plainButton:hover { background: %5; border-radius: 6px; }
#plainButton { border: none; padding: 3px; background: transparent; }
QToolButton[isPage="true"] { border: 1px solid transparent; border-radius: 6px; padding: 4px 7px; background: transparent; color: %3; }
QToolButton[isPage="true"]:hover { background: %5; }
QToolButton[isPage="true"]:checked { color: %8; background: %5; }
QToolButton[isOn="true"] { color: %9; }
QToolButton[isPage="true"]:focus { border-color: %8; }
#sectionTitle { color: %3; }
#workflowTabs { border: none; }
#workflowTabs::tab { padding: 4px 12px; min-width: 96px; max-width: 240px; margin-right: 2px; border-radius: 6px; color: %3; background: transparent; }
#workflowTabs::tab:selected { background: %4; color: %2; border: 1px solid %6; }
#workflowTabs::tab:hover:!selected { background: %5; }
#noWalletPage { background: %4; }
QMainWindow { background: %7; }
)")
        .arg(theme.panelLine.name(), theme.text.name(), theme.secondary.name(), theme.canvas.name(), theme.panelHover.name(),
            theme.fieldBorder.name(), theme.panel.name(), theme.accent.name(), theme.ok.name());
}

} // namespace weft
