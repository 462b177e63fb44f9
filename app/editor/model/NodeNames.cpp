// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/NodeNames.h"

#include <QCoreApplication>
#include <QHash>
#include <QTranslator>

#include <array>
#include <utility>

namespace weft {

namespace {

/// Class names and what they are called. The second column is translated (context "NodeType").
constexpr std::array kNodes {
    std::pair {"KSampler", QT_TRANSLATE_NOOP("NodeType", "KSampler")},
    std::pair {"KSamplerAdvanced", QT_TRANSLATE_NOOP("NodeType", "KSampler (Advanced)")},
    std::pair {"CLIPTextEncode", QT_TRANSLATE_NOOP("NodeType", "CLIP Text Encode (Prompt)")},
    std::pair {"CheckpointLoaderSimple", QT_TRANSLATE_NOOP("NodeType", "Load Checkpoint")},
    std::pair {"VAEDecode", QT_TRANSLATE_NOOP("NodeType", "VAE Decode")},
    std::pair {"VAEEncode", QT_TRANSLATE_NOOP("NodeType", "VAE Encode")},
    std::pair {"VAELoader", QT_TRANSLATE_NOOP("NodeType", "Load VAE")},
    std::pair {"LoraLoader", QT_TRANSLATE_NOOP("NodeType", "Load LoRA")},
    std::pair {"ControlNetLoader", QT_TRANSLATE_NOOP("NodeType", "Load ControlNet Model")},
    std::pair {"EmptyLatentImage", QT_TRANSLATE_NOOP("NodeType", "Empty Latent Image")},
    std::pair {"LatentUpscale", QT_TRANSLATE_NOOP("NodeType", "Upscale Latent")},
    std::pair {"LoadImage", QT_TRANSLATE_NOOP("NodeType", "Load Image")},
    std::pair {"SaveImage", QT_TRANSLATE_NOOP("NodeType", "Save Image")},
    std::pair {"PreviewImage", QT_TRANSLATE_NOOP("NodeType", "Preview Image")},
    std::pair {"ImageScale", QT_TRANSLATE_NOOP("NodeType", "Upscale Image")},
    std::pair {"ImageScaleBy", QT_TRANSLATE_NOOP("NodeType", "Upscale Image By")},
    std::pair {"ImageInvert", QT_TRANSLATE_NOOP("NodeType", "Invert Image")},
    std::pair {"ImageBlend", QT_TRANSLATE_NOOP("NodeType", "Image Blend")},
    std::pair {"ImageBlur", QT_TRANSLATE_NOOP("NodeType", "Image Blur")},
    std::pair {"ImageSharpen", QT_TRANSLATE_NOOP("NodeType", "Image Sharpen")},
    std::pair {"ImageCrop", QT_TRANSLATE_NOOP("NodeType", "Image Crop")},
    std::pair {"ImagePadForOutpaint", QT_TRANSLATE_NOOP("NodeType", "Pad Image for Outpainting")},
    std::pair {"ImageCompositeMasked", QT_TRANSLATE_NOOP("NodeType", "Image Composite Masked")},
    std::pair {"ImageBatch", QT_TRANSLATE_NOOP("NodeType", "Batch Images")},
    std::pair {"ImageStitch", QT_TRANSLATE_NOOP("NodeType", "Image Stitch")},
    std::pair {"EmptyImage", QT_TRANSLATE_NOOP("NodeType", "Empty Image")},
    std::pair {"ImageToMask", QT_TRANSLATE_NOOP("NodeType", "Convert Image to Mask")},
    std::pair {"MaskToImage", QT_TRANSLATE_NOOP("NodeType", "Convert Mask to Image")},
    std::pair {"GetImageSize", QT_TRANSLATE_NOOP("NodeType", "Get Image Size")},
    std::pair {"PrimitiveInt", QT_TRANSLATE_NOOP("NodeType", "Int")},
    std::pair {"PrimitiveFloat", QT_TRANSLATE_NOOP("NodeType", "Float")},
    std::pair {"PrimitiveString", QT_TRANSLATE_NOOP("NodeType", "String")},
    std::pair {"PrimitiveStringMultiline", QT_TRANSLATE_NOOP("NodeType", "String (Multiline)")},
    std::pair {"PrimitiveBoolean", QT_TRANSLATE_NOOP("NodeType", "Boolean")},
    std::pair {"UpscaleModelLoader", QT_TRANSLATE_NOOP("NodeType", "Load Upscale Model")},
    std::pair {"ImageUpscaleWithModel", QT_TRANSLATE_NOOP("NodeType", "Upscale Image (using Model)")},
    std::pair {"LoadImageMask", QT_TRANSLATE_NOOP("NodeType", "Load Image (as Mask)")},
    std::pair {"ImageFlip", QT_TRANSLATE_NOOP("NodeType", "Image Flip")},
    std::pair {"ImageFromBatch", QT_TRANSLATE_NOOP("NodeType", "Image From Batch")},
    std::pair {"ImageRotate", QT_TRANSLATE_NOOP("NodeType", "Image Rotate")},
    std::pair {"ImageScaleToMaxDimension", QT_TRANSLATE_NOOP("NodeType", "Image Scale To Max Dimension")},
    std::pair {"ImageScaleToTotalPixels", QT_TRANSLATE_NOOP("NodeType", "Image Scale To Total Pixels")},
    std::pair {"Morphology", QT_TRANSLATE_NOOP("NodeType", "Image Morphology")},
    std::pair {"RepeatImageBatch", QT_TRANSLATE_NOOP("NodeType", "Repeat Image Batch")},
    std::pair {"CropMask", QT_TRANSLATE_NOOP("NodeType", "Crop Mask")},
    std::pair {"FeatherMask", QT_TRANSLATE_NOOP("NodeType", "Feather Mask")},
    std::pair {"GrowMask", QT_TRANSLATE_NOOP("NodeType", "Grow Mask")},
    std::pair {"ImageColorToMask", QT_TRANSLATE_NOOP("NodeType", "Image Color To Mask")},
    std::pair {"InvertMask", QT_TRANSLATE_NOOP("NodeType", "Invert Mask")},
    std::pair {"JoinImageWithAlpha", QT_TRANSLATE_NOOP("NodeType", "Join Image with Alpha")},
    std::pair {"MaskComposite", QT_TRANSLATE_NOOP("NodeType", "Mask Composite")},
    std::pair {"MaskPreview", QT_TRANSLATE_NOOP("NodeType", "Mask Preview")},
    std::pair {"SolidMask", QT_TRANSLATE_NOOP("NodeType", "Solid Mask")},
    std::pair {"SplitImageWithAlpha", QT_TRANSLATE_NOOP("NodeType", "Split Image with Alpha")},
    std::pair {"ThresholdMask", QT_TRANSLATE_NOOP("NodeType", "Threshold Mask")},
    std::pair {"Reroute", QT_TRANSLATE_NOOP("NodeType", "Reroute")},
    std::pair {"Note", QT_TRANSLATE_NOOP("NodeType", "Note")},
};

/// Labels of ports and settings (context "Port"): English shows them as they are, as ComfyUI does.
[[maybe_unused]] constexpr std::array kPorts {
    QT_TRANSLATE_NOOP("Port", "image"),
    QT_TRANSLATE_NOOP("Port", "images"),
    QT_TRANSLATE_NOOP("Port", "image1"),
    QT_TRANSLATE_NOOP("Port", "image2"),
    QT_TRANSLATE_NOOP("Port", "pixels"),
    QT_TRANSLATE_NOOP("Port", "mask"),
    QT_TRANSLATE_NOOP("Port", "samples"),
    QT_TRANSLATE_NOOP("Port", "model"),
    QT_TRANSLATE_NOOP("Port", "positive"),
    QT_TRANSLATE_NOOP("Port", "negative"),
    QT_TRANSLATE_NOOP("Port", "latent_image"),
    QT_TRANSLATE_NOOP("Port", "seed"),
    QT_TRANSLATE_NOOP("Port", "noise_seed"),
    QT_TRANSLATE_NOOP("Port", "steps"),
    QT_TRANSLATE_NOOP("Port", "cfg"),
    QT_TRANSLATE_NOOP("Port", "sampler_name"),
    QT_TRANSLATE_NOOP("Port", "scheduler"),
    QT_TRANSLATE_NOOP("Port", "denoise"),
    QT_TRANSLATE_NOOP("Port", "width"),
    QT_TRANSLATE_NOOP("Port", "height"),
    QT_TRANSLATE_NOOP("Port", "batch_size"),
    QT_TRANSLATE_NOOP("Port", "upscale_method"),
    QT_TRANSLATE_NOOP("Port", "crop"),
    QT_TRANSLATE_NOOP("Port", "scale_by"),
    QT_TRANSLATE_NOOP("Port", "blend_factor"),
    QT_TRANSLATE_NOOP("Port", "blend_mode"),
    QT_TRANSLATE_NOOP("Port", "blur_radius"),
    QT_TRANSLATE_NOOP("Port", "sharpen_radius"),
    QT_TRANSLATE_NOOP("Port", "sigma"),
    QT_TRANSLATE_NOOP("Port", "alpha"),
    QT_TRANSLATE_NOOP("Port", "direction"),
    QT_TRANSLATE_NOOP("Port", "match_image_size"),
    QT_TRANSLATE_NOOP("Port", "spacing_width"),
    QT_TRANSLATE_NOOP("Port", "spacing_color"),
    QT_TRANSLATE_NOOP("Port", "filename_prefix"),
    QT_TRANSLATE_NOOP("Port", "model_name"),
    QT_TRANSLATE_NOOP("Port", "ckpt_name"),
    QT_TRANSLATE_NOOP("Port", "vae_name"),
    QT_TRANSLATE_NOOP("Port", "lora_name"),
    QT_TRANSLATE_NOOP("Port", "upscale_model"),
    QT_TRANSLATE_NOOP("Port", "text"),
    QT_TRANSLATE_NOOP("Port", "value"),
    QT_TRANSLATE_NOOP("Port", "channel"),
    QT_TRANSLATE_NOOP("Port", "color"),
    QT_TRANSLATE_NOOP("Port", "left"),
    QT_TRANSLATE_NOOP("Port", "top"),
    QT_TRANSLATE_NOOP("Port", "right"),
    QT_TRANSLATE_NOOP("Port", "bottom"),
    QT_TRANSLATE_NOOP("Port", "feathering"),
    QT_TRANSLATE_NOOP("Port", "destination"),
    QT_TRANSLATE_NOOP("Port", "source"),
    QT_TRANSLATE_NOOP("Port", "resize_source"),
    QT_TRANSLATE_NOOP("Port", "x"),
    QT_TRANSLATE_NOOP("Port", "y"),
    QT_TRANSLATE_NOOP("Port", "strength_model"),
    QT_TRANSLATE_NOOP("Port", "strength_clip"),
    QT_TRANSLATE_NOOP("Port", "expand"),
    QT_TRANSLATE_NOOP("Port", "tapered_corners"),
    QT_TRANSLATE_NOOP("Port", "flip_method"),
    QT_TRANSLATE_NOOP("Port", "rotation"),
    QT_TRANSLATE_NOOP("Port", "batch_index"),
    QT_TRANSLATE_NOOP("Port", "length"),
    QT_TRANSLATE_NOOP("Port", "largest_size"),
    QT_TRANSLATE_NOOP("Port", "megapixels"),
    QT_TRANSLATE_NOOP("Port", "operation"),
    QT_TRANSLATE_NOOP("Port", "kernel_size"),
    QT_TRANSLATE_NOOP("Port", "amount"),
    QT_TRANSLATE_NOOP("Port", "IMAGE"),
    QT_TRANSLATE_NOOP("Port", "MASK"),
    QT_TRANSLATE_NOOP("Port", "MODEL"),
    QT_TRANSLATE_NOOP("Port", "CONDITIONING"),
    QT_TRANSLATE_NOOP("Port", "LATENT"),
    QT_TRANSLATE_NOOP("Port", "UPSCALE_MODEL"),
    QT_TRANSLATE_NOOP("Port", "INT"),
    QT_TRANSLATE_NOOP("Port", "FLOAT"),
    QT_TRANSLATE_NOOP("Port", "STRING"),
    QT_TRANSLATE_NOOP("Port", "BOOLEAN"),
    QT_TRANSLATE_NOOP("Port", "COMBO"),
};

/// Parts of categories (context "Category").
[[maybe_unused]] constexpr std::array kCategories {
    QT_TRANSLATE_NOOP("Category", "image"),
    QT_TRANSLATE_NOOP("Category", "upscaling"),
    QT_TRANSLATE_NOOP("Category", "postprocessing"),
    QT_TRANSLATE_NOOP("Category", "transform"),
    QT_TRANSLATE_NOOP("Category", "mask"),
    QT_TRANSLATE_NOOP("Category", "loaders"),
    QT_TRANSLATE_NOOP("Category", "conditioning"),
    QT_TRANSLATE_NOOP("Category", "sampling"),
    QT_TRANSLATE_NOOP("Category", "latent"),
    QT_TRANSLATE_NOOP("Category", "utils"),
    QT_TRANSLATE_NOOP("Category", "primitive"),
    QT_TRANSLATE_NOOP("Category", "batch"),
    QT_TRANSLATE_NOOP("Category", "advanced"),
    QT_TRANSLATE_NOOP("Category", "model"),
    QT_TRANSLATE_NOOP("Category", "audio"),
    QT_TRANSLATE_NOOP("Category", "video"),
    QT_TRANSLATE_NOOP("Category", "text"),
    QT_TRANSLATE_NOOP("Category", "inpaint"),
    QT_TRANSLATE_NOOP("Category", "3d"),
    QT_TRANSLATE_NOOP("Category", "samplers"),
    QT_TRANSLATE_NOOP("Category", "schedulers"),
    QT_TRANSLATE_NOOP("Category", "custom_sampling"),
    QT_TRANSLATE_NOOP("Category", "model_patches"),
    QT_TRANSLATE_NOOP("Category", "color"),
    QT_TRANSLATE_NOOP("Category", "animation"),
    QT_TRANSLATE_NOOP("Category", "compositing"),
};

/// First letters of pinyin for the characters of the names above.
const QHash<QChar, QChar>& initialsTable()
{
    static const QHash<QChar, QChar> table = [] {
        QHash<QChar, QChar> made;
        const std::array<std::pair<char, const char16_t*>, 21> groups {{{'a', u"按"},
            {'b', u"保布并本板编补边"},
            {'c', u"串从存寸尺成拆次纯裁词采重长"},
            {'d', u"多大点道"},
            {'e', u"尔"},
            {'f', u"分反复放浮符翻"},
            {'g', u"高"},
            {'h', u"化合换混画糊获"},
            {'j', u"剪加接级解"},
            {'k', u"扩空"},
            {'l', u"览"},
            {'m', u"明模码"},
            {'p', u"批拼"},
            {'q', u"取器"},
            {'r', u"锐"},
            {'s', u"使数示素缩色释"},
            {'t', u"图态提透通"},
            {'w', u"为外文"},
            {'x', u"像型学形旋系行"},
            {'y', u"与样用羽阈预颜"},
            {'z', u"作值字展总整最注组罩转载遮"}}};
        for (const auto& [letter, characters] : groups) {
            for (const QChar c : QString::fromUtf16(characters))
                made.insert(c, QLatin1Char(letter));
        }
        return made;
    }();
    return table;
}

/// The Chinese translator, beside whatever language is installed.
const QTranslator& chinese()
{
    static const QTranslator* translator = [] {
        auto* made = new QTranslator; // lives as long as the program
        if (!made->load(QStringLiteral(":/i18n/weft_zh_CN.qm")))
            qWarning("the Chinese translation is missing");
        return made;
    }();
    return *translator;
}

/// "ImageSharpen" -> "Image Sharpen", "VAEDecode" -> "VAE Decode".
QString spaced(const QString& name)
{
    QString text;
    for (qsizetype i = 0; i < name.size(); ++i) {
        const bool up = name[i].isUpper() && i > 0;
        if (up && (name[i - 1].isLower() || (name[i - 1].isUpper() && i + 1 < name.size() && name[i + 1].isLower())))
            text += QLatin1Char(' ');
        text += name[i];
    }
    return text;
}

} // namespace

QString englishName(const NodeType& type)
{
    for (const auto& [name, display] : kNodes) {
        if (type.name == name)
            return QString::fromLatin1(display);
    }
    if (type.displayName.empty() || type.displayName == type.name)
        return spaced(QString::fromStdString(type.name));
    return QString::fromStdString(type.displayName);
}

QString displayName(const NodeType& type)
{
    return QCoreApplication::translate("NodeType", englishName(type).toUtf8().constData());
}

QString chineseName(const NodeType& type)
{
    return chinese().translate("NodeType", englishName(type).toUtf8().constData());
}

QString titleOf(const Node& node, const NodeType* type)
{
    if (type && (node.title.empty() || QString::fromStdString(node.title) == englishName(*type)
            || node.title == type->displayName || node.title == type->name))
        return displayName(*type);
    return QString::fromStdString(node.title.empty() ? node.type : node.title);
}

QString portLabel(std::string_view name)
{
    return QCoreApplication::translate("Port", std::string(name).c_str());
}

QString categoryLabel(const QString& part)
{
    return QCoreApplication::translate("Category", part.toUtf8().constData());
}

QString typeLabel(std::string_view type) { return portLabel(type); }

QString pinyinInitials(const QString& text)
{
    QString initials;
    for (const QChar c : text) {
        if (initialsTable().contains(c))
            initials += initialsTable().value(c);
        else if (c.isLetterOrNumber())
            initials += c.toLower();
    }
    return initials;
}

} // namespace weft
