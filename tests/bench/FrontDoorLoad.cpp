// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
// bench.frontdoor-load PORT [PROMPTS] [CONNECTIONS] [TRIPS]
// A client that costs next to nothing beside any server that speaks ComfyUI's API: keep-alive connections that post prompts one after the
// other, and one WebSocket that waits for their ends. Trivial prompts: EmptyImage -> PreviewImage, 16 x 16. Prints one line of three numbers:
// distinct prompts a second (a colour of its own each, so that each runs), the same prompt a second, and the median milliseconds from
// POST /prompt to `executing` null of one that is known.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
constexpr int kPatienceMilliseconds = 60'000;

[[noreturn]] void fail(const char* what)
{
    std::fprintf(stderr, "bench.frontdoor-load: %s\n", what);
    std::exit(1);
}

class Connection {
public:
    explicit Connection(std::uint16_t port)
        : m_socket(::socket(AF_INET, SOCK_STREAM, 0))
    {
        sockaddr_in address {};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const int yes = 1;
        ::setsockopt(m_socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        if (::connect(m_socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
            fail("nobody listens there");
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { ::close(m_socket); }

    int socket() const { return m_socket; }
    std::string& unread() { return m_unread; }

    void send(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(m_socket, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0)
                fail("the server doesn't take a request");
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// Waits for some bytes more.
    void receive()
    {
        char buffer[1 << 16];
        const ssize_t received = ::recv(m_socket, buffer, sizeof buffer, 0);
        if (received <= 0)
            fail("the server ends the connection");
        m_unread.append(buffer, static_cast<std::size_t>(received));
    }

private:
    int m_socket;
    std::string m_unread;
};

/// Takes a whole answer off the front, if it is there. Any status but 200 ends the program.
bool takeAnswer(std::string& bytes)
{
    const std::size_t end = bytes.find("\r\n\r\n");
    if (end == bytes.npos)
        return false;
    if (!bytes.starts_with("HTTP/1.1 200"))
        fail(bytes.c_str());
    const std::size_t length = bytes.find("Content-Length: ");
    if (length == bytes.npos || length > end)
        fail("an answer without a length");
    const std::size_t whole = end + 4 + std::strtoull(bytes.c_str() + length + 16, nullptr, 10);
    if (bytes.size() < whole)
        return false;
    bytes.erase(0, whole);
    return true;
}

/// How many prompts have ended, by the frames that have come as a whole.
int takeEnds(std::string& bytes)
{
    int ends = 0;
    std::size_t at = 0;
    while (bytes.size() - at >= 2) {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[at + i]); };
        std::size_t size = byte(1) & 0x7F;
        const std::size_t digits = size == 126 ? 2 : size == 127 ? 8
                                                                 : 0;
        if (bytes.size() - at < 2 + digits)
            break;
        if (digits > 0) {
            size = 0;
            for (std::size_t i = 0; i < digits; ++i)
                size = size << 8 | byte(2 + i);
        }
        if (bytes.size() - at < 2 + digits + size)
            break;
        const std::string_view text = std::string_view(bytes).substr(at + 2 + digits, size);
        const bool isEnd = text.find("\"executing\"") != text.npos && (text.find("\"node\": null") != text.npos || text.find("\"node\":null") != text.npos);
        ends += isEnd ? 1 : 0;
        at += 2 + digits + size;
    }
    bytes.erase(0, at);
    return ends;
}

class Load {
public:
    Load(std::uint16_t port, int connections)
        : m_port(std::to_string(port))
        , m_events(port)
        , m_color(static_cast<unsigned>(Clock::now().time_since_epoch().count() / 1000) % (1u << 23))
    {
        for (int i = 0; i < connections; ++i)
            m_posts.push_back(std::make_unique<Connection>(port));
        m_events.send("GET /ws?clientId=load HTTP/1.1\r\nHost: 127.0.0.1:" + m_port
            + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n");
        while (m_events.unread().find("\r\n\r\n") == std::string::npos)
            m_events.receive();
        if (!m_events.unread().starts_with("HTTP/1.1 101"))
            fail("no WebSocket at /ws");
        m_events.unread().erase(0, m_events.unread().find("\r\n\r\n") + 4);
    }

    unsigned freshColor() { return m_color = (m_color + 1) % (1u << 24); }

    /// Posts `count` prompts and waits for their ends. -> seconds. `color`: of all of them; negative: each has its own.
    double run(int count, int color = -1)
    {
        const auto start = Clock::now();
        int unsent = count;
        int unended = count;
        std::vector<pollfd> watched {{m_events.socket(), POLLIN, 0}};
        for (const auto& connection : m_posts) {
            watched.push_back({connection->socket(), POLLIN, 0});
            if (unsent > 0)
                post(*connection, color, unsent);
        }
        while (unended > 0 || m_unanswered > 0) { // a prompt's end may come before the answer to its POST
            if (::poll(watched.data(), watched.size(), kPatienceMilliseconds) <= 0)
                fail("the server is silent");
            for (std::size_t i = 0; i < m_posts.size(); ++i) {
                if (!(watched[i + 1].revents & (POLLIN | POLLHUP)))
                    continue;
                m_posts[i]->receive();
                if (!takeAnswer(m_posts[i]->unread()))
                    continue;
                --m_unanswered;
                if (unsent > 0)
                    post(*m_posts[i], color, unsent);
            }
            if (watched[0].revents & (POLLIN | POLLHUP)) {
                m_events.receive();
                unended -= takeEnds(m_events.unread());
            }
        }
        return std::chrono::duration<double>(Clock::now() - start).count();
    }

private:
    void post(Connection& connection, int color, int& unsent)
    {
        --unsent;
        const std::string number = std::to_string(color < 0 ? freshColor() : static_cast<unsigned>(color));
        const std::string body = R"({"prompt":{"1":{"class_type":"EmptyImage","inputs":{"width":16,"height":16,"batch_size":1,"color":)" + number
            + R"(}},"2":{"class_type":"PreviewImage","inputs":{"images":["1",0]}}},"client_id":"load"})";
        connection.send("POST /prompt HTTP/1.1\r\nHost: 127.0.0.1:" + m_port + "\r\nContent-Type: application/json\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n\r\n" + body);
        ++m_unanswered;
    }

    std::string m_port;
    Connection m_events;
    std::vector<std::unique_ptr<Connection>> m_posts;
    unsigned m_color;
    int m_unanswered = 0;
};

double median(std::vector<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

} // namespace

int main(int argc, char** argv)
{
    const auto argument = [&](int i, int fallback) { return argc > i ? std::atoi(argv[i]) : fallback; };
    const int port = argument(1, 0);
    const int prompts = argument(2, 300);
    const int connections = argument(3, 4);
    const int trips = argument(4, 301);
    if (port <= 0 || port > 65535 || prompts <= 0 || connections <= 0 || trips <= 0)
        fail("usage: bench.frontdoor-load PORT [PROMPTS] [CONNECTIONS] [TRIPS]");
    Load load(static_cast<std::uint16_t>(port), connections);
    load.run(std::min(prompts, 20)); // warm
    const double distinct = prompts / load.run(prompts);
    const int known = static_cast<int>(load.freshColor());
    load.run(1, known);
    const double same = prompts / load.run(prompts, known);
    std::vector<double> took;
    for (int i = 0; i < trips; ++i)
        took.push_back(load.run(1, known) * 1000);
    std::printf("%.1f %.1f %.4f\n", distinct, same, median(std::move(took)));
}
