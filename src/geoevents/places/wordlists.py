"""Small closed lists of English words that stand beside names; the recogniser's features are built on them.

They are part of the trained model (a change asks for `make model`), so they are code and no lexicon.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


CONNECTORS = _words(
    "of the de da do dos das du des del della di la le les los las el al bin bint ibn ben van von der den ter upon on "
    "under sur en am an au aux y e ed ul ad as az und and for in & ' ’ . 's ’s of's og i na nad pod"
)
PREPOSITIONS = _words(
    "in at from near to toward towards into outside inside across over through throughout around between of on off "
    "along beyond behind via within north south east west northeast northwest southeast southwest northern southern "
    "eastern western central upper lower downtown neighboring neighbouring nearby"
)
COMPASS_WORDS = _words(
    "north south east west northeast northwest southeast southwest northern southern eastern western central upper "
    "lower greater inner outer northeastern northwestern southeastern southwestern downtown mid mainland rural coastal"
)
TITLES = _words(
    "mr mrs ms miss dr prof professor sir dame lord lady president premier chancellor minister secretary senator sen "
    "rep congressman congresswoman governor gov mayor judge justice king queen prince princess emperor sultan sheikh "
    "shaikh imam ayatollah pope bishop archbishop cardinal father sister brother saint general gen colonel col major "
    "maj captain capt lieutenant lt sergeant sgt corporal private admiral commander commissioner ambassador envoy "
    "chairman chairwoman chairperson director spokesman spokeswoman spokesperson chief coach leader head adviser "
    "advisor analyst author singer actor actress writer officer deputy vice detective inspector constable sheriff "
    "attorney lawyer prosecutor mr. mrs. ms. dr. prof. sen. rep. gov. gen. col. maj. capt. lt. sgt. rev. rev reverend "
    "correspondent reporter journalist photographer professor doctor lawmaker activist"
)
BODY_WORDS = _words(
    "ministry department agency office bureau council committee commission court parliament congress senate assembly "
    "house government party union league federation association organization organisation institute institution "
    "university college school academy hospital clinic church mosque cathedral company corporation corp inc ltd llc co "
    "group bank fund foundation trust press news times post herald tribune journal gazette television radio channel "
    "army navy force forces guard guards police brigade regiment battalion corps division militia front movement "
    "command service services administration authority board club team united fc afc city hall museum library center "
    "centre society network alliance coalition airlines airways railways railway systems industries holdings partners "
    "international national staff tv studio records films band orchestra choir"
)
AGENCY_WORDS = _words("reuters ap afp tass interfax ria upi xinhua bbc cnn ap) (reuters (ap (afp")
SPEECH_VERBS = _words(
    "said says say told tells added adds announced announces claimed claims reported reports wrote writes warned warns "
    "denied denies confirmed confirms argued argues explained noted stated states insisted insists urged urges"
)
MONTHS_AND_DAYS = _words(
    "january february march april may june july august september october november december monday tuesday wednesday "
    "thursday friday saturday sunday jan feb mar apr jun jul aug sept sep oct nov dec"
)
DESIGNATORS: dict[str, str] = {}
"""Words that say what a place is → the kind of place: settlement, admin1, admin2, country, water, site, wider-region."""
for _kind, _list in {
    "settlement": "city town village hamlet settlement capital municipality suburb township borough port "
    "resort cities towns villages hamlets settlements suburbs neighborhood neighbourhood community",
    "admin1": "region oblast province state governorate krai territory republic prefecture canton department voivodeship "
    "emirate regions oblasts provinces states governorates republics prefectures cantons autonomous krais",
    "admin2": "county district raion rayon counties districts raions parish municipality subdistrict commune",
    "country": "kingdom nation country",
    "water": "river lake sea ocean gulf bay strait straits channel reservoir creek canal rivers lakes delta lagoon sound",
    "site": "airport airfield airbase base plant station bridge dam mine refinery stadium prison camp hospital mosque "
    "church university port terminal square street avenue road highway park forest crossing checkpoint shrine palace",
    "wider-region": "valley peninsula desert mountains mountain hills island islands archipelago plateau coast basin "
    "steppe mount cape strip bank range isle isles highlands plain plains",
}.items():
    for _word in _list.split():
        DESIGNATORS.setdefault(_word, _kind)
