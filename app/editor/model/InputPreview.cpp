// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/InputPreview.h"

#include "app/runs/InputFiles.h"

#include <QImageReader>

namespace weft {

QImage inputPreview(const QString& folder, const std::string& name)
{
    constexpr int kSide = 640; // px
    const auto path = pathOfInput(folder, name);
    if (!path)
        return {};
    QImageReader reader(*path);
    reader.setAutoTransform(true);
    const QSize size = reader.size();
    if (size.width() > kSide || size.height() > kSide)
        reader.setScaledSize(size.scaled(kSide, kSide, Qt::KeepAspectRatio));
    return reader.read();
}

} // namespace weft
