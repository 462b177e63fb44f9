// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/PresetMenu.h"

#include "app/editor/model/NodePresets.h"
#include "app/language/ErrorText.h"

#include <QCoreApplication>
#include <QInputDialog>
#include <QMenu>

namespace weft {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PresetMenu)
};

/// What a node holds that is worth keeping: a seed changes with each run.
NodePresets::Settings keptSettings(const Node& node, const NodeType& type)
{
    NodePresets::Settings kept;
    for (const auto& [name, value] : node.settings) {
        const InputSpec* const input = type.findInput(name);
        if (input && input->isSetting() && !hasSeedControl(*input))
            kept.emplace(name, value);
    }
    return kept;
}

/// The settings of a preset that the node still has.
NodePresets::Settings knownSettings(const NodePresets::Settings& preset, const NodeType& type)
{
    NodePresets::Settings known = preset;
    std::erase_if(known, [&type](const auto& setting) {
        const InputSpec* const input = type.findInput(setting.first);
        return !input || !input->isSetting();
    });
    return known;
}

void sayIfRefused(CanvasView& view, const Done& done)
{
    if (!done)
        view.refuse(sentenceFor(done.error()));
}

void askForName(CanvasView& view, NodePresets& presets, const std::string& type, const NodePresets::Settings& settings)
{
    auto* dialog = new QInputDialog(&view);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(Words::tr("Save as preset"));
    dialog->setLabelText(Words::tr("Name. A preset of the same name is replaced."));
    dialog->setComboBoxItems(presets.names(type));
    dialog->setComboBoxEditable(true);
    dialog->setTextValue({});
    QObject::connect(dialog, &QInputDialog::textValueSelected, &view, [&view, &presets, type, settings](const QString& text) {
        const QString name = text.trimmed();
        if (!name.isEmpty())
            sayIfRefused(view, presets.keep(type, name, settings));
    });
    dialog->open();
}

/// Which one to use, and which one to forget.
void addNamed(QMenu& menu, CanvasView& view, NodePresets& presets, const NodeType& type, const NodeId& id)
{
    QMenu* use = menu.addMenu(Words::tr("Presets"));
    QMenu* forget = new QMenu(Words::tr("Forget"), use);
    for (const QString& name : presets.names(type.name)) {
        const NodePresets::Settings settings = knownSettings(presets.preset(type.name, name), type);
        use->addAction(name, &view, [&view, id, settings] { view.document().setSettings(id, settings); });
        forget->addAction(name, &view, [&view, &presets, type = type.name, name] { sayIfRefused(view, presets.remove(type, name)); });
    }
    use->setEnabled(!use->isEmpty());
    if (!use->isEmpty()) {
        use->addSeparator();
        use->addMenu(forget);
    }
}

} // namespace

void addPresetMenu(QMenu& menu, CanvasView& view, const NodeId& id)
{
    NodePresets* const presets = view.document().presets();
    const Node* const node = view.document().graph().findNode(id);
    const NodeType* const type = node && !view.document().isInstance(id) ? view.document().typeOf(*node) : nullptr;
    const NodePresets::Settings settings = type ? keptSettings(*node, *type) : NodePresets::Settings();
    if (!presets || settings.empty())
        return;
    menu.addSeparator();
    addNamed(menu, view, *presets, *type, id);
    const std::string name = type->name;
    menu.addAction(Words::tr("Save as preset…"), &view, [&view, presets, name, settings] { askForName(view, *presets, name, settings); });
    menu.addAction(Words::tr("Save as default"), &view,
        [&view, presets, name, settings] { sayIfRefused(view, presets->setDefaults(name, settings)); });
    if (!presets->defaults(name).empty())
        menu.addAction(Words::tr("Forget defaults"), &view, [&view, presets, name] { sayIfRefused(view, presets->setDefaults(name, {})); });
}

} // namespace weft
