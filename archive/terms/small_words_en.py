"""English words that neither begin nor end a term, in lower case."""

from collections.abc import Iterator

_SMALL_AS_TEXT = """
    a an the this that these those such each every all any some no none both either neither other others another
    same own many much more most few fewer less least several various certain enough of to in on at for with by
    from as into onto upon about above below under over after before between among through throughout during
    against within without towards toward across along around behind beside besides beyond despite except near
    off out since than till until up down via per amid and or but nor so yet if when while where whereas because
    although though unless whether once i me my mine we us our ours you your yours he him his she her hers it its
    they them their theirs who whom whose which what myself ourselves yourself himself herself itself themselves
    one ones someone somebody anyone anybody everyone everybody nobody nothing something anything everything
    there here be is are was were been being am have has had having do does did doing done can could may might
    must shall should will would ought cannot not never also too very just only even still already again ever
    often always now then today tomorrow yesterday soon later ago first second third last next how why well
    indeed rather quite almost together however therefore thus hence otherwise instead perhaps maybe further
    especially particularly particular addition two three four five six seven eight nine ten hundred thousand
    million billion dozen mr mrs ms dr sir madam yes please thank thanks lot lots etc eg ie vs new good great big
    large small old high low long short better best able ready sure likely due early late eleven twelve thirteen
    fourteen fifteen sixteen twenty thirty forty fifty sixty seventy eighty ninety like whatever doe back whole
    single different way ways thing things kind part order regard respect view case time times number fact
    """
_VERBS_AS_TEXT = """
    achieve add address adopt advance agree aim allow announce answer appear apply arise arrive ask attach attend
    base become begin believe belong boast bring broaden build call carry choose come comply conduct consider
    contain continue contribute create cut decide deepen deliver depend describe discuss draw earn embrace enable
    encourage enhance enjoy enrich ensure enter establish exist expand expect explain explore express face
    facilitate feel fill find follow foster fulfill gain get give go grow happen hear help hold hope implement
    improve include increase integrate intend introduce invite involve join keep know launch lead learn leave let
    live look lose maintain make mean meet mention move need occur offer open oppose participate pay play prefer
    prepare prevent promote propose protect prove provide pursue push put raise reach read realize receive
    recognize reduce reflect refer regard remain remember require resolve respond return run safeguard say see
    seek seem send serve set share show sit speak speed stand start stay step stop strengthen strive suggest take
    talk tell think transform try turn uphold understand unleash urge use wait walk want welcome win work write
    """
_IRREGULAR_AS_TEXT = """
    became begun began brought built came chose chosen drawn drew felt found gave given got gone went grew grown
    heard held kept known knew led learnt left lost made meant met paid said saw seen sought sent shown showed
    sat spoke spoken stood stayed took taken talked told thought understood won wrote written put let set cut
    read run
    """
_NOUNS_TOO_AS_TEXT = """
    need needs work works use uses help hope hopes call calls share shares increase increases meeting meetings
    building buildings understanding opening face faces play plays
    """


def _forms(verb: str) -> Iterator[str]:
    """The forms that a regular verb may have, and some that it has not."""
    stem = verb.removesuffix("e")
    yield from (verb, f"{verb}s", f"{verb}es", f"{stem}ed", f"{stem}ing", f"{verb[:-1]}ies", f"{verb[:-1]}ied")
    yield from (f"{verb}{verb[-1]}ed", f"{verb}{verb[-1]}ing")


_VERB_FORMS = {form for verb in _VERBS_AS_TEXT.split() for form in _forms(verb)} | set(_IRREGULAR_AS_TEXT.split())
SMALL = (frozenset(_SMALL_AS_TEXT.split()) | _VERB_FORMS) - set(_NOUNS_TOO_AS_TEXT.split())
