// SPDX-FileCopyrightText: The Weft authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/editor/model/Pinyin.h"

#include <QHash>

#include <array>
#include <utility>

namespace weft {

namespace {

/// First letters of pinyin for the characters of the node names. Of two readings the one that these names use.
const QHash<QChar, QChar>& initialsTable()
{
    static const QHash<QChar, QChar> table = [] {
        QHash<QChar, QChar> made;
        const std::array<std::pair<char, const char16_t*>, 22> groups {{
            {'a', u"按"},
            {'b', u"百板版保包本比编辨边表并波布步补部"},
            {'c', u"裁采操处测层差插拆乘成尺充础串纯次词从存寸长重"},
            {'d', u"单到大对达导道点调定动度多"},
            {'e', u"尔"},
            {'f', u"发法反翻范放分复浮符"},
            {'g', u"高个归过"},
            {'h', u"含合糊话化画换绘混缓获"},
            {'j', u"基机级将加件减剪检简间降角较接结解仅禁旧局均夹据集"},
            {'k', u"空块扩"},
            {'l', u"拉览理力离联连量零率练"},
            {'m', u"码明模"},
            {'n', u"尼"},
            {'p', u"批拼频平普"},
            {'q', u"器强切区取权曲嵌"},
            {'r', u"扰入任融锐"},
            {'s', u"三散色射生设使式时示视适释手收首数双斯素算随缩损失似送"},
            {'t', u"跳态提替填添条停通投透图"},
            {'w', u"外为围文稳"},
            {'x', u"息系线像消向相项小写型形性行修续旋选学训"},
            {'y', u"颜样一义异意易引应影映用与域羽阈预缘"},
            {'z', u"载噪择展罩遮整值指止置中种注转子字自总组阻最作制"},
        }};
        for (const auto& [letter, characters] : groups) {
            for (const QChar c : QString::fromUtf16(characters))
                made.insert(c, QLatin1Char(letter));
        }
        return made;
    }();
    return table;
}

} // namespace

QString pinyinInitials(const QString& text)
{
    QString initials;
    for (const QChar c : text) {
        if (initialsTable().contains(c))
            initials += initialsTable().value(c);
        else if (c.isLetterOrNumber())
            initials += c.toLower();
    }
    return initials;
}

} // namespace weft
