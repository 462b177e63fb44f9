// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gallery/model/PictureMath.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

namespace weft {

namespace {

using Table = std::array<int, 256>;

Table tableOf(const Levels& levels)
{
    Table table{};
    const double span = std::max(1, levels.white - levels.black);
    for (int i = 0; i < 256; ++i) {
        const double share = std::clamp((i - levels.black) / span, 0.0, 1.0);
        table[std::size_t(i)] = int(std::lround(std::pow(share, 1 / levels.gamma) * 255));
    }
    return table;
}

template <typename Change> QImage eachPixel(const QImage& image, QImage::Format format, Change change)
{
    QImage result = image.convertToFormat(format);
    for (int y = 0; y < result.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        for (int x = 0; x < result.width(); ++x)
            line[x] = change(line[x]);
    }
    return result;
}

QImage fitted(const QImage& image, QSize size)
{
    const QImage same =
        image.size() == size ? image : image.scaled(size, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
    return same.convertToFormat(QImage::Format_ARGB32);
}

} // namespace

QImage levelled(const QImage& image, const Levels& levels)
{
    if (levels.isNeutral() || image.isNull())
        return image;
    const Table table = tableOf(levels);
    const auto at = [&table](int value) { return table[std::size_t(value)]; };
    return eachPixel(image, QImage::Format_ARGB32,
        [&at](QRgb p) { return qRgba(at(qRed(p)), at(qGreen(p)), at(qBlue(p)), qAlpha(p)); });
}

QImage alphaShown(const QImage& image, AlphaView view)
{
    constexpr auto kFormat = QImage::Format_ARGB32;
    switch (view) {
    case AlphaView::Composed:
        break;
    case AlphaView::Ignored:
        return eachPixel(image, kFormat, [](QRgb p) { return p | 0xff000000U; });
    case AlphaView::AsMask:
        return eachPixel(image, kFormat, [](QRgb p) { return qRgb(qAlpha(p), qAlpha(p), qAlpha(p)); });
    case AlphaView::AsTint:
        return eachPixel(image, kFormat, [](QRgb p) {
            const int clear = (255 - qAlpha(p)) * 3 / 4; // the picture stays visible below
            const auto mixed = [clear](int from, int to) { return from + (to - from) * clear / 255; };
            return qRgb(mixed(qRed(p), 255), mixed(qGreen(p), 32), mixed(qBlue(p), 32));
        });
    }
    return image;
}

QImage difference(const QImage& a, const QImage& b, int gain)
{
    QImage result = a.convertToFormat(QImage::Format_ARGB32);
    const QImage other = fitted(b, a.size());
    const auto off = [gain](int left, int right) { return std::min(255, std::abs(left - right) * gain); };
    for (int y = 0; y < result.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(result.scanLine(y));
        const auto* beside = reinterpret_cast<const QRgb*>(other.constScanLine(y));
        for (int x = 0; x < result.width(); ++x)
            line[x] = qRgb(off(qRed(line[x]), qRed(beside[x])), off(qGreen(line[x]), qGreen(beside[x])),
                off(qBlue(line[x]), qBlue(beside[x])));
    }
    return result;
}

double meanDifference(const QImage& a, const QImage& b)
{
    const QImage off = difference(a, b, 1);
    if (off.isNull())
        return 0;
    qint64 sum = 0;
    for (int y = 0; y < off.height(); ++y) {
        const auto* line = reinterpret_cast<const QRgb*>(off.constScanLine(y));
        for (int x = 0; x < off.width(); ++x)
            sum += qRed(line[x]) + qGreen(line[x]) + qBlue(line[x]);
    }
    return double(sum) / (3.0 * off.width() * off.height());
}

} // namespace weft
