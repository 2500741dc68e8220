"""Lines of address with offices, trades and place names that no list has, and lines that only look like them."""

import pytest

from crawler.extraction.speech.salutation_and_spoken_text import is_salutation

ADDRESSES = """
Madam Chair, Mr Mayor, members of the Guild,
Madame la préfète,
Monsieur le maire,
Your Worship, pilots and friends of the harbour,
Friends, colleagues, Your Honour,
Vice-Chancellor, graduands, proud families,
Dear harbour masters and lighthouse keepers,
Your Excellency the Governor, distinguished guests, ladies and gentlemen:
Mr. Director, dear colleagues from Bergen,
Fellow islanders,
Dear Captain Holm,
Provost, Deacon Convener, ladies and gentlemen,
My lords, ladies and gentlemen,
Minister, Ambassador, dear friends,
Dear members of the Tide Library Society, dear neighbours,
Sehr geehrter Herr Kapitän, liebe Lotsinnen und Lotsen,
liebe Stifterinnen und Stifter,
Sehr geehrte Frau Oberbürgermeisterin,
Hochverehrte Festversammlung,
Liebe Fährleute,
Exzellenzen, verehrte Gäste,
Magnifizenz, liebe Studierende,
Meine sehr verehrten Damen und Herren,
Sehr geehrter Herr Hafenmeister Claasen, verehrte Gäste, liebe Freunde des Museums!
Liebe Mitglieder und Förderer,
Madame la Ministre, Monsieur le Préfet, chers amis de la mer,
Monsieur le Commandant, chers sauveteurs,
Mesdames et Messieurs les élus,
Chères lectrices, chers lecteurs de Roscoff,
Mesdames, Messieurs, chers collègues, chers amis,
Monsieur le Maire, Mesdames et Messieurs les conseillers, chers Roscovites,
Señor capitán marítimo, señoras y señores, queridos alumnos:
Excelentísimo señor alcalde, autoridades, vecinos de Bermeo:
Señora ministra, señor embajador, amigas y amigos:
Queridos remeros y remeras,
Estimado señor rector, estimados profesores, queridos alumnos:
Compañeras y compañeros:
Уважаемый господин мэр, дорогие лоцманы!
Господин посол, дорогие друзья!
Дорогие смотрители маяков!
Дорогие моряки, дорогая наша лоцман Нина Петровна, без которой вы бы сейчас сидели на мели!
Ваше Превосходительство, дамы и господа!
Уважаемая Ольга Петровна, уважаемые гости музея!
Глубокоуважаемые члены жюри, дорогие участники!
Товарищи капитаны!
ご来賓の皆様、
ご列席の皆さま
新入生の皆さん、保護者の皆様
灯台守の皆様、市民の皆様、こんにちは。
水野市長、ご来賓の皆様
大使閣下、ご列席の皆様、
卒業生のみなさん、ご卒業おめでとうございます。
내외 귀빈 여러분,
존경하는 한도현 총장님, 그리고 교직원 여러분!
사랑하는 졸업생 여러분,
친애하는 항만 가족 여러분, 안녕하십니까?
존경하는 대사님, 내외 귀빈 여러분!
학부모님과 재학생 여러분!
尊敬的罗馆长，女士们、先生们：
尊敬的岑望舒馆长、各位来宾、各位同仁：
各位守灯人、各位乡亲，大家上午好！
亲爱的船长们、水手们：
尊敬的大使先生，尊敬的使馆同事们，朋友们：
罗馆长、各位理事，大家好：
老师们、同学们：
尊敬的各位航标工作者：
各位译友，各位编辑：
尊敬的评委老师、亲爱的选手们：
亲爱的2020级新同学：
林鄉長、各位鄉親、各位守燈人的家屬，大家早安：
鍾理事長、各位會員先進、各位女士先生：
各位老師、各位同學、各位家長，大家好：
主席、各位議員：
何局長、各位嘉賓：
Senhor Presidente, caros colegas, minhas senhoras e meus senhores:
Autorità, cari amici del faro,
Caros faroleiros e famílias,
Senhoras mães, senhores pais, caras formandas e caros formandos,
Chief Judge Abiodun, members of the bar,
Signor Sindaco, gentili ospiti,
""".strip().splitlines()

OTHERS = """
Dear oh dear, it rained again,
The director, who had come from Bergen, said:
Members of the jury met on Monday:
Our keepers, their work and their words:
Friends say he is tall,
Captains and pilots: a glossary
Die Lotsen und Lotsinnen treffen sich um neun:
Liebe und Hass, zwei Wörter,
Herr Claasen sagte,
Messieurs Martin et Durand ont répondu :
Le maire, les conseillers et le public:
Los alumnos del curso son:
El señor alcalde dijo:
Господин Лозовой ответил:
Гости музея увидят:
来賓の方々は次の通りです。
참석자는 다음과 같습니다:
总编辑罗馆长说：
馆长、副馆长、秘书长：
尊敬是什么，
本次论坛的嘉宾有：
主办单位、承办单位：
各位译员的分工如下：
罗馆长介绍，
與會者有林鄉長、鍾理事長：
La directora, Pilar Urrutia,
Participants: pilots, keepers, interpreters,
Unsere Mitglieder:
Nos amis de la mer:
""".strip().splitlines()


@pytest.mark.parametrize("line", ADDRESSES)
def test_knows_who_is_addressed(line: str) -> None:
    assert is_salutation(line)


@pytest.mark.parametrize("line", OTHERS)
def test_leaves_what_addresses_nobody(line: str) -> None:
    assert not is_salutation(line)
