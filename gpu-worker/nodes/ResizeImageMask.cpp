// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/GrowingInputs.h"
#include "gpu-worker/nodes/Latents.h"
#include "gpu-worker/nodes/Resampling.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace weft::worker {

namespace {

constexpr const char* kBoth = "IMAGE,MASK";

/// A picture or a mask as [B, C, H, W], and the way back.
struct Planes {
    at::Tensor x;
    bool isImage = true;

    double width() const { return static_cast<double>(x.size(3)); }
    double height() const { return static_cast<double>(x.size(2)); }
    Item packed() const
    {
        if (isImage)
            return PortTraits<Image>::pack({x.movedim(1, -1).contiguous()});
        return PortTraits<Mask>::pack({x.squeeze(1).contiguous()});
    }
};

Result<Planes> planesOf(const Item& item)
{
    if (const auto* image = std::any_cast<Image>(&item.data))
        return Planes{image->pixels.movedim(-1, 1), true};
    if (const auto* mask = std::any_cast<Mask>(&item.data))
        return Planes{asMaskBatch(mask->values), false};
    return wrongItem(item, kBoth);
}

/// The node's inputs by name; those of the ways of resizing that aren't chosen are absent.
class ResizeSettings {
public:
    ResizeSettings(const NodeType& type, const CallInputs& inputs)
        : m_type(type)
        , m_inputs(inputs)
    {
    }
    template <typename T> Result<T> take(std::string_view name) const
    {
        const int index = m_type.inputIndex(name);
        const InputSpec& spec = m_type.inputs[static_cast<std::size_t>(index)];
        const ItemList& items = m_inputs[static_cast<std::size_t>(index)];
        Item absent;
        if (items.empty()) {
            WEFT_TRY(absent, detail::absentItem(spec));
        }
        auto value = PortTraits<T>::unpack(items.empty() ? absent : items.front(), spec);
        if (!value)
            return value.error().with("input", spec.name);
        return value;
    }

private:
    const NodeType& m_type;
    const CallInputs& m_inputs;
};

/// What is to be done: sides in pixels, whether the aspect is kept by cutting before, and what is cut in the middle
/// after.
struct Plan {
    std::int64_t width = 0;
    std::int64_t height = 0;
    bool center = false;
    std::int64_t cutWidth = 0; // 0: nothing is cut
    std::int64_t cutHeight = 0;
};

Plan scaledBy(const Planes& in, double factor)
{
    return {roundedSide(in.width() * factor), roundedSide(in.height() * factor)};
}

/// A side of 0 follows from the other; both 0: as it is.
Plan toSides(const Planes& in, std::int64_t width, std::int64_t height, bool center = false)
{
    if (width == 0 && height == 0)
        return {in.x.size(3), in.x.size(2)};
    if (width == 0)
        width = std::max<std::int64_t>(1, roundedSide(in.width() * static_cast<double>(height) / in.height()));
    else if (height == 0)
        height = std::max<std::int64_t>(1, roundedSide(in.height() * static_cast<double>(width) / in.width()));
    return {width, height, center};
}

/// One side becomes `size`: the longer or the shorter one.
Plan toSide(const Planes& in, std::int64_t size, bool longer)
{
    const bool isTall = in.height() > in.width();
    if (in.height() == in.width())
        return {size, size};
    const double wanted = static_cast<double>(size);
    return isTall == longer ? Plan{roundedSide(in.width() / in.height() * wanted), size}
                            : Plan{size, roundedSide(in.height() / in.width() * wanted)};
}

/// The largest multiples within, covered by the picture, which is then cut in the middle.
Plan toMultiple(const Planes& in, std::int64_t multiple)
{
    const std::int64_t width = multiple <= 1 ? in.x.size(3) : in.x.size(3) / multiple * multiple;
    const std::int64_t height = multiple <= 1 ? in.x.size(2) : in.x.size(2) / multiple * multiple;
    if (width == 0 || height == 0 || (width == in.x.size(3) && height == in.x.size(2)))
        return {in.x.size(3), in.x.size(2)};
    const double byWidth = static_cast<double>(width) / in.width();
    const double byHeight = static_cast<double>(height) / in.height();
    if (byWidth >= byHeight)
        return {
            width, std::max(height, static_cast<std::int64_t>(std::ceil(in.height() * byWidth))), false, width, height};
    return {std::max(width, static_cast<std::int64_t>(std::ceil(in.width() * byHeight))), height, false, width, height};
}

using Planner = Result<Plan> (*)(const Planes& in, const ResizeSettings& settings);

struct Way {
    std::string_view name;
    Planner plan;
};

Result<Plan> dimensions(const Planes& in, const ResizeSettings& settings)
{
    WEFT_TRY(const std::int64_t width, settings.take<std::int64_t>("resize_type.width"));
    WEFT_TRY(const std::int64_t height, settings.take<std::int64_t>("resize_type.height"));
    WEFT_TRY(const Choice crop, settings.take<Choice>("resize_type.crop"));
    return toSides(in, width, height, crop == "center");
}

Result<Plan> matching(const Planes&, const ResizeSettings& settings)
{
    WEFT_TRY(const Item item, settings.take<Any>("resize_type.match"));
    WEFT_TRY(const Planes other, planesOf(item));
    WEFT_TRY(const Choice crop, settings.take<Choice>("resize_type.crop"));
    return Plan{other.x.size(3), other.x.size(2), crop == "center"};
}

Result<Plan> megapixels(const Planes& in, const ResizeSettings& settings)
{
    WEFT_TRY(const double wanted, settings.take<double>("resize_type.megapixels"));
    return scaledBy(in, std::sqrt(std::trunc(wanted * 1024 * 1024) / (in.width() * in.height())));
}

Result<Plan> multiplied(const Planes& in, const ResizeSettings& settings)
{
    WEFT_TRY(const double factor, settings.take<double>("resize_type.multiplier"));
    return scaledBy(in, factor);
}

Result<Plan> longer(const Planes& in, const ResizeSettings& settings)
{
    WEFT_TRY(const std::int64_t size, settings.take<std::int64_t>("resize_type.longer_size"));
    return toSide(in, size, true);
}

Result<Plan> shorter(const Planes& in, const ResizeSettings& settings)
{
    WEFT_TRY(const std::int64_t size, settings.take<std::int64_t>("resize_type.shorter_size"));
    return toSide(in, size, false);
}

Result<Plan> byWidth(const Planes& in, const ResizeSettings& settings)
{
    WEFT_TRY(const std::int64_t width, settings.take<std::int64_t>("resize_type.width"));
    return toSides(in, width, 0);
}

Result<Plan> byHeight(const Planes& in, const ResizeSettings& settings)
{
    WEFT_TRY(const std::int64_t height, settings.take<std::int64_t>("resize_type.height"));
    return toSides(in, 0, height);
}

Result<Plan> multiples(const Planes& in, const ResizeSettings& settings)
{
    WEFT_TRY(const std::int64_t multiple, settings.take<std::int64_t>("resize_type.multiple"));
    return toMultiple(in, multiple);
}

constexpr std::array<Way, 9> kWays{
    {{"scale dimensions", dimensions}, {"scale by multiplier", multiplied}, {"scale longer dimension", longer},
        {"scale shorter dimension", shorter}, {"scale width", byWidth}, {"scale height", byHeight},
        {"scale total pixels", megapixels}, {"match size", matching}, {"scale to multiple", multiples}}};

Result<Item> resized(const Planes& in, const Plan& plan, const std::string& method)
{
    if (plan.width < 1 || plan.height < 1)
        return Error{ErrorCode::SettingTooSmall, {}, {{"input", "resize_type"}, {"min", "1"}}};
    if (plan.width == in.x.size(3) && plan.height == in.x.size(2) && plan.cutWidth == 0)
        return in.packed();
    WEFT_TRY(at::Tensor x, resampled(in.x, plan.width, plan.height, method, plan.center));
    if (plan.cutWidth > 0)
        x = x.narrow(2, (plan.height - plan.cutHeight) / 2, plan.cutHeight)
                .narrow(3, (plan.width - plan.cutWidth) / 2, plan.cutWidth);
    return Planes{x, in.isImage}.packed();
}

Result<CallOutputs> run(const NodeType& type, Context&, const CallInputs& inputs)
{
    const ResizeSettings settings(type, inputs);
    WEFT_TRY(const Item item, settings.take<Any>("input"));
    WEFT_TRY(const Planes in, planesOf(item));
    WEFT_TRY(const Choice way, settings.take<Choice>("resize_type"));
    WEFT_TRY(const Choice method, settings.take<Choice>("scale_method"));
    const auto found = std::ranges::find(kWays, way.text, &Way::name);
    if (found == kWays.end() || in.x.numel() == 0)
        return Error{ErrorCode::SettingNotInList, {}, {{"input", "resize_type"}, {"received", way.text}}};
    WEFT_TRY(const Plan plan, found->plan(in, settings));
    WEFT_TRY(Item out, resized(in, plan, method.text));
    CallOutputs outputs;
    outputs.slots.push_back(ItemList{std::move(out)});
    return outputs;
}

NodeDefinition definitionOfResize()
{
    const auto input = [](const char* name, const char* port, bool optional, InputOptions options) {
        return detail::makeInput(std::string("resize_type.") + name, port, optional, false, std::move(options));
    };
    std::vector<std::string> ways;
    for (const Way& way : kWays)
        ways.emplace_back(way.name);
    NodeDefinition definition;
    definition.type.name = "ResizeImageMaskNode";
    definition.type.displayName = "Resize Image/Mask";
    definition.type.category = "transform";
    definition.type.inputs = {detail::makeInput("input", kBoth, false, false, {}),
        detail::makeInput("resize_type", "COMBO", false, false, {.choices = ways}),
        input("width", "INT", true, {.init = 512, .min = 0, .max = kMaxResolution, .step = 1}),
        input("height", "INT", true, {.init = 512, .min = 0, .max = kMaxResolution, .step = 1}),
        input("crop", "COMBO", true, {.init = "center", .choices = {"disabled", "center"}}),
        input("multiplier", "FLOAT", true, {.init = 1.0, .min = 0.01, .max = 8.0, .step = 0.01}),
        input("longer_size", "INT", true, {.init = 512, .min = 0, .max = kMaxResolution, .step = 1}),
        input("shorter_size", "INT", true, {.init = 512, .min = 0, .max = kMaxResolution, .step = 1}),
        input("megapixels", "FLOAT", true, {.init = 1.0, .min = 0.01, .max = 16.0, .step = 0.01}),
        input("match", kBoth, true, {}),
        input("multiple", "INT", true, {.init = 8, .min = 1, .max = kMaxResolution, .step = 1}),
        detail::makeInput("scale_method", "COMBO", false, false, {.init = "area", .choices = scaleMethods()})};
    definition.type.outputs = {{"resized", kBoth}};
    definition.run = run;
    return definition;
}

/// A picture or a mask in another size, in one of nine ways; each way's settings are "resize_type.NAME".
/// Source: ComfyUI `ResizeImageMaskNode` (newer than 0.3.64).
const bool resizeImageMask = Registry::builtIn().add(definitionOfResize());

} // namespace

} // namespace weft::worker
