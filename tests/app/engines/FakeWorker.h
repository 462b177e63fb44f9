// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weft::fake {

/// The environment variable that makes the test program itself the worker, and says how it behaves:
/// "well", "crash", "crash once FILE" (FILE is made by the first crash), "deaf" (never answers a fragment, nor cancel),
/// "busy" (as "well", with progress and a preview of each node),
/// "slow" (ends only when it is cancelled), "endless" (does everything but end), "garbage" (speaks nonsense), "mute" (never says that it is ready).
inline constexpr const char* kFakeWorker = "WEFT_FAKE_WORKER";

/// What Save hands out a picture for, of one red pixel.
inline constexpr const char* kPictureText = "a red picture";
/// Environment variables with the files of another picture, and of the JPEG that a busy worker shows.
inline constexpr const char* kFakePicture = "WEFT_FAKE_PICTURE";
inline constexpr const char* kFakePreview = "WEFT_FAKE_PREVIEW";

/// Types: Echo(value INT) -> INT; Received() -> INT, how many values have arrived; Pick(model_name) -> STRING, the name
/// that it was given; Save(text STRING, seed INT) hands out a file that holds the text; Fail() fails.
int fakeWorkerMain();

} // namespace weft::fake
