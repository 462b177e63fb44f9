// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "gpu-worker/nodes/MathExpression.h"

#include "gpu-worker/nodes/MathOperations.h"

#include <array>
#include <cctype>
#include <charconv>

namespace weft::worker {

namespace {

constexpr std::size_t kMaxLength = 10'000;
constexpr int kMaxDepth = 100;

/// Precedence by one function per level; each reads what it can and leaves the rest.
class Parser {
public:
    Parser(std::string_view text, const MathContext& context)
        : m_text(text)
        , m_context(context)
    {
    }

    Result<Number> all()
    {
        WEFT_TRY(Number value, choice());
        skipBlank();
        if (!m_text.empty())
            return mathError("not understood: " + std::string(m_text.substr(0, 20)));
        return value;
    }

private:
    struct Deeper {
        explicit Deeper(int& depth)
            : m_depth(++depth)
        {
        }
        ~Deeper() { --m_depth; }
        int& m_depth;
    };

    void skipBlank()
    {
        while (!m_text.empty() && std::isspace(static_cast<unsigned char>(m_text.front())) != 0)
            m_text.remove_prefix(1);
    }
    static bool isNameChar(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

    bool takeWord(std::string_view word)
    {
        skipBlank();
        if (!m_text.starts_with(word) || (m_text.size() > word.size() && isNameChar(m_text[word.size()])))
            return false;
        m_text.remove_prefix(word.size());
        return true;
    }
    /// The longest operator that stands here and is one of these; empty: none.
    template <std::size_t N> std::string_view takeOperator(const std::array<std::string_view, N>& operators)
    {
        skipBlank();
        static constexpr std::array<std::string_view, 15> kAll{
            "**", "//", "<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "%", "(", ")"};
        for (const std::string_view op : kAll) {
            if (!m_text.starts_with(op))
                continue;
            for (const std::string_view wanted : operators) {
                if (wanted == op) {
                    m_text.remove_prefix(op.size());
                    return wanted;
                }
            }
            return {};
        }
        return {};
    }

    Result<Number> choice()
    {
        const Deeper deeper(m_depth);
        if (m_depth > kMaxDepth)
            return mathError("nested too deeply");
        WEFT_TRY(Number value, either());
        if (!takeWord("if"))
            return value;
        WEFT_TRY(const Number condition, either());
        if (!takeWord("else"))
            return mathError("an 'if' without 'else'");
        WEFT_TRY(Number other, choice());
        return isTrue(condition) ? value : other;
    }
    Result<Number> either()
    {
        WEFT_TRY(Number value, both());
        while (takeWord("or")) {
            WEFT_TRY(Number other, both());
            value = isTrue(value) ? value : other;
        }
        return value;
    }
    Result<Number> both()
    {
        WEFT_TRY(Number value, inverse());
        while (takeWord("and")) {
            WEFT_TRY(Number other, inverse());
            value = isTrue(value) ? other : value;
        }
        return value;
    }
    Result<Number> inverse()
    {
        bool flipped = false;
        bool any = false;
        while (takeWord("not")) {
            flipped = !flipped;
            any = true;
        }
        WEFT_TRY(Number value, comparison());
        return any ? Number{isTrue(value) != flipped} : value;
    }
    Result<Number> comparison()
    {
        static constexpr std::array<std::string_view, 6> kOperators{"<=", ">=", "==", "!=", "<", ">"};
        WEFT_TRY(Number left, sum());
        std::string_view op = takeOperator(kOperators);
        if (op.empty())
            return left;
        bool holds = true;
        for (; !op.empty(); op = takeOperator(kOperators)) {
            WEFT_TRY(Number right, sum());
            holds = holds && compareNumbers(op, left, right);
            left = right;
        }
        return Number{holds};
    }
    Result<Number> sum()
    {
        static constexpr std::array<std::string_view, 2> kOperators{"+", "-"};
        WEFT_TRY(Number value, product());
        for (std::string_view op = takeOperator(kOperators); !op.empty(); op = takeOperator(kOperators)) {
            WEFT_TRY(const Number right, product());
            WEFT_TRY(value, applyOperator(op, value, right));
        }
        return value;
    }
    Result<Number> product()
    {
        static constexpr std::array<std::string_view, 4> kOperators{"*", "//", "/", "%"};
        WEFT_TRY(Number value, signedValue());
        for (std::string_view op = takeOperator(kOperators); !op.empty(); op = takeOperator(kOperators)) {
            WEFT_TRY(const Number right, signedValue());
            WEFT_TRY(value, applyOperator(op, value, right));
        }
        return value;
    }
    Result<Number> signedValue()
    {
        static constexpr std::array<std::string_view, 2> kSigns{"+", "-"};
        bool negative = false;
        bool any = false;
        for (std::string_view sign = takeOperator(kSigns); !sign.empty(); sign = takeOperator(kSigns)) {
            negative = negative != (sign == "-");
            any = true;
        }
        WEFT_TRY(Number value, powered());
        if (negative)
            return negated(value);
        return any ? applyOperator("+", std::int64_t{0}, value) : value;
    }
    Result<Number> powered()
    {
        const Deeper deeper(m_depth);
        if (m_depth > kMaxDepth)
            return mathError("nested too deeply");
        WEFT_TRY(Number value, atom());
        static constexpr std::array<std::string_view, 1> kPower{"**"};
        if (takeOperator(kPower).empty())
            return value;
        WEFT_TRY(const Number exponent, signedValue());
        return applyOperator("**", value, exponent);
    }

    Result<Number> atom()
    {
        skipBlank();
        if (m_text.empty())
            return mathError("it ends too early");
        static constexpr std::array<std::string_view, 1> kOpen{"("};
        if (!takeOperator(kOpen).empty()) {
            WEFT_TRY(Number value, choice());
            WEFT_CHECK(close());
            return value;
        }
        const char first = m_text.front();
        if (std::isdigit(static_cast<unsigned char>(first)) != 0 || first == '.')
            return number();
        return named();
    }
    Done close()
    {
        static constexpr std::array<std::string_view, 1> kClose{")"};
        if (takeOperator(kClose).empty())
            return mathError("a parenthesis isn't closed");
        return {};
    }
    Result<Number> number()
    {
        const char* const end = m_text.data() + m_text.size();
        std::int64_t integer = 0;
        const auto asInteger = std::from_chars(m_text.data(), end, integer);
        double real = 0;
        const auto asReal = std::from_chars(m_text.data(), end, real);
        if (asReal.ec != std::errc())
            return mathError("not a number: " + std::string(m_text.substr(0, 20)));
        const bool isInteger = asInteger.ec == std::errc() && asInteger.ptr == asReal.ptr;
        m_text.remove_prefix(static_cast<std::size_t>(asReal.ptr - m_text.data()));
        if (!m_text.empty() && isNameChar(m_text.front()))
            return mathError("not a number");
        return isInteger ? Number{integer} : Number{real};
    }
    Result<Number> named()
    {
        std::size_t size = 0;
        while (size < m_text.size() && isNameChar(m_text[size]))
            ++size;
        const std::string name(m_text.substr(0, size));
        if (name.empty())
            return mathError("not understood: " + std::string(m_text.substr(0, 20)));
        m_text.remove_prefix(size);
        static constexpr std::array<std::string_view, 1> kOpen{"("};
        if (!takeOperator(kOpen).empty())
            return call(name);
        if (name == "True" || name == "False")
            return Number{name == "True"};
        const auto found = m_context.names.find(name);
        if (found == m_context.names.end())
            return mathError("nothing has the name " + name);
        return found->second;
    }
    Result<Number> call(const std::string& name)
    {
        std::vector<Number> arguments;
        static constexpr std::array<std::string_view, 1> kClose{")"};
        if (takeWord("values")) {
            arguments = m_context.values;
        } else if (!takeOperator(kClose).empty()) {
            return callFunction(name, arguments);
        } else {
            do {
                WEFT_TRY(Number argument, choice());
                arguments.push_back(argument);
            } while (takeComma());
        }
        WEFT_CHECK(close());
        return callFunction(name, arguments);
    }
    bool takeComma()
    {
        skipBlank();
        if (!m_text.starts_with(','))
            return false;
        m_text.remove_prefix(1);
        return true;
    }

    std::string_view m_text;
    const MathContext& m_context;
    int m_depth = 0;
};

} // namespace

Result<Number> evaluateMath(std::string_view expression, const MathContext& context)
{
    if (expression.size() > kMaxLength)
        return mathError("too long");
    return Parser(expression, context).all();
}

} // namespace weft::worker
