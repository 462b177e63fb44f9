// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/service/DoorSwitch.h"

#include <algorithm>

namespace weft {

namespace {

constexpr auto kOnKey = "door/on";
constexpr auto kPortKey = "door/port";
constexpr auto kNetworkKey = "door/network";
constexpr int kLastPort = 65535;
constexpr std::chrono::milliseconds kTellAfter {50};

/// Before there is anybody who says more.
RunOptions onlyHere()
{
    RunOptions options;
    options.policy.privacy = Privacy::OnlyHere;
    return options;
}

} // namespace

DoorSwitch::DoorSwitch(RunController& runs, const QString& home, QSettings& settings, QObject* parent)
    : QObject(parent)
    , m_settings(settings)
    , m_service(runs, home, [this] { return m_options ? m_options() : onlyHere(); })
{
    m_tell.setSingleShot(true);
    m_tell.setInterval(kTellAfter);
    connect(&m_tell, &QTimer::timeout, this, &DoorSwitch::tell);
    connect(&m_service, &DoorService::changed, &m_tell, [this] {
        if (!m_tell.isActive())
            m_tell.start();
    });
}

DoorSwitch::~DoorSwitch() = default;

void DoorSwitch::start()
{
    if (m_settings.value(QLatin1String(kOnKey), false).toBool())
        (void)switchOn(); // problem() has it
}

void DoorSwitch::tell()
{
    m_service.leaveBook();
    Q_EMIT changed();
}

Result<TokenBook*> DoorSwitch::book()
{
    WEFT_CHECK(m_service.takeBook());
    TokenBook& book = m_service.book();
    if (!book.left({})) {
        WEFT_CHECK(book.setBudget({}, Money {})); // nothing is spent before somebody says so
    }
    return &book;
}

Done DoorSwitch::open()
{
    WEFT_TRY(TokenBook* const tokens, book());
    if (isForNetwork() && !tokens->hasTokens())
        return Error {ErrorCode::SettingInvalid, "others need a token", {{"name", "door-token"}}};
    DoorSettings settings;
    settings.address = isForNetwork() ? QHostAddress(QHostAddress::Any) : QHostAddress(QHostAddress::LocalHost);
    settings.port = quint16(port());
    settings.needsToken = isForNetwork();
    return m_service.listen(std::move(settings));
}

Done DoorSwitch::switchOn()
{
    m_settings.setValue(QLatin1String(kPortKey), port()); // programs are told of it: it stays
    const Done opened = open();
    m_problem = opened ? std::nullopt : std::optional(opened.error());
    m_settings.setValue(QLatin1String(kOnKey), true); // it is tried again at the next start
    tell();
    return opened;
}

void DoorSwitch::switchOff()
{
    m_settings.setValue(QLatin1String(kOnKey), false);
    m_problem.reset();
    end();
}

void DoorSwitch::end()
{
    m_service.close();
    if (PromptDesk* desk = m_service.desk()) {
        desk->editQueue({{"clear", true}});
        desk->interrupt(Json());
    }
    tell();
}

/// Something about where it listens is another now.
Done DoorSwitch::moved()
{
    const bool isWanted = isOn() || m_problem;
    m_service.close();
    if (isWanted)
        return switchOn();
    tell();
    return {};
}

int DoorSwitch::port() const
{
    const int usual = m_isUsualTaken ? kOtherPort : kUsualPort;
    const int port = m_settings.value(QLatin1String(kPortKey), usual).toInt();
    return port >= 1 && port <= kLastPort ? port : usual;
}

void DoorSwitch::setUsualTaken(bool isTaken)
{
    const int before = port();
    m_isUsualTaken = isTaken;
    if (port() != before)
        Q_EMIT changed();
}

Done DoorSwitch::setPort(int port)
{
    if (port < 1 || port > kLastPort)
        return Error {ErrorCode::AmountInvalid, "no port", {{"received", std::to_string(port)}}};
    if (port == this->port() && !m_problem)
        return {};
    m_settings.setValue(QLatin1String(kPortKey), port);
    return moved();
}

bool DoorSwitch::isForNetwork() const { return m_settings.value(QLatin1String(kNetworkKey), false).toBool(); }

Done DoorSwitch::setForNetwork(bool isForNetwork)
{
    if (isForNetwork == this->isForNetwork())
        return {};
    m_settings.setValue(QLatin1String(kNetworkKey), isForNetwork);
    return moved();
}

std::vector<TokenBook::Entry> DoorSwitch::tokens() const
{
    if (m_service.hasBook())
        return m_service.book().entries();
    const auto kept = m_service.readBook();
    return kept ? kept->entries() : std::vector<TokenBook::Entry>();
}

Result<QString> DoorSwitch::makeToken(const QString& name, std::optional<Money> budget)
{
    WEFT_TRY(TokenBook* const tokens, book());
    QString secret = TokenBook::freshSecret();
    WEFT_TRY(const QString id, tokens->add(secret, name));
    if (budget) {
        WEFT_CHECK(tokens->setBudget(id, *budget));
    }
    if (m_problem && isForNetwork()) // it may have been what was missing
        (void)switchOn();
    tell();
    return secret;
}

/// Its connections end, too: the door opens anew without it. The last token of all takes others' way in with it.
Done DoorSwitch::revoke(const QString& id)
{
    WEFT_TRY(TokenBook* const tokens, book());
    WEFT_CHECK(tokens->forget(id));
    if (PromptDesk* const desk = m_service.desk())
        desk->drop(id);
    return moved();
}

Money DoorSwitch::leftWithoutToken() const
{
    if (m_service.hasBook())
        return m_service.book().left({}).value_or(Money {});
    const auto kept = m_service.readBook();
    return kept ? kept->left({}).value_or(Money {}) : Money {};
}

Done DoorSwitch::setBudgetWithoutToken(Money left)
{
    WEFT_TRY(TokenBook* const tokens, book());
    WEFT_CHECK(tokens->setLeft({}, left));
    tell();
    return {};
}

int DoorSwitch::running() const { return m_service.desk() && m_service.desk()->isRunning() ? 1 : 0; }

int DoorSwitch::waiting() const { return m_service.desk() ? int(m_service.desk()->waiting()) : 0; }

void DoorSwitch::stopRunning()
{
    if (PromptDesk* desk = m_service.desk())
        desk->interrupt(Json());
}

} // namespace weft
