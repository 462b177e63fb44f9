// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

/// WebSocket (RFC 6455, version 13) for a server: frames as data. No I/O.
namespace weft::http {

enum class WebSocketKind : std::uint8_t {
    Continuation = 0,
    Text = 1,
    Binary = 2,
    Close = 8,
    Ping = 9,
    Pong = 10,
};

/// Why a connection ends (RFC 6455, 7.4.1, and IANA's list).
struct WebSocketCode {
    static constexpr int kNormal = 1000;
    static constexpr int kGoingAway = 1001;
    static constexpr int kProtocolError = 1002;
    static constexpr int kNotUtf8 = 1007;
    static constexpr int kRefused = 1008; // 1013, "try again later", is an error to clients that are older than it
    static constexpr int kTooLarge = 1009;
};

/// A message in one frame, unmasked as a server's are.
std::string webSocketFrame(WebSocketKind kind, std::string_view payload);
/// `reason`: at most 123 bytes of UTF-8, more are cut off at a letter's beginning.
std::string webSocketCloseFrame(int code, std::string_view reason = {});
/// What a server answers to the client's Sec-WebSocket-Key; empty: the key is none (16 bytes in base64).
std::string webSocketAccept(std::string_view key);

/// A whole message of a client.
struct WebSocketMessage {
    WebSocketKind kind = WebSocketKind::Text; // never Continuation
    std::string payload;
};

/// A client's bytes to messages, within bounds. What breaks the protocol (frames without a mask, reserved bits, a piece of
/// nothing, a text that isn't UTF-8) and what is too large ends it for good, as soon as a header says so.
class WebSocketReader {
public:
    /// `maxMessageBytes`: of a message, however many frames it comes in.
    explicit WebSocketReader(std::size_t maxMessageBytes)
        : m_maxMessageBytes(maxMessageBytes)
    {
    }
    /// The messages that these bytes complete.
    std::vector<WebSocketMessage> feed(std::string_view bytes);
    /// 0: all is well; else the code that the connection is to be closed with.
    int closeCode() const { return m_closeCode; }

private:
    bool readHeader(std::string_view& bytes);
    bool takeHeader();
    void readPayload(std::string_view& bytes);
    void takeFrame(std::vector<WebSocketMessage>& messages);
    bool refuse(int code);
    std::string& target() { return m_isControl ? m_control : m_message; }

    std::size_t m_maxMessageBytes;
    std::string m_header; // of the frame that is being read
    bool m_hasHeader = false;
    WebSocketKind m_frameKind = WebSocketKind::Text;
    bool m_isControl = false;
    bool m_isLast = false;
    std::uint64_t m_left = 0; // of the frame's payload
    std::uint64_t m_at = 0; // of it: where the mask goes on
    char m_mask[4] = {};
    WebSocketKind m_messageKind = WebSocketKind::Continuation; // Continuation: no message has begun
    std::string m_message;
    std::string m_control;
    int m_frames = 0; // of the message
    int m_closeCode = 0;
};

} // namespace weft::http
