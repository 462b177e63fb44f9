// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "gpu-worker/runtime/Registry.h"

#include <tuple>

/// How a node type is declared: one constant, whose initialiser puts it into the registry.
///
///     static const bool registered = node("LatentBlend", "latent/blend")
///         .doc("Mixes two latents. At factor 1 the result is `a`.")
///         .in<Latent>("samples1")
///         .in<Latent>("samples2")
///         .in<double>("blend_factor", {.init = 0.5, .min = 0, .max = 1, .step = 0.01})
///         .out<Latent>("LATENT")
///         .run([](const Latent& a, const Latent& b, double factor) -> Result<Latent> { ... });
///
/// | declared as                  | argument of the function                          |
/// | in<T>(name)                  | const T& (or T)                                   |
/// | in<std::optional<T>>(name)   | const std::optional<T>&: ComfyUI's "optional"     |
/// | in<T>(name, {.optional = true, .init = x}) | const T&: x when it isn't given     |
/// | in<Lazy<T>>(name)            | const std::optional<T>&: empty until checkLazy asks |
/// | in<Choice>(name, {.choices = {...}}) | const Choice&                             |
/// | model(name, folder)          | const ModelChoice&                                |
/// | in<File>(name)               | const File&: a file of the input folder           |
/// | folder(name)                 | const File&: a folder in the input folder, packed |
/// | in<std::shared_ptr<X>>(name) | const std::shared_ptr<const X>&: a model, X::portType names it |
/// | after inputIsList()          | const std::vector<T>& for each of these, empty when absent |
///
/// The function may take Context& first. It returns Result<T> for one output, Result<std::vector<T>> for one outList<T>,
/// Result<std::tuple<...>> for several; without outputs Result<void> or Result<std::vector<File>> (an output node's
/// files). libtorch's exceptions are caught by the executor.
namespace weft::worker {

struct InputOptions {
    Json init = nullptr; // the default; for a Choice the first choice
    Json min = nullptr;
    Json max = nullptr;
    Json step = nullptr;
    std::vector<std::string> choices {};
    std::string tooltip {};
    bool multiline = false;
    bool forceInput = false;
    bool optional = false;
    TypeName type {}; // for Any: "IMAGE,MASK" instead of "*"
    Json more = nullptr; // other keys of ComfyUI's options ("round", "control_after_generate", ...)
};

struct OutputOptions {
    std::string tooltip {};
    bool holdsModel = false; // refers to a model's memory, so it can't be sent
};

namespace detail {

    template <typename T>
    struct InputOf {
        using Type = T;
        using Arg = T;
        static constexpr bool optional = false;
        static constexpr bool lazy = false;
    };
    template <typename T>
    struct InputOf<std::shared_ptr<T>> {
        using Type = std::shared_ptr<T>;
        using Arg = std::shared_ptr<const T>;
        static constexpr bool optional = false;
        static constexpr bool lazy = false;
    };
    template <typename T>
    struct InputOf<std::optional<T>> {
        using Type = T;
        using Arg = std::optional<typename InputOf<T>::Arg>;
        static constexpr bool optional = true;
        static constexpr bool lazy = false;
    };
    template <typename T>
    struct InputOf<Lazy<T>> {
        using Type = T;
        using Arg = std::optional<typename InputOf<T>::Arg>;
        static constexpr bool optional = false;
        static constexpr bool lazy = true;
    };

    template <typename T>
    struct IsOptional : std::false_type { };
    template <typename T>
    struct IsOptional<std::optional<T>> : std::true_type { };

    /// The default of an input that wasn't given, or InputMissing.
    Result<Item> absentItem(const InputSpec& spec);
    InputSpec makeInput(std::string name, TypeName type, bool optional, bool lazy, InputOptions options);

    /// How the items of one input become one argument of the node's function.
    template <typename In, bool Lists>
    struct Argument;

    template <typename In>
    struct Argument<In, true> {
        using Traits = PortTraits<typename InputOf<In>::Type>;
        using Element = typename InputOf<typename InputOf<In>::Type>::Arg;
        using Type = std::vector<Element>;

        static Result<Type> take(const InputSpec& spec, const ItemList& items)
        {
            Type list;
            for (const Item& item : items) {
                auto value = Traits::unpack(item, spec);
                if (!value)
                    return value.error().with("input", spec.name);
                list.push_back(std::move(*value));
            }
            return list;
        }
    };
    template <typename In>
    struct Argument<In, false> {
        using Traits = PortTraits<typename InputOf<In>::Type>;
        using Type = typename InputOf<In>::Arg;

        static Result<Type> take(const InputSpec& spec, const ItemList& items)
        {
            if constexpr (IsOptional<Type>::value) {
                if (items.empty())
                    return Type {};
            }
            Item absent;
            if (items.empty()) {
                WEFT_TRY(absent, absentItem(spec));
            }
            auto value = Traits::unpack(items.empty() ? absent : items.front(), spec);
            if (!value)
                return value.error().with("input", spec.name);
            return Type(std::move(*value));
        }
    };

    template <typename T>
    struct ListOut { };
    template <typename Out>
    struct OutputOf {
        using Type = Out;
        static ItemList pack(Out value) { return {PortTraits<Out>::pack(std::move(value))}; }
    };
    template <typename T>
    struct OutputOf<ListOut<T>> {
        using Type = std::vector<T>;
        static ItemList pack(std::vector<T> values)
        {
            ItemList items;
            for (T& value : values)
                items.push_back(PortTraits<T>::pack(std::move(value)));
            return items;
        }
    };

    template <typename... Args, std::size_t... I>
    Result<std::tuple<typename Args::Type...>> takeAll(
        const NodeType& type, const CallInputs& inputs, std::index_sequence<I...>)
    {
        [[maybe_unused]] const auto taken = std::tuple {Args::take(type.inputs[I], inputs[I])...};
        std::optional<Error> error;
        [[maybe_unused]] const auto look = [&error](const auto& result) {
            if (!result && !error)
                error = result.error();
        };
        (look(std::get<I>(taken)), ...);
        if (error)
            return *error;
        return std::tuple<typename Args::Type...> {std::get<I>(taken).value()...};
    }

    template <typename... Outs, std::size_t... I>
    std::vector<ItemList> packAll(std::tuple<typename OutputOf<Outs>::Type...> values, std::index_sequence<I...>)
    {
        return {OutputOf<Outs>::pack(std::get<I>(std::move(values)))...};
    }

} // namespace detail

/// See the top of this file. `Ins` and `Outs` list what was declared so far.
template <bool Lists, typename Ins, typename Outs>
class NodeBuilder;

template <bool Lists, typename... Ins, typename... Outs>
class NodeBuilder<Lists, std::tuple<Ins...>, std::tuple<Outs...>> {
public:
    NodeBuilder(Registry& registry, NodeDefinition definition)
        : m_registry(registry)
        , m_definition(std::move(definition))
    {
    }

    NodeBuilder title(std::string text) && { return set(m_definition.type.displayName, std::move(text)); }
    NodeBuilder doc(std::string text) && { return set(m_definition.type.description, std::move(text)); }
    NodeBuilder output() && { return set(m_definition.type.isOutput, true); }
    NodeBuilder deprecated() && { return set(m_definition.type.deprecated, true); }
    NodeBuilder experimental() && { return set(m_definition.type.experimental, true); }
    /// Never answered from a cache.
    NodeBuilder notIdempotent() && { return set(m_definition.type.idempotent, false); }

    auto inputIsList() &&
    {
        m_definition.type.inputIsList = true;
        return NodeBuilder<true, std::tuple<Ins...>, std::tuple<Outs...>>(m_registry, std::move(m_definition));
    }

    template <typename T>
    auto in(std::string name, InputOptions options = {}) &&
    {
        using Input = detail::InputOf<T>;
        using Port = typename Input::Type;
        InputSpec spec = detail::makeInput(std::move(name), PortTraits<Port>::type, Input::optional, Input::lazy, std::move(options));
        if constexpr (std::is_same_v<Port, File>) {
            spec.type = "COMBO";
            spec.picksInputFile = true;
            m_definition.type.readsFile = true;
        }
        return std::move(*this).template withInput<T>(std::move(spec));
    }

    /// A COMBO that lists the model files of `folder`.
    auto model(std::string name, std::string folder, InputOptions options = {}) &&
    {
        InputSpec spec = detail::makeInput(std::move(name), "COMBO", false, false, std::move(options));
        spec.modelFolder = std::move(folder);
        return std::move(*this).template withInput<ModelChoice>(std::move(spec));
    }

    /// A COMBO that lists the folders in the input folder; the function takes `const File&`, see FolderFiles.h.
    auto folder(std::string name, InputOptions options = {}) &&
    {
        InputSpec spec = detail::makeInput(std::move(name), "COMBO", false, false, std::move(options));
        spec.picksInputFolder = true;
        m_definition.type.readsFile = true;
        return std::move(*this).template withInput<File>(std::move(spec));
    }

    template <typename T>
    auto out(std::string name, OutputOptions options = {}) &&
    {
        return std::move(*this).template withOutput<T>(PortTraits<T>::type, false, std::move(name), std::move(options));
    }

    /// OUTPUT_IS_LIST: each item is taken by itself by the next node.
    template <typename T>
    auto outList(std::string name, OutputOptions options = {}) &&
    {
        return std::move(*this).template withOutput<detail::ListOut<T>>(
            PortTraits<T>::type, true, std::move(name), std::move(options));
    }

    /// f takes what run's function takes, and returns the names of lazy inputs that it needs and that are empty.
    template <typename F>
    NodeBuilder checkLazy(F f) &&
    {
        m_definition.checkLazy = [f = std::move(f)](const NodeType& type, Context& context,
                                     const CallInputs& inputs) -> Result<std::vector<std::string>> {
            WEFT_TRY(const auto args, take(type, inputs));
            return std::apply([&](const auto&... arg) { return invoke(f, context, arg...); }, args);
        };
        return std::move(*this);
    }

    template <typename F>
    bool run(F f) &&
    {
        using Returned = std::invoke_result_t<decltype(&NodeBuilder::template call<F>), const F&, Context&, const Args&>;
        constexpr bool files = std::is_same_v<Returned, Result<std::vector<File>>> && sizeof...(Outs) == 0;
        if (files)
            m_definition.type.writesFile = true;
        m_definition.run = [f = std::move(f)](const NodeType& type, Context& context,
                               const CallInputs& inputs) -> Result<CallOutputs> {
            WEFT_TRY(const Args args, take(type, inputs));
            Returned returned = call<F>(f, context, args);
            if (!returned)
                return returned.error();
            CallOutputs outputs;
            if constexpr (files)
                outputs.files = std::move(*returned);
            else if constexpr (sizeof...(Outs) == 1)
                outputs.slots = detail::packAll<Outs...>({std::move(*returned)}, std::index_sequence_for<Outs...>());
            else if constexpr (sizeof...(Outs) > 1)
                outputs.slots = detail::packAll<Outs...>(std::move(*returned), std::index_sequence_for<Outs...>());
            return outputs;
        };
        return m_registry.add(std::move(m_definition));
    }

private:
    template <bool, typename, typename>
    friend class NodeBuilder;
    using Args = std::tuple<typename detail::Argument<Ins, Lists>::Type...>;

    static Result<Args> take(const NodeType& type, const CallInputs& inputs)
    {
        return detail::takeAll<detail::Argument<Ins, Lists>...>(type, inputs, std::index_sequence_for<Ins...>());
    }

    template <typename F, typename... A>
    static auto invoke(const F& f, Context& context, const A&... args)
    {
        if constexpr (std::is_invocable_v<const F&, Context&, const A&...>)
            return f(context, args...);
        else
            return f(args...);
    }

    template <typename F>
    static auto call(const F& f, Context& context, const Args& args)
    {
        return std::apply([&](const auto&... arg) { return invoke(f, context, arg...); }, args);
    }

    template <typename Member, typename T>
    NodeBuilder set(Member& member, T value)
    {
        member = std::move(value);
        return std::move(*this);
    }

    template <typename T>
    auto withInput(InputSpec spec) &&
    {
        m_definition.type.inputs.push_back(std::move(spec));
        return NodeBuilder<Lists, std::tuple<Ins..., T>, std::tuple<Outs...>>(m_registry, std::move(m_definition));
    }

    template <typename T>
    auto withOutput(TypeName type, bool isList, std::string name, OutputOptions options) &&
    {
        m_definition.type.outputs.push_back({std::move(name), std::move(type), isList, options.holdsModel, options.tooltip});
        return NodeBuilder<Lists, std::tuple<Ins...>, std::tuple<Outs..., T>>(m_registry, std::move(m_definition));
    }

    Registry& m_registry;
    NodeDefinition m_definition;
};

/// Starts a declaration. `category` is the menu's path, "image/upscaling".
inline auto node(Registry& registry, std::string name, std::string category)
{
    NodeDefinition definition;
    definition.type.displayName = name;
    definition.type.name = std::move(name);
    definition.type.category = std::move(category);
    return NodeBuilder<false, std::tuple<>, std::tuple<>>(registry, std::move(definition));
}

inline auto node(std::string name, std::string category)
{
    return node(Registry::builtIn(), std::move(name), std::move(category));
}

} // namespace weft::worker
