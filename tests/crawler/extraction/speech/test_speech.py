"""Speech facts, salutations and kinds as a careful editor would note them."""

from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.model.document import ArticleKind, Speech
from crawler.extraction.article.article_kind import article_kind
from crawler.extraction.speech.occasion_place_and_day import is_byline_date
from crawler.extraction.speech.salutation_and_spoken_text import is_salutation
from crawler.extraction.speech.speech_facts import find_speech
from tests.processor import ended_if_it_hangs


class Heading(NamedTuple):
    """A title with its subtitle and first lines, and what it says."""

    title: str
    speaker: str | None
    role: str | None
    occasion: str | None
    form: str | None
    subtitle: str | None = None
    texts: tuple[str, ...] = ()
    delivered: str | None = None


ENGLISH = [
    Heading(
        "Promote Industrial Cooperation for Common Development",
        "Wang Yi",
        "Foreign Minister",
        "Eleventh Lanting Forum",
        "keynote speech",
        subtitle="– Keynote Speech by Foreign Minister Wang Yi at the Eleventh Lanting Forum",
        texts=("28 April 2015", "Governor Zhang Qingwei,"),
        delivered="2015-04-28",
    ),
    Heading(
        "Remarks by H.E. Li Qiang, Premier of the State Council, at the Opening Ceremony of the Boao Forum for Asia",
        "Li Qiang",
        "Premier of the State Council",
        "Opening Ceremony of the Boao Forum for Asia",
        "remarks",
    ),
    Heading(
        "Address by Ambassador Liu Xiaoming at the London School of Economics",
        "Liu Xiaoming",
        "Ambassador",
        "London School of Economics",
        "address",
    ),
    Heading(
        "Speech of Minister of Commerce Zhao Lianshan at the Fifth Harbour Trade Conference",
        "Zhao Lianshan",
        "Minister of Commerce",
        "Fifth Harbour Trade Conference",
        "speech",
    ),
    Heading(
        "Statement by Ambassador Zhang Jun at the UN Security Council Briefing on Syria",
        "Zhang Jun",
        "Ambassador",
        "UN Security Council Briefing on Syria",
        "statement",
    ),
    Heading(
        "Toast by President Adaeze Okonkwo at the State Banquet in Lagos",
        "Adaeze Okonkwo",
        "President",
        "State Banquet in Lagos",
        "toast",
    ),
    Heading(
        "Transcript of Foreign Minister Ruan Peilin's Interview with Al Jazeera",
        "Ruan Peilin",
        "Foreign Minister",
        None,
        "interview",
    ),
    Heading("Press Conference by Premier Shen Guohua", "Shen Guohua", "Premier", None, "press conference"),
    Heading(
        "Foreign Ministry Spokesperson Hua Linlin's Regular Press Conference on March 3, 2025",
        "Hua Linlin",
        "Foreign Ministry Spokesperson",
        None,
        "regular press conference",
        delivered="2025-03-03",
    ),
    Heading(
        "State Councilor and Foreign Minister Wang Yi's Speech at the Munich Security Conference",
        "Wang Yi",
        "State Councilor and Foreign Minister",
        "Munich Security Conference",
        "speech",
    ),
    Heading(
        "President Xi Jinping’s New Year Address",
        "Xi Jinping",
        "President",
        None,
        "new year address",
    ),
    Heading(
        "Full Text of Xi Jinping's Speech at the APEC CEO Summit",
        "Xi Jinping",
        None,
        "APEC CEO Summit",
        "speech",
    ),
    Heading(
        "Full Text: Keynote Address by UN Secretary-General Tomás Arriaga at the Climate Ambition Summit",
        "Tomás Arriaga",
        "UN Secretary-General",
        "Climate Ambition Summit",
        "keynote address",
    ),
    Heading(
        "Opening Remarks by Dr. Emily Carter, Director of the Institute of Translation Studies, at the Third "
        "Interpreting Forum",
        "Emily Carter",
        "Director of the Institute of Translation Studies",
        "Third Interpreting Forum",
        "opening remarks",
    ),
    Heading(
        "Welcome Speech by the Mayor of Shenzhen, Luo Qiming, at the Maritime Week Reception",
        "Luo Qiming",
        "Mayor of Shenzhen",
        "Maritime Week Reception",
        "welcome speech",
    ),
    Heading(
        "Closing Remarks at the Sixth Dialogue of Civilisations by Professor Hélène Dubois",
        "Hélène Dubois",
        "Professor",
        "Sixth Dialogue of Civilisations",
        "closing remarks",
    ),
    Heading(
        "Speech by H.E. Mr. Ouyang Zhiyuan, Ambassador of China to the Kingdom of Norland, at the National Day "
        "Reception",
        "Ouyang Zhiyuan",
        "Ambassador of China to the Kingdom of Norland",
        "National Day Reception",
        "speech",
    ),
    Heading(
        "Remarks by Chinese Ambassador to South Africa Chen Xiaodong at the Launch of the Book Fair",
        "Chen Xiaodong",
        "Chinese Ambassador to South Africa",
        "Launch of the Book Fair",
        "remarks",
    ),
    Heading(
        "Statement by Foreign Ministry Spokesperson Geng Wei on the Situation in the Red Sea",
        "Geng Wei",
        "Foreign Ministry Spokesperson",
        None,
        "statement",
    ),
    Heading(
        "Address by Prime Minister Olivia Marsh to the Parliament of Norland",
        "Olivia Marsh",
        "Prime Minister",
        "Parliament of Norland",
        "address",
    ),
    Heading(
        "Speech by Governor Tang Haoran on the Occasion of the 20th Anniversary of the Sister Province Agreement",
        "Tang Haoran",
        "Governor",
        "20th Anniversary of the Sister Province Agreement",
        "speech",
    ),
    Heading(
        "Building a Shared Future",
        "Mei Rulan",
        "Vice Premier",
        "Summer Davos Forum",
        "special address",
        subtitle="Special Address by Vice Premier Mei Rulan at the Summer Davos Forum, Dalian, 27 June 2023",
        delivered="2023-06-27",
    ),
    Heading(
        "Remarks at the Opening of the Translators' House",
        "Jonas Lindqvist",
        "Minister of Culture",
        "Opening of the Translators' House",
        "remarks",
        texts=("H.E. Jonas Lindqvist, Minister of Culture", "(5 May 2021, Uppsala)", "Ladies and Gentlemen,"),
        delivered="2021-05-05",
    ),
    Heading(
        "Keynote Speech at the Sixth Silk Road Translation Forum",
        None,
        None,
        "Sixth Silk Road Translation Forum",
        "keynote speech",
        texts=("Distinguished Guests,", "It gives me great pleasure to be here."),
    ),
    Heading(
        "Interview with Professor Ding Wenjie",
        "Ding Wenjie",
        "Professor",
        None,
        "interview",
    ),
    Heading(
        "Exclusive Interview with Huang Youyi, President of the Translators Association",
        "Huang Youyi",
        "President of the Translators Association",
        None,
        "exclusive interview",
    ),
    Heading(
        "Video Message by Chairman Bao Shiyun to the Seventh Youth Translators Congress",
        "Bao Shiyun",
        "Chairman",
        "Seventh Youth Translators Congress",
        "video message",
    ),
    Heading(
        "Lecture by Judge Ama Serwaa at Peking University Law School",
        "Ama Serwaa",
        "Judge",
        "Peking University Law School",
        "lecture",
    ),
    Heading(
        "Commencement Address by Vice-Chancellor Ravi Menon at the University of Kandara",
        "Ravi Menon",
        "Vice-Chancellor",
        "University of Kandara",
        "commencement address",
    ),
    Heading(
        "REMARKS BY AMBASSADOR LIU XIAOMING AT THE CHINA-UK BUSINESS DINNER",
        "LIU XIAOMING",
        "AMBASSADOR",
        "CHINA-UK BUSINESS DINNER",
        "remarks",
    ),
    Heading(
        "Wang Yi: Speech at the Symposium on the International Situation",
        "Wang Yi",
        None,
        "Symposium on the International Situation",
        "speech",
    ),
    Heading(
        "Speech by Xi Jinping, President of the People's Republic of China, at the General Debate of the 76th "
        "Session of the United Nations General Assembly (21 September 2021)",
        "Xi Jinping",
        "President of the People's Republic of China",
        "General Debate of the 76th Session of the United Nations General Assembly",
        "speech",
        delivered="2021-09-21",
    ),
    Heading(
        "Q&A with Ambassador Fu Cong",
        "Fu Cong",
        "Ambassador",
        None,
        "q&a",
    ),
    Heading(
        "Inaugural Address of Governor Sofia Reyes",
        "Sofia Reyes",
        "Governor",
        None,
        "inaugural address",
    ),
    Heading(
        "Remarks by Assistant Minister of Foreign Affairs Nie Chengbo during the Panel on Ocean Governance",
        "Nie Chengbo",
        "Assistant Minister of Foreign Affairs",
        "Panel on Ocean Governance",
        "remarks",
    ),
]

CHINESE = [
    Heading("外交部长王毅在第十一届蓝厅论坛上的主旨演讲", "王毅", "外交部长", "第十一届蓝厅论坛", "主旨演讲"),
    Heading(
        "推进产能合作 实现共同发展",
        "王毅",
        "外交部长",
        "第十一届蓝厅论坛",
        "主旨演讲",
        subtitle="——外交部长王毅在第十一届蓝厅论坛上的主旨演讲",
        texts=("(2015年4月28日,北京)",),
        delivered="2015-04-28",
    ),
    Heading("李克强在博鳌亚洲论坛年会开幕式上的致辞", "李克强", None, "博鳌亚洲论坛年会开幕式", "致辞"),
    Heading("习近平主席在北京大学师生座谈会上的讲话", "习近平", "主席", "北京大学师生座谈会", "讲话"),
    Heading("王毅部长就中东局势答记者问", "王毅", "部长", None, "答记者问"),
    Heading("驻英国大使刘晓明在中英商务晚宴上的演讲", "刘晓明", "驻英国大使", "中英商务晚宴", "演讲"),
    Heading("刘晓明大使在伦敦政治经济学院的演讲", "刘晓明", "大使", "伦敦政治经济学院", "演讲"),
    Heading(
        "常驻联合国代表张军大使在安理会叙利亚问题公开会上的发言",
        "张军",
        "常驻联合国代表",
        "安理会叙利亚问题公开会",
        "发言",
    ),
    Heading("国家主席习近平二〇二五年新年贺词", "习近平", "国家主席", None, "新年贺词"),
    Heading(
        "国务委员兼外交部长王毅在慕尼黑安全会议上的演讲(全文)", "王毅", "国务委员兼外交部长", "慕尼黑安全会议", "演讲"
    ),
    Heading("联合国秘书长古特雷斯在气候雄心峰会上的致辞", "古特雷斯", "联合国秘书长", "气候雄心峰会", "致辞"),
    Heading("德国总理安格拉·默克尔在柏林洪堡大学的演讲", "安格拉·默克尔", "德国总理", "柏林洪堡大学", "演讲"),
    Heading("河北省省长张庆伟在产能合作推介会上的致辞", "张庆伟", "河北省省长", "产能合作推介会", "致辞"),
    Heading(
        "在第六届丝路翻译论坛上的主旨演讲",
        "欧阳志远",
        "中国翻译协会会长",
        "第六届丝路翻译论坛",
        "主旨演讲",
        texts=("中国翻译协会会长 欧阳志远", "(2023年6月27日)", "各位来宾:"),
        delivered="2023-06-27",
    ),
    Heading("欧阳志远会长在第六届丝路翻译论坛上的闭幕致辞", "欧阳志远", "会长", "第六届丝路翻译论坛", "闭幕致辞"),
    Heading("专访中国翻译协会会长黄友义", "黄友义", "中国翻译协会会长", None, "专访"),
    Heading("译者的时代——专访翻译家陆谷川", "陆谷川", "翻译家", None, "专访"),
    Heading("王毅接受半岛电视台专访", "王毅", None, None, "专访"),
    Heading("外交部长阮培林接受《环球纪事报》书面采访", "阮培林", "外交部长", None, "书面采访"),
    Heading(
        "2025年3月3日外交部发言人华琳琳主持例行记者会",
        "华琳琳",
        "外交部发言人",
        None,
        "例行记者会",
        delivered="2025-03-03",
    ),
    Heading("外交部发言人耿卫就红海局势答记者问", "耿卫", "外交部发言人", None, "答记者问"),
    Heading(
        "商务部部长赵连山在第五届海港贸易大会开幕式上的致词",
        "赵连山",
        "商务部部长",
        "第五届海港贸易大会开幕式",
        "致词",
    ),
    Heading("王毅:在国际形势与中国外交研讨会上的演讲", "王毅", None, "国际形势与中国外交研讨会", "演讲"),
    Heading("司马文静校长在2024年毕业典礼上的讲话", "司马文静", "校长", "2024年毕业典礼", "讲话"),
    Heading("国务院总理沈国华在欢迎晚宴上的祝酒辞", "沈国华", "国务院总理", "欢迎晚宴", "祝酒辞"),
    Heading(
        "俄罗斯总统普京在瓦尔代国际辩论俱乐部年会上的讲话", "普京", "俄罗斯总统", "瓦尔代国际辩论俱乐部年会", "讲话"
    ),
    Heading(
        "外交部副部长马朝旭在中非智库论坛开幕式上的视频致辞",
        "马朝旭",
        "外交部副部长",
        "中非智库论坛开幕式",
        "视频致辞",
    ),
    Heading("外交部長王毅在第十一屆藍廳論壇上的主旨演講", "王毅", "外交部長", "第十一屆藍廳論壇", "主旨演講"),
    Heading(
        "行政長官陳浩然在香港翻譯學會周年晚宴致辭全文",
        "陳浩然",
        "行政長官",
        "香港翻譯學會周年晚宴",
        "致辭",
        texts=("各位嘉賓、各位朋友:",),
    ),
    Heading(
        "习近平在庆祝海南建省办经济特区30周年大会上的讲话", "习近平", None, "庆祝海南建省办经济特区30周年大会", "讲话"
    ),
    Heading("上海市市长罗启明在世界航运大会上发表的演讲", "罗启明", "上海市市长", "世界航运大会", "演讲"),
    Heading("王毅在第七十六届联合国大会一般性辩论期间的发言", "王毅", None, "第七十六届联合国大会一般性辩论", "发言"),
    Heading("中国驻诺兰大使诸葛明在国庆招待会上的讲话", "诸葛明", "中国驻诺兰大使", "国庆招待会", "讲话"),
    Heading(
        "就职演说",
        "索菲娅·雷耶斯",
        "州长",
        None,
        "就职演说",
        texts=("州长 索菲娅·雷耶斯", "2022年1月5日", "同胞们:"),
        delivered="2022-01-05",
    ),
    Heading(
        "在全国翻译工作会议上的总结发言",
        None,
        None,
        "全国翻译工作会议",
        "总结发言",
        texts=("同志们:", "这次会议开得很好。"),
    ),
]

OTHER_LAYOUTS = [
    Heading("全国人大常委会委员长赵乐山在开幕会上的讲话", "赵乐山", "全国人大常委会委员长", "开幕会", "讲话"),
    Heading("王致远会长在年会上的致辞", "王致远", "会长", "年会", "致辞"),
    Heading(
        "Remarks by H.E. Li Keqiang",
        "Li Keqiang",
        "Premier of the State Council",
        "Opening Ceremony of the Boao Forum for Asia",
        "remarks",
        texts=(
            "Premier of the State Council",
            "At the Opening Ceremony of the Boao Forum for Asia",
            "Boao, 10 April 2014",
            "Ladies and Gentlemen,",
        ),
        delivered="2014-04-10",
    ),
    Heading(
        "Keynote Speech",
        "Wang Yi",
        "Foreign Minister of China",
        "Eleventh Lanting Forum",
        "keynote speech",
        texts=(
            "By H.E. Wang Yi, Foreign Minister of China",
            "At the Eleventh Lanting Forum",
            "28 April 2015",
            "Excellencies,",
        ),
        delivered="2015-04-28",
    ),
    Heading(
        "Forge a Stronger Partnership",
        "Xi Jinping",
        "President of the People's Republic of China",
        None,
        "keynote speech",
        subtitle="Keynote Speech by H.E. Xi Jinping\nPresident of the People's Republic of China",
    ),
    Heading(
        "Build Peace Together – Address by Vice Premier Mei Rulan at the Harbour Dialogue",
        "Mei Rulan",
        "Vice Premier",
        "Harbour Dialogue",
        "address",
    ),
    Heading(
        "Remarks by the Secretary-General of ASEAN Kao Kim Hourn at the Jakarta Forum",
        "Kao Kim Hourn",
        "Secretary-General of ASEAN",
        "Jakarta Forum",
        "remarks",
    ),
    Heading(
        "Opening Speech by the Chairman of the Board Liu Dehua at the Shareholders' Meeting",
        "Liu Dehua",
        "Chairman of the Board",
        "Shareholders' Meeting",
        "opening speech",
    ),
    Heading(
        "Speech by the President of the European Commission, Ursula von der Leyen, at Bruegel",
        "Ursula von der Leyen",
        "President of the European Commission",
        "Bruegel",
        "speech",
    ),
    Heading("Address to the Nation by President Lula Mendes", "Lula Mendes", "President", None, "address"),
    Heading(
        "Remarks by Consul General Huang Ping at a Luncheon Hosted by the Translators' Guild",
        "Huang Ping",
        "Consul General",
        "Luncheon Hosted by the Translators' Guild",
        "remarks",
    ),
    Heading("Interview: Zhao Lin on Literary Translation", "Zhao Lin", None, None, "interview"),
    Heading("In Conversation with Professor Chen Lan", "Chen Lan", "Professor", None, "conversation"),
    Heading(
        "Foreign Minister Wang Yi Meets the Press",
        "Wang Yi",
        "Foreign Minister",
        None,
        None,
        texts=("Q: What about the harbour?", "A: It is open.", "Q: And the river?", "A: It is, too."),
    ),
    Heading(
        "Speech by Dean Ama Serwaa at Said Business School", "Ama Serwaa", "Dean", "Said Business School", "speech"
    ),
    Heading(
        "在庆祝大会上的讲话",
        "习近平",
        None,
        "庆祝大会",
        "讲话",
        texts=("(2021年7月1日)", "习近平", "同志们,朋友们:"),
        delivered="2021-07-01",
    ),
    Heading(
        "在第五届进口博览会开幕式上的致辞",
        "习近平",
        "中华人民共和国主席",
        "第五届进口博览会开幕式",
        "致辞",
        texts=("中华人民共和国主席 习近平", "(2022年11月4日)", "女士们,先生们:"),
        delivered="2022-11-04",
    ),
    Heading(
        "共创繁荣未来——在中阿企业家大会开幕式上的主旨演讲",
        "胡春明",
        "国务院副总理",
        "中阿企业家大会开幕式",
        "主旨演讲",
        texts=("国务院副总理胡春明", "女士们、先生们:"),
    ),
    Heading(
        "外交部长王毅:携手合作——在第十一届蓝厅论坛上的主旨演讲", "王毅", "外交部长", "第十一届蓝厅论坛", "主旨演讲"
    ),
    Heading("王毅国务委员兼外长在慕安会上的演讲", "王毅", "国务委员兼外长", "慕安会", "演讲"),
    Heading("外交部部长助理苗得雨在太平洋岛国论坛上的发言", "苗得雨", "外交部部长助理", "太平洋岛国论坛", "发言"),
    Heading("欧盟委员会主席冯德莱恩在布鲁盖尔的演讲", "冯德莱恩", "欧盟委员会主席", "布鲁盖尔", "演讲"),
    Heading("古特雷斯秘书长在世界环境日的致辞", "古特雷斯", "秘书长", "世界环境日", "致辞"),
    Heading("外交部发言人就季风问题答记者问", None, "外交部发言人", None, "答记者问"),
    Heading("王毅:就中国外交政策和对外关系回答中外记者提问", "王毅", None, None, "回答中外记者提问"),
    Heading(
        "国家主席习近平发表二〇二五年新年贺词", "习近平", "国家主席", None, "新年贺词", texts=("同志们,朋友们:",)
    ),
    Heading("对话翻译家许渊明:译者要有激情", "许渊明", "翻译家", None, "对话"),
    Heading("人物专访|欧阳慧:在两种语言之间", "欧阳慧", None, None, "专访"),
    Heading("李克强总理答中外记者问", "李克强", "总理", None, "答中外记者问"),
    Heading("乔布斯在斯坦福大学毕业典礼上的演讲(中英对照)", "乔布斯", None, "斯坦福大学毕业典礼", "演讲"),
]

NOBODY_DELIVERED = [
    ("商务英语演讲", ()),
    ("婚礼致辞", ()),
    ("经典演讲", ()),
    ("毕业典礼致辞翻译", ()),
    ("商务部召开例行新闻发布会", ()),
    ("Message from the President", ()),
    ("Statement by the Ministry of Foreign Affairs", ()),
    ("Talk by Experts on Translation", ()),
    ("Congratulatory Letter by President Xi", ()),
    ("The Art of Toasting: Speech at Banquets", ()),
    (
        "Wang Yi Delivers a Speech at the Eleventh Lanting Forum",
        ("BEIJING, April 28 – Foreign Minister Wang Yi said",),
    ),
    ("Xi Jinping Attends the Opening Ceremony and Delivers a Keynote Speech", ()),
    ("Xi Jinping's Speech at Davos Wins Praise Worldwide", ()),
    ("How to Translate a Keynote Speech", ("A keynote speech is hard to translate.",)),
    ("Five Tips for Interpreting Remarks by Foreign Guests", ()),
    ("Notice of the Press Conference on Translation Standards", ()),
    (
        "A Letter to Our Clients",
        ("Dear friends,", "Thank you for your trust.", "Yours sincerely,", "The Daxinya team"),
    ),
    ("Joint Statement of China and Norland", ()),
    ("Speech Recognition and Machine Translation", ()),
    ("Address Translation for Certificates", ()),
    ("Statement on Copyright", ()),
    ("Contact Address of Our Branches", ()),
    ("王毅出席第十一届蓝厅论坛并发表主旨演讲", ()),
    ("王毅在第十一届蓝厅论坛上发表主旨演讲", ("4月28日,外交部长王毅在北京出席论坛。",)),
    ("习近平在中央经济工作会议上发表重要讲话强调稳中求进", ()),
    ("李克强在开幕式上致辞", ("新华社北京4月28日电 国务院总理李克强28日在京出席开幕式。",)),
    ("习近平在北京大学的讲话引发热烈反响", ()),
    ("如何翻译领导人在大会上的讲话", ()),
    ("会议致辞翻译技巧", ()),
    ("致全体客户的一封信", ("尊敬的客户:", "感谢您一年来的支持。", "此致", "敬礼")),
    ("关于2025年春节放假的通知", ()),
    ("学习习近平总书记在座谈会上的讲话", ()),
    ("演讲稿翻译报价", ()),
    ("关于规范翻译服务的声明", ()),
    ("", ()),
]

SALUTATIONS = [
    "Madam President, dear colleagues, good evening.",
    "Dear graduates, hello everyone!",
    "院长、各位同學,大家好!",
    "尊敬的各位校友,下午好!",
    "周女士,您好!",
    "殿下:",
    "阁下,",
    "Fellow ferrymen,",
    "My fellow Norlanders,",
    "존경하는 내빈 여러분, 반갑습니다.",
    "Liebe Gäste, guten Abend!",
    "Chers amis, bonsoir !",
    "Governor Zhang Qingwei,",
    "Excellencies, Members of the Diplomatic Corps,",
    "Distinguished Guests,",
    "Ladies and Gentlemen,",
    "Dear friends,",
    "Dear Friends!",
    "Your Excellency President Adaeze Okonkwo,",
    "Your Majesties, Your Royal Highnesses,",
    "Mr. President,",
    "Mr. Secretary-General, Dear Colleagues,",
    "Madam Chair,",
    "Honourable Ministers, Heads of Delegation,",
    "Distinguished Guests, Ladies and Gentlemen, Friends:",
    "Comrades,",
    "Dear Minister Lindqvist,",
    "Chairman Bao Shiyun and Mrs. Bao,",
    "President Xi Jinping, Dear Colleagues,",
    "Fellow citizens,",
    "Vice Premier Mei Rulan,",
    "My fellow translators,",
    "尊敬的张庆伟省长,",
    "各位會員、各位朋友:",
    "亲爱的小雨:",
    "Dear Xiaoyu,",
    "尊敬的各位来宾:",
    "各位来宾,",
    "各位使节,各位专家学者:",
    "女士们、先生们,朋友们:",
    "女士们,先生们:",
    "同志们:",
    "同志们,朋友们!",
    "亲爱的朋友们：",
    "主席先生:",
    "秘书长先生,各位同事,",
    "张庆伟省长,",
    "各位代表!",
    "老师们、同学们:",
    "尊敬的主席先生，尊敬的各位同事：",
    "女士們、先生們:",
    "同胞们:",
    "Mesdames et Messieurs,",
]

MORE_SALUTATIONS = [
    "各位來賓、各位同行:",
    "各位客户,各位译员,各位新老朋友:",
    "尊敬的各位来宾、各位同行:",
    "亲爱的毕业生们:",
    "尊敬的市长女士、各位议员:",
    "尊敬的各位导师,亲爱的家长们,毕业生们:",
    "敬爱的老师们、亲爱的同学们：",
    "各位股东、各位投资者:",
    "诸位先进、诸位同道:",
    "各位嘉賓,各位傳媒朋友:",
    "尊敬的陈会长,各位理事:",
    "Dear graduates, dear families, dear teachers,",
    "Madam Mayor, dear colleagues,",
    "Madam Chair, friends from three continents,",
    "Mr Mayor, Members of the Guild, neighbours and friends,",
    "Madam President, distinguished members of the jury,",
    "Members of the Class of 2019, parents and friends:",
    "Good people of Harbour City,",
    "Chair, fellow volunteers,",
    "Professor Lindqvist, dear guests from near and far,",
    "Dear translators, interpreters and friends of languages:",
    "Sehr geehrte Damen und Herren,",
    "Sehr geehrte Frau Bürgermeisterin, liebe Kolleginnen und Kollegen,",
    "Liebe Freunde,",
    "Liebe Gäste, liebe Übersetzerinnen und Übersetzer!",
    "Meine Damen und Herren,",
    "Verehrte Festgäste,",
    "Exzellenzen, meine sehr verehrten Damen und Herren,",
    "Herr Präsident, sehr geehrte Mitglieder,",
    "Mesdames, Messieurs,",
    "Monsieur le Maire, Mesdames et Messieurs,",
    "Madame la Présidente, chers collègues,",
    "Chers amis, chers traducteurs,",
    "Excellences, Mesdames et Messieurs,",
    "Chères consœurs, chers confrères,",
    "Уважаемые дамы и господа!",
    "Дорогие друзья!",
    "Уважаемый господин мэр, дорогие коллеги!",
    "Дамы и господа,",
    "Señoras y señores:",
    "Estimados colegas, queridos amigos:",
    "Señor Presidente, distinguidos invitados:",
    "Queridas amigas y queridos amigos,",
    "Senhoras e senhores,",
    "Caros amigos e colegas,",
    "Excelentíssimo Senhor Presidente,",
    "Signore e signori,",
    "Gentili ospiti, cari amici,",
    "ご来賓の皆様、",
    "皆様、",
    "会員の皆さま、",
    "山田市長、ご来場の皆様",
    "卒業生の皆さん、",
    "親愛なる友人の皆様、",
    "존경하는 내외 귀빈 여러분,",
    "여러분,",
    "존경하는 시장님, 그리고 회원 여러분!",
    "사랑하는 졸업생 여러분",
    "신사 숙녀 여러분,",
    "السيدات والسادة،",
]

MORE_LINES = [
    "Liebe ist stark,",
    "Damenmode,",
    "Die Freunde der Sprache,",
    "Mesdames et Messieurs, je suis heureux d'être ici,",
    "Уважаемые клиенты нашей компании могут позвонить,",
    "Дорогие товары,",
    "Señor Gómez dijo a los periodistas:",
    "皆様のご支援に感謝します。",
    "皆様のおかげで、",
    "여러분의 도움으로,",
    "お客様の声",
    "Dear reader of this guide who wants to know more about prices, we have the following:",
    "The members of the jury were:",
    "Members of the jury met the following people:",
    "Graduates who find work abroad,",
    "For friends from three continents:",
    "Chair, table and lamp:",
    "各位同行的经验表明:",
    "毕业生就业去向:",
    "各位客户的常见问题:",
    "Директор сообщил:",
    "Спасибо, друзья!",
    "Danke, liebe Freunde!",
    "Merci, chers amis!",
    "ありがとうございます!",
    "감사합니다, 여러분!",
    "Good morning, dear friends!",
    "皆様こんにちは!",
    "皆さん、おはようございます。",
    "お客様各位の個人情報について:",
    "Herr Müller sagte:",
    "Frau Präsidentin Weber betonte,",
    "Kunden,",
    "Preise für Damen und Herren:",
    "Herren:",
    "Amigos de la casa dicen:",
    "谢谢各位",
    "欢迎各位",
    "请转告各位",
    "感谢诸君",
]

NO_SALUTATIONS = [
    "Good morning!",
    "您好!",
    "周先生,您好,请与我们联系!",
    "안녕하십니까?",
    "My fellow translators said:",
    "殿下走了,",
    "Guests said good afternoon.",
    "Thank you!",
    "Good morning, ladies and gentlemen. It is a pleasure to be here.",
    "In strengthening international industrial cooperation, China will abide by the following principles:",
    "First, win-win cooperation.",
    "The forum covers the following topics:",
    "However,",
    "In Beijing,",
    "President Xi Jinping said on Monday that the two countries should cooperate,",
    "Ladies and gentlemen, we gather here today to celebrate.",
    "Friends in need are friends indeed.",
    "Source: Daxinya",
    "Contact:",
    "Secretary General's office hours:",
    "Minister of Commerce",
    "谢谢大家!",
    "大家好!",
    "大家上午好!",
    "我们将遵循以下原则:",
    "各位的支持是我们前进的动力。",
    "各位专家就以下问题展开了讨论:",
    "主席先生表示,中国愿意合作:",
    "女士们、先生们,今天我们相聚在北京。",
    "联系人:",
    "朋友,",
    "译文如下:",
    "",
]

KINDS: list[tuple[ArticleKind, str, tuple[str, ...]]] = [
    ("speech", "外交部长王毅在第十一届蓝厅论坛上的主旨演讲", ("各位来宾:", "大家上午好!")),
    ("speech", "Address by Ambassador Liu Xiaoming at the London School of Economics", ()),
    ("speech", "Together for Peace", ("Mr. President,", "Fifty years ago we met here.", "Thank you!")),
    ("interview", "Transcript of Foreign Minister Ruan Peilin's Interview with Al Jazeera", ()),
    ("interview", "王毅部长就中东局势答记者问", ()),
    ("interview", "译者之路", ("问:您怎样走上翻译之路?", "答:那是偶然。", "问:后来呢?", "答:后来就没有离开。")),
    (
        "interview",
        "A Life between Languages",
        ("Q: How did you begin?", "A: By chance.", "Q: And then?", "A: I never left."),
    ),
    ("notice", "关于2025年春节放假的通知", ("根据国家规定,现将放假安排通知如下。",)),
    ("notice", "招聘英语翻译", ("岗位职责:笔译。",)),
    ("notice", "Notice of the 2025 Spring Festival Holiday", ("Our offices are closed from 28 January.",)),
    ("notice", "公司搬迁公告", ("我公司已迁至新址。",)),
    ("notice", "Announcement on Office Relocation", ("We are moving.",)),
    ("notice", "第六届翻译大赛征稿启事", ("大赛现已开始征稿。",)),
    ("news", "王毅出席第十一届蓝厅论坛并发表主旨演讲", ("4月28日,外交部长王毅在北京出席论坛。",)),
    ("news", "第六届丝路翻译论坛在西安举行", ("近日,第六届丝路翻译论坛在西安举行,三百余人参加。",)),
    ("news", "中诺贸易额创新高", ("新华社北京3月3日电 海关总署公布了新的数据。",)),
    ("news", "公司签约新客户", ("本报讯 我市一家翻译公司与三家企业签约。",)),
    (
        "news",
        "China and Norland Sign Trade Pact",
        ("BEIJING, March 3 (Xinhua) -- China and Norland signed a trade pact on Monday.",),
    ),
    (
        "news",
        "New Interpreting Centre Opens in Harbour City",
        ("A new interpreting centre opened on Tuesday in Harbour City, officials said.",),
    ),
    (
        "news",
        "Wang Yi Delivers a Speech at the Eleventh Lanting Forum",
        ("On 28 April, Foreign Minister Wang Yi attended the forum in Beijing.",),
    ),
    ("article", "How to Translate a Keynote Speech", ("A keynote speech is written to be heard.",)),
    ("article", "会议致辞翻译技巧", ("翻译致辞时,译者首先要注意称呼。",)),
    ("article", "What Is a Certified Translation?", ("A certified translation bears a stamp.",)),
    ("article", "通知类公文的翻译方法", ("通知是最常见的公文。",)),
    ("article", "法律合同翻译的三个原则", ("合同语言必须准确。",)),
    ("article", "A Letter to Our Clients", ("Dear friends,", "Thank you for your trust.", "Yours sincerely,")),
]


@pytest.mark.parametrize("heading", ENGLISH + CHINESE + OTHER_LAYOUTS, ids=lambda heading: str(heading.title)[:40])
def test_notes_the_facts_of_a_speech(heading: Heading) -> None:
    expected = Speech(heading.speaker, heading.role, heading.occasion, heading.form, heading.delivered)
    assert find_speech(heading.title, heading.subtitle, heading.texts) == expected


@pytest.mark.parametrize(("title", "texts"), NOBODY_DELIVERED)
def test_notes_nothing_that_nobody_delivered(title: str, texts: tuple[str, ...]) -> None:
    assert find_speech(title, None, texts) is None


@pytest.mark.parametrize("text", SALUTATIONS + MORE_SALUTATIONS)
def test_knows_a_line_of_address(text: str) -> None:
    assert is_salutation(text)


@pytest.mark.parametrize("text", NO_SALUTATIONS + MORE_LINES)
def test_leaves_other_lines_alone(text: str) -> None:
    assert not is_salutation(text)


@pytest.mark.parametrize(("kind", "title", "texts"), KINDS)
def test_names_the_kind_of_article(kind: ArticleKind, title: str, texts: tuple[str, ...]) -> None:
    assert article_kind(title, None, texts, find_speech(title, None, texts)) == kind


@pytest.mark.parametrize(
    ("text", "is_date"),
    [
        ("28 April 2015", True),
        ("(2015年4月28日,北京)", True),
        ("（二〇一五年四月二十八日）", True),
        ("Beijing, 28 April 2015", True),
        ("Tuesday, 28 April 2015", True),
        ("April 28, 2015, Washington, D.C.", True),
        ("2015年4月28日 星期二", True),
        ("On 28 April 2015 the forum opened.", False),
        ("2015年4月28日,论坛在北京举行。", False),
        ("Source: Daxinya Date:2025-03-03 09:32:26", False),
        ("Thank you!", False),
        ("", False),
    ],
)
def test_knows_a_line_that_is_only_a_date(text: str, is_date: bool) -> None:
    assert is_byline_date(text) is is_date


@given(st.text(max_size=120), st.none() | st.text(max_size=80), st.lists(st.text(max_size=60), max_size=5))
def test_any_text_is_read_without_error(title: str, subtitle: str | None, texts: list[str]) -> None:
    article_kind(title, subtitle, texts, find_speech(title, subtitle, texts))


@pytest.mark.parametrize(
    "unit",
    [
        "Speech by ",
        "在上的",
        "Remarks at the ",
        "王毅部长",
        "Wang Yi's ",
        "大使·",
        "A, ",
        "各位,",
        "各位人和",
        "dear friends of ",
        "皆様の、",
    ],
)
def test_long_input_takes_linear_time(unit: str) -> None:
    text = unit * 200_000
    with ended_if_it_hangs():
        find_speech(text, text, [text] * 3)
        for length in range(1, 160):
            is_salutation(text[:length] + ":")
        is_byline_date(text)
