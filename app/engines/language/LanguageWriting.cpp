// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// One text: which way of asking the server knows, and what it streams.
#include "app/engines/language/LanguageState.h"

#include "core/base/Utf8.h"
#include "core/http/EventStream.h"

#include <QTimer>

namespace weft {

namespace {

constexpr std::size_t kMostEventBytes = 1u << 20;
constexpr std::size_t kShownBytes = 4096; // of a text that is being written
constexpr std::chrono::milliseconds kShowEvery{100};
constexpr std::chrono::milliseconds kLoadingPause{500}; // a server answers 503 while it loads a model

bool isMissing(int status)
{
    return status == 404 || status == 405 || status == 501;
}

/// The end of a text, from the beginning of a character.
std::string tailOf(const std::string& text)
{
    if (text.size() <= kShownBytes)
        return text;
    std::size_t at = text.size() - kShownBytes;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80)
        ++at;
    return text.substr(at);
}

/// An answer in one piece.
Done takeAnswer(const LanguageAnswer& answer, CompletionReader& reader)
{
    if (answer.status == 200)
        return reader.takeWhole(answer.body);
    const std::string words = serverWords(answer.body);
    return Error{ErrorCode::NodeFailed, "status " + std::to_string(answer.status),
        {{"reason", words.empty() ? "HTTP " + std::to_string(answer.status) : words}}};
}

} // namespace

/// Tells whoever watches, but not for every token.
void LanguageEngine::State::show(const WritingPtr& writing, bool isLast)
{
    const auto now = std::chrono::steady_clock::now();
    if (!isLast && now - writing->shown < kShowEvery)
        return;
    writing->shown = now;
    const CompletionReader& reader = writing->reader;
    const auto& events = writing->running->events;
    const std::string text = tailOf(reader.text());
    if (reader.tokens() > 0)
        events(NodeProgress{writing->node, std::min(reader.tokens(), writing->maxTokens), writing->maxTokens});
    if (!text.empty()) {
        const ByteView bytes(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
        events(NodePreview{writing->node, "text/plain", SharedBytes::copyOf(bytes)});
    }
}

QCoro::Task<Result<LanguageAnswer>> LanguageEngine::State::request(WritingPtr writing, TextOrder order)
{
    const auto self = shared_from_this();
    const auto stream = std::make_shared<http::EventStream>(kMostEventBytes);
    LanguageClient::Reader reader = [self, writing, stream](std::string_view bytes) -> Result<StreamStep> {
        writing->streamBroke = true; // until something comes
        const auto events = stream->feed(bytes);
        if (!events)
            return Error{ErrorCode::ProtocolViolation, events.error().detail};
        bool isNew = false;
        writing->heard |= !events->empty();
        for (const std::string& data : *events) {
            WEFT_TRY(const bool some, writing->reader.take(data));
            isNew |= some;
        }
        if (isNew)
            self->show(writing, false);
        if (writing->reader.isDone())
            return StreamStep::Done;
        if (writing->reader.isFinished())
            return StreamStep::Finished;
        return isNew ? StreamStep::Sign : StreamStep::Nothing;
    };
    Json body = writing->isChat ? chatBody(order, writing->wantsUsage) : completionBody(order, writing->wantsUsage);
    if (!writing->isStreamed) {
        body["stream"] = false;
        body.erase("stream_options");
    }
    const QString path = writing->isChat ? QStringLiteral("/v1/chat/completions") : QStringLiteral("/v1/completions");
    return client.stream(path, std::move(body), std::move(reader), writing->running->cancel);
}

QCoro::Task<Done> LanguageEngine::State::pause(std::chrono::milliseconds time, CancelToken cancel)
{
    const auto self = shared_from_this();
    auto promise = std::make_shared<QPromise<void>>();
    promise->start();
    const std::function<void()> finish = [promise] { promise->finish(); };
    QTimer::singleShot(time, &m_context, finish);
    const auto link = cancel.onCancel(finish);
    const QFuture<void> future = promise->future();
    co_await future;
    co_return cancel.isCancelled() ? Done(Error{ErrorCode::Cancelled}) : Done();
}

/// Whether there is another way to ask, and takes it: servers differ in what they know. One that breaks a stream off
/// before its first word may have words for it when it is asked for the answer in one piece.
bool LanguageEngine::State::triesAnotherWay(Writing& writing, const Result<LanguageAnswer>& answer)
{
    const bool broke = (answer ? answer->isStream : answer.error().code == ErrorCode::ProviderLost)
        && std::exchange(writing.streamBroke, false) && !writing.heard;
    if (broke)
        return std::exchange(writing.isStreamed, false);
    if (!answer)
        return false;
    if (answer->status == 400 && answer->body.find("stream_options") != std::string::npos)
        return std::exchange(writing.wantsUsage, false); // an older server
    const bool isMissingPath =
        isMissing(answer->status) && serverWords(answer->body).find("model") == std::string::npos;
    return isMissingPath && std::exchange(writing.isChat, false);
}

QCoro::Task<Done> LanguageEngine::State::write(WritingPtr writing, TextOrder order)
{
    const auto self = shared_from_this();
    const auto until = std::chrono::steady_clock::now() + client.limits().first;
    for (;;) {
        auto asking = request(writing, order);
        const Result<LanguageAnswer> answer = co_await asking;
        if (answer && answer->status == 503 && std::chrono::steady_clock::now() < until) {
            auto waiting = pause(kLoadingPause, writing->running->cancel);
            const Done waited = co_await waiting;
            if (!waited)
                co_return waited;
            continue;
        }
        if (triesAnotherWay(*writing, answer))
            continue;
        const Done taken = !answer ? Done(answer.error())
            : answer->isStream     ? Done()
                                   : takeAnswer(*answer, writing->reader);
        if (!taken)
            co_return taken;
        break;
    }
    if (!writing->reader.isFinished())
        co_return Error{ErrorCode::ProviderLost, "the stream ended before the text did"};
    show(writing, true);
    co_return Done();
}

} // namespace weft
