// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/runtime/RunContext.h"

#include "gpu-worker/runtime/PreviewPicture.h"

#include <algorithm>

namespace weft::worker {

namespace {

constexpr std::chrono::milliseconds kProgressEvery {50};
constexpr std::chrono::milliseconds kPreviewEvery {100};
/// Between two previews lies this many times what one costs: they take 2 % of the time at most.
constexpr int kRestPerPreview = 50;

} // namespace

void RunContext::progress(std::int64_t value, std::int64_t max)
{
    const auto now = Clock::now();
    if (value < max && now < m_nextProgress)
        return;
    m_nextProgress = now + kProgressEvery;
    const std::int64_t most = std::max<std::int64_t>(1, max);
    m_settings.events(NodeProgress {m_node, std::clamp<std::int64_t>(value, 0, most), most});
}

bool RunContext::wantsPreview()
{
    const auto now = Clock::now();
    if (now < m_nextPreview)
        return false;
    m_previewBegan = now;
    return true;
}

void RunContext::preview(const Image& image)
{
    if (!m_previewBegan && !wantsPreview())
        return;
    // A preview that can't be drawn is no reason to fail.
    if (auto jpeg = previewJpeg(image))
        m_settings.events(NodePreview {m_node, "image/jpeg", std::move(*jpeg)});
    const auto now = Clock::now();
    const Clock::duration rest = (now - *m_previewBegan) * kRestPerPreview;
    m_nextPreview = now + std::max<Clock::duration>(kPreviewEvery, rest);
    m_previewBegan.reset();
}

Result<std::string> RunContext::openModel(const std::string& folder, const std::string& name) const
{
    return m_settings.models.resolve(folder, name);
}

} // namespace weft::worker
