// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/frontdoor/service/DoorService.h"

#include <QCoreApplication>
#include <QDir>
#include <QSysInfo>

namespace weft {

namespace {

constexpr std::chrono::hours kLongestCall {6}; // POST /v1 answers when the call has ended

QString schemeOf(const DoorSettings& settings)
{
    return settings.tls.certificate.isEmpty() ? QStringLiteral("http") : QStringLiteral("https");
}

Error unwritable(const QString& path) { return {ErrorCode::FileUnwritable, "a folder", {{"path", path.toStdString()}}}; }

} // namespace

QString hostText(const QHostAddress& address)
{
    if (address == QHostAddress(QHostAddress::AnyIPv4) || address == QHostAddress(QHostAddress::AnyIPv6) || address == QHostAddress(QHostAddress::Any))
        return QSysInfo::machineHostName();
    return address.protocol() == QAbstractSocket::IPv6Protocol ? u'[' + address.toString() + u']' : address.toString();
}

DoorService::DoorService(RunController& runs, QString home, std::function<RunOptions()> options, QObject* parent)
    : QObject(parent)
    , m_runs(runs)
    , m_home(std::move(home))
    , m_options(std::move(options))
{
}

DoorService::~DoorService() = default;

QString DoorService::bookFile() const { return QDir(m_home).filePath(QStringLiteral("frontdoor/tokens.json")); }

Result<TokenBook> DoorService::readBook() const { return TokenBook::open(bookFile()); }

Done DoorService::takeBook()
{
    if (m_book)
        return {};
    const QDir folder(QDir(m_home).filePath(QStringLiteral("frontdoor")));
    if (!folder.mkpath(QStringLiteral(".")))
        return unwritable(folder.path());
    const QString file = bookFile();
    auto lock = std::make_unique<QLockFile>(folder.filePath(QStringLiteral("lock")));
    lock->setStaleLockTime(0); // only that of a process that has ended
    if (!lock->tryLock(0))
        return Error {ErrorCode::FileUnwritable, "another process has it", {{"path", file.toStdString()}, {"reason", "taken"}}};
    WEFT_TRY(TokenBook book, TokenBook::open(file));
    m_book = std::move(book);
    m_lock = std::move(lock);
    return {};
}

void DoorService::leaveBook()
{
    if (m_door || (m_desk && (m_desk->isRunning() || m_desk->waiting() > 0)))
        return;
    m_book.reset();
    m_lock.reset();
}

/// `scheme`: as the door is reached.
Done DoorService::makeDesk(const QString& scheme)
{
    if (m_desk)
        return {};
    const RunFolders& folders = m_runs.folders();
    for (const QString& folder : {folders.input, folders.output, m_home}) {
        if (!QDir().mkpath(folder))
            return unwritable(folder);
    }
    WEFT_TRY(m_temp, TempFolder::make(m_home, QStringLiteral("serve-temp-")));
    m_folders = {folders.input, folders.output, m_temp->path(), QDir(m_home).filePath(QStringLiteral("frontdoor/user"))};
    DeskSettings settings;
    settings.input = m_folders.input;
    settings.output = m_folders.output;
    settings.temp = m_folders.temp;
    settings.admit = [this](const PromptCost& cost) { return m_book->admit(cost.token, cost.promptId, cost.cap); };
    m_runner = std::make_unique<ControllerRunner>(m_runs, [options = m_options](const QString&) { return options(); });
    m_desk = std::make_unique<PromptDesk>(*m_runner, std::move(settings));
    m_calls = std::make_unique<CallRoutes>(*m_desk, *m_runner, m_folders, CallPlace {scheme.toStdString(), false, {}});
    connect(m_desk.get(), &PromptDesk::settled, this, [this](const QString& token, const QString& prompt, Money charged) {
        if (m_book)
            m_book->settle(token, prompt, charged);
        Q_EMIT changed();
    });
    connect(m_desk.get(), &PromptDesk::queueChanged, this, &DoorService::changed);
    return {};
}

Done DoorService::listen(DoorSettings settings)
{
    WEFT_CHECK(takeBook());
    WEFT_CHECK(makeDesk(schemeOf(settings)));
    m_door.reset();
    settings.folders = m_folders;
    settings.models = m_runs.folders().models;
    settings.deadlines.answer = kLongestCall;
    settings.facts.version = QCoreApplication::applicationVersion();
    auto door = std::make_unique<FrontDoor>(*m_desk, *m_book, settings);
    m_calls->addTo(*door);
    WEFT_CHECK(door->listen());
    m_door = std::move(door);
    m_settings = std::move(settings);
    return {};
}

void DoorService::close() { m_door.reset(); }

QString DoorService::address() const
{
    if (!m_door)
        return {};
    return QStringLiteral("%1://%2:%3").arg(schemeOf(m_settings), hostText(m_settings.address)).arg(m_door->port());
}

quint16 DoorService::port() const { return m_door ? m_door->port() : quint16 {0}; }

} // namespace weft
