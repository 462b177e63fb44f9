// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/Palette.h"

#include <algorithm>
#include <deque>
#include <unordered_map>

namespace weft::worker {

namespace {

constexpr std::size_t kMaxColors = 65536; // more different ones, and low bits are dropped
constexpr std::array<int, 3> kWeights{77, 150, 29}; // how much a range of red, green and blue is seen

struct Color {
    Rgb value;
    std::uint32_t count;
};

/// A cell of colour space; it has two parts once it was cut.
struct Box {
    std::vector<Color> colors;
    std::uint32_t pixels = 0;
    Box* high = nullptr;
    Box* low = nullptr;
};

std::uint32_t packed(const Rgb& rgb)
{
    return static_cast<std::uint32_t>(rgb[0] << 16 | rgb[1] << 8 | rgb[2]);
}

Rgb shifted(const Rgb& rgb, int bits)
{
    return {static_cast<std::uint8_t>(rgb[0] >> bits), static_cast<std::uint8_t>(rgb[1] >> bits),
        static_cast<std::uint8_t>(rgb[2] >> bits)};
}

/// A heap as Pillow's, so that boxes with the same number of pixels come in the same order.
class LargestFirst {
public:
    bool empty() const { return m_boxes.empty(); }
    void add(Box* box)
    {
        std::size_t at = m_boxes.size();
        m_boxes.push_back(box);
        for (; at > 0 && box->pixels > m_boxes[parent(at)]->pixels; at = parent(at))
            m_boxes[at] = m_boxes[parent(at)];
        m_boxes[at] = box;
    }
    Box* remove()
    {
        Box* const largest = m_boxes.front();
        Box* const last = m_boxes.back();
        m_boxes.pop_back();
        std::size_t at = 0;
        for (std::size_t child = 1; child < m_boxes.size(); child = 2 * at + 1) {
            if (child + 1 < m_boxes.size() && m_boxes[child]->pixels < m_boxes[child + 1]->pixels)
                ++child;
            if (last->pixels > m_boxes[child]->pixels)
                break;
            m_boxes[at] = m_boxes[child];
            at = child;
        }
        if (!m_boxes.empty())
            m_boxes[at] = last;
        return largest;
    }

private:
    static std::size_t parent(std::size_t at) { return (at - 1) / 2; }

    std::vector<Box*> m_boxes;
};

std::size_t widestAxis(const Box& box)
{
    std::size_t best = 0;
    int range = -1;
    for (std::size_t axis = 0; axis < 3; ++axis) {
        const auto [low, high] =
            std::ranges::minmax_element(box.colors, {}, [axis](const Color& c) { return c.value[axis]; });
        const int seen = (high->value[axis] - low->value[axis]) * kWeights[axis];
        if (seen > range) {
            range = seen;
            best = axis;
        }
    }
    return best;
}

/// Where the brighter half ends, after the value that holds the median; the darkest value is never with it. -> the
/// first of the other half. `colors` falls along the axis and has two values at least.
std::size_t medianOf(const std::vector<Color>& colors, std::size_t axis, std::uint32_t pixels)
{
    std::uint32_t seen = 0;
    std::size_t at = 0;
    do
        seen += colors[at++].count;
    while (at < colors.size() && 2 * static_cast<std::uint64_t>(seen) <= pixels);
    const auto sameAs = [&](std::uint8_t value, std::size_t i) { return colors[i].value[axis] == value; };
    const std::uint8_t split = colors[at - 1].value[axis];
    while (at < colors.size() && sameAs(split, at))
        ++at;
    if (at < colors.size())
        return at;
    const std::uint8_t darkest = colors.back().value[axis];
    while (sameAs(darkest, at - 1))
        --at;
    return at;
}

class Cutter {
public:
    explicit Cutter(std::vector<Color> colors, std::uint32_t pixels) { m_boxes.push_back({std::move(colors), pixels}); }

    void cutInto(int count)
    {
        LargestFirst open;
        open.add(&m_boxes.front());
        for (int boxes = 1; boxes < count; ++boxes) {
            Box* box = nullptr;
            do {
                if (open.empty())
                    return;
                box = open.remove();
            } while (box->colors.size() == 1);
            cut(*box);
            open.add(box->high);
            open.add(box->low);
        }
    }

    /// The boxes that weren't cut, the brighter part of each cut first.
    std::vector<const Box*> leaves() const
    {
        std::vector<const Box*> found;
        std::vector<const Box*> waiting{&m_boxes.front()};
        while (!waiting.empty()) {
            const Box* box = waiting.back();
            waiting.pop_back();
            if (!box->high) {
                found.push_back(box);
                continue;
            }
            waiting.push_back(box->low);
            waiting.push_back(box->high);
        }
        return found;
    }

private:
    void cut(Box& box)
    {
        const std::size_t axis = widestAxis(box);
        std::ranges::sort(box.colors, std::greater<>(), [axis](const Color& c) { return c.value[axis]; });
        const auto middle = box.colors.begin() + static_cast<std::ptrdiff_t>(medianOf(box.colors, axis, box.pixels));
        const auto made = [this](auto begin, auto end) {
            Box part{{begin, end}};
            for (const Color& color : part.colors)
                part.pixels += color.count;
            m_boxes.push_back(std::move(part));
            return &m_boxes.back();
        };
        box.high = made(box.colors.begin(), middle);
        box.low = made(middle, box.colors.end());
        box.colors.clear();
    }

    std::deque<Box> m_boxes; // addresses stay
};

} // namespace

std::vector<Rgb> medianCutPalette(const std::vector<Rgb>& pixels, int colors)
{
    if (pixels.empty())
        return {};
    int bits = 0;
    std::unordered_map<std::uint32_t, std::uint32_t> counts;
    for (;; ++bits) {
        counts.clear();
        for (const Rgb& pixel : pixels) {
            ++counts[packed(shifted(pixel, bits))];
            if (counts.size() > kMaxColors)
                break;
        }
        if (counts.size() <= kMaxColors)
            break;
    }
    std::vector<Color> list;
    for (const auto& [color, count] : counts)
        list.push_back({{static_cast<std::uint8_t>(color >> 16), static_cast<std::uint8_t>(color >> 8),
                            static_cast<std::uint8_t>(color)},
            count});
    Cutter cutter(std::move(list), static_cast<std::uint32_t>(pixels.size()));
    cutter.cutInto(colors);
    const std::vector<const Box*> boxes = cutter.leaves();
    std::unordered_map<std::uint32_t, std::size_t> boxOf;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        for (const Color& color : boxes[i]->colors)
            boxOf[packed(color.value)] = i;
    }
    std::vector<std::array<std::uint64_t, 4>> sums(boxes.size());
    for (const Rgb& pixel : pixels) {
        auto& sum = sums[boxOf[packed(shifted(pixel, bits))]];
        for (std::size_t c = 0; c < 3; ++c)
            sum[c] += pixel[c];
        ++sum[3];
    }
    std::vector<Rgb> palette;
    for (const auto& sum : sums) {
        const auto mean = [&sum](std::size_t c) {
            return static_cast<std::uint8_t>(0.5 + static_cast<double>(sum[c]) / static_cast<double>(sum[3]));
        };
        palette.push_back({mean(0), mean(1), mean(2)});
    }
    return palette;
}

} // namespace weft::worker
