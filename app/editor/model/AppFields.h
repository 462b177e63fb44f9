// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/editor/model/NodeFace.h"

#include <vector>

namespace weft {

/// A setting that the app view shows: a plain form over a workflow.
struct AppField {
    NodeId node;
    std::string input;
    QString label;
    SettingKind kind = SettingKind::Text;
    bool isSeed = false;

    bool operator==(const AppField&) const = default;
};

/// The workflow's own list, `extra.weft.app`: [[node id, input name, label], ...], the label optional; or ComfyUI's, that of
/// its app mode (`extra.linearData.inputs`, without labels). Without either:
/// pictures to load, then texts of several lines that become conditioning (those wired as "positive" first), then seeds.
/// Settings that a wire gives, of muted or unknown nodes, are left out.
std::vector<AppField> appFieldsOf(const Graph& graph, const Catalogue& catalogue);

/// What the setting holds; its default when the workflow says nothing.
Json valueOf(const Graph& graph, const Catalogue& catalogue, const NodeId& node, const std::string& input);

} // namespace weft
