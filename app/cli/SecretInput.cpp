// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/SecretInput.h"

#include <array>
#include <cstdio>
#include <string>

#if defined(__unix__) || defined(__APPLE__)
#include <csignal>
#include <fcntl.h>
#include <termios.h>
#include <unistd.h>
#endif

namespace weft {

namespace {

constexpr std::size_t kMaxLine = 4096;

QString textOf(std::string line)
{
    if (!line.empty() && line.back() == '\r')
        line.pop_back();
    return QString::fromUtf8(line.data(), qsizetype(line.size()));
}

std::optional<QString> readLineOf(std::FILE* file)
{
    std::string line;
    int c = 0;
    while ((c = std::fgetc(file)) != EOF && c != '\n' && line.size() < kMaxLine)
        line += char(c);
    if (c == EOF && line.empty())
        return {};
    return textOf(std::move(line));
}

#if defined(__unix__) || defined(__APPLE__)

volatile std::sig_atomic_t caughtSignal = 0;

void onSignalWhileHidden(int signal)
{
    caughtSignal = signal;
}

/// While it lives, what is typed isn't shown, and the signals that would end or stop the program only interrupt read().
class HiddenInput {
public:
    explicit HiddenInput(int terminal)
        : m_terminal(terminal)
    {
        caughtSignal = 0;
        struct sigaction noted {};
        noted.sa_handler = onSignalWhileHidden; // without SA_RESTART
        sigemptyset(&noted.sa_mask);
        for (std::size_t i = 0; i < kSignals.size(); ++i)
            ::sigaction(kSignals[i], &noted, &m_before[i]);
        m_isTerminal = ::tcgetattr(terminal, &m_shown) == 0;
        termios hidden = m_shown;
        hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        if (m_isTerminal)
            ::tcsetattr(terminal, TCSAFLUSH, &hidden);
    }
    ~HiddenInput()
    {
        if (m_isTerminal)
            ::tcsetattr(m_terminal, TCSAFLUSH, &m_shown);
        for (std::size_t i = 0; i < kSignals.size(); ++i)
            ::sigaction(kSignals[i], &m_before[i], nullptr);
    }
    HiddenInput(const HiddenInput&) = delete;
    HiddenInput& operator=(const HiddenInput&) = delete;

private:
    static constexpr std::array kSignals{SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};
    int m_terminal;
    bool m_isTerminal = false;
    termios m_shown{};
    std::array<struct sigaction, kSignals.size()> m_before{};
};

/// None: there is no line, or a signal came first.
std::optional<QString> readHidden(int terminal)
{
    std::string line;
    const HiddenInput hidden(terminal);
    for (char c = 0; line.size() < kMaxLine;) {
        const ssize_t got = ::read(terminal, &c, 1);
        if (caughtSignal != 0 || (got <= 0 && line.empty()))
            return {};
        if (got <= 0 || c == '\n')
            break;
        line += c;
    }
    return textOf(std::move(line));
}

/// A signal does what it would have done without us, after the terminal is as it was; whoever was only stopped is asked
/// again when the program goes on.
std::optional<QString> readFromTerminal(const QString& prompt)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0)
        return {};
    const QByteArray words = prompt.toUtf8() + ": ";
    std::optional<QString> line;
    int signal = 0;
    do {
        (void)!::write(terminal, words.constData(), std::size_t(words.size()));
        line = readHidden(terminal);
        signal = caughtSignal;
        (void)!::write(terminal, "\n", 1);
        if (signal != 0)
            ::raise(signal);
    } while (signal == SIGTSTP);
    ::close(terminal);
    return line;
}

#else
std::optional<QString> readFromTerminal(const QString&)
{
    return {};
}
#endif

} // namespace

std::optional<QString> readSecret(const QString& prompt, bool fromStdin)
{
    return fromStdin ? readLineOf(stdin) : readFromTerminal(prompt);
}

} // namespace weft
