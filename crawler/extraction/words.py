"""The commonest words of languages that share a script, and those of the short lines that agencies write.

n-grams of two or three words say little; that 'der' is a word of German and 'el' one of Spanish says more.
"""

from functools import cache

_WORDS = {
    "en": "the of and to in is that for it was on are as with his they at be this from have or by one had not but "
    "what all were when we there can an your which their said if do will each about how up out them then she "
    "many some so these would other into has more her two him see could no make than first been its who now "
    "people my made over did down only way find use may water long after thank you good morning afternoon "
    "evening news home contact us welcome source date industry company service services translation "
    "interpreting copyright read next previous page back time author editor speech remarks ladies gentlemen "
    "guests excellencies minister april march july january february june august september october november "
    "december international forum cooperation development",
    "fr": "le la les de des du et à en un une que qui dans pour pas au aux sur ce cette il elle est sont par plus "
    "ne se avec son sa ses nous vous ils elles leur leurs ou mais comme été être fait faire ont avoir notre "
    "votre tout tous toute aussi bien où entre sans sous après avant merci bonjour bonsoir accueil actualités "
    "contact contactez nouvelles traduction traducteur monsieur madame messieurs mesdames je mon ma mes très "
    "deux même si",
    "de": "der die das und ist in zu den mit von für auf des im dem nicht ein eine einen einem einer als auch es an "
    "werden aus er hat dass sie nach wird bei um am sind noch wie über so zum war haben nur oder aber vor zur "
    "bis mehr durch man sein wurde sei wir ich ihre ihr unser unsere kann danke vielen dank guten morgen tag "
    "abend willkommen kontakt startseite nachrichten aktuelles übersetzung damen herren sehr alle wenn jetzt "
    "schon",
    "es": "el la los las de del que y a en un una ser se no haber por con su para como estar tener le lo todo pero "
    "más hacer o poder decir este esta ese eso otro al es son fue ha han sus muy sin sobre también me hasta "
    "hay donde quien desde nos durante uno ni contra ante ellos mi antes algunos qué unos yo gracias buenos "
    "días buenas tardes noches inicio noticias contacto traducción señoras señores nuestra nuestro ya cuando "
    "año años",
    "pt": "o a os as de do da dos das que e em um uma para com não por mais se na no nas nos ao à aos como mas foi "
    "ele ela são ser tem ou seu sua seus suas muito há também só pelo pela até isso entre depois sem mesmo já "
    "está eu esta este você nós obrigado obrigada bom dia boa tarde noite início notícias contato contacto "
    "tradução senhoras senhores nossa nosso quando ano anos foram sobre pode ainda",
    "it": "il lo la i gli le di del della dei delle dello degli e che è in un una per con non si da al alla ai alle "
    "nel nella nei sono ma come più anche ha hanno o se su sul sulla questo questa quello quella essere stato "
    "io noi voi loro suo sua molto dopo prima tra fra quando dove tutti grazie buongiorno buonasera benvenuti "
    "notizie contatti traduzione signore signori nostra nostro anno anni ancora già così però cosa",
    "nl": "de het een en van in is dat op te zijn voor met die niet aan er om ook als dan maar bij nog uit hij zij "
    "door naar heeft hebben wordt worden werd over tot deze dit we wij ik je u ze geen kan meer wel onze ons "
    "dank goedemorgen nieuws welkom vertaling dames heren onder tegen zeer alle",
    "sv": "och i att det som en på är av för med den till inte om ett han men var jag sig från vi så kan när år har "
    "de ut också efter upp under eller nu sin där vid mot alla andra mycket än här bara tack välkommen "
    "nyheter kontakt översättning vara blir hade detta oss",
    "da": "og i at det som en på er af for med den til ikke om et han men var jeg sig fra vi så kan når år har de "
    "ud også efter op under eller nu sin hvor ved mod alle andre meget end her kun tak velkommen nyheder "
    "kontakt oversættelse være bliver havde dette os blev hvad",
    "no": "og i at det som en på er av for med den til ikke om et han men var jeg seg fra vi så kan når år har de "
    "ut også etter opp under eller nå sin hvor ved mot alle andre mye enn her bare takk velkommen nyheter "
    "kontakt oversettelse være blir hadde dette oss ble hva",
    "fi": "ja on ei että se hän oli mutta ovat kun niin myös joka mitä jos vain tai kuin nyt sitten olla hyvää "
    "kiitos päivää tervetuloa uutiset ole olen tämä ne me te he mukaan sekä jälkeen kanssa ennen vuonna voi",
    "pl": "i w na z do się nie to że jest o jak za po od przez ale dla czy co są tak już tylko oraz jego może ten "
    "ta te być był było jej które który która dziękuję dziękujemy dzień dobry aktualności kontakt tłumaczenie "
    "bardzo pan pani panie panowie nas ich także",
    "cs": "a v na se je že s z do o to i k za pro ale jako po by jsou být jeho který která které už jen také nebo "
    "jsem byl bylo byla děkuji děkujeme dobrý den novinky kontakt překlad ve od při až podle",
    "sk": "a v na sa je že s z do o to i k za pre ale ako po by sú byť jeho ktorý ktorá ktoré už len tiež alebo som "
    "bol bolo bola ďakujem ďakujeme dobrý deň novinky kontakt preklad vo od pri až podľa",
    "hu": "a az és hogy nem is egy ez meg de van volt csak már el mint még ha vagy ki azt ami aki minden lehet után "
    "között köszönöm köszönjük jó reggelt napot estét hírek kapcsolat fordítás szerint lesz nagyon",
    "ro": "și de la în a cu pe un o că nu se din este mai pentru sunt care ce au fi fost prin sau dar după ca al "
    "ale lui ei am acest această foarte mulțumesc bună ziua dimineața știri contact traducere între până când",
    "tr": "ve bir bu da de için ile olarak daha çok gibi olan en var ne kadar sonra o ama ya her iki yok değil ise "
    "teşekkür ederim ederiz günaydın merhaba haberler iletişim çeviri sayın olduğu tarafından göre",
    "id": "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena tersebut bisa ada mereka "
    "lebih kata telah sebagai oleh atau kami kita terima kasih selamat pagi siang malam berita hubungi "
    "terjemahan adalah tahun",
    "vi": "và của là có được cho không các trong một người với những này đã khi đến để từ ra tôi cũng về như nhiều "
    "cảm ơn xin chào tin tức liên hệ dịch ông bà trên sẽ công ty chúng năm",
    "ca": "el la els les de del que i a en un una per amb no es al com més són ha han seu seva molt també però fins "
    "gràcies bon dia notícies aquest aquesta",
    "hr": "i u na je se da za od s su ne o kao iz koji koja koje ali to do po biti bio bila više samo hvala dobar "
    "dan vijesti",
    "sl": "in v na je se da za od s so ne o kot iz ki ali to do po biti bil bila več samo hvala dober dan novice "
    "tudi pri",
    "lt": "ir į kad iš yra su ne tai kaip bet ar už dėl buvo jis ji taip po nuo jo ačiū labas diena naujienos",
    "lv": "un ir ka no uz ar par ne tas kā bet vai pie bija viņš viņa arī pēc līdz paldies labdien ziņas",
    "et": "ja on ei et see ta oli aga kui ka oma mis kes ning või siis nii tema välja aitäh tere uudised",
    "sq": "dhe në të e i një për me që nga është nuk si ka janë më edhe kjo ky faleminderit lajme",
    "af": "die en van in is dat het nie om vir met op te wat sy hy ons as aan by word sal ook maar dankie",
    "sw": "na ya wa kwa ni katika za la kuwa hii pia hiyo kama lakini baada asante habari",
    "tl": "ang ng sa na at mga ay ni hindi para siya ito kay si nila namin natin salamat magandang umaga",
    "so": "iyo oo ku ka waa u in ay waxaa ee ah la soo mahadsanid",
    "cy": "yn y a i o ar yr ac ei mae bod wedi gan am nid oedd gyda diolch bore da",
    "ru": "и в не на я что он с это как а по но из у за к от для мы вы они она все его так же было бы есть года "
    "спасибо добрый день новости о при",
    "uk": "і в не на я що він з це як а по але із у за до від для ми ви вони вона все його так же було є року дякую "
    "добрий день новини та про ї",
    "bg": "и в не на аз че той с това как а по но от за към до ние вие те тя все него така беше са година благодаря "
    "добър ден новини се да като",
    "mk": "и во не на јас дека тој со ова како а по но од за кон до ние вие тие таа сѐ него така беше се година "
    "благодарам добар ден вести да",
    "ar": "في من على إلى أن عن مع هذا هذه التي الذي كان لا ما هو هي ذلك بعد قد كل بين أو ثم شكرا لكم صباح الخير "
    "أخبار",
    "fa": "در از به که را این با است برای آن یک تا می خود بر شد هم نیز ما شما اما یا هر کرد شود سپاس صبح بخیر اخبار",
    "ur": "کے کی میں ہے اور سے کا کو نے پر ہیں اس یہ کہ نہیں تھا ایک بھی کر جو وہ ہو شکریہ صبح بخیر خبریں",
    "hi": "के में है की से को का और पर यह हैं ने एक कि नहीं भी इस था वह लिए कर जो हो धन्यवाद समाचार",
    "mr": "आणि आहे या च्या ला मध्ये हे ही तो ते होते नाही आहेत व की पण झाले धन्यवाद बातम्या",
    "ne": "र को मा छ हो ले का यो पनि भएको गरेको छन् लागि गर्न तथा थियो धन्यवाद समाचार",
}


@cache
def words_of(language: str) -> frozenset[str]:
    """The common words of a language by its code, in small letters; none for a language that has no list."""
    return frozenset(_WORDS.get(language, "").split())
