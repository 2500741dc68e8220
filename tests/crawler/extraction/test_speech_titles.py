"""Speech facts of titles as ministries, missions, universities and agencies word them, and titles that have none."""

from typing import NamedTuple

import pytest

from archive.model.document import Speech
from crawler.extraction.speech import find_speech


class Case(NamedTuple):
    """A title, a subtitle and the first lines, with the facts: speaker, role, occasion, form and day."""

    title: str
    subtitle: str | None
    texts: tuple[str, ...]
    facts: tuple[str | None, str | None, str | None, str | None, str | None]


E = ("Excellencies, Ladies and Gentlemen,", "A river has two banks and one language.", "Thank you!")
Z = ("各位来宾,女士们、先生们:", "一条河有两岸,却只有一种水声。", "谢谢大家!")
P = ("The harbour belongs to all of us, and we shall keep it open to every ship.",)
C = ("港口属于我们大家,我们将让它向每一条船开放。",)
Q = ("Q: When will the harbour open?", "A: In May.", "Q: For which ships?", "A: For all of them.")
W = ("问:港口何时开放?", "答:五月。", "问:对哪些船只开放?", "答:所有船只。")

FIRST = [
    Case(
        "Keep the Harbour Open to All",
        "– Keynote Speech by State Councilor Qian Wenbo at the Ninth Harbour Security Forum",
        E,
        ("Qian Wenbo", "State Councilor", "Ninth Harbour Security Forum", "keynote speech", None),
    ),
    Case(
        "Keep the Harbour Open to All – Keynote Speech by Foreign Minister Qian Wenbo at the Ninth Harbour Forum",
        None,
        ("Beijing, 12 July 2024", *E),
        ("Qian Wenbo", "Foreign Minister", "Ninth Harbour Forum", "keynote speech", "2024-07-12"),
    ),
    Case(
        "Ambassador Marta Lindqvist's Opening Remarks at the Reception Marking the 50th Anniversary of Relations",
        None,
        E,
        (
            "Marta Lindqvist",
            "Ambassador",
            "Reception Marking the 50th Anniversary of Relations",
            "opening remarks",
            None,
        ),
    ),
    Case(
        "Toast at the Welcome Banquet by H.E. Tomás Arriaga, President of the Republic of Kandara",
        None,
        E,
        ("Tomás Arriaga", "President of the Republic of Kandara", "Welcome Banquet", "toast", None),
    ),
    Case(
        "Remarks by H.E. Xi Jinping President of the People's Republic of China At the Opening Ceremony of "
        "The Third Belt and Road Forum for International Cooperation",
        None,
        ("Beijing, October 18, 2023", *E),
        (
            "Xi Jinping",
            "President of the People's Republic of China",
            "Opening Ceremony of The Third Belt and Road Forum for International Cooperation",
            "remarks",
            "2023-10-18",
        ),
    ),
    Case(
        "Foreign Ministry Spokesperson Mao Ning's Regular Press Conference on March 5, 2025",
        None,
        Q,
        ("Mao Ning", "Foreign Ministry Spokesperson", None, "regular press conference", "2025-03-05"),
    ),
    Case(
        "Embassy Spokesperson's Remarks on the Closing of the Harbour",
        None,
        P,
        (None, "Embassy Spokesperson", None, "remarks", None),
    ),
    Case(
        "Speech at the Opening Ceremony",
        None,
        ("Chen Haoran, Consul General of China in Port Lindor", "Port Lindor, 12 July 2024", *E),
        ("Chen Haoran", "Consul General of China in Port Lindor", "Opening Ceremony", "speech", "2024-07-12"),
    ),
    Case(
        "Transcript of Director-General Pieter van Houten's Media Briefing, 4 May 2020",
        None,
        Q,
        ("Pieter van Houten", "Director-General", None, "media briefing", "2020-05-04"),
    ),
    Case(
        "Ambassador Kofi Mensah Gives an Exclusive Interview to the Daily Harbour",
        None,
        Q,
        ("Kofi Mensah", "Ambassador", None, "exclusive interview", None),
    ),
    Case(
        "Deputy Foreign Minister Ana Ruiz – Address to the General Conference of the World Heritage Union",
        None,
        E,
        ("Ana Ruiz", "Deputy Foreign Minister", "General Conference of the World Heritage Union", "address", None),
    ),
    Case(
        "Introductory Statement by Christine Roux, President of the Bank, Frankfurt am Main, 6 March 2025",
        None,
        P,
        ("Christine Roux", "President of the Bank", None, "introductory statement", "2025-03-06"),
    ),
    Case(
        "Concluding Statement by the Chairperson, Dr Emeka Obi, at the Plenary Session",
        None,
        P,
        ("Emeka Obi", "Chairperson", "Plenary Session", "concluding statement", None),
    ),
    Case(
        "Eulogy for Professor Tao Yun, delivered by Dean Alice Moore",
        None,
        P,
        ("Alice Moore", "Dean", None, "eulogy", None),
    ),
    Case(
        "驻英国大使郑泽光在使馆国庆招待会上的讲话(2024年9月27日)",
        None,
        Z,
        ("郑泽光", "驻英国大使", "使馆国庆招待会", "讲话", "2024-09-27"),
    ),
    Case(
        "在渡口译站成立二十周年大会上的讲话(2024年3月5日)",
        None,
        ("白砚秋", *Z),
        ("白砚秋", None, "渡口译站成立二十周年大会", "讲话", "2024-03-05"),
    ),
    Case("王毅就中东局势接受半岛电视台采访", None, W, ("王毅", None, None, "采访", None)),
    Case("外交部发言人毛宁主持例行记者会", None, W, ("毛宁", "外交部发言人", None, "例行记者会", None)),
    Case("中国驻诺兰使馆发言人就港口问题发表谈话", None, C, (None, "中国驻诺兰使馆发言人", None, "谈话", None)),
    Case(
        "政府工作报告",
        "——2025年3月5日在第十四届全国人民代表大会第三次会议上",
        ("国务院总理 李强", "各位代表:", "一年过去了。"),
        ("李强", "国务院总理", "第十四届全国人民代表大会第三次会议", "政府工作报告", "2025-03-05"),
    ),
    Case(
        "让港口向所有人开放——在第九届港口论坛上的主旨演讲",
        None,
        ("(2021年9月21日,北京)", "中华人民共和国主席 习近平", *Z),
        ("习近平", "中华人民共和国主席", "第九届港口论坛", "主旨演讲", "2021-09-21"),
    ),
    Case("联合国秘书长2024年国际翻译日致辞", None, C, (None, "联合国秘书长", "2024年国际翻译日", "致辞", None)),
    Case(
        "財政司司長出席香港翻譯日開幕禮致辭全文",
        None,
        ("各位嘉賓、各位朋友:",),
        (None, "財政司司長", "香港翻譯日開幕禮", "致辭", None),
    ),
    Case(
        "白砚秋:让译文过河(在第二届渡口论坛上的发言)",
        None,
        Z,
        ("白砚秋", None, "第二届渡口论坛", "发言", None),
    ),
    Case("专访白砚秋:译者的手", None, W, ("白砚秋", None, None, "专访", None)),
    Case(
        "在港口论坛开幕式上的致辞",
        "Remarks by Ambassador Chen Haoran at the Opening Ceremony of the Harbour Forum",
        Z,
        ("Chen Haoran", "Ambassador", "港口论坛开幕式", "致辞", None),
    ),
    Case(
        "陈浩然大使在港口论坛开幕式上的致辞",
        "Remarks by Ambassador Chen Haoran at the Opening Ceremony of the Harbour Forum",
        Z,
        ("陈浩然", "大使", "港口论坛开幕式", "致辞", None),
    ),
    Case(
        "Выступление министра иностранных дел С.В.Громова на Портовом форуме",
        None,
        ("Уважаемые дамы и господа,", "Гавань открыта."),
        ("С.В.Громова", "министра иностранных дел", "Портовом форуме", "Выступление", None),
    ),
    Case(
        "Discours du Président de la République, Luc Morin, à la Maison du fleuve",
        None,
        ("Mesdames et Messieurs,", "Le port est ouvert."),
        ("Luc Morin", "Président de la République", "Maison du fleuve", "Discours", None),
    ),
    Case(
        "Palabras del Presidente Julián Prado en la Cumbre del Río",
        None,
        ("Señoras y señores:", "El puerto está abierto."),
        ("Julián Prado", "Presidente", "Cumbre del Río", "Palabras", None),
    ),
    Case(
        "Rede von Bundeskanzlerin Hanne Vogt auf dem Deutschen Hafentag",
        None,
        ("Sehr geehrte Damen und Herren,", "Der Hafen ist offen."),
        ("Hanne Vogt", "Bundeskanzlerin", "Deutschen Hafentag", "Rede", None),
    ),
    Case(
        "森川外務大臣の第5回通訳フォーラムにおける基調講演",
        None,
        ("皆様、", "港は開いています。"),
        ("森川", "外務大臣", "第5回通訳フォーラム", "基調講演", None),
    ),
]

HELD_OUT = [
    Case(
        "Vice Premier Sun Yichen's Speech at the Closing Session of the Ocean Economy Conference",
        None,
        E,
        ("Sun Yichen", "Vice Premier", "Closing Session of the Ocean Economy Conference", "speech", None),
    ),
    Case(
        "Text of the Address Delivered by Dr. Nadia Rahman, Executive Director of the Water Fund, "
        "to the Annual Assembly",
        None,
        E,
        ("Nadia Rahman", "Executive Director of the Water Fund", "Annual Assembly", "address", None),
    ),
    Case(
        "Many Tongues, One Table: Dinner Speech by Consul General Paul Okafor at the Lantern Gala",
        None,
        E,
        ("Paul Okafor", "Consul General", "Lantern Gala", "dinner speech", None),
    ),
    Case(
        "Statement by H.E. Ambassador Sofia Brandt, Permanent Representative of Norland to the United Nations, "
        "at the Security Council Open Debate on Water",
        None,
        ("New York, 22 March 2023", "Mr. President,", "Water knows no border.", "I thank you."),
        (
            "Sofia Brandt",
            "Permanent Representative of Norland to the United Nations",
            "Security Council Open Debate on Water",
            "statement",
            "2023-03-22",
        ),
    ),
    Case(
        "Remarks as Prepared for Delivery by Secretary Helen Ward at the Grain Summit",
        None,
        E,
        ("Helen Ward", "Secretary", "Grain Summit", "remarks", None),
    ),
    Case(
        "Welcoming Address",
        "Professor Lars Nyström, Rector of the University of Uppvik",
        ("14 September 2019", *E),
        ("Lars Nyström", "Rector of the University of Uppvik", None, "welcoming address", "2019-09-14"),
    ),
    Case(
        "President Amara Diallo's Toast at the State Dinner",
        None,
        E,
        ("Amara Diallo", "President", "State Dinner", "toast", None),
    ),
    Case(
        "Foreign Ministry Spokesperson's Statement on the Fishing Dispute",
        None,
        P,
        (None, "Foreign Ministry Spokesperson", None, "statement", None),
    ),
    Case(
        "Spokesperson Lin Jian's Remarks on the Visit of the Norland Delegation",
        None,
        P,
        ("Lin Jian", "Spokesperson", None, "remarks", None),
    ),
    Case(
        "Interview: Ilse Brandt, Translator of 'The Long Tide'",
        None,
        Q,
        ("Ilse Brandt", "Translator of 'The Long Tide'", None, "interview", None),
    ),
    Case(
        "Governor Daniel Reyes Answers Questions from the Press",
        None,
        Q,
        ("Daniel Reyes", "Governor", None, None, None),
    ),
    Case(
        "Joint Press Conference by Premier Shen Guohua and Prime Minister Olivia Marsh",
        None,
        Q,
        ("Shen Guohua", "Premier", None, "joint press conference", None),
    ),
    Case(
        "Lecture Given by Justice Ruth Adler at the Harbour Law School on 9 October 2018",
        None,
        P,
        ("Ruth Adler", "Justice", "Harbour Law School", "lecture", "2018-10-09"),
    ),
    Case(
        "FULL TEXT: SPEECH BY MAYOR LUO QIMING AT THE HARBOUR FESTIVAL",
        None,
        E,
        ("LUO QIMING", "MAYOR", "HARBOUR FESTIVAL", "speech", None),
    ),
    Case(
        "Speech by Mr Zhao Lianshan, Vice Minister of Commerce, on Opening Up at the Import Fair (3 November 2019)",
        None,
        E,
        ("Zhao Lianshan", "Vice Minister of Commerce", "Import Fair", "speech", "2019-11-03"),
    ),
    Case(
        "A Shared Table",
        "Remarks at the Lantern Gala",
        ("Paul Okafor", "Consul General", "February 9, 2020", *E),
        ("Paul Okafor", "Consul General", "Lantern Gala", "remarks", "2020-02-09"),
    ),
    Case(
        "Prime Minister's Address to the Nation, 1 January 2022",
        None,
        ("My fellow citizens,", "The year is young."),
        (None, "Prime Minister", None, "address", "2022-01-01"),
    ),
    Case(
        "国家副主席孙奕辰在海洋经济大会闭幕式上的致辞",
        None,
        Z,
        ("孙奕辰", "国家副主席", "海洋经济大会闭幕式", "致辞", None),
    ),
    Case(
        "李克强在第二届水资源大会开幕式上的致辞(全文)",
        None,
        ("(2014年9月10日,天津)", *Z),
        ("李克强", None, "第二届水资源大会开幕式", "致辞", "2014-09-10"),
    ),
    Case(
        "驻诺兰使馆临时代办罗启明在春节招待会上的致辞",
        None,
        Z,
        ("罗启明", "驻诺兰使馆临时代办", "春节招待会", "致辞", None),
    ),
    Case(
        "水的语言——罗启明总领事在灯会晚宴上的演讲",
        None,
        ("2020年2月9日", *Z),
        ("罗启明", "总领事", "灯会晚宴", "演讲", "2020-02-09"),
    ),
    Case(
        "罗启明总领事接受《港口日报》专访",
        None,
        W,
        ("罗启明", "总领事", None, "专访", None),
    ),
    Case("商务部新闻发言人就水果进口问题答记者问", None, W, (None, "商务部新闻发言人", None, "答记者问", None)),
    Case("外交部发言人林剑就诺兰代表团来访答记者问", None, W, ("林剑", "外交部发言人", None, "答记者问", None)),
    Case(
        "2024年7月12日外交部发言人林剑主持例行记者会",
        None,
        W,
        ("林剑", "外交部发言人", None, "例行记者会", "2024-07-12"),
    ),
    Case(
        "在水资源大会上的发言",
        None,
        ("水利部副部长 赵连山", "2019年11月3日", *Z),
        ("赵连山", "水利部副部长", "水资源大会", "发言", "2019-11-03"),
    ),
    Case(
        "教育部部长怀明远在世界水日纪念活动上的视频讲话",
        None,
        Z,
        ("怀明远", "教育部部长", "世界水日纪念活动", "视频讲话", None),
    ),
    Case("安东尼奥·古特雷斯秘书长世界水日致辞", None, C, ("安东尼奥·古特雷斯", "秘书长", "世界水日", "致辞", None)),
    Case("校长寄语:做一个渡河的人", None, ("亲爱的同学们:", "河在前面。"), (None, "校长", None, "寄语", None)),
    Case(
        "顾南星理事长在第三届理事会第二次会议上的工作报告",
        None,
        Z,
        ("顾南星", "理事长", "第三届理事会第二次会议", "工作报告", None),
    ),
    Case(
        "特首在翻譯學會六十周年晚宴的致辭(只有中文)",
        None,
        ("各位嘉賓:",),
        (None, "特首", "翻譯學會六十周年晚宴", "致辭", None),
    ),
    Case("陳浩然局長在灣區論壇致辭", None, ("各位嘉賓、各位朋友:",), ("陳浩然", "局長", "灣區論壇", "致辭", None)),
    Case(
        "王毅外长在中诺建交五十周年招待会上的致辞",
        "Toast by Foreign Minister Wang Yi at the Reception for the 50th Anniversary",
        Z,
        ("王毅", "外长", "中诺建交五十周年招待会", "致辞", None),
    ),
    Case("对话译者罗启明 | 字里行间的灯", None, W, ("罗启明", "译者", None, "对话", None)),
    Case(
        "罗启明2023年毕业典礼演讲:慢一点",
        None,
        ("同学们:", "慢一点。"),
        ("罗启明", None, "2023年毕业典礼", "演讲", None),
    ),
    Case(
        "Интервью посла А.И.Денисова газете «Гавань»",
        None,
        ("Вопрос: Когда откроется порт?", "Ответ: В мае.", "Вопрос: Для кого?", "Ответ: Для всех."),
        ("А.И.Денисова", "посла", None, "Интервью", None),
    ),
    Case(
        "Речь президента Ивана Громова на открытии Дома переводчиков",
        None,
        ("Дорогие друзья!", "Дом открыт."),
        ("Ивана Громова", "президента", "открытии Дома переводчиков", "Речь", None),
    ),
    Case(
        "Allocution de Mme Claire Vasseur, ministre de la Culture, lors de la remise du Prix du fleuve",
        None,
        ("Mesdames, Messieurs,", "Le prix est remis."),
        ("Claire Vasseur", "ministre de la Culture", "remise du Prix du fleuve", "Allocution", None),
    ),
    Case(
        "Discurso de la ministra Inés Lago en la clausura del Congreso de Traductores",
        None,
        ("Señoras y señores:", "El congreso termina."),
        ("Inés Lago", "ministra", "clausura del Congreso de Traductores", "Discurso", None),
    ),
    Case(
        "Festvortrag von Professor Jost Kern zum Welttag des Wassers",
        None,
        ("Meine Damen und Herren,", "Wasser ist Sprache."),
        ("Jost Kern", "Professor", "Welttag des Wassers", "Festvortrag", None),
    ),
    Case(
        "世界水フォーラム開会式における森川総理大臣の挨拶",
        None,
        ("御列席の皆様、", "水は言葉です。"),
        ("森川", "総理大臣", "世界水フォーラム開会式", "挨拶", None),
    ),
]

SECOND = [
    Case(
        "Bridges of Words: Remarks by Chairwoman Ottilie Crane at the Annual Dinner of the Guild of Interpreters",
        None,
        E,
        ("Ottilie Crane", "Chairwoman", "Annual Dinner of the Guild of Interpreters", "remarks", None),
    ),
    Case(
        "Welcome Remarks by the President of the Guild",
        "Ottilie Crane",
        E,
        ("Ottilie Crane", "President of the Guild", None, "welcome remarks", None),
    ),
    Case(
        "Ottilie Crane's speech at the opening of the Ferry Museum",
        None,
        E,
        ("Ottilie Crane", None, "opening of the Ferry Museum", "speech", None),
    ),
    Case(
        "Speech by Consul-General Mr. Yang Guoqiang at the Chinese New Year Reception 2019",
        None,
        E,
        ("Yang Guoqiang", "Consul-General", "Chinese New Year Reception 2019", "speech", None),
    ),
    Case(
        "Address to the Plenary by the Minister for Trade, Hon. James Koroma",
        None,
        E,
        ("James Koroma", "Minister for Trade", "Plenary", "address", None),
    ),
    Case(
        "In Conversation with Booker Winner Ilse Brandt",
        None,
        Q,
        ("Ilse Brandt", "Booker Winner", None, "conversation", None),
    ),
    Case(
        "Ten Questions for Translator Ilse Brandt",
        None,
        Q,
        ("Ilse Brandt", "Translator", None, None, None),
    ),
    Case(
        "Xi Jinping: Speech at the Ceremony Commemorating the 70th Anniversary",
        "September 3, 2015",
        P,
        ("Xi Jinping", None, "Ceremony Commemorating the 70th Anniversary", "speech", "2015-09-03"),
    ),
    Case(
        "Statement by Spokesperson of the Chinese Embassy in Norland on the Fishing Dispute",
        None,
        P,
        (None, "Spokesperson of the Chinese Embassy in Norland", None, "statement", None),
    ),
    Case(
        "Remarks of Deputy Secretary-General Amina Sesay to the High-Level Dialogue on Energy [as delivered]",
        None,
        E,
        ("Amina Sesay", "Deputy Secretary-General", "High-Level Dialogue on Energy", "remarks", None),
    ),
    Case(
        "Secretary-General's remarks at the Climate Ambition Summit [as delivered]",
        None,
        E,
        (None, "Secretary-General", "Climate Ambition Summit", "remarks", None),
    ),
    Case(
        "Closing speech by Vice President Han Zheng at the International Fair of Services",
        None,
        E,
        ("Han Zheng", "Vice President", "International Fair of Services", "closing speech", None),
    ),
    Case(
        "New Year's Message from Ambassador Deng Li",
        None,
        ("Dear friends,", "The year of the ox has come.", "Happy New Year to all!"),
        ("Deng Li", "Ambassador", None, "new year's message", None),
    ),
    Case(
        "A Voice for Rivers",
        "Ottilie Crane, Director of Ferry House, speaking at the Water Forum on 22 March 2022",
        E,
        ("Ottilie Crane", "Director of Ferry House", "Water Forum", None, "2022-03-22"),
    ),
    Case(
        "Opening Ceremony of the Ferry Museum – Address by the Mayor",
        None,
        E,
        (None, "Mayor", None, "address", None),
    ),
    Case(
        "Keynote Speech",
        "By Professor Lars Nyström",
        ("Third Symposium on Legal Translation, Uppvik, 3 May 2018", *E),
        ("Lars Nyström", "Professor", None, "keynote speech", "2018-05-03"),
    ),
    Case(
        "Wang Wenbin's Remarks at the Regular Press Conference",
        None,
        Q,
        ("Wang Wenbin", None, "Regular Press Conference", "remarks", None),
    ),
    Case(
        "Opening Statement by Premier Li Keqiang at the Press Conference",
        None,
        E,
        ("Li Keqiang", "Premier", "Press Conference", "opening statement", None),
    ),
    Case(
        "Hand in Hand for Clean Water",
        "Written Remarks by Vice Minister Bai Lin for World Water Day",
        P,
        ("Bai Lin", "Vice Minister", "World Water Day", "written remarks", None),
    ),
    Case(
        "携手共建清洁水源",
        "——水利部副部长柏林在世界水日座谈会上的书面发言",
        C,
        ("柏林", "水利部副部长", "世界水日座谈会", "书面发言", None),
    ),
    Case(
        "韩正在服务贸易交易会开幕式上的致辞",
        None,
        Z,
        ("韩正", None, "服务贸易交易会开幕式", "致辞", None),
    ),
    Case(
        "邓励大使新春贺词",
        None,
        ("亲爱的朋友们:", "牛年到了。"),
        ("邓励", "大使", None, "新春贺词", None),
    ),
    Case(
        "外交部发言人汪文斌答记者问",
        None,
        W,
        ("汪文斌", "外交部发言人", None, "答记者问", None),
    ),
    Case(
        "中国常驻联合国副代表耿爽在安理会水资源公开辩论会上的发言",
        None,
        ("主席先生:", "水无国界。", "谢谢主席先生。"),
        ("耿爽", "中国常驻联合国副代表", "安理会水资源公开辩论会", "发言", None),
    ),
    Case(
        "李强总理在中国—诺兰工商界午餐会上的演讲",
        None,
        Z,
        ("李强", "总理", "中国—诺兰工商界午餐会", "演讲", None),
    ),
    Case(
        "李克强总理会见采访两会的中外记者并回答提问",
        None,
        W,
        ("李克强", "总理", None, None, None),
    ),
    Case(
        "顾南星会长在2018年会员代表大会上的开幕词",
        None,
        Z,
        ("顾南星", "会长", "2018年会员代表大会", "开幕词", None),
    ),
    Case(
        "闭幕词",
        "顾南星",
        Z,
        ("顾南星", None, None, "闭幕词", None),
    ),
    Case(
        "祝酒词:在国宴上",
        None,
        ("诺兰共和国总统 迪亚洛", *Z),
        ("迪亚洛", "诺兰共和国总统", None, "祝酒词", None),
    ),
    Case(
        "白砚秋获奖感言",
        None,
        Z,
        ("白砚秋", None, None, "获奖感言", None),
    ),
    Case(
        "在第十届翻译奖颁奖典礼上的获奖感言",
        "白砚秋",
        Z,
        ("白砚秋", None, "第十届翻译奖颁奖典礼", "获奖感言", None),
    ),
    Case(
        "王毅国务委员兼外长在国际形势与外交研讨会上的演讲",
        None,
        Z,
        ("王毅", "国务委员兼外长", "国际形势与外交研讨会", "演讲", None),
    ),
    Case(
        "行政長官出席翻譯學會晚宴致辭(附圖/短片)",
        None,
        ("各位嘉賓:",),
        (None, "行政長官", "翻譯學會晚宴", "致辭", None),
    ),
    Case(
        "人物访谈 | 罗启明:灯下的人",
        None,
        W,
        ("罗启明", None, None, "访谈", None),
    ),
    Case(
        "罗启明访谈录",
        None,
        W,
        ("罗启明", None, None, "访谈录", None),
    ),
    Case(
        "巴西总统在国庆阅兵式上的讲话(中诺双语)",
        None,
        Z,
        (None, "巴西总统", "国庆阅兵式", "讲话", None),
    ),
    Case(
        "李晓芳老师讲座实录:法律文本的翻译",
        None,
        Z,
        ("李晓芳", None, None, "讲座", None),
    ),
    Case(
        "李强总理在博鳌论坛开幕式上的主旨演讲 Keynote Speech by Premier Li Qiang at the Opening of the Boao Forum",
        None,
        Z,
        ("李强", "总理", "博鳌论坛开幕式", "主旨演讲", None),
    ),
    Case(
        "Keynote Speech by Premier Li Qiang at the Opening of the Boao Forum 李强总理在博鳌论坛开幕式上的主旨演讲",
        None,
        E,
        ("Li Qiang", "Premier", "Opening of the Boao Forum", "keynote speech", None),
    ),
    Case(
        "白砚秋会长在年会上的致辞(中英对照) / Address by President Bai Yanqiu at the Annual Meeting",
        None,
        Z,
        ("白砚秋", "会长", "年会", "致辞", None),
    ),
    Case(
        "【双语】外交部发言人毛宁2024年5月7日例行记者会",
        None,
        W,
        ("毛宁", "外交部发言人", None, "例行记者会", "2024-05-07"),
    ),
    Case(
        "双语全文|李强总理在第六届进博会开幕式上的主旨演讲",
        None,
        Z,
        ("李强", "总理", "第六届进博会开幕式", "主旨演讲", None),
    ),
    Case(
        "水的语言",
        None,
        ("演讲人:罗启明总领事", "时间:2020年2月9日", "场合:灯会晚宴", *Z),
        ("罗启明", "总领事", "灯会晚宴", None, "2020-02-09"),
    ),
    Case(
        "The Language of Water",
        None,
        ("Speaker: Paul Okafor, Consul General", "Event: Lantern Gala", "Date: 9 February 2020", *E),
        ("Paul Okafor", "Consul General", "Lantern Gala", None, "2020-02-09"),
    ),
    Case(
        "The Language of Water",
        None,
        ("Paul Okafor, Consul General", "Lantern Gala, 9 February 2020", *E),
        ("Paul Okafor", "Consul General", None, None, "2020-02-09"),
    ),
    Case(
        "主旨演讲:水的语言",
        None,
        ("罗启明", *Z),
        ("罗启明", None, None, "主旨演讲", None),
    ),
]

THIRD = [
    Case(
        "Rowing Together Towards a Common Shore",
        "Speech by Chinese Ambassador to Norland Luo Qiming at the Norland Business Club",
        E,
        ("Luo Qiming", "Chinese Ambassador to Norland", "Norland Business Club", "speech", None),
    ),
    Case(
        "Opening Speech by State Councilor Wang Yong at the 2nd Ocean Dialogue",
        None,
        ("(November 8, 2017, Haikou)", *E),
        ("Wang Yong", "State Councilor", "2nd Ocean Dialogue", "opening speech", "2017-11-08"),
    ),
    Case(
        "H.E. Mr. Luo Qiming's Speech at the Farewell Reception",
        None,
        E,
        ("Luo Qiming", None, "Farewell Reception", "speech", None),
    ),
    Case(
        "Address by President of Norland Anna Weiss to the 10th Congress of Interpreters",
        None,
        E,
        ("Anna Weiss", "President of Norland", "10th Congress of Interpreters", "address", None),
    ),
    Case(
        "Li Qiang's speech at opening of Grain Forum (full text)",
        None,
        E,
        ("Li Qiang", None, "opening of Grain Forum", "speech", None),
    ),
    Case(
        "Text: Governor Reyes' Inaugural Speech",
        None,
        ("Fellow citizens,", "The year is young."),
        ("Reyes", "Governor", None, "inaugural speech", None),
    ),
    Case(
        "Briefing by Special Envoy Hans Grund to the Security Council",
        None,
        P,
        ("Hans Grund", "Special Envoy", "Security Council", "briefing", None),
    ),
    Case(
        "Prof. Maria Costa: Translation as Hospitality. Keynote Lecture at the FIT World Congress",
        None,
        E,
        ("Maria Costa", "Prof.", "FIT World Congress", "keynote lecture", None),
    ),
    Case(
        "Dean's Welcome Speech",
        None,
        E,
        (None, "Dean", None, "welcome speech", None),
    ),
    Case(
        "Mayor's Speech at the Opening of the New Bridge",
        None,
        E,
        (None, "Mayor", "Opening of the New Bridge", "speech", None),
    ),
    Case(
        "Speech at the Signing Ceremony by Mr. Tan Boon Keng, Managing Director of Keng Shipping",
        None,
        E,
        ("Tan Boon Keng", "Managing Director of Keng Shipping", "Signing Ceremony", "speech", None),
    ),
    Case(
        "Interview with Amb. Kofi Mensah",
        None,
        Q,
        ("Kofi Mensah", "Amb.", None, "interview", None),
    ),
    Case(
        "An Interview with Interpreter Amara Diallo",
        None,
        Q,
        ("Amara Diallo", "Interpreter", None, "interview", None),
    ),
    Case(
        "Q&A: Amara Diallo, Chief Interpreter",
        None,
        Q,
        ("Amara Diallo", "Chief Interpreter", None, "q&a", None),
    ),
    Case(
        "Statement to the Press by President Anna Weiss following the Harbour Summit",
        None,
        P,
        ("Anna Weiss", "President", None, "statement", None),
    ),
    Case(
        "Graduation Speech 2022 | Ottilie Crane",
        None,
        ("Dear graduates,", "Go slowly.", "Thank you."),
        ("Ottilie Crane", None, None, "graduation speech", None),
    ),
    Case(
        "Remarks by the Chinese Foreign Minister Wang Yi to the Media after the Talks",
        None,
        P,
        ("Wang Yi", "Chinese Foreign Minister", None, "remarks", None),
    ),
    Case(
        "罗启明大使在诺兰工商俱乐部发表演讲(全文)",
        None,
        Z,
        ("罗启明", "大使", "诺兰工商俱乐部", "演讲", None),
    ),
    Case(
        "同舟共济 共赴彼岸",
        "罗启明大使在诺兰工商俱乐部的演讲",
        Z,
        ("罗启明", "大使", "诺兰工商俱乐部", "演讲", None),
    ),
    Case(
        "国务委员王勇在第二届海洋对话会开幕式上的致辞",
        None,
        ("(2017年11月8日,海口)", *Z),
        ("王勇", "国务委员", "第二届海洋对话会开幕式", "致辞", "2017-11-08"),
    ),
    Case(
        "时任市长顾南星同志在全市外事工作会议上的讲话",
        "(2016年3月2日)",
        ("同志们:", "外事无小事。"),
        ("顾南星", "时任市长", "全市外事工作会议", "讲话", "2016-03-02"),
    ),
    Case(
        "温家宝总理在剑桥大学的演讲《用发展的眼光看中国》",
        None,
        Z,
        ("温家宝", "总理", "剑桥大学", "演讲", None),
    ),
    Case(
        "用发展的眼光看港口——顾南星在青柳大学的演讲",
        None,
        Z,
        ("顾南星", None, "青柳大学", "演讲", None),
    ),
    Case(
        "顾南星市长新年致辞",
        None,
        ("市民朋友们:", "新的一年开始了。"),
        ("顾南星", "市长", None, "新年致辞", None),
    ),
    Case(
        "联合国教科文组织总干事博科娃2015年国际母语日致辞",
        None,
        C,
        ("博科娃", "联合国教科文组织总干事", "2015年国际母语日", "致辞", None),
    ),
    Case(
        "外交部例行记者会实录(2024年5月7日)",
        None,
        W,
        (None, None, None, "例行记者会", "2024-05-07"),
    ),
    Case(
        "2024年5月7日例行记者会",
        None,
        ("发言人:毛宁", *W),
        ("毛宁", None, None, "例行记者会", "2024-05-07"),
    ),
    Case(
        "国新办举行新闻发布会 介绍港口建设情况(实录)",
        None,
        ("记者:何时建成?", "顾南星:五月。", "记者:造价多少?", "顾南星:九亿。"),
        (None, None, None, "新闻发布会", None),
    ),
    Case(
        "独家专访|诺兰驻华大使安娜·魏斯",
        None,
        W,
        ("安娜·魏斯", "诺兰驻华大使", None, "独家专访", None),
    ),
    Case(
        "访中国译协副会长顾南星",
        None,
        W,
        ("顾南星", "中国译协副会长", None, None, None),
    ),
    Case(
        "本刊记者专访青柳大学翻译学院院长顾南星教授",
        None,
        W,
        ("顾南星", "青柳大学翻译学院院长", None, "专访", None),
    ),
    Case(
        "習近平主席在亞太經合組織工商領導人峰會上的演講",
        None,
        Z,
        ("習近平", "主席", "亞太經合組織工商領導人峰會", "演講", None),
    ),
    Case(
        "立法會:保安局局長就港口條例動議發言",
        None,
        ("主席:", "我動議通過條例。"),
        (None, "保安局局長", None, "發言", None),
    ),
    Case(
        "财政部部长在记者会上的开场白",
        None,
        C,
        (None, "财政部部长", "记者会", "开场白", None),
    ),
    Case(
        "李克强在第十届夏季达沃斯论坛开幕式上发表特别致辞(双语)",
        None,
        Z,
        ("李克强", None, "第十届夏季达沃斯论坛开幕式", "特别致辞", None),
    ),
    Case(
        "王毅向港口论坛发表视频致辞",
        None,
        Z,
        ("王毅", None, "港口论坛", "视频致辞", None),
    ),
    Case(
        "在联合国日内瓦总部的演讲",
        "中华人民共和国主席 习近平",
        ("(2017年1月18日,日内瓦)", *Z),
        ("习近平", "中华人民共和国主席", "联合国日内瓦总部", "演讲", "2017-01-18"),
    ),
    Case(
        "共同构建人类命运共同体",
        None,
        ("——在联合国日内瓦总部的演讲", "(2017年1月18日,日内瓦)", "中华人民共和国主席 习近平", *Z),
        ("习近平", "中华人民共和国主席", "联合国日内瓦总部", "演讲", "2017-01-18"),
    ),
    Case(
        "Discours de M. Luc Morin, ambassadeur de Norlande en Chine, à l'occasion de la fête nationale",
        None,
        ("Mesdames et Messieurs,", "C'est la fête."),
        ("Luc Morin", "ambassadeur de Norlande en Chine", "fête nationale", "Discours", None),
    ),
    Case(
        "Entretien avec la traductrice Claire Vasseur",
        None,
        ("Question : Pourquoi ?", "Réponse : Pour lire.", "Question : Et après ?", "Réponse : Pour relire."),
        ("Claire Vasseur", "traductrice", None, "Entretien", None),
    ),
    Case(
        "Rede des Außenministers Jost Kern bei der Hafenkonferenz in Lindau am 5. Mai 2021",
        None,
        ("Sehr geehrte Damen und Herren,", "Der Hafen."),
        ("Jost Kern", "Außenministers", "Hafenkonferenz in Lindau", "Rede", "2021-05-05"),
    ),
    Case(
        "Interview mit der Dolmetscherin Ayla Kaya",
        None,
        ("Frage: Wie war es?", "Antwort: Gut.", "Frage: Und jetzt?", "Antwort: Weiter."),
        ("Ayla Kaya", "Dolmetscherin", None, "Interview", None),
    ),
    Case(
        "Entrevista con la traductora Inés Lago",
        None,
        ("Pregunta: ¿Por qué?", "Respuesta: Para leer.", "Pregunta: ¿Y luego?", "Respuesta: Para releer."),
        ("Inés Lago", "traductora", None, "Entrevista", None),
    ),
    Case(
        "Интервью с переводчицей Анной Громовой",
        None,
        ("Вопрос: Когда?", "Ответ: В мае.", "Вопрос: Где?", "Ответ: Здесь."),
        ("Анной Громовой", "переводчицей", None, "Интервью", None),
    ),
    Case(
        "Вступительное слово С.В.Лаврова на заседании Совета, Москва, 5 мая 2021 года",
        None,
        ("Уважаемые коллеги,", "Начнём."),
        ("С.В.Лаврова", None, "заседании Совета", "Вступительное слово", "2021-05-05"),
    ),
    Case(
        "通訳者・森川春子さんインタビュー",
        None,
        ("質問:なぜ通訳に?", "回答:偶然です。", "質問:これからは?", "回答:続けます。"),
        ("森川春子", "通訳者", None, "インタビュー", None),
    ),
]

N = ("HARBOUR CITY, May 3 (Harbour News) – Foreign Minister Qian Wenbo spoke on Tuesday about the harbour.",)
M = ("本报讯 5月3日,港口论坛在滨海开幕,三百多人参加。", "会议为期两天。")

NO_SPEECH_FIRST = [
    ("Qian Wenbo Delivers Keynote Speech at the Ninth Harbour Forum", N),
    ("Foreign Minister Qian Wenbo's Speech Draws Wide Attention", N),
    ("钱文博在第九届港口论坛上发表讲话", M),
    ("钱文博同诺兰总统会谈", M),
    ("Translation Services Contract", ("Party A: Harbour Works", "Party B: Ferry House", "Party A shall pay.")),
    ("关于召开年会的通知", ("各位会员:", "年会定于五月召开。", "秘书处", "2024年3月5日")),
    ("Speech Translation: Five Tips", ("Read the speech aloud.",)),
    ("Q&A: Certified Translation Explained", Q),
    ("Interview Interpreting for Asylum Offices", P),
    ("Lecture on Legal Translation at Ferry House", ("We invite all members to a lecture in May.",)),
    ("讲座预告:法律文本的翻译", ("讲座将于五月举行。",)),
    ("致辞翻译的五个要点", ("致辞要朗读。",)),
    ("学习领会钱文博在港口论坛上的讲话", M),
    ("《白砚秋演讲集》出版", M),
    ("翻译服务合同", ("甲方:港口公司", "乙方:渡口译站", "甲方应按时付款。")),
]

NO_SPEECH_HELD_OUT = [
    ("Premier Shen Guohua Attends the Grain Summit and Makes a Speech", N),
    ("Speech by Premier Shen Guohua Wins Applause in Norland", N),
    ("Minister's Remarks Spark Debate Over Fishing Rights", N),
    ("Statement of Accounts for 2023", ("The accounts were audited.",)),
    ("Address Formats in Certified Translations", P),
    ("Presentation Skills at Work", P),
    ("Interview Questions for Translators", P),
    ("Conference Interpreting at the Grain Summit", N),
    ("Message Board Opens at the Harbour Library", N),
    ("Keynote Interpreting: Rates and Rules", P),
    ("罗启明出席水资源大会开幕式并致辞", M),
    ("外交部举行例行记者会", M),
    ("全市传达贯彻市委书记在水务工作会议上的讲话精神", M),
    ("演讲比赛报名启事", ("比赛将于五月举行。",)),
    ("同声传译:讲话速度与停顿", C),
    ("我站为港口论坛开幕致辞提供同传", M),
    ("发言稿翻译报价单", ("每千字二百元。",)),
    ("采访口译的注意事项", C),
]

NO_SPEECH_SECOND = [
    ("邓励大使在《港口周刊》发表署名文章", M),
    ("外交部发言人表示希望各方保持克制", M),
    ("王毅谈中诺关系", M),
    ("Our Interpreters at the State Banquet", N),
    ("Five Great Speeches Every Interpreter Should Know", P),
    ("How We Translated the Premier's Address", P),
    ("A Statement of Purpose for Graduate School: Sample and Translation", P),
    ("Keynote Speakers Announced for the Water Forum", N),
    ("同传译员谈总统演讲的翻译", C),
    ("演讲比赛圆满落幕", M),
    ("《在国际研讨会上的致辞》译文赏析", C),
    ("关于做好领导讲话翻译工作的通知", ("各部门:", "请按时完成。")),
    ("外交部举办新年招待会", M),
]

NO_SPEECH_THIRD = [
    ("Wang Yi Talks about the Harbour Initiative", N),
    ("Key Points of Foreign Minister Qian Wenbo's Speech", N),
    ("Voices: Amara Diallo on Whispering for Presidents", Q),
    ("顾南星:慢,是一种礼貌", W),
    ("李克强在第十届夏季达沃斯论坛开幕式上发表特别致辞", M),
    ("王毅向港口论坛致贺信", M),
    ("王毅向港口论坛发表视频致辞", M),
]


@pytest.mark.parametrize("case", FIRST + HELD_OUT + SECOND + THIRD, ids=lambda case: case.title[:50])
def test_facts_of_a_title(case: Case) -> None:
    assert find_speech(case.title, case.subtitle, case.texts) == Speech(*case.facts)


@pytest.mark.parametrize(
    ("title", "texts"), NO_SPEECH_FIRST + NO_SPEECH_HELD_OUT + NO_SPEECH_SECOND + NO_SPEECH_THIRD
)
def test_no_facts_of_what_is_no_speech(title: str, texts: tuple[str, ...]) -> None:
    assert find_speech(title, None, texts) is None
