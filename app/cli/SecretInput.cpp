// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/SecretInput.h"

#include <cstdio>
#include <string>

#if defined(__unix__) || defined(__APPLE__)
#include <termios.h>
#include <unistd.h>
#endif

namespace weft {

namespace {

constexpr std::size_t kMaxLine = 4096;

std::optional<QString> readLineOf(std::FILE* file)
{
    std::string line;
    int c = 0;
    while ((c = std::fgetc(file)) != EOF && c != '\n' && line.size() < kMaxLine)
        line += char(c);
    if (c == EOF && line.empty())
        return {};
    if (!line.empty() && line.back() == '\r')
        line.pop_back();
    return QString::fromUtf8(line.data(), qsizetype(line.size()));
}

#if defined(__unix__) || defined(__APPLE__)
std::optional<QString> readFromTerminal(const QString& prompt)
{
    std::FILE* terminal = std::fopen("/dev/tty", "r+");
    if (!terminal)
        return {};
    std::fprintf(terminal, "%s: ", qUtf8Printable(prompt));
    std::fflush(terminal);
    termios shown{};
    const int file = ::fileno(terminal);
    const bool isTerminal = ::tcgetattr(file, &shown) == 0;
    termios hidden = shown;
    hidden.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    if (isTerminal)
        ::tcsetattr(file, TCSAFLUSH, &hidden);
    const auto line = readLineOf(terminal);
    if (isTerminal)
        ::tcsetattr(file, TCSAFLUSH, &shown);
    std::fprintf(terminal, "\n");
    std::fclose(terminal);
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
