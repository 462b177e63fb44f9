// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/RunPresenter.h"

#include "app/editor/model/NodeNames.h"
#include "app/language/ErrorText.h"
#include "app/servers/ServerText.h"
#include "app/shell/ExposureText.h"
#include "core/threads/HandOver.h"

#include <algorithm>

namespace weft {

namespace {

/// As large as a node shows it at most.
QImage forNode(const QImage& image)
{
    constexpr int kSide = 1024;
    if (image.width() <= kSide && image.height() <= kSide)
        return image;
    return image.scaled(kSide, kSide, Qt::KeepAspectRatio, Qt::SmoothTransformation);
}

/// The node that a fragment's price is written on: its last one.
NodeId priceNode(const PlannedFragment& fragment)
{
    return fragment.fragment.nodes.empty() ? NodeId() : fragment.fragment.nodes.back().id;
}

} // namespace

RunPresenter::RunPresenter(const RunController& runs, QObject* parent)
    : QObject(parent)
    , m_runs(runs)
{
    m_pool.setMaxThreadCount(1);
}

RunPresenter::~RunPresenter() { m_pool.waitForDone(); }

void RunPresenter::follow(CanvasDocument* document)
{
    if (m_document != document)
        m_errors.clear();
    m_document = document;
}

template <typename Change>
void RunPresenter::change(const NodeId& id, Change change)
{
    if (!m_document || !m_document->nodeInRun(id))
        return;
    NodeStatus status = m_document->statusInRun(id);
    change(status);
    m_document->setStatus(id, std::move(status));
}

QString RunPresenter::machineName(const std::string& engine) const
{
    if (engine == kHere)
        return {};
    for (const EngineInfo& info : m_runs.engines()) {
        if (info.id == engine)
            return ServerText::name(info);
    }
    return QString::fromStdString(engine.substr(0, 8));
}

QStringList RunPresenter::machinesOf(const Plan& plan) const
{
    QStringList machines;
    for (const PlannedFragment& fragment : plan.fragments) {
        const QString machine = machineName(fragment.engine);
        if (!machine.isEmpty() && !machines.contains(machine))
            machines << machine;
    }
    return machines;
}

QString RunPresenter::nameIn(const PlannedFragment& fragment) const
{
    const auto named = m_names.find(int(&fragment - m_plan.fragments.data()));
    return named == m_names.end() ? machineName(fragment.engine) : named->second;
}

/// A loader is repeated wherever its model is needed.
void RunPresenter::placeNode(const NodeId& id)
{
    QStringList machines;
    for (const PlannedFragment& fragment : m_plan.fragments) {
        if (fragment.nodes.contains(id))
            machines << nameIn(fragment);
    }
    change(id, [&](NodeStatus& status) { status.setMachines(machines); });
}

/// The bytes of what each fragment takes in, on the wires that bring it.
void RunPresenter::estimateTransfers()
{
    std::map<CanvasDocument::WireInRun, qint64> bytes;
    for (const PlannedFragment& fragment : m_plan.fragments) {
        const auto& inputs = fragment.fragment.inputs;
        for (std::size_t i = 0; i < std::min(inputs.size(), fragment.inputBytes.size()); ++i) {
            for (const Link& link : m_document->linksInRun(inputs[i].source.node)) {
                if (link.fromSlot == inputs[i].source.slot && fragment.nodes.contains(link.to))
                    bytes[{link.from, link.fromSlot, link.to}] = fragment.inputBytes[i];
            }
        }
    }
    m_document->estimateTransfers(bytes);
}

/// By id in the run, only of nodes that the document has.
std::map<NodeId, NodeStatus> RunPresenter::planned(NodeStatus::State state) const
{
    std::map<NodeId, NodeStatus> statuses;
    std::map<NodeId, QStringList> machines;
    for (const PlannedFragment& fragment : m_plan.fragments) {
        const QString name = nameIn(fragment);
        for (const NodeId& id : fragment.nodes) {
            NodeStatus& status = statuses[id] = NodeStatus {};
            status.state = state;
            if (name.isEmpty() || id == priceNode(fragment))
                status.cost = fragment.estimate.amount;
            machines[id] << name;
        }
        if (!name.isEmpty())
            showExposure(statuses[priceNode(fragment)], fragment.exposure);
    }
    for (const auto& [id, names] : machines)
        statuses[id].setMachines(names);
    std::erase_if(statuses, [this](const auto& one) { return !m_document->nodeInRun(one.first); });
    return statuses;
}

void RunPresenter::showPlan(const Plan& plan, NodeStatus::State state)
{
    m_plan = plan;
    m_names.clear();
    if (m_document) {
        m_document->clearRun(planned(state));
        estimateTransfers();
    }
    Q_EMIT moneyMoved();
}

void RunPresenter::showWishes()
{
    if (!m_document)
        return;
    m_document->estimateTransfers({});
    for (const Node& node : m_document->graph().nodes()) {
        const std::string place = m_document->placeOf(node.id);
        const QString machine = place.empty() || place == kHere ? QString() : place == "elsewhere" ? tr("another machine") : machineName(place);
        if (m_document->status(node.id).machines() != QStringList {machine})
            change(m_document->idInRun(node.id), [&](NodeStatus& status) { status.setMachines({machine}); });
    }
}

void RunPresenter::onEvent(const RunEvent& event)
{
    std::visit([this](const auto& one) { on(one); }, event);
}

void RunPresenter::on(const RunPlanned& event)
{
    m_held = m_charged = {};
    m_errors.clear();
    showPlan(event.plan, NodeStatus::State::Waiting);
    for (const NodeId& id : std::exchange(m_answered, {}))
        on(NodeAnswered {id});
}

void RunPresenter::on(const FragmentStarted& event)
{
    if (event.fragment < 0 || event.fragment >= int(m_plan.fragments.size()))
        return;
    PlannedFragment& fragment = m_plan.fragments[std::size_t(event.fragment)];
    fragment.engine = event.engine;
    m_names[event.fragment] = event.engine == kHere ? QString() : QString::fromStdString(event.engineName);
    for (const NodeId& id : fragment.nodes)
        placeNode(id);
    if (event.engine != kHere)
        change(priceNode(fragment), [&](NodeStatus& status) { status.cost = event.quote.amount; });
    m_held.micro += event.quote.amount.micro;
    Q_EMIT moneyMoved();
}

void RunPresenter::on(const FragmentProgressed& event)
{
    if (const auto* started = std::get_if<NodeStarted>(&event.event)) {
        change(started->node, [](NodeStatus& status) {
            status.state = NodeStatus::State::Running;
            status.step = status.steps = 0;
        });
    } else if (const auto* progress = std::get_if<NodeProgress>(&event.event)) {
        change(progress->node, [&](NodeStatus& status) {
            status.state = NodeStatus::State::Running;
            status.step = progress->value;
            status.steps = progress->max;
        });
    } else if (const auto* preview = std::get_if<NodePreview>(&event.event); preview && preview->mime.starts_with("image/")) {
        // Another machine sent it: no other format of Qt's plugins is tried than the one that workers use.
        showWhenRead(preview->node, [bytes = preview->picture] { return QImage::fromData(bytes.data(), int(bytes.size()), "JPG"); }, {});
    } else if (const auto* finished = std::get_if<NodeFinished>(&event.event)) {
        change(finished->node, [&](NodeStatus& status) {
            status.state = finished->cached ? NodeStatus::State::Cached : NodeStatus::State::Done;
            status.seconds = double(finished->took.count()) / 1e6;
        });
    }
}

void RunPresenter::on(const FragmentFinished& event)
{
    m_charged.micro += event.charged.micro;
    m_held.micro = std::max<std::int64_t>(0, m_held.micro - event.held.micro);
    if (event.fragment >= 0 && event.fragment < int(m_plan.fragments.size())) {
        change(priceNode(m_plan.fragments[std::size_t(event.fragment)]), [&](NodeStatus& status) {
            status.cost = event.charged;
            status.costIsEstimate = false;
        });
    }
    Q_EMIT moneyMoved();
}

void RunPresenter::on(const FragmentFailedOn& event)
{
    m_held.micro = std::max<std::int64_t>(0, m_held.micro - event.released.micro);
    Q_EMIT moneyMoved();
    if (event.willRetry || event.fragment < 0 || event.fragment >= int(m_plan.fragments.size()))
        return;
    const PlannedFragment& fragment = m_plan.fragments[std::size_t(event.fragment)];
    const NodeId id = event.failure.node.empty() ? priceNode(fragment) : event.failure.node;
    showError(id, event.failure.error);
}

/// Its node goes by its title.
Error RunPresenter::named(const Error& error) const
{
    return m_document ? withNodeTitle(error, m_document->workflow(), m_document->catalogue()) : error;
}

void RunPresenter::showError(const NodeId& id, const Error& error)
{
    m_errors[id] = error;
    change(id, [&](NodeStatus& status) {
        status.state = NodeStatus::State::Failed;
        status.error = sentenceFor(named(error));
    });
}

void RunPresenter::retranslate()
{
    for (const PlannedFragment& fragment : m_plan.fragments) {
        if (!nameIn(fragment).isEmpty())
            change(priceNode(fragment), [&](NodeStatus& status) { showExposure(status, fragment.exposure); });
    }
    for (const auto& [id, error] : m_errors) {
        change(id, [&, &why = error](NodeStatus& status) {
            if (status.state == NodeStatus::State::Failed)
                status.error = sentenceFor(named(why));
        });
    }
}

void RunPresenter::on(const NodeAnswered& event)
{
    m_answered.push_back(event.node); // the plan comes later, of what is left
    change(event.node, [](NodeStatus& status) {
        status.state = NodeStatus::State::Cached;
        status.setMachines({});
        status.exposure.clear();
        status.exposureWhy.clear();
        status.cost = Money {};
        status.costIsEstimate = false;
    });
}

void RunPresenter::on(const SlotReady& event)
{
    if (event.items.empty())
        return;
    if (const std::string& type = event.items.front().type; type == "IMAGE" || type == "MASK")
        showWhenRead(event.slot.node, [value = event.items.front()] { return previewOf(value); }, {});
    qint64 bytes = 0;
    for (const Value& value : event.items)
        bytes += qint64(value.sizeBytes());
    if (!m_document)
        return;
    for (const Link& link : m_document->linksInRun(event.slot.node)) {
        const bool crosses = m_document->statusInRun(link.to).receivesFrom(m_document->statusInRun(link.from));
        if (link.fromSlot == event.slot.slot && crosses)
            m_document->setTransfer(link.from, link.fromSlot, link.to, bytes);
    }
}

void RunPresenter::showFile(const StoredFile& file, std::function<void(const QImage&)> then)
{
    showWhenRead(file.node, [value = file.value] { return pictureOf(value); }, std::move(then));
}

/// Pictures take milliseconds to read, which the window's thread hasn't. One thread keeps them in their order.
void RunPresenter::showWhenRead(const NodeId& node, std::function<QImage()> read, std::function<void(const QImage&)> then)
{
    m_pool.start(new PoolCall([this, node, read = std::move(read), then = std::move(then), document = m_document] {
        const QImage image = read();
        const PreviewPicture small(forNode(image));
        callLater(this, [document, node, image, small, then] {
            if (document && !small.isNull() && document->nodeInRun(node)) {
                NodeStatus status = document->statusInRun(node);
                status.preview = small;
                document->setStatus(node, std::move(status));
            }
            if (then)
                then(image);
        });
    }));
}

void RunPresenter::onFinished(const RunReport& report)
{
    m_held = {};
    m_charged = report.charged;
    m_answered.clear();
    for (const auto& [id, node] : report.nodes) {
        if (node.engines.empty() && !node.cached)
            continue; // it was to run with one that failed
        change(id, [&, &made = node](NodeStatus& status) {
            if (status.state == NodeStatus::State::Failed)
                return;
            status.state = made.cached ? NodeStatus::State::Cached : NodeStatus::State::Done;
            status.seconds = double(made.took.count()) / 1e6;
            status.cost = made.charged;
            status.costIsEstimate = false;
        });
    }
    for (const auto& [id, error] : report.errors)
        showError(id, error);
    if (m_document) { // what never ran waits no more
        for (const NodeId& id : m_document->nodesInRun()) {
            const NodeStatus::State state = m_document->statusInRun(id).state;
            if (state == NodeStatus::State::Waiting || state == NodeStatus::State::Running)
                change(id, [](NodeStatus& status) { status.state = NodeStatus::State::Idle; });
        }
    }
    Q_EMIT moneyMoved();
}

QImage pictureOf(const Value& file)
{
    const Tensor* bytes = file.tensor("bytes");
    return bytes ? QImage::fromData(bytes->data.data(), int(bytes->data.size()), "PNG") : QImage();
}

QImage previewOf(const Value& value)
{
    const Tensor* pixels = value.tensor("value");
    const bool picture = value.type == "IMAGE" && pixels && pixels->shape.size() == 4;
    const bool mask = value.type == "MASK" && pixels && pixels->shape.size() == 3;
    if ((!picture && !mask) || pixels->dtype != DType::F32 || !pixels->checkedCount() || pixels->shape[0] < 1)
        return {};
    const qint64 height = pixels->shape[1];
    const qint64 width = pixels->shape[2];
    const qint64 channels = picture ? pixels->shape[3] : 1;
    if (height < 1 || width < 1 || channels < 1 || height > 65535 || width > 65535)
        return {};
    const int stride = int(std::max<qint64>(1, (std::max(width, height) + 1023) / 1024)); // every n-th pixel
    QImage image(int(width / stride), int(height / stride), QImage::Format_RGB32);
    const auto* values = reinterpret_cast<const float*>(pixels->data.data());
    const auto byteAt = [&](qint64 at) { return int(std::clamp(values[at], 0.0F, 1.0F) * 255.0F + 0.5F); };
    for (int y = 0; y < image.height(); ++y) {
        auto* line = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            const qint64 at = (qint64(y) * stride * width + qint64(x) * stride) * channels;
            line[x] = qRgb(byteAt(at), byteAt(at + (channels > 1 ? 1 : 0)), byteAt(at + (channels > 2 ? 2 : 0)));
        }
    }
    return image;
}

} // namespace weft
