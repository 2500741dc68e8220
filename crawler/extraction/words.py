"""The commonest words of languages that share a script, and those of the short lines that agencies write.

n-grams of two or three words say little; that 'der' is a word of German and 'el' one of Spanish says more.
"""

from functools import cache

_WORDS = {
    "en": "a i the of and to in is that for it was on are as with his they at be this from have or by one had not "
    "but what all were when we there can an your which their said if do will each about how up out them then "
    "she many some so these would other into has more her two him see could no make than first been its who "
    "now people my made over did down only way find use may water long after thank you good morning afternoon "
    "evening news home contact us welcome source date industry company service services translation "
    "interpreting copyright read next previous page back time author editor speech remarks ladies gentlemen "
    "guests excellencies minister april march july january february june august september october november "
    "december international forum cooperation development most must should through where while against "
    "because both between during few here just me never nothing our same since still too under until very "
    "well why yes today year years day days week month applause job jobs vacancies interview question "
    "questions answer answers note notes references table chapter list price click related articles article "
    "contents privacy policy terms search login register language english chinese online free quote quotation "
    "clients customers solutions team office address phone tel fax email professional quality certificate "
    "document documents project projects training centre center institute university ministry foreign embassy "
    "ambassador president premier governor secretary council state world economic business trade investment "
    "technology culture education government public science law legal medical technical website software "
    "localization conference opening ceremony keynote distinguished dear sincerely release press event events "
    "media report reports photo photos download edition work history society life customer city cities "
    "country man woman children child family house father mother friend person part place form case better "
    "best great large small old new strong early green building growth working second last own every "
    "something someone several others those always yesterday tomorrow although whether according such might "
    "going gone being does done say says give given seen go goes come came became stay believe speak let "
    "found put know known live think leave return take taken write written sea land night hour hours point "
    "points number market system program problem problems account example name war death body book books game "
    "right rights health security network site pages street products sector british american national "
    "students results meeting economy white black red four five six seven eight nine ten three hundred "
    "thousand really quite much less enough often again around across along within without toward among quick "
    "advice harbour daily weekly payment acceptable",
    "fr": "le la les de des du et à en un une que qui dans pour pas au aux sur ce cette il elle est sont par plus "
    "ne se avec son sa ses nous vous ils elles leur leurs ou mais comme été être fait faire ont avoir notre "
    "votre tout tous toute aussi bien où entre sans sous après avant merci bonjour bonsoir accueil actualités "
    "contact contactez nouvelles traduction traducteur monsieur madame messieurs mesdames je mon ma mes très "
    "deux même si étude études travail travaux histoire société temps vie monde ministre université éducation "
    "client clients projet projets entreprise entreprises gouvernement ville villes pays homme hommes femme "
    "femmes enfants enfant fils fille famille maison père mère ami gens personne personnes partie lieu "
    "manière forme cas meilleur meilleure grand grande grands grandes nouveau nouvelle nouveaux bon bonne "
    "bons premier première second seconde dernier dernière propre mêmes toutes chaque tant rien quelque "
    "quelques quelqu plusieurs autres autre ces cet celle celui ceux toujours jamais puis alors maintenant "
    "ici aujourd hui hier demain ainsi tandis selon outre seulement lors peut peuvent pourrait doit doivent "
    "faite dit dire donner voir vu aller va vont étant était étaient sera avait eu arriver porter passer "
    "suivre venir rester croire parler laisser trouver mettre connaître vivre penser sortir revenir prendre "
    "travailler écrire lire eau mer terre nuit jour jours semaine mois heure heures fois point points nombre "
    "développement marché service services système programme problème problèmes compte exemple nom peuple "
    "guerre mort corps oeuvre livre livres jeu langue langues loi droit droits santé sécurité moyen moyens "
    "réseau site rue centre équipe prix qualité produit produits secteur français française mondial mondiale "
    "national nationale étudiants résultats réunion économie croissance blanc noir rouge vert petit petite "
    "petits fort forte juridique activité activités bâtiment quatre cinq six sept huit neuf dix trois cent "
    "mille pourquoi comment quand quel quelle chez vers contre pendant depuis jusque afin car donc dont guide "
    "quotidien accord demande crise morale",
    "de": "der die das und ist in zu den mit von für auf des im dem nicht ein eine einen einem einer als auch es an "
    "werden aus er hat dass sie nach wird bei um am sind noch wie über so zum war haben nur oder aber vor zur "
    "bis mehr durch man sein wurde sei wir ich ihre ihr unser unsere kann danke vielen dank guten morgen tag "
    "abend willkommen kontakt startseite nachrichten aktuelles übersetzung damen herren sehr alle wenn jetzt "
    "schon arbeit arbeiten geschichte gesellschaft zeit leben welt minister universität bildung kunde kunden "
    "projekt projekte unternehmen firma regierung stadt städte land länder mann frau frauen kinder kind sohn "
    "tochter familie haus vater mutter freund leute person personen teil ort weise form fall besser beste "
    "besten groß große großen großer neu neue neuen neuer neues gut gute erste ersten zweite letzte letzten "
    "eigene eigenen selbst alles allen jeder jede jedes etwas nichts jemand einige andere anderen anderer "
    "diese dieser dieses diesem diesen jene ihm ihn ihnen uns euch mich mir dir immer nie dann da hier heute "
    "gestern hätte wäre während obwohl außerdem können könnte könnten muss müssen soll sollen will wollen "
    "darf machen macht gemacht sagt sagte sagen geben gibt sehen gesehen gehen geht gewesen waren hatte "
    "hatten würde kommen kommt kam bleiben glauben sprechen lassen finden stellen kennen denken nehmen "
    "schreiben lesen wasser meer erde nacht woche monat jahr jahre jahren stunde uhr mal punkt zahl "
    "entwicklung markt dienst system programm problem probleme beispiel name volk krieg tod körper werk buch "
    "bücher spiel sprache sprachen gesetz recht rechte gesundheit sicherheit mittel netz seite straße zentrum "
    "preis preise qualität produkt produkte deutsch deutsche deutschen international studenten ergebnisse "
    "treffen wirtschaft wachstum weiß schwarz rot grün klein kleine kleines stark starkes tägliche gebäude "
    "vier fünf sechs sieben acht neun zehn zwei drei hundert tausend warum welche welcher ohne gegen zwischen "
    "seit bevor wieder damit daher deshalb dabei sowie sowohl gedanken karten rat früher",
    "es": "el la los las de del que y a en un una ser se no haber por con su para como estar tener le lo todo pero "
    "más hacer o poder decir este esta ese eso otro al es son fue ha han sus muy sin sobre también me hasta "
    "hay donde quien desde nos durante uno ni contra ante ellos mi antes algunos qué unos yo gracias buenos "
    "días buenas tardes noches inicio noticias contacto traducción señoras señores nuestra nuestro ya cuando "
    "año años estudio estudios trabajo trabajos historia sociedad tiempo vida mundo ministro universidad "
    "educación cliente clientes proyecto proyectos empresa empresas gobierno ciudad ciudades país países "
    "hombre mujer niños hijo hija hijos familia casa padre madre amigo gente persona personas parte lugar "
    "manera forma caso mayor mejor mejores menor grande grandes nuevo nueva nuevos nuevas bueno buena primera "
    "primero segundo última último propio propia mismo misma mismos toda todos todas cada tanto tan nada algo "
    "alguien algunas alguna varios varias otros otras otra estos estas aquel ella ellas usted ustedes "
    "nosotros siempre nunca luego entonces ahora aquí allí hoy ayer mañana así aunque mientras según además "
    "sólo incluso cualquier tiene tienen tenía puede pueden podría debe deben hace hecho dice dijo dar dado "
    "ver visto ir va van sido siendo era eran están estaba estado había habido habrá llegar llevar pasar "
    "seguir venir quedar creer hablar dejar encontrar poner conocer vivir pensar salir volver tomar trabajar "
    "escribir leer agua mar tierra noche semana mes meses hora horas vez veces punto puntos número desarrollo "
    "mercado servicio servicios información sistema programa problema problemas cuenta ejemplo nombre pueblo "
    "guerra muerte cuerpo obra libro libros juego idioma lengua ley derecho derechos salud seguridad medio "
    "medios red sitio página páginas calle centro equipo precio precios calidad producto productos sector "
    "español española españoles mundial nacional internacional estudiantes resultados contenido organización "
    "reunión economía crecimiento blanco negro rojo verde pequeño pequeña fuerte jurídico jurídica actividad "
    "actividades edificio cuatro cinco seis siete ocho nueve diez dos tres cien mil ventana puerta mesa "
    "cabeza mano manos ojos boca corazón sangre luz sol cielo fuego aire viento lluvia río montaña campo "
    "bosque árbol flor perro gato caballo pájaro coche tren avión barco carretera camino puente plaza iglesia "
    "escuela hospital hotel tienda banco dinero euros moneda pago venta ventas compra comprar vender negocio "
    "negocios industria comercio empleo trabajador trabajadores jefe director presidente rey reina alcalde "
    "juez abogado médico profesor profesora alumno alumnos escritor artista música canción baile película "
    "cine teatro arte pintura cultura fiesta comida cena desayuno pan carne pescado leche vino cerveza fruta "
    "verano invierno primavera otoño enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre lunes martes miércoles jueves viernes sábado domingo pregunta respuesta palabra "
    "palabras frase carta cartas periódico documento documentos reglamento contrato informe acuerdo consejo "
    "consejos ayuda apoyo cambio cambios aumento nivel niveles valor valores tipo tipos grupo grupos miembro "
    "miembros zona región sur norte oeste capital planeta ciencia investigación tecnología energía ambiente "
    "análisis método métodos modelo modelos uso fin objetivo objetivos necesidad posible imposible necesario "
    "importante diferente diferentes igual libre seguro segura fácil difícil rápido rápida lento alto alta "
    "bajo baja largo larga corto joven viejo vieja rico pobre feliz triste cierto claro puro social política "
    "político económico económica histórico público pública privado privada general especial común local "
    "actual antiguo antigua moderno moderna profesional comercial comerciales tarde lenta quinta sexta",
    "pt": "o a os as de do da dos das que e em um uma para com não por mais se na no nas nos ao à aos como mas foi "
    "ele ela são ser tem ou seu sua seus suas muito há também só pelo pela até isso entre depois sem mesmo já "
    "está eu esta este você nós obrigado obrigada bom dia boa tarde noite início notícias contato contacto "
    "tradução senhoras senhores nossa nosso quando ano anos foram sobre pode ainda estudo estudos trabalho "
    "trabalhos história sociedade tempo vida mundo ministro universidade educação cliente clientes projeto "
    "projetos projecto empresa empresas governo cidade cidades país países homem mulher crianças filho filha "
    "filhos família casa pai mãe amigo gente pessoa pessoas parte lugar maneira forma caso maior melhor "
    "melhores menor grande grandes novo nova novos novas bons primeira primeiro segundo segunda última último "
    "próprio própria mesma mesmos toda todos todas tudo cada tanto tão nada algo alguém alguns algumas alguma "
    "vários várias outros outras outro outra estes estas essa esse isto aquele elas vocês sempre nunca então "
    "agora aqui ali hoje ontem amanhã assim embora enquanto além apenas qualquer têm tinha podem poderia deve "
    "devem fazer faz feito diz disse dizer dar dado ver visto ir vai vão sido sendo era eram estão estava "
    "estado haver havia chegar levar passar seguir vir ficar acreditar falar deixar encontrar pôr conhecer "
    "viver pensar sair voltar tomar trabalhar escrever ler água mar terra semana mês meses hora horas vez "
    "vezes ponto número desenvolvimento mercado serviço serviços informação informações sistema programa "
    "problema problemas conta exemplo nome povo guerra morte corpo obra livro livros jogo língua lei direito "
    "direitos saúde segurança meio meios rede sítio página páginas rua centro equipe equipa preço preços "
    "qualidade produto produtos setor português portuguesa mundial nacional internacional estudantes "
    "resultados conteúdo organização reunião economia crescimento branco preto vermelho verde pequeno pequena "
    "forte jurídico jurídica atividade atividades edifício quatro cinco seis sete oito nove dez dois duas "
    "três cem mil seja sejam nem pois porque através sobretudo numa num dele dela deles delas minha meu meus "
    "minhas janela porta mesa cabeça mão mãos olhos boca coração sangue luz sol céu fogo ar vento chuva rio "
    "montanha campo floresta árvore flor cão gato cavalo pássaro carro comboio trem avião barco estrada "
    "caminho ponte praça igreja escola hospital hotel loja banco dinheiro euros moeda pagamento venda vendas "
    "compra comprar vender negócio negócios indústria comércio emprego trabalhador trabalhadores chefe "
    "diretor presidente rei rainha prefeito juiz advogado médico professor professora aluno alunos escritor "
    "artista música canção dança filme cinema teatro arte pintura cultura festa comida jantar almoço pão "
    "carne peixe leite vinho cerveja fruta verão inverno primavera outono janeiro fevereiro março abril maio "
    "junho julho agosto setembro outubro novembro dezembro terça quarta quinta sexta sábado domingo pergunta "
    "resposta palavra palavras frase carta cartas jornal documento documentos regulamento contrato relatório "
    "acordo conselho conselhos ajuda apoio mudança mudanças aumento nível níveis valor valores tipo tipos "
    "grupo grupos membro membros zona região sul norte leste oeste capital planeta ciência investigação "
    "pesquisa tecnologia energia ambiente análise método métodos modelo modelos uso fim objetivo objetivos "
    "necessidade possível impossível necessário importante diferente diferentes igual livre seguro segura "
    "fácil difícil rápido rápida lento lenta alto alta baixo baixa longo longa curto jovem velho velha rico "
    "pobre feliz triste certo claro puro social política político econômico económico econômica histórico "
    "público pública privado privada geral especial comum local atual antigo antiga moderno moderna "
    "profissional profissionais parceiro comercial manhã cedo antes baile bosque contra durante idioma todo "
    "me director comerciais",
    "it": "il lo la i gli le di del della dei delle dello degli e che è in un una per con non si da al alla ai alle "
    "nel nella nei sono ma come più anche ha hanno o se su sul sulla questo questa quello quella essere stato "
    "io noi voi loro suo sua molto dopo prima tra fra quando dove tutti grazie buongiorno buonasera benvenuti "
    "notizie contatti traduzione signore signori nostra nostro anno anni ancora già così però cosa studio "
    "studi lavoro lavori storia società tempo vita mondo ministro università istruzione cliente clienti "
    "progetto progetti azienda aziende governo città paese paesi uomo uomini donna donne bambini figlio "
    "figlia figli famiglia casa padre madre amico gente persona persone parte luogo modo forma caso maggiore "
    "migliore migliori minore grande grandi nuovo nuova nuovi nuove buono buona primo secondo seconda ultimo "
    "ultima proprio propria stesso stessa tutto tutta ogni tanto niente nulla qualcosa qualcuno alcuni alcune "
    "altri altre altro altra questi queste quelli quelle lei lui essi sempre mai poi allora adesso ora qui "
    "oggi ieri domani mentre inoltre solo soltanto qualsiasi aveva può possono potrebbe deve devono fare fa "
    "fatto dice detto dire dare dato vedere visto andare va vanno stata stati state essendo era erano stanno "
    "stava avere avuto arrivare portare passare seguire venire restare credere parlare lasciare trovare "
    "mettere conoscere vivere pensare uscire tornare prendere lavorare scrivere leggere acqua mare terra "
    "notte settimana mese mesi ore volta volte punto punti numero sviluppo mercato servizio servizi "
    "informazioni sistema programma problema problemi conto esempio nome popolo guerra morte corpo opera "
    "libro libri gioco lingua legge diritto diritti salute sicurezza mezzo mezzi rete sito pagina pagine via "
    "centro squadra prezzo prezzi qualità prodotto prodotti settore italiano italiana italiani mondiale "
    "nazionale internazionale studenti risultati organizzazione riunione economia crescita bianco nero rosso "
    "verde piccolo piccola forte legale attività edificio quattro cinque sei sette otto nove dieci due tre "
    "cento mille perché senza presso verso contro durante attraverso quale quali quanto",
    "nl": "de het een en van in is dat op te zijn voor met die niet aan er om ook als dan maar bij nog uit hij zij "
    "door naar heeft hebben wordt worden werd over tot deze dit we wij ik je u ze geen kan meer wel onze ons "
    "dank goedemorgen nieuws welkom vertaling dames heren onder tegen zeer alle werk geschiedenis samenleving "
    "tijd leven wereld minister universiteit onderwijs klant klanten bedrijf regering stad land landen man "
    "vrouw kinderen kind familie huis vader moeder mensen deel plaats vorm beter beste groot grote nieuw "
    "nieuwe goed goede eerste tweede laatste eigen zelf alles elke iets niets andere altijd nooit hier "
    "vandaag morgen gisteren kunnen kon moet moeten mag willen maken gemaakt zegt zeggen zei geven geeft zien "
    "gaan gaat geweest waren had hadden zou zouden komen komt blijven geloven spreken laten vinden denken "
    "nemen schrijven lezen water zee nacht week maand jaar jaren uur keer punt ontwikkeling markt dienst "
    "diensten voorbeeld naam volk oorlog dood boek taal wet recht gezondheid veiligheid kwaliteit producten "
    "klein kleine sterk vier vijf twee drie waarom welke zonder tussen sinds weer verdere",
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
