# SPDX-FileCopyrightText: The Weft authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""What Sprout is taught: which emoji, which colours, and words for them beside those of CLDR."""

THINGS = {
    "animal": "🐵🐒🦍🦧🐶🐕🐩🐺🦊🦝🐱🐈🦁🐯🐅🐆🐴🐎🦄🦓🦌🐮🐂🐃🐄🐷🐖🐗🐽🐏🐑🐐🐫🦙🦒🐘🦣🦏🦛🐭🐁🐹🐰🐇🐿🦫🦔🦇🐻🐨🐼🦥🦦🦨🦘🦡"
              "🦃🐔🐓🐣🐤🐦🐧🕊🦅🦆🦢🦉🦤🦩🦚🦜🐸🐊🐢🦎🐍🐲🐉🦕🦖🐳🐋🐬🦭🐟🐠🐡🦈🐙🐚🐌🦋🐛🐜🐝🪲🐞🦗🪳🕷🦂🦟🪰🪱🦀🦞🦐🦑🐾",
    "plant": "💐🌸🪷🏵🌹🥀🌺🌻🌼🌷🌱🪴🌲🌳🌴🌵🌾🌿☘🍀🍁🍂🍃🍄🪺🎄🎍",
    "food": "🍇🍈🍉🍊🍋🍌🍍🥭🍎🍏🍐🍑🍒🍓🫐🥝🍅🫒🥥🥑🍆🥔🥕🌽🌶🫑🥒🥬🥦🧄🧅🥜🫘🌰🍞🥐🥖🫓🥨🥯🥞🧇🧀🍖🍗🥩🥓🍔🍟🍕🌭🥪🌮🌯🧆🥚🍳🫕🥗"
            "🍿🧈🧂🥫🍘🍙🍚🍛🍜🍝🍠🍢🍣🍤🍥🥮🍡🥟🥠🥡🍦🍧🍨🍩🍪🎂🍰🧁🥧🍫🍬🍭🍮🍯🍼🥛☕🫖🍵🍶🍾🍷🍸🍹🍺🥂🥃🥤🧋🧃🧉🧊🦪",
    "vehicle": "🚂🚄🚇🚌🚐🚑🚒🚓🚕🚗🚙🛻🚚🚛🚜🏎🏍🛵🛺🚲🛴🛹🛼⛵🛶🚤⛴🚢✈🛩🪂🚁🚟🛰🚀🛸🛷🎈",
    "weather": "🌑🌕🌙🌝🌞☀🌡🪐⭐🌟☁⛅⛈🌤🌧🌨🌪🌬🌀🌈☂☔⛱⚡❄⛄☄🔥💧🌊💨🌍🌋🗻🏔",
    "place": "🏠🏢🏥🏦🏭🏯🏰⛪🕌🛕⛩⛲⛺🎠🎡🎢🎪🏝🏜🏟🏛🗼🗽🗿🛖",
    "object": "🎃🧨✨🎉🎊🎏🎐🎀🎁🎟🎖🏆🏅⚽⚾🏀🏐🏈🏉🎾🥏🎳🏓🏸🥊🥋🥅⛳⛸🎣🤿🎽🎿🥌🎯🪀🪁🎱🔮🪄🎮🎰🎲🧩🧸🪅🪆♟🎴🎭🖼🎨🧵🪡🧶"
              "👓🕶🥽🥼🦺👔👕👖🧣🧤🧥🧦👗👘🥻🩱🩳👙👛👜🎒🩴👞👟🥾🥿👠🩰👢👑👒🎩🎓🧢🪖⛑📿💄💍💎📢📣📯🔔🎼🎵🎙🎤🎧📻🎷🪗🎸🎹"
              "🎺🎻🪕🥁📱☎📞🔋🔌💻🖥🖨🖱💾💿🧮🎥🎬📺📷📹🔍💡🔦🏮🪔📕📖📚📜📰🔖🏷💰🪙💵💳✉📦📮✏✒🖌🖍📝💼📁"
              "📅📈📊📋📌📎📏📐✂🗄🔒🔑🗝🔨🪓⛏🛠🪃🏹🛡🪚🔧🪛🔩⚙⚖🔗⛓🪝🧰🧲🪜⚗🧪🧫🧬🔬🔭📡💊🩹🩼🩺🚪🪞🪟🛏🛋🪑🚽🚿🛁🪒🧴"
              "🧷🧹🧺🧻🪣🧼🫧🪥🧽🧯🛒⚱🪦🚦🚧⚓🛟🛞🧳⌚⏰⌛🧭🧱🪨🪵💈🛎🎆🏺🍴🥄🥢🪶🦴🦷🧠👀👁👂👃👄👅👣🧢🕯🗺❤💔💘💝🌂",
    "face": "😀😂😅😇😈😉😋😍😎😏😐😕😘😜😝😠😡😢😤😥😨😬😭😮😱😳😴😶😷🙂🙃🙄🤐🤑🤓🤔🤕🤗🤠🤡🤢🤣🤤🤥🤧🤩🤪🤫🤬🤮🤯"
            "🥰🥱🥳🥵🥶🥸🥺🧐👻👽👾🤖💀👹👺💩🎅👶🙈🙉🙊😺😻🙀",
}

# Words used in everyday speech, in front of CLDR's short names ("=" first: these alone).
ENGLISH = {
    "🍎": "=apple,red apple", "☕": "coffee,cup of coffee", "🚗": "car", "🚕": "cab", "🐑": "sheep", "🐝": "bee", "🐞": "ladybug",
    "🦛": "hippo", "🦏": "rhino", "🦖": "dinosaur", "🐛": "caterpillar", "🌊": "wave", "🌳": "tree", "🌲": "pine tree", "🔒": "=lock,padlock",
    "❤": "=heart,red heart", "🎁": "gift,present", "🌙": "moon", "📕": "=book,closed book", "😀": "smiley,happy face", "🔥": "flame", "🎃": "pumpkin",
    "🎷": "sax", "🍩": "donut", "🍔": "burger", "🌽": "corn", "🧀": "cheese", "🌶": "chili pepper", "🥝": "kiwi", "🍜": "noodles", "🍳": "fried egg",
    "🦋": "butterfly", "🚲": "bike", "✈": "plane", "📱": "phone", "📺": "tv", "📷": "photo camera", "💻": "laptop computer", "🎩": "hat", "👕": "shirt",
    "👖": "trousers", "⌚": "wristwatch", "🌫": "fog", "⚡": "lightning", "🌧": "rain", "🌨": "snow", "💎": "diamond", "🏆": "cup trophy", "⚽": "football",
    "🎾": "tennis ball", "🎳": "bowling pins", "🛋": "sofa", "🏠": "home", "🧸": "teddy", "🎅": "santa", "💩": "poop", "👶": "baby", "🤖": "robot",
    "🍦": "ice cream cone", "🍺": "beer", "🍷": "wine", "🍾": "champagne", "🥤": "soda", "🌍": "earth,globe", "🚀": "rocket", "🎮": "game controller",
    "🎸": "guitar", "🔍": "magnifying glass", "🔈": "speaker", "🪲": "beetle", "🌡": "thermometer", "🗻": "mount fuji", "🥮": "mooncake", "🐾": "paws",
    "🎼": "sheet music", "🎵": "note", "🎤": "mic", "🎧": "headphones", "📚": "stack of books", "📦": "box", "🦀": "crab", "🥁": "drums",
    "🕷": "spider", "🏰": "castle", "🥅": "goal", "🛒": "shopping cart", "🐧": "penguin", "🦚": "peacock", "😢": "sad face", "😡": "furious face",
    "🚓": "police car", "🛞": "tire", "🪱": "worm", "🎈": "balloon", "📖": "open book", "🌕": "full moon", "🌝": "moon face", "🍗": "chicken leg",
    "🍞": "loaf of bread", "👂": "ear", "🌱": "sprout",
}
CHINESE = {
    "🍎": "=苹果,红苹果", "☕": "咖啡", "🚗": "小汽车,轿车", "🐑": "绵羊", "🐞": "七星瓢虫", "🦖": "恐龙", "🌳": "树", "🔒": "=锁", "❤": "=心,红心,爱心", "🌙": "月亮",
    "📕": "=书本", "😀": "笑脸", "🔥": "火", "🎃": "南瓜", "🥚": "鸡蛋", "🥄": "勺子", "🍳": "荷包蛋", "🐢": "乌龟", "🦅": "老鹰", "🦀": "螃蟹", "🐟": "小鱼",
    "🧀": "奶酪", "🍑": "桃子", "🍬": "糖果", "🥛": "牛奶", "⚡": "闪电", "🌧": "雨", "☀": "太阳", "🌊": "海浪", "🪱": "虫子", "🎁": "礼品", "🧄": "大蒜",
    "🧼": "肥皂", "🧠": "大脑", "🦪": "生蚝", "🌶": "辣椒", "🐁": "小老鼠", "🕊": "鸽子", "🪨": "石头", "🌂": "雨伞", "👻": "幽灵", "🚢": "轮船", "💻": "电脑",
    "🎅": "圣诞老人", "👶": "婴儿", "🎮": "游戏机", "🎄": "圣诞树", "🌍": "地球", "🌹": "玫瑰花", "🌻": "葵花", "🍺": "啤酒杯", "🚀": "火箭", "🎂": "蛋糕", "🌲": "松树",
    "🌼": "花", "📖": "打开的书", "🍜": "拉面", "🍚": "米饭", "🔍": "放大镜", "🏆": "奖杯", "😡": "愤怒", "😢": "哭脸", "😭": "大哭", "💩": "便便", "⭐": "五角星",
    "🍌": "香蕉", "🍞": "吐司", "🎩": "帽子", "🥣": "碗", "🍵": "茶", "🌕": "圆月", "🐓": "雄鸡", "🧊": "冰", "🥜": "花生",
}

# name: English, Chinese, red, green, blue
COLOURS = [
    ("red", "红", 230, 41, 46), ("orange", "橙", 250, 140, 26), ("yellow", "黄", 252, 214, 38), ("green", "绿", 56, 170, 66),
    ("blue", "蓝", 41, 107, 235), ("purple", "紫", 143, 66, 191), ("pink", "粉", 250, 133, 184), ("brown", "棕", 128, 79, 46),
    ("black", "黑", 33, 33, 36), ("gray", "灰", 140, 143, 148),
]

# Chinese measure words by kind of thing; 个 always fits.
MEASURE = {"animal": "只只只头", "plant": "棵朵株", "food": "个份块", "vehicle": "辆辆艘架", "weather": "个", "place": "座", "object": "个件把", "face": "张"}

# A mirrored one is as good (letters and clocks would not be).
MIRROR = ("animal", "plant", "food", "vehicle")
