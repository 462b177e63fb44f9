// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The widgets' look.
#include "app/theme/Icons.h"
#include "app/theme/Theme.h"

#include <QFile>
#include <QPixmap>
#include <QTemporaryDir>

#include <array>
#include <utility>

namespace weft {

namespace {

/// A style sheet takes pictures from files only, and can't colour them. -> an icon's file, in this colour
QString iconFile(const QString& icon, const QColor& color)
{
    static const QTemporaryDir folder;
    const QString path = folder.filePath(icon + color.name().mid(1));
    if (!QFile::exists(path + QStringLiteral(".png"))) {
        themedPixmap(icon, color, 12, 1).save(path + QStringLiteral(".png"));
        themedPixmap(icon, color, 12, 2).save(path + QStringLiteral("@2x.png"));
    }
    return path + QStringLiteral(".png");
}

} // namespace

QString styleSheetOf(const Theme& theme)
{
    QString sheet = QStringLiteral(R"(
QToolTip { background: @header; color: @text; border: 1px solid @border; padding: 4px 6px; }
QMenu { background: @panel; border: 1px solid @fieldBorder; border-radius: 8px; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @button; color: @buttonText; }
QMenu::item:disabled { color: @border; }
QMenu::separator { height: 1px; background: @panelLine; margin: 4px 8px; }
QLineEdit, QPlainTextEdit, QSpinBox { background: @field; border: 1px solid @border;
    border-radius: 6px; padding: 3px 8px; selection-background-color: @button; selection-color: @buttonText; }
QLineEdit:focus, QPlainTextEdit:focus { border: 1px solid @accent; }
QTreeView, QListView { background: transparent; border: none; outline: none; }
QTreeView::item, QListView::item { border-radius: 4px; padding: 2px 4px; color: @text; }
QTreeView::item:hover, QListView::item:hover { background: @panelHover; }
QTreeView::item:selected, QListView::item:selected { background: @selectedRow; color: @text; }
QTableView { background: @field; border: 1px solid @panelLine; border-radius: 6px; outline: none; }
QTableView::item:selected { background: @selectedRow; color: @text; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @nodeBorder; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::handle:hover { background: @border; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QPushButton { background: @header; color: @text; border: 1px solid @fieldBorder; border-radius: 6px; padding: 5px 12px; }
QPushButton:hover { border-color: @border; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @border; }
QPushButton[isPrimary="true"] { background: @button; color: @buttonText; border: 1px solid @button; border-radius: 8px; }
QPushButton[isPrimary="true"]:hover { border-color: @text; }
QPushButton[isPrimary="true"]:focus { border: 2px solid @text; }
QPushButton[isLink="true"] { background: transparent; border: none; border-bottom: 1px solid transparent; border-radius: 0; color: @accent; padding: 5px 0 4px 0; }
QPushButton[isLink="true"]:hover { border-bottom-color: @border; }
QPushButton[isLink="true"]:focus { border-bottom: 2px solid @accent; padding-bottom: 3px; }
QPushButton[isPrimary="true"]:disabled { background: @header; color: @border; border-color: @fieldBorder; }
QPushButton[isLink="true"]:disabled { color: @border; }
QPushButton::menu-indicator { subcontrol-origin: padding; subcontrol-position: center right; right: 4px; }
QComboBox { background: @field; color: @text; border: 1px solid @border; border-radius: 6px; padding: 4px 8px; combobox-popup: 0; }
QComboBox:focus { border-color: @accent; }
QComboBox::drop-down { subcontrol-origin: padding; subcontrol-position: center right; width: 22px; border: none; }
QComboBox::down-arrow { image: url(@arrow); width: 12px; height: 12px; }
QComboBox QAbstractItemView { background: @panel; color: @text; border: 1px solid @border; padding: 4px; outline: none;
    selection-background-color: @button; selection-color: @buttonText; }
QComboBox QAbstractItemView::item { min-height: 24px; padding: 2px 8px; border-radius: 4px; }
QComboBox QAbstractItemView::item:selected { background: @button; color: @buttonText; }
QCheckBox::indicator { width: 14px; height: 14px; background: @field; border: 1px solid @border; border-radius: 4px; }
QCheckBox::indicator:hover, QCheckBox:focus::indicator { border-color: @accent; }
QCheckBox::indicator:checked { background: @button; border-color: @button; image: url(@check); }
QCheckBox::indicator:disabled { border-color: @fieldBorder; background: transparent; }
QTableView::indicator, QListView::indicator, QTreeView::indicator { width: 14px; height: 14px; background: @field; border: 1px solid @border; border-radius: 4px; }
QTableView::indicator:hover, QListView::indicator:hover, QTreeView::indicator:hover { border-color: @accent; }
QTableView::indicator:checked, QListView::indicator:checked, QTreeView::indicator:checked { background: @button; border-color: @button; image: url(@check); }
QTableView::indicator:selected, QListView::indicator:selected, QTreeView::indicator:selected { border-color: @text; }
QTableView::indicator:disabled, QListView::indicator:disabled, QTreeView::indicator:disabled { border-color: @fieldBorder; background: transparent; }
QProgressBar { background: @field; border: none; border-radius: 3px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
#fieldLabel { color: @secondary; }
#formError { color: @error; border: 1px solid @error; border-radius: 8px; padding: 8px 10px; }
#formScroll, #formPanel { background: @panel; }
#formScroll { border-right: 1px solid @panelLine; }
#formPanel QLineEdit { padding: 6px 10px; font-size: 13px; }
#formPanel QPlainTextEdit { padding: 6px 6px; border-radius: 8px; }
#die { background: @header; border: 1px solid @fieldBorder; border-radius: 6px; }
#die:hover { border-color: @border; }
#die:focus { border-color: @accent; }
#startPage QScrollArea, #startContent, #modelsPage, #modelsPage QScrollArea, #modelList { background: @canvas; }
#modelsPage weft--ModelLine { background: @panel; border-radius: 8px; }
#galleryPage, #galleryGrid { background: @canvas; }
#galleryGrid::item, #galleryGrid::item:hover, #galleryGrid::item:selected { background: transparent; padding: 0; }
#runList { background: @panel; border-radius: 8px; }
#runList::item { height: 26px; }
#apiOutputs::item { height: 24px; }
#undoBar { background: @header; border-radius: 8px; }
#viewerBar { background: @panel; border-bottom: 1px solid @panelLine; }
#factsPanel, #factsContent { background: @panel; }
#factsPanel { border-left: 1px solid @panelLine; }
#accountPage, #accountPage QScrollArea, #settingsPage, #settingsPage QScrollArea, #sharingPage, #sharingPage QScrollArea, #cardColumns, #marketPage { background: @canvas; }
#marketFilters { background: @panel; border-right: 1px solid @panelLine; }
#machineDetail, #machineDetailContent { background: @panel; }
#machineDetail { border-left: 1px solid @panelLine; }
#machineList::item, #machineList::item:hover, #machineList::item:selected { background: transparent; padding: 0; }
QFrame[isCard="true"] { background: @panel; border: 1px solid @panelLine; border-radius: 8px; }
#modelNote { color: @error; }
#walletPage, #walletPage QScrollArea, #walletContent { background: @canvas; }
weft--Banner { background: @header; border-radius: 8px; }
#walletLists weft--PaymentLine { background: @field; border-radius: 6px; }
#walletHistory { background: transparent; border: none; alternate-background-color: @field; }
#walletHistory::item { padding: 2px 6px; color: @text; }
#walletHistory::item:selected { background: @selectedRow; color: @text; }
QHeaderView { background: transparent; }
QHeaderView::section { background: transparent; color: @secondary; border: none; border-bottom: 1px solid @panelLine; padding: 4px 3px; }
QPushButton[isChoice="true"] { font-size: 13px; font-weight: 600; border-radius: 8px; }
QPushButton[isChoice="true"]:checked { background: @selectedRow; border: 2px solid @accent; }
#missingBanner { background: @header; border-bottom: 1px solid @panelLine; }
QSplitter::handle { background: @panelLine; }
QMessageBox QLabel { color: @text; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
)");
    const QColor selectedRow = theme.isDark ? QColor(0x36, 0x40, 0x50) : QColor(0xdb, 0xe8, 0xfa);
    const std::array<std::pair<const char*, QColor>, 16> names {{{"@header", theme.header}, {"@text", theme.text},
        {"@border", theme.border}, {"@panelLine", theme.panelLine}, {"@panelHover", theme.panelHover},
        {"@panel", theme.panel}, {"@fieldBorder", theme.fieldBorder}, {"@buttonText", theme.buttonText},
        {"@button", theme.button}, {"@field", theme.field}, {"@accent", theme.accent}, {"@nodeBorder", theme.nodeBorder},
        {"@selectedRow", selectedRow}, {"@secondary", theme.secondary}, {"@error", theme.error}, {"@canvas", theme.canvas}}};
    sheet.replace(QStringLiteral("@arrow"), iconFile(QStringLiteral("chevron-down"), theme.secondary));
    sheet.replace(QStringLiteral("@check"), iconFile(QStringLiteral("check"), theme.buttonText));
    for (const auto& [name, color] : names)
        sheet.replace(QLatin1String(name), color.name());
    return sheet;
}

} // namespace weft
