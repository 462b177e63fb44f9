// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/WebSocketFrames.h"

#include "core/base/Utf8.h"

#include <QByteArray>
#include <QCryptographicHash>

#include <algorithm>
#include <limits>

namespace weft::http {

namespace {

constexpr std::size_t kMaxControlBytes = 125;
constexpr int kMaxFrames = 1024; // of one message: pieces of nothing would never reach its bound
constexpr qsizetype kKeyBytes = 16;

void appendNumber(std::string& out, std::uint64_t number, int bytes)
{
    for (int i = bytes - 1; i >= 0; --i)
        out += static_cast<char>((number >> (8 * i)) & 0xFF);
}

std::uint64_t numberIn(std::string_view bytes)
{
    std::uint64_t number = 0;
    for (const char byte : bytes)
        number = number << 8 | static_cast<unsigned char>(byte);
    return number;
}

bool isControl(WebSocketKind kind)
{
    return kind == WebSocketKind::Close || kind == WebSocketKind::Ping || kind == WebSocketKind::Pong;
}

bool isKind(int opcode)
{
    return (opcode >= 0 && opcode <= 2) || (opcode >= 8 && opcode <= 10);
}

} // namespace

std::string webSocketFrame(WebSocketKind kind, std::string_view payload)
{
    std::string frame;
    frame.reserve(payload.size() + 10);
    frame += static_cast<char>(0x80 | static_cast<int>(kind));
    if (payload.size() <= kMaxControlBytes) {
        frame += static_cast<char>(payload.size());
    } else {
        const bool isShort = payload.size() <= std::numeric_limits<std::uint16_t>::max();
        frame += static_cast<char>(isShort ? 126 : 127);
        appendNumber(frame, payload.size(), isShort ? 2 : 8);
    }
    return frame.append(payload);
}

std::string webSocketCloseFrame(int code, std::string_view reason)
{
    std::size_t size = std::min(reason.size(), kMaxControlBytes - 2);
    while (size > 0 && size < reason.size() && (static_cast<unsigned char>(reason[size]) & 0xC0) == 0x80)
        --size;
    std::string payload;
    appendNumber(payload, static_cast<std::uint64_t>(code), 2);
    return webSocketFrame(WebSocketKind::Close, payload.append(reason.substr(0, size)));
}

std::string webSocketAccept(std::string_view key)
{
    const QByteArray text(key.data(), qsizetype(key.size()));
    const auto decoded = QByteArray::fromBase64Encoding(text, QByteArray::Base64Encoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || decoded.decoded.size() != kKeyBytes)
        return {};
    return QCryptographicHash::hash(text + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11", QCryptographicHash::Sha1).toBase64().toStdString();
}

std::vector<WebSocketMessage> WebSocketReader::feed(std::string_view bytes)
{
    std::vector<WebSocketMessage> messages;
    while (m_closeCode == 0) {
        if (!m_hasHeader && !readHeader(bytes))
            break;
        readPayload(bytes);
        if (m_left > 0)
            break;
        takeFrame(messages);
    }
    return messages;
}

bool WebSocketReader::refuse(int code)
{
    m_closeCode = code;
    m_message.clear();
    m_control.clear();
    return false;
}

/// Two bytes, then as many as they say, then the mask.
bool WebSocketReader::readHeader(std::string_view& bytes)
{
    while (true) {
        const std::size_t length = m_header.size() < 2 ? 0 : static_cast<unsigned char>(m_header[1]) & 0x7F;
        const std::size_t wanted = m_header.size() < 2 ? 2 : length == 126 ? 8
            : length == 127                                                ? 14
                                                                           : 6;
        const std::size_t taken = std::min(wanted - m_header.size(), bytes.size());
        m_header.append(bytes.substr(0, taken));
        bytes.remove_prefix(taken);
        if (m_header.size() >= 2 && (m_header[1] & 0x80) == 0)
            return refuse(WebSocketCode::kProtocolError); // no mask
        if (m_header.size() < wanted)
            return false;
        if (wanted > 2)
            return takeHeader();
    }
}

bool WebSocketReader::takeHeader()
{
    const int first = static_cast<unsigned char>(m_header[0]);
    const std::size_t length = static_cast<unsigned char>(m_header[1]) & 0x7F;
    const std::uint64_t size = length < 126 ? length : numberIn(std::string_view(m_header).substr(2, length == 126 ? 2 : 8));
    std::copy_n(m_header.end() - 4, 4, m_mask);
    m_header.clear();
    m_isLast = (first & 0x80) != 0;
    if ((first & 0x70) != 0 || !isKind(first & 0x0F) || (length == 126 && size < 126) || (length == 127 && size <= 0xFFFF))
        return refuse(WebSocketCode::kProtocolError);
    m_frameKind = static_cast<WebSocketKind>(first & 0x0F);
    m_isControl = isControl(m_frameKind);
    if (m_isControl) {
        if (!m_isLast || size > kMaxControlBytes)
            return refuse(WebSocketCode::kProtocolError);
    } else {
        const bool hasBegun = m_messageKind != WebSocketKind::Continuation;
        if (hasBegun != (m_frameKind == WebSocketKind::Continuation))
            return refuse(WebSocketCode::kProtocolError);
        if (size > m_maxMessageBytes - m_message.size() || ++m_frames > kMaxFrames)
            return refuse(WebSocketCode::kTooLarge);
        if (!hasBegun)
            m_messageKind = m_frameKind;
    }
    m_left = size;
    m_at = 0;
    m_hasHeader = true;
    return true;
}

void WebSocketReader::readPayload(std::string_view& bytes)
{
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(m_left, bytes.size()));
    std::string& out = target();
    const std::size_t start = out.size();
    out.append(bytes.substr(0, size));
    for (std::size_t i = 0; i < size; ++i)
        out[start + i] = static_cast<char>(out[start + i] ^ m_mask[(m_at + i) % 4]);
    m_at += size;
    m_left -= size;
    bytes.remove_prefix(size);
}

void WebSocketReader::takeFrame(std::vector<WebSocketMessage>& messages)
{
    m_hasHeader = false;
    if (m_isControl) {
        if (m_frameKind == WebSocketKind::Close && m_control.size() == 1) {
            refuse(WebSocketCode::kProtocolError);
            return;
        }
        messages.push_back({m_frameKind, std::exchange(m_control, {})});
        return;
    }
    if (!m_isLast)
        return;
    if (m_messageKind == WebSocketKind::Text && !isUtf8(m_message)) {
        refuse(WebSocketCode::kNotUtf8);
        return;
    }
    messages.push_back({std::exchange(m_messageKind, WebSocketKind::Continuation), std::exchange(m_message, {})});
    m_frames = 0;
}

} // namespace weft::http
