// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/catalogue/Catalogue.h"
#include "core/graph/Graph.h"

#include <QString>

namespace weft {

/// Names as people read them, in the language of the moment. In English it is Weft's own name for the class, else the
/// catalogue's.
QString englishName(const NodeType& type);
QString displayName(const NodeType& type);
/// The node's own title, else its type's name; `type` null: the type isn't known here.
QString titleOf(const Node& node, const NodeType* type);
/// The same of a node by its id in a run ("12:7" for 7 inside of 12): its title in quotation marks; empty: there is no such node.
QString titleInRun(const Graph& workflow, const NodeId& idInRun, const Catalogue& catalogue);
/// The error with the node's title where it has the node's id, for sentences.
Error withNodeTitle(Error error, const Graph& workflow, const Catalogue& catalogue);
/// A port's or setting's label ("latent_image", "图像"; "images.image0" is "image0", "图像0").
QString portLabel(std::string_view name);
/// An output whose name is its type ("IMAGE") is a port label too.
QString categoryLabel(const QString& part);
/// One of a setting's choices; unknown ones stay as they are.
QString typeLabel(std::string_view type);

/// The same in Chinese whatever the language of the moment is (for search); empty when there is no translation.
QString chineseName(const NodeType& type);

} // namespace weft
