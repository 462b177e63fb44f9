// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/layout/LayerOrder.h"

#include <algorithm>
#include <numeric>

namespace weft::layers {

namespace {

constexpr double kWirePlace = 8; // height that a passing wire takes
constexpr int kMostPassing = 60'000; // more than that, and wires pass without a place
constexpr int kSweeps = 8;

/// Boxes in an order in which wires lead forwards; wires that close a circle are left out of `kept`.
std::vector<int> forwardOrder(std::size_t count, const std::vector<LayoutWire>& wires, std::vector<LayoutWire>& kept)
{
    std::vector<std::vector<int>> leaving(count);
    std::vector<int> waiting(count, 0);
    for (std::size_t i = 0; i < wires.size(); ++i) {
        leaving[std::size_t(wires[i].from)].push_back(int(i));
        ++waiting[std::size_t(wires[i].to)];
    }
    std::vector<int> order;
    std::vector<bool> isDone(count, false);
    const auto take = [&](std::size_t box) {
        order.push_back(int(box));
        isDone[box] = true;
    };
    std::size_t next = 0;
    std::size_t stuck = 0;
    for (std::size_t box = 0; box < count; ++box) {
        if (waiting[box] == 0)
            take(box);
    }
    while (order.size() < count || next < order.size()) {
        if (next == order.size()) { // a circle: it is opened at its first box
            while (isDone[stuck])
                ++stuck;
            take(stuck);
        }
        for (const int index : leaving[std::size_t(order[next++])]) {
            const LayoutWire& wire = wires[std::size_t(index)];
            const auto to = std::size_t(wire.to);
            if (isDone[to])
                continue;
            kept.push_back(wire);
            if (--waiting[to] == 0)
                take(to);
        }
    }
    return order;
}

/// Longest path from the left; then what feeds others moves right, next to the first that needs it.
std::vector<int> layerNumbers(const std::vector<int>& order, const std::vector<LayoutWire>& wires, std::size_t count)
{
    std::vector<std::vector<int>> feeds(count);
    std::vector<int> inputs(count, 0);
    for (const LayoutWire& wire : wires) {
        feeds[std::size_t(wire.from)].push_back(wire.to);
        ++inputs[std::size_t(wire.to)];
    }
    std::vector<int> layer(count, 0);
    for (const int box : order) {
        for (const int to : feeds[std::size_t(box)])
            layer[std::size_t(to)] = std::max(layer[std::size_t(to)], layer[std::size_t(box)] + 1);
    }
    for (auto it = order.rbegin(); it != order.rend(); ++it) {
        const auto box = std::size_t(*it);
        if (feeds[box].empty() || inputs[box] > 1)
            continue; // with several inputs it would only lengthen those wires
        int nearest = layer[std::size_t(feeds[box].front())];
        for (const int to : feeds[box])
            nearest = std::min(nearest, layer[std::size_t(to)]);
        layer[box] = std::max(layer[box], nearest - 1);
    }
    return layer;
}

int addPlace(Layered& graph, Place place)
{
    graph.places.push_back(std::move(place));
    return int(graph.places.size()) - 1;
}

void addEdge(Layered& graph, const Edge& edge)
{
    const int index = int(graph.edges.size());
    graph.edges.push_back(edge);
    graph.places[std::size_t(edge.from)].after.push_back(index);
    graph.places[std::size_t(edge.to)].before.push_back(index);
}

void addWire(Layered& graph, const LayoutWire& wire)
{
    const int first = graph.places[std::size_t(wire.from)].layer;
    const int last = graph.places[std::size_t(wire.to)].layer;
    int from = wire.from;
    double fromY = wire.fromY;
    for (int layer = first + 1; layer < last && graph.places.size() < kMostPassing; ++layer) {
        const int passing = addPlace(graph, {layer, 0, kWirePlace, 0, -1, {}, {}});
        addEdge(graph, {from, passing, fromY, kWirePlace / 2});
        from = passing;
        fromY = kWirePlace / 2;
    }
    addEdge(graph, {from, wire.to, fromY, wire.toY});
}

std::vector<int> positionsOf(const Layered& graph)
{
    std::vector<int> at(graph.places.size(), 0);
    for (const std::vector<int>& layer : graph.layers) {
        for (std::size_t i = 0; i < layer.size(); ++i)
            at[std::size_t(layer[i])] = int(i);
    }
    return at;
}

/// A place's wish: the middle of where its neighbours on one side are. Ports of one box keep their order.
double barycentre(const Layered& graph, const std::vector<int>& at, int place, bool fromLeft)
{
    const Place& one = graph.places[std::size_t(place)];
    const std::vector<int>& near = fromLeft ? one.before : one.after;
    if (near.empty())
        return at[std::size_t(place)];
    double sum = 0;
    for (const int index : near) {
        const Edge& edge = graph.edges[std::size_t(index)];
        const int other = fromLeft ? edge.from : edge.to;
        const double height = std::max(graph.places[std::size_t(other)].height, 1.0);
        sum += at[std::size_t(other)] + (fromLeft ? edge.fromY : edge.toY) / height * 0.9;
    }
    return sum / double(near.size());
}

void sweep(Layered& graph, std::vector<int>& at, bool fromLeft)
{
    std::vector<double> wish(graph.places.size());
    const std::size_t count = graph.layers.size();
    for (std::size_t i = 0; i < count; ++i) {
        std::vector<int>& layer = graph.layers[fromLeft ? i : count - 1 - i];
        for (const int place : layer)
            wish[std::size_t(place)] = barycentre(graph, at, place, fromLeft);
        std::ranges::stable_sort(layer, {}, [&](int place) { return wish[std::size_t(place)]; });
        for (std::size_t k = 0; k < layer.size(); ++k)
            at[std::size_t(layer[k])] = int(k);
    }
}

/// Pairs of edges between two layers that cross, at their ports: inversions, counted by a Fenwick tree.
long long crossings(const Layered& graph, const std::vector<int>& at, const std::vector<int>& layer)
{
    constexpr double kPort = 1e-5; // a port's height never outweighs a place
    std::vector<std::pair<double, double>> ends;
    std::vector<double> targets;
    for (const int place : layer) {
        for (const int index : graph.places[std::size_t(place)].after) {
            const Edge& edge = graph.edges[std::size_t(index)];
            ends.emplace_back(at[std::size_t(edge.from)] + edge.fromY * kPort, at[std::size_t(edge.to)] + edge.toY * kPort);
            targets.push_back(ends.back().second);
        }
    }
    std::ranges::sort(ends);
    std::ranges::sort(targets);
    std::vector<int> tree(targets.size() + 1, 0);
    long long crossed = 0;
    int seen = 0;
    for (const auto& end : ends) {
        const int rank = int(std::ranges::upper_bound(targets, end.second) - targets.begin());
        int notAbove = 0;
        for (int i = rank; i > 0; i -= i & -i)
            notAbove += tree[std::size_t(i)];
        crossed += seen++ - notAbove;
        for (int i = rank; i < int(tree.size()); i += i & -i)
            ++tree[std::size_t(i)];
    }
    return crossed;
}

long long allCrossings(const Layered& graph, const std::vector<int>& at)
{
    long long sum = 0;
    for (std::size_t i = 0; i + 1 < graph.layers.size(); ++i)
        sum += crossings(graph, at, graph.layers[i]);
    return sum;
}

/// Heights nearest to the wishes (least squares, weighted) that keep order and gaps: pool adjacent violators.
void resolve(Layered& graph, const std::vector<int>& layer, const std::vector<double>& wishes,
    const std::vector<double>& weights, double gap)
{
    struct Block {
        double sum, weight;
        std::size_t first;
    };
    std::vector<double> offset(layer.size(), 0);
    for (std::size_t i = 1; i < layer.size(); ++i)
        offset[i] = offset[i - 1] + graph.places[std::size_t(layer[i - 1])].height + gap;
    std::vector<Block> blocks;
    for (std::size_t i = 0; i < layer.size(); ++i) {
        blocks.push_back({(wishes[i] - offset[i]) * weights[i], weights[i], i});
        while (blocks.size() > 1) {
            Block& last = blocks.back();
            Block& before = blocks[blocks.size() - 2];
            if (before.sum / before.weight <= last.sum / last.weight)
                break;
            before.sum += last.sum;
            before.weight += last.weight;
            blocks.pop_back();
        }
    }
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        const std::size_t end = b + 1 < blocks.size() ? blocks[b + 1].first : layer.size();
        for (std::size_t i = blocks[b].first; i < end; ++i)
            graph.places[std::size_t(layer[i])].y = blocks[b].sum / blocks[b].weight + offset[i];
    }
}

/// What a place wants: that the edges on one side, or on both, run straight. -> its weight; 0: it wants nothing.
double wishOf(const Layered& graph, const Place& place, bool left, bool right, double& wish)
{
    double sum = 0;
    double weight = 0;
    const auto add = [&](const std::vector<int>& edges, bool isBefore) {
        for (const int index : edges) {
            const Edge& edge = graph.edges[std::size_t(index)];
            const Place& other = graph.places[std::size_t(isBefore ? edge.from : edge.to)];
            const double one = place.box < 0 && other.box < 0 ? 8 : place.box < 0 || other.box < 0 ? 2 : 1;
            sum += one * (other.y + (isBefore ? edge.fromY - edge.toY : edge.toY - edge.fromY));
            weight += one;
        }
    };
    if (left)
        add(place.before, true);
    if (right)
        add(place.after, false);
    if (weight > 0)
        wish = sum / weight;
    return weight;
}

void alignLayer(Layered& graph, const std::vector<int>& layer, bool left, bool right, double gap)
{
    std::vector<double> wishes, weights;
    for (const int index : layer) {
        const Place& place = graph.places[std::size_t(index)];
        double wish = place.y;
        const double weight = wishOf(graph, place, left, right, wish);
        wishes.push_back(wish);
        weights.push_back(weight > 0 ? weight : 0.05);
    }
    resolve(graph, layer, wishes, weights, gap);
}

} // namespace

Layered layered(const std::vector<QSizeF>& boxes, const std::vector<LayoutWire>& wires)
{
    Layered graph;
    std::vector<LayoutWire> forward;
    const std::vector<int> order = forwardOrder(boxes.size(), wires, forward);
    const std::vector<int> layer = layerNumbers(order, forward, boxes.size());
    for (std::size_t i = 0; i < boxes.size(); ++i)
        addPlace(graph, {layer[i], boxes[i].width(), boxes[i].height(), 0, int(i), {}, {}});
    for (const LayoutWire& wire : forward)
        addWire(graph, wire);
    for (std::size_t i = 0; i < graph.places.size(); ++i) {
        const auto at = std::size_t(graph.places[i].layer);
        if (graph.layers.size() <= at)
            graph.layers.resize(at + 1);
        graph.layers[at].push_back(int(i));
    }
    return graph;
}

void reduceCrossings(Layered& graph)
{
    std::vector<int> at = positionsOf(graph);
    std::vector<std::vector<int>> best = graph.layers;
    long long fewest = allCrossings(graph, at);
    for (int i = 0; i < kSweeps && fewest > 0; ++i) {
        sweep(graph, at, i % 2 == 0);
        const long long crossed = allCrossings(graph, at);
        if (crossed >= fewest)
            continue;
        fewest = crossed;
        best = graph.layers;
    }
    graph.layers = std::move(best);
}

void placeHeights(Layered& graph, double gap)
{
    for (const std::vector<int>& layer : graph.layers) {
        double y = 0;
        for (const int place : layer) {
            graph.places[std::size_t(place)].y = y;
            y += graph.places[std::size_t(place)].height + gap;
        }
    }
    const std::size_t count = graph.layers.size();
    for (int i = 0; i < kSweeps; ++i) {
        const bool last = i >= kSweeps - 2;
        for (std::size_t k = 0; k < count; ++k) {
            const bool fromLeft = i % 2 == 0;
            alignLayer(graph, graph.layers[fromLeft ? k : count - 1 - k], fromLeft || last, !fromLeft || last, gap);
        }
    }
}

} // namespace weft::layers
