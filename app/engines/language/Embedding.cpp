// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/engines/language/Embedding.h"

#include <cmath>

namespace weft {

namespace {

constexpr std::size_t kMostNumbers = 16u << 20;

Error notAnEmbedding(std::string detail)
{
    return {ErrorCode::ProtocolViolation, std::move(detail)};
}

/// Appends a row; all have one width.
Done addRow(const Json& row, std::vector<float>& numbers, std::size_t& width)
{
    if (!row.is_array() || row.empty() || (width != 0 && row.size() != width)
        || row.size() > kMostNumbers - numbers.size())
        return notAnEmbedding("an embedding isn't a list of numbers");
    width = row.size();
    for (const Json& number : row) {
        const auto value = number.is_number() ? static_cast<float>(number.get<double>()) : std::nanf("");
        if (!std::isfinite(value))
            return notAnEmbedding("an embedding has something that is no number");
        numbers.push_back(value);
    }
    return {};
}

/// The mean of the rows.
Result<std::vector<double>> meanOf(const Value& value)
{
    const Tensor* tensor = value.tensor("value");
    const bool fits = value.type == "EMBEDDING" && tensor && tensor->dtype == DType::F32 && tensor->shape.size() == 2
        && tensor->checkedCount() && tensor->shape[0] > 0;
    if (!fits)
        return Error{ErrorCode::ValueInvalid, "not an embedding"};
    const auto width = static_cast<std::size_t>(tensor->shape[1]);
    const auto* numbers = reinterpret_cast<const float*>(tensor->data.data());
    std::vector<double> mean(width);
    for (std::size_t i = 0; i < static_cast<std::size_t>(tensor->count()); ++i)
        mean[i % width] += static_cast<double>(numbers[i]);
    return mean;
}

double product(const std::vector<double>& a, const std::vector<double>& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

} // namespace

Result<Value> embeddingOf(const Json& answer, const std::string& model)
{
    const Json& data = memberAt(answer, "data");
    const Json& embedding = data.is_array() && !data.empty() ? memberAt(data.front(), "embedding") : data;
    if (!embedding.is_array() || embedding.empty())
        return notAnEmbedding("an answer without an embedding");
    std::vector<float> numbers;
    std::size_t width = 0;
    if (embedding.front().is_array()) {
        for (const Json& row : embedding)
            WEFT_CHECK(addRow(row, numbers, width));
    } else {
        WEFT_CHECK(addRow(embedding, numbers, width));
    }
    Value value;
    value.type = "EMBEDDING";
    value.meta["model"] = model;
    const auto rows = static_cast<std::int64_t>(numbers.size() / width);
    value.tensors.emplace_back("value", floatTensor({rows, static_cast<std::int64_t>(width)}, numbers));
    return value;
}

Result<double> similarityOf(const Value& a, const Value& b)
{
    WEFT_TRY(const std::vector<double> left, meanOf(a));
    WEFT_TRY(const std::vector<double> right, meanOf(b));
    if (left.size() != right.size())
        return Error{ErrorCode::ValueInvalid, "embeddings of different models"};
    const double length = std::sqrt(product(left, left) * product(right, right));
    return length > 0 ? product(left, right) / length : 0.0;
}

} // namespace weft
