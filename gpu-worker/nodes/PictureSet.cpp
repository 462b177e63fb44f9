// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/PictureSet.h"

#include "core/base/Limits.h"
#include "core/values/Safetensors.h"
#include "gpu-worker/nodes/Picture.h"
#include "gpu-worker/nodes/Resampling.h"

#include <ATen/ops/cat.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>

namespace weft::worker {

namespace {

constexpr std::int64_t kMostRepeats = 10'000;
constexpr std::size_t kMostRows = 100'000; // pictures, each as often as it comes
constexpr std::size_t kMostCaptionBytes = 64 * 1024;
constexpr std::int64_t kLargestSetSide = 10'000;
constexpr std::int64_t kBucketStep = 64;
constexpr std::int64_t kSmallBucketStep = 8; // where the sides are small
constexpr std::int64_t kSmallSide = 256;

struct Sides {
    std::int64_t width = 0;
    std::int64_t height = 0;

    auto operator<=>(const Sides&) const = default;
    std::string text() const { return std::to_string(width) + " x " + std::to_string(height); }
};

std::string lowered(std::string text)
{
    std::ranges::transform(text, text.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

bool isPicture(const std::string& name)
{
    const std::string lower = lowered(name);
    return std::ranges::any_of(
        std::array {".png", ".jpg", ".jpeg", ".webp"}, [&](const char* end) { return lower.ends_with(end); });
}

/// "10_dogs/a.png": 10.
std::int64_t repeatsOf(const std::string& name)
{
    const std::size_t slash = name.find('/');
    const std::size_t bar = name.find('_');
    std::int64_t repeats = 1;
    if (slash == std::string::npos || bar > slash)
        return 1;
    const auto [stop, failure] = std::from_chars(name.data(), name.data() + bar, repeats);
    const bool isNumber = failure == std::errc() && stop == name.data() + bar;
    return isNumber ? std::clamp<std::int64_t>(repeats, 0, kMostRepeats) : 1;
}

std::string trimmed(std::string text)
{
    constexpr const char* kBlank = " \t\r\n";
    text.erase(0, std::min(text.size(), text.find_first_not_of(kBlank)));
    text.erase(text.find_last_not_of(kBlank) + 1);
    return text;
}

std::string captionOf(const SafetensorsFile& files, const std::string& picture)
{
    const auto found = files.tensors.find(picture.substr(0, picture.rfind('.')) + ".txt");
    if (found == files.tensors.end())
        return {};
    const ByteView bytes = found->second.data.view();
    std::string text(reinterpret_cast<const char*>(bytes.data()), std::min(bytes.size(), kMostCaptionBytes));
    if (text.starts_with("\xEF\xBB\xBF")) // the mark that some editors write
        text.erase(0, 3);
    return trimmed(std::move(text));
}

/// Of the sizes with about as many pixels the one that is nearest in shape.
Sides bucketOf(Sides picture, Sides wanted)
{
    const std::int64_t step = std::max(wanted.width, wanted.height) <= kSmallSide ? kSmallBucketStep : kBucketStep;
    const std::int64_t area = std::max(wanted.width * wanted.height, step * step);
    const double shape = std::log(static_cast<double>(picture.width) / static_cast<double>(picture.height));
    Sides best;
    double least = std::numeric_limits<double>::infinity();
    constexpr std::int64_t kLongest = 4; // times as long as wide
    for (std::int64_t width = step; width * width <= area * kLongest; width += step) {
        const std::int64_t height = area / width / step * step;
        if (height < step || height * height > area * kLongest)
            continue;
        const double off = std::abs(std::log(static_cast<double>(width) / static_cast<double>(height)) - shape);
        if (off < least) {
            least = off;
            best = {width, height};
        }
    }
    return least < std::numeric_limits<double>::infinity() ? best : wanted;
}

Result<at::Tensor> padded(const at::Tensor& pixels, Sides wanted)
{
    const double scale = std::min(static_cast<double>(wanted.width) / static_cast<double>(pixels.size(2)),
        static_cast<double>(wanted.height) / static_cast<double>(pixels.size(1)));
    const auto side = [scale](std::int64_t size, std::int64_t most) {
        return std::clamp<std::int64_t>(std::llround(static_cast<double>(size) * scale), 1, most);
    };
    const std::int64_t width = side(pixels.size(2), wanted.width);
    const std::int64_t height = side(pixels.size(1), wanted.height);
    WEFT_TRY(const at::Tensor inside, resampledPixels(pixels, width, height, "lanczos"));
    const at::Tensor whole = at::zeros({1, wanted.height, wanted.width, pixels.size(3)});
    whole.narrow(1, (wanted.height - height) / 2, height).narrow(2, (wanted.width - width) / 2, width).copy_(inside);
    return whole;
}

Result<at::Tensor> fitted(const at::Tensor& pixels, Sides wanted, SetResize resize, const std::string& name)
{
    const Sides own {pixels.size(2), pixels.size(1)};
    if (own == wanted)
        return pixels;
    switch (resize) {
    case SetResize::None:
        return Error {ErrorCode::PictureSizesDiffer, {},
            {{"path", name}, {"received", own.text()}, {"expected", wanted.text()}}};
    case SetResize::Stretch:
        return resampledPixels(pixels, wanted.width, wanted.height, "lanczos");
    case SetResize::Pad:
        return padded(pixels, wanted);
    case SetResize::Crop:
    case SetResize::Buckets:
        break;
    }
    return resampledPixels(pixels, wanted.width, wanted.height, "lanczos", /*cropCenter=*/true);
}

/// Puts pictures into buckets, one after the other.
class Sorting {
public:
    Sorting(SetResize resize, std::int64_t width, std::int64_t height)
        : m_resize(resize)
        , m_wanted {width, height}
    {
    }

    Done add(const std::string& name, const at::Tensor& pixels, const std::string& caption, std::int64_t repeats)
    {
        const Sides own {pixels.size(2), pixels.size(1)};
        if (m_wanted.width < 1)
            m_wanted.width = own.width;
        if (m_wanted.height < 1)
            m_wanted.height = own.height;
        const Sides target = m_resize == SetResize::Buckets ? bucketOf(own, m_wanted) : m_wanted;
        m_count += static_cast<std::size_t>(repeats);
        if (m_count > kMostRows)
            return Error {ErrorCode::LimitExceeded, "too many pictures", {{"limit", std::to_string(kMostRows)}}};
        m_numbers += static_cast<double>(target.width * target.height * 3 * repeats);
        if (m_numbers * sizeof(float) > static_cast<double>(kMaxValueBytes))
            return Error {ErrorCode::LimitExceeded, "the pictures are too large together",
                {{"limit", std::to_string(kMaxValueBytes)}}};
        WEFT_TRY(const at::Tensor ready, fitted(pixels, target, m_resize, name));
        Rows& rows = m_rows[target];
        for (std::int64_t i = 0; i < repeats; ++i) {
            rows.pixels.push_back(ready);
            rows.captions.push_back(caption);
        }
        return {};
    }

    std::vector<PictureBucket> buckets() const
    {
        std::vector<PictureBucket> buckets;
        for (const auto& [sides, rows] : m_rows) {
            if (!rows.pixels.empty())
                buckets.push_back({at::cat(rows.pixels), rows.captions});
        }
        return buckets;
    }

private:
    struct Rows {
        std::vector<at::Tensor> pixels;
        std::vector<std::string> captions;
    };

    SetResize m_resize;
    Sides m_wanted;
    std::map<Sides, Rows> m_rows;
    double m_numbers = 0;
    std::size_t m_count = 0;
};

Done checkSetSides(std::int64_t width, std::int64_t height)
{
    for (const auto& [name, side] : {std::pair {"width", width}, std::pair {"height", height}}) {
        if (side > kLargestSetSide)
            return Error {ErrorCode::SettingTooLarge, {}, {{"input", name}, {"max", std::to_string(kLargestSetSide)}}};
        if (side < -1)
            return Error {ErrorCode::SettingTooSmall, {}, {{"input", name}, {"min", "-1"}}};
    }
    return {};
}

} // namespace

Result<std::vector<PictureBucket>> readPictureSet(
    const Context& context, const File& folder, SetResize resize, std::int64_t width, std::int64_t height)
{
    WEFT_CHECK(checkSetSides(width, height));
    const auto files = parseSafetensors(folder.bytes);
    if (!files)
        return files.error().with("path", folder.name);
    Sorting sorting(resize, width, height);
    for (const auto& [name, bytes] : files->tensors) {
        const std::int64_t repeats = isPicture(name) ? repeatsOf(name) : 0;
        if (repeats == 0)
            continue;
        WEFT_CHECK(context.checkCancelled());
        const auto picture = decodePicture(bytes.data.view());
        if (!picture)
            return picture.error().with("path", name);
        WEFT_CHECK(sorting.add(name, pixelsOf(*picture), captionOf(*files, name), repeats));
    }
    std::vector<PictureBucket> buckets = sorting.buckets();
    if (buckets.empty())
        return Error {ErrorCode::FolderWithoutPictures, {}, {{"path", folder.name}}};
    return buckets;
}

} // namespace weft::worker
