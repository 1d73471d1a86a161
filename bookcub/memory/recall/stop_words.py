"""Words that hold sentences together, folded, by language: a question is not about them."""

from bookcub.core.text.tokens import listed

_EN = """
a about after again all also am an and any are aren't as at be because been before being but by can can't could
couldn't did didn't do does doesn't doing don't for from had has have he he'd he's her here hers him his how i i'd
i'll i'm i've if in into is isn't it it's its just me more most my no nor not of on once only or other our ours out
over own said same say says she she's should so some such than that that's the their them then there these they
they're this those to too up very was we we'd we'll we're we've were what what's when where which while who whom why
will with would you you're your yours anyone anybody anything someone somebody something everyone everybody everything nobody
ever us
"""
_DE = """
aber als am an auch auf aus bei bin bis bist da damit dann das dass dem den der des die dir doch du durch ein eine
einem einen einer eines er es fur gesagt hab habe haben hat hatte hatten ich ihm ihn ihr ihre im in ist ja kein keine
man mich mir mit nach nicht noch nur ob oder ohne sagte sagten sehr sich sie sind so uber um und uns unser vom von
vor war waren was wer wie wieder wir wird wo zu zum zur warum wann welche niemand niemanden niemandem jemand jemanden jemandem
irgendwer irgendjemand irgendwas irgendetwas etwas jemals je alle alles jeder jede
"""
_FR = """
a ai au aux avec avons avez c ca ce ces cet cette d dans de des dit du elle elles en est et etait eu il ils j je l la
le les leur lui m ma mais me meme mes moi mon n ne nos notre nous on ont ou par pas pour qu que qui s sa sans se ses
si son sont sur t ta te tu un une vos votre vous y quoi quand comment pourquoi quel quelle
"""
_ES = """
a al algo como con cual cuando de del desde dice dijo dijimos donde el ella ellas ellos en entre era es esa ese eso
esta este esto fue ha han hay hemos la las le les lo los mas me mi muy nadie no nos nosotros o para pero por porque que
quien se si sin sobre son su sus tambien te tu un una uno y ya yo
"""
_IT = """
a ad ai al alla alle anche c che chi ci come con cosa d da dal dalla de dei del della delle detto di dove e ed era
gli ha hai hanno ho i il in io l la le lei li lo loro lui ma mi ne nel nella nessuno no noi non o per perche piu quando quale
quello questa questo se si sono su sul sulla tra tu un una uno
"""
_NL = """
aan als bij dan dat de den der deze die dit doch door dus een en er ging had hadden heb hebben heeft het hij hoe hun
ik in is ja je kan maar me men met mij mijn naar niemand niet nog nu of om omdat ons ook op over te toch tot u uit van voor
waar waarom was wat we wel werd wie wij wordt ze zei zij zijn zo
"""
_PT = """
a ao aos as com como da das de dele dela do dos e ela ele eles em entre era essa esse esta este eu foi ha isso ja lhe
mais mas me meu minha na nao nas no nos o onde os ou para pela pelo por porque qual quando que quem se sem seu sua
ninguem tambem te um uma voce
"""
_SV = """
alla att av blev de dem den denna det detta dig din du dar eller en er ett for fran ha hade han har hon honom hur i
icke in inte jag kan man med men mig min mot nar ni nu nagon och om oss pa sa sade sig sin ska som till under upp ut
var vad varfor vi vid vem ingen
"""
_RU = """
а без бы был была были было в вас во вот все вы где да для до его ее если есть еще же за и из или им их к как кто ли
мне мы на над не нет ни но о об он она они от по под при с сказал сказали со так также там то тогда того тоже только
том ты у что чтобы это этот я когда почему какои никто
"""

#: Folded as by :func:`bookcub.memory.recall.stems.fold`.
STOP_WORDS = {
    "en": listed(_EN),
    "de": listed(_DE),
    "fr": listed(_FR),
    "es": listed(_ES),
    "it": listed(_IT),
    "nl": listed(_NL),
    "pt": listed(_PT),
    "sv": listed(_SV),
    "ru": listed(_RU),
}

#: Words of English and German that say something only beside others, folded: what holds nothing else of a question is no
#: answer to it, and no example is made of them.
TELLS_LITTLE = listed("""
about above across actually almost along already although always another anything around because before behind being
believe better between beyond called cannot could definitely doing during either enough especially every everybody
everything exactly first going having himself herself however instead itself later little maybe might moment myself
never nobody nothing often other others people perhaps probably question quite rather really right second shall should
since someone somebody something sometimes still themselves these thing things think third those though thought through
together under until wants where whether which while whoever whole whose without would years yesterday
alles andere anderen anders beide bereits besonders deshalb dieser dieses eigentlich einfach etwas genau gestern heute
immer irgendwie jeder jemand jetzt manchmal nichts niemand schon sollte sondern trotzdem vielleicht wahrscheinlich
weil wenig wirklich wurde zwischen ersten letzten nachsten
bad big book books came chapter chapters come days even gave gets give goes good great kind knew know known last like look
looked looking looks made make makes many means much need needs page pages part read reading same seem seemed seems seen
sort still story stories take taken talk tell time times took want wanted went word words work year years
buch bucher geschichte geschichten ganz ganze gelesen gern grosse gute guten gutes kapitel kommt lange lesen lieber macht
mehr seite seiten sehr stelle stellen teil viel viele wort worte zeit
""")
