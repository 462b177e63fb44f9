// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/engines/FakeWorker.h"

#include "core/protocol/ErrorCodec.h"
#include "core/protocol/Frames.h"
#include "core/protocol/ValueTransfer.h"
#include "core/protocol/Wires.h"

#include <QFile>

#include <cstdlib>
#include <map>
#include <unistd.h>

namespace weft::fake {

namespace wire = protocol::worker;

namespace {

/// A PNG of one pixel.
constexpr const char* kRedPixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4"
                                  "z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";

NodeType type(const std::string& name, const std::string& output)
{
    NodeType result;
    result.name = name;
    result.outputs.push_back({output, output, false, false, {}});
    return result;
}

Catalogue catalogue()
{
    Catalogue all;
    NodeType echo = type("Echo", "INT");
    InputSpec value;
    value.name = "value";
    value.type = "INT";
    echo.inputs.push_back(value);
    NodeType pick = type("Pick", "STRING");
    InputSpec model;
    model.name = "model_name";
    model.type = "COMBO";
    model.modelFolder = "upscale_models";
    pick.inputs.push_back(model);
    NodeType save = type("Save", "STRING");
    save.outputs.clear();
    save.displayName = "Save Text";
    save.isOutput = save.writesFile = true;
    save.idempotent = false;
    InputSpec text;
    text.name = "text";
    text.type = "STRING";
    text.options = {{"multiline", true}};
    InputSpec seed = value;
    seed.name = "seed";
    seed.options = {{"control_after_generate", true}};
    save.inputs = {text, seed};
    for (const NodeType& one : {echo, pick, save, type("Received", "INT"), type("Fail", "INT")})
        all.add(one);
    all.setModels({{"upscale_models", "mine.safetensors", 7, {}}});
    return all;
}

class Worker {
public:
    int run()
    {
        QFile in;
        if (!in.open(STDIN_FILENO, QIODevice::ReadOnly | QIODevice::Unbuffered))
            return 3;
        protocol::FrameReader reader;
        for (;;) {
            char buffer[65536];
            const auto got = ::read(STDIN_FILENO, buffer, sizeof buffer);
            if (got <= 0)
                return 0;
            if (!reader.feed({reinterpret_cast<const std::uint8_t*>(buffer), static_cast<std::size_t>(got)}))
                return 4;
            while (const auto frame = reader.next()) {
                auto message = protocol::decodeAny<wire::ToWorker>(frame->view());
                if (!message)
                    return 5;
                std::visit([this](const auto& said) { take(said); }, *message);
            }
        }
    }

private:
    template <typename M>
    void send(const M& message)
    {
        write(protocol::encode(message));
    }

    void write(const QByteArray& payload)
    {
        protocol::FrameWriter writer;
        (void)writer.append(payload);
        const QByteArray bytes = writer.take();
        qsizetype done = 0;
        while (done < bytes.size()) {
            const auto put = ::write(STDOUT_FILENO, bytes.constData() + done, static_cast<std::size_t>(bytes.size() - done));
            if (put <= 0)
                _exit(6);
            done += put;
        }
    }

    Hash256 sendValue(const Value& value)
    {
        const SharedBytes bytes = *encodeValue(value);
        const Hash256 name = sha256(bytes.view());
        protocol::ValueSender sender(name, bytes);
        while (const auto frame = sender.nextFrame())
            write(*frame);
        return name;
    }

    void take(const wire::WorkerHello&)
    {
        if (m_mood == "mute")
            return;
        if (m_mood == "garbage") {
            write("nonsense");
            return;
        }
        send(wire::WorkerReady {1, "fake device", "none"});
    }

    void take(const wire::DescribeRequest&)
    {
        const std::string text = toJsonText(catalogue().toJson());
        const auto bytes = SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
        send(wire::CatalogueReply {sendValue(fileValue("catalogue.json", "application/json", bytes))});
    }

    void take(const protocol::ValueBegin& message) { keep(m_values.begin(message)); }
    void take(const protocol::ValueChunk& message) { keep(m_values.chunk(message)); }

    void keep(Result<std::optional<protocol::ReceivedValue>> value)
    {
        if (!value)
            _exit(7);
        if (*value) {
            m_known[(*value)->name] = *decodeValue((*value)->bytes);
            ++m_received;
        }
    }

    void crashIfDue()
    {
        if (m_mood == "crash")
            std::abort();
        if (!m_mood.startsWith("crash once "))
            return;
        QFile mark(QString::fromUtf8(m_mood.mid(11)));
        if (mark.exists())
            return;
        (void)mark.open(QIODevice::WriteOnly);
        mark.close();
        std::abort();
    }

    void take(const wire::RunFragment& message)
    {
        crashIfDue();
        if (m_mood == "deaf" || m_mood == "slow")
            return;
        for (int i = 0; m_mood == "hoard" && i < 1000; ++i) // and names none of them
            sendValue(literalValue("STRING", std::string(1000, 'x') + std::to_string(i)));
        for (const FragmentNode& node : message.fragment.nodes) {
            send(wire::NodeStartedEvent {message.run, node.id});
            if (node.type == "Fail") {
                send(wire::FragmentFailed {message.run, node.id, protocol::toWire(Error {ErrorCode::NodeFailed, "on purpose"}), {}});
                return;
            }
            if (m_mood == "busy")
                showWork(message.run, node.id);
            if (node.type == "Save") {
                save(message.run, node);
                continue;
            }
            Value value = literalValue("INT", m_received);
            if (node.type == "Echo") {
                const auto& input = node.inputs.at("value");
                if (const auto* outside = std::get_if<BoundaryRef>(&input))
                    value = m_known.at(message.inputs.at(static_cast<std::size_t>(outside->index)).items.at(0));
                else if (const auto* literal = std::get_if<Json>(&input))
                    value = literalValue("INT", *literal);
            }
            if (node.type == "Pick")
                value = literalValue("STRING", std::get<Json>(node.inputs.at("model_name")));
            send(wire::NodeFinishedEvent {message.run, node.id, 5, false});
            const Hash256 name = sendValue(value);
            send(wire::OutputReady {message.run, node.id, 0, {name}});
        }
        if (m_mood != "endless")
            send(wire::FragmentEnded {message.run});
    }

    static QByteArray fileNamedBy(const char* variable)
    {
        QFile file(qEnvironmentVariable(variable));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    /// As a sampler does: steps, and a picture of what it has so far.
    void showWork(std::int64_t run, const NodeId& node)
    {
        for (int step = 1; step <= 4; ++step)
            send(wire::NodeProgressEvent {run, node, step, 4});
        static const QByteArray preview = fileNamedBy(kFakePreview);
        send(wire::NodePreviewEvent {run, node, "image/jpeg",
            SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(preview.constData()), std::size_t(preview.size())})});
        ::usleep(2000);
    }

    void save(std::int64_t run, const FragmentNode& node)
    {
        const std::string text = std::get<Json>(node.inputs.at("text")).get<std::string>();
        const bool isPicture = text == kPictureText;
        static const QByteArray picture = qEnvironmentVariableIsSet(kFakePicture) ? fileNamedBy(kFakePicture) : QByteArray::fromBase64(kRedPixel);
        const std::string content = isPicture ? picture.toStdString() : text;
        const auto bytes = SharedBytes::copyOf({reinterpret_cast<const std::uint8_t*>(content.data()), content.size()});
        const Value file = isPicture ? fileValue("picture", "image/png", bytes) : fileValue("text", "text/plain", bytes);
        send(wire::NodeFinishedEvent {run, node.id, 5, false});
        send(wire::OutputReady {run, node.id, -1, {sendValue(file)}});
    }

    void take(const wire::CancelFragment& message)
    {
        if (m_mood == "slow" || m_mood == "endless")
            send(wire::FragmentFailed {message.run, "", protocol::toWire(Error {ErrorCode::Cancelled}), {}});
    }

    void take(const wire::DropValues& message)
    {
        for (const Hash256& name : message.values)
            m_known.erase(name);
    }

    const QByteArray m_mood = qgetenv(kFakeWorker);
    protocol::ValueReceiver m_values {1u << 30, 1u << 30, protocol::ValueCheck::ContentHash};
    std::map<Hash256, Value> m_known;
    std::int64_t m_received = 0;
};

} // namespace

int fakeWorkerMain() { return Worker().run(); }

} // namespace weft::fake
