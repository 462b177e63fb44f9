// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/ClipEncode.h"
#include "gpu-worker/nodes/PictureSet.h"
#include "gpu-worker/runtime/Node.h"

namespace weft::worker {

namespace {

constexpr std::int64_t kOwnSide = -1;
constexpr std::int64_t kMostSetSide = 10'000;

InputOptions resizeChoices()
{
    return {.choices = {"None", "Stretch", "Crop", "Pad", "Buckets"},
        .tooltip = "What becomes of pictures of other sizes. Buckets: several sizes with about as many pixels, each picture "
                   "in the nearest.",
        .optional = true};
}

InputOptions sideOption(const char* tooltip)
{
    return {.init = kOwnSide, .min = kOwnSide, .max = kMostSetSide, .step = 1, .tooltip = tooltip, .optional = true};
}

SetResize resizeNamed(const Choice& choice)
{
    if (choice == "Stretch")
        return SetResize::Stretch;
    if (choice == "Crop")
        return SetResize::Crop;
    if (choice == "Pad")
        return SetResize::Pad;
    return choice == "Buckets" ? SetResize::Buckets : SetResize::None;
}

std::vector<Image> imagesOf(const std::vector<PictureBucket>& buckets)
{
    std::vector<Image> images;
    for (const PictureBucket& bucket : buckets)
        images.push_back({bucket.pixels});
    return images;
}

/// Each different text is encoded once.
Result<Conditioning> captionsOf(Context& context, const Clip& clip, const std::vector<PictureBucket>& buckets)
{
    std::map<std::string, Cond> known;
    Conditioning all;
    for (const PictureBucket& bucket : buckets) {
        for (const std::string& caption : bucket.captions) {
            WEFT_CHECK(context.checkCancelled());
            const auto [entry, isNew] = known.try_emplace(caption);
            if (isNew) {
                WEFT_TRY(const Conditioning one, encodedText(context, clip, {caption, caption, caption}));
                entry->second = one.conds.at(0);
            }
            all.conds.push_back(entry->second);
        }
    }
    return all;
}

/// The pictures of a folder, a batch per bucket; see readPictureSet. Source: ComfyUI `LoadImageSetFromFolderNode`, "Buckets"
/// aside; Crop and Pad keep the shapes of things.
const bool loadImageSet = node("LoadImageSetFromFolderNode", "loaders")
                              .title("Load Image Dataset from Folder")
                              .doc("Loads a batch of images from a directory for training.")
                              .experimental()
                              .folder("folder", {.tooltip = "The folder to load images from."})
                              .in<Choice>("resize_method", resizeChoices())
                              .outList<Image>("IMAGE")
                              .run([](Context& context, const File& folder, const Choice& resize) -> Result<std::vector<Image>> {
                                  WEFT_TRY(const auto buckets, readPictureSet(context, folder, resizeNamed(resize)));
                                  return imagesOf(buckets);
                              });

/// The same with each picture's text, encoded, in the pictures' order. Source: ComfyUI `LoadImageTextSetFromFolderNode`.
const bool loadImageTextSet
    = node("LoadImageTextSetFromFolderNode", "loaders")
          .title("Load Image and Text Dataset from Folder")
          .doc("Loads a batch of images and caption from a directory for training.")
          .experimental()
          .folder("folder", {.tooltip = "The folder to load images from."})
          .in<std::shared_ptr<Clip>>("clip", {.tooltip = "The CLIP model used for encoding the text."})
          .in<Choice>("resize_method", resizeChoices())
          .in<std::int64_t>("width", sideOption("The width to resize the images to. -1 means use the original width."))
          .in<std::int64_t>("height", sideOption("The height to resize the images to. -1 means use the original height."))
          .outList<Image>("IMAGE")
          .out<Conditioning>("CONDITIONING")
          .run([](Context& context, const File& folder, const std::shared_ptr<const Clip>& clip, const Choice& resize,
                   std::int64_t width, std::int64_t height) -> Result<std::tuple<std::vector<Image>, Conditioning>> {
              WEFT_TRY(const auto buckets, readPictureSet(context, folder, resizeNamed(resize), width, height));
              WEFT_TRY(Conditioning captions, captionsOf(context, *clip, buckets));
              return std::tuple {imagesOf(buckets), std::move(captions)};
          });

} // namespace

} // namespace weft::worker
