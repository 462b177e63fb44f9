// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Context.h"

namespace weft::worker {

/// What becomes of pictures that aren't as large as the others.
enum class SetResize {
    None, // an error
    Stretch,
    Crop, // scaled so that nothing is empty, the middle is kept
    Pad, // scaled so that all is there, black beside it
    Buckets, // cropped to one of some sizes that have about the same number of pixels, the nearest in shape
};

/// Pictures of one size.
struct PictureBucket {
    at::Tensor pixels; // [B, H, W, 3]
    std::vector<std::string> captions; // one each, may be empty
};

/// The pictures of a packed folder with the text of the .txt file beside each, by name. A folder inside it whose name begins with
/// a number ("10_dogs") counts that often, as in kohya's trainers. The size is `width` x `height`, or the first picture's
/// where they are -1; without `resize` buckets there is one bucket.
/// Errors: FolderWithoutPictures, PictureSizesDiffer (args: path, received, expected), those of decodePicture (args: path),
/// SettingTooSmall, SettingTooLarge, LimitExceeded, TensorFileInvalid, Cancelled.
Result<std::vector<PictureBucket>> readPictureSet(
    const Context& context, const File& folder, SetResize resize, std::int64_t width = -1, std::int64_t height = -1);

} // namespace weft::worker
