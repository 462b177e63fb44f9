// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/RunCommand.h"

#include "app/account/DeviceIdentity.h"
#include "app/cli/Cli.h"
#include "app/language/ErrorText.h"
#include "app/wallet/RunTitles.h"
#include "app/runs/OutputStore.h"
#include "core/files/ReplaceFile.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>
#include <QTimer>

#include <algorithm>

namespace weft {

namespace {

Result<int> slotByWord(const Node& node, const NodeType* type, const QString& word)
{
    bool isNumber = false;
    const int number = word.toInt(&isNumber);
    if (isNumber)
        return number;
    for (std::size_t i = 0; type && i < type->outputs.size(); ++i) {
        if (type->outputs[i].name == word.toStdString())
            return static_cast<int>(i);
    }
    return Error {ErrorCode::LinkInvalid, "the node has no such output", {{"node", node.id}, {"input", word.toStdString()}}};
}

/// "a.safetensors", then "a-2.safetensors", ... for the items of a list.
QString numbered(const QString& file, std::size_t index)
{
    if (index == 0)
        return file;
    const qsizetype dot = file.lastIndexOf(u'.');
    return file.left(dot) + u'-' + QString::number(index + 1) + file.mid(dot);
}

} // namespace

RunCommand::RunCommand(RunArguments arguments)
    : m_arguments(std::move(arguments))
    , m_controller(m_arguments.folders)
{
    connect(&m_controller, &RunController::finished, this, &RunCommand::onFinished);
    connect(&m_controller, &RunController::fileStored, this, &RunCommand::onFile);
    connect(&m_controller, &RunController::runEvent, this, [this](const RunEvent& event) { m_progress.show(event); });
}

void RunCommand::start()
{
    connect(&m_controller, &RunController::ready, this, [this] {
        if (!std::exchange(m_started, true))
            findMachines(this);
    });
    m_controller.start();
}

QCoro::Task<void> RunCommand::findMachines(QPointer<RunCommand> self)
{
    const PlaceOptions places = self->m_arguments;
    auto finding = findPlaces(&self->m_controller, places);
    auto market = co_await finding;
    if (!self)
        co_return;
    self->m_market = std::move(market);
    if (self->m_market)
        self->keepTitles(places.home.isEmpty() ? defaultHome() : places.home);
    self->next();
}

/// So that the wallet's history can say which workflow a job belonged to.
void RunCommand::keepTitles(const QString& home)
{
    auto titles = std::make_shared<RunTitles>(RunTitles::fileIn(home));
    connect(&m_market->connection(), &RelayConnection::holdAsked, this, [this, titles](const JobId& job) {
        if (!m_arguments.blind && !m_runs.empty()) // what was paid blind leaves no trace
            titles->note(job, QFileInfo(m_runs.back().workflow).completeBaseName());
    });
}

void RunCommand::cancel()
{
    m_cancelled = true;
    m_controller.cancel();
    if (!m_controller.isRunning())
        Q_EMIT done(1);
}

Result<RunCommand::Opened> RunCommand::open(const QString& path)
{
    Opened opened;
    if (m_opener) {
        WEFT_TRY(opened, m_opener(m_controller, path));
    } else {
        WEFT_TRY(opened.graph, m_controller.openFile(path));
    }
    for (const SetArgument& set : m_arguments.settings) {
        WEFT_TRY(opened.graph, RunController::withSetting(std::move(opened.graph), m_controller.catalogue(), set.target, set.value));
    }
    return opened;
}

Result<std::map<SlotRef, QString>> RunCommand::savedSlots(const Graph& graph) const
{
    std::map<SlotRef, QString> saves;
    for (const SaveArgument& save : m_arguments.saves) {
        WEFT_TRY(const Node* node, RunController::nodeByWord(graph, save.node.toStdString()));
        WEFT_TRY(const int slot, slotByWord(*node, m_controller.catalogue().find(node->type), save.slot));
        saves[{node->id, slot}] = save.file;
    }
    return saves;
}

void RunCommand::next()
{
    if (m_cancelled || m_next >= m_arguments.files.size())
        return finish();
    const QString path = m_arguments.files.at(m_next++);
    const auto opened = open(path);
    const auto saves = opened ? savedSlots(opened->graph) : Result<std::map<SlotRef, QString>>(opened.error());
    if (!saves) {
        fail(path, saves.error());
        return QTimer::singleShot(0, this, &RunCommand::next);
    }
    m_saves = *saves;
    m_printed = opened->printed;
    RunOptions options = m_arguments.options;
    if (m_market && m_market->connection().isOnline())
        options.policy.available = m_market->available();
    for (const auto& [slot, file] : m_saves)
        options.wanted.insert(slot);
    for (const auto& [name, slot] : m_printed)
        options.wanted.insert(slot);
    m_runs.push_back({path, {}, {}, {}});
    m_controller.startRun(opened->graph, std::move(options));
}

void RunCommand::fail(const QString& path, const Error& error)
{
    FileRun run;
    run.workflow = path;
    run.report.errors.emplace_back(NodeId(), error.with("path", path.toStdString()));
    m_runs.push_back(std::move(run));
    printError(path + QStringLiteral(": ") + sentenceFor(m_runs.back().report.errors.front().second));
}

void RunCommand::onFile(const StoredFile& file)
{
    if (file.path.isEmpty() || m_runs.empty())
        return;
    m_progress.clear();
    m_runs.back().files[file.node] << file.path;
    printLine(file.path);
}

void RunCommand::saveSlots(FileRun& run)
{
    for (const auto& [slot, file] : m_saves) {
        const auto items = run.report.slots.find(slot);
        if (items == run.report.slots.end()) {
            if (run.report.errors.empty())
                run.report.errors.emplace_back(slot.node, Error {ErrorCode::ValueMissing, "a slot that was asked for is empty", {{"node", slot.node}}});
            continue;
        }
        for (std::size_t i = 0; i < items->second.size(); ++i) {
            const QString path = numbered(file, i);
            const auto bytes = encodeValue(items->second[i]);
            QDir().mkpath(QFileInfo(path).absolutePath());
            const Done written = bytes ? replaceFile(path, QByteArrayView(bytes->data(), qsizetype(bytes->size()))) : Done(bytes.error());
            if (written)
                run.saved << path;
            else
                run.report.errors.emplace_back(slot.node, written.error());
        }
    }
}

/// Texts and numbers; what else there is can be saved.
void RunCommand::printSlots(const FileRun& run) const
{
    for (const auto& [name, slot] : m_printed) {
        const auto items = run.report.slots.find(slot);
        for (const Value& item : items == run.report.slots.end() ? ValueList() : items->second) {
            const Json& value = memberAt(item.meta, "value");
            const std::string text = value.is_string() ? value.get<std::string>() : value.is_null() ? item.type : toJsonText(value);
            printLine(QString::fromStdString(name + ": " + text));
        }
    }
}

void RunCommand::onFinished(const RunReport& report)
{
    m_progress.clear();
    FileRun& run = m_runs.back();
    run.report = report;
    saveSlots(run);
    for (const QString& path : run.saved)
        printLine(path);
    printSlots(run);
    for (const auto& [node, error] : run.report.errors)
        printError(run.workflow + QStringLiteral(": ") + sentenceFor(error));
    if (report.held > Money {}) {
        printLine(QCoreApplication::translate("Cli", "Held %1, charged %2, released %3 credits.")
                      .arg(QString::fromStdString(toCreditString(report.held)), QString::fromStdString(toCreditString(report.charged)),
                          QString::fromStdString(toCreditString(report.released))));
    }
    QTimer::singleShot(0, this, &RunCommand::next);
}

void RunCommand::finish()
{
    bool good = !m_cancelled && std::ranges::all_of(m_runs, &FileRun::isGood);
    if (!m_arguments.report.isEmpty()) {
        const std::string text = toJsonText(reportJson(m_runs), 2) + "\n";
        const Done written = replaceFile(m_arguments.report, text);
        if (!written)
            printError(sentenceFor(written.error()));
        good &= written.hasValue();
    }
    leave(this, good ? 0 : 1);
}

QCoro::Task<void> RunCommand::leave(QPointer<RunCommand> self, int status)
{
    auto claiming = claimChange(self->m_market.get());
    co_await claiming;
    if (self)
        Q_EMIT self->done(status);
}

} // namespace weft
