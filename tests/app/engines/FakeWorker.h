// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace weft::fake {

/// The environment variable that makes the test program itself the worker, and says how it behaves:
/// "well", "crash", "crash once FILE" (FILE is made by the first crash), "deaf" (never answers a fragment, nor cancel),
/// "slow" (ends only when it is cancelled), "endless" (does everything but end), "garbage" (speaks nonsense), "mute" (never says that it is ready).
inline constexpr const char* kFakeWorker = "WEFT_FAKE_WORKER";

/// What Save hands out a picture for, of one red pixel.
inline constexpr const char* kPictureText = "a red picture";

/// Types: Echo(value INT) -> INT; Received() -> INT, how many values have arrived; Pick(model_name) -> STRING, the name
/// that it was given; Save(text STRING, seed INT) hands out a file that holds the text; Fail() fails.
int fakeWorkerMain();

} // namespace weft::fake
