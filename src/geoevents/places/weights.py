"""What speaks for a candidate, and how much: every number of the resolver stands here with its reason.

A score is a sum of points. Ten times the people is worth about one point, so a point is a factor of ten in how much
more likely news means this place: the scale that the other numbers are set on. They were set by reasoning and checked
on texts of our own, none was fitted to a test set.
"""

from __future__ import annotations

PER_TENFOLD_POPULATION = 0.8
"""News writes about larger towns more often, a little less than in proportion to their people."""

KIND_PRIOR = {
    "country": 6.0,  # a name that is a country's is that country, unless the report plays elsewhere (Georgia, Jordan)
    "admin1": 4.2,  # between a town of a hundred thousand and one of a million
    "wider-region": 5.0,  # "Middle East", "Donbas": few towns bear such names
    "water": 4.0,
    "admin2": 2.8,  # a county weighs as a town of some thousands
    "site": 3.0,
    "line": 2.0,
    "other": 1.5,
}
SHOWN_NAME, PLAIN_NAME = 0.99, 0.85
COUNTRY_NAMESAKE = -5.0
"""A town that is called as a country (Mexico, Luxembourg, Peru in Indiana) is hardly ever meant by that name alone."""
COUNTRY_NAMED_REGION = -1.5
"""A region that is called as another country (Georgia in the US, Niger in Nigeria) needs its own country's context."""
CAPITAL = 1.2
"""A capital is written about more than its people alone would tell."""
RARE_NAME = 2.5
"""Points lost by a name of weight 0; a place's main name loses nothing."""

COUNTRY_CONTEXT = 2.5
"""For lying in the country that the report speaks of most; less for others by their share of mentions."""
COUNTRY_ITSELF = 0.4
"""Of that, for a country itself: that it is spoken of says little about what its name means."""
REGION_CONTEXT = 2.0
"""For lying in a region or district that the report names."""
NEARBY = 2.0
"""For lying beside a place that the report surely means; falls with the distance, by a factor e each `NEARBY_KM`."""
NEARBY_KM = 150.0

COMPANY, MOST_COMPANY = 1.0, 2.5
"""For each other name of the report that has a candidate within `COMPANY_KM`, divided by the root of how many it has."""
COMPANY_KM = 120.0

WITHIN = 5.0
"""For lying in the place that the text names behind a comma; outranks any difference in population."""
OUTSIDE = -4.0
DESIGNATED = 4.0
"""For being what the text says it is: a region, a town, a river."""
NEARLY_DESIGNATED = 2.0
"""For a neighbouring level: countries differ in what they call a province, district or county."""
MISDESIGNATED = -4.0
SOFT_REGION = 1.5
"""For a region where the text hints at one: an "area", a neighbour in a list that is one."""
STATED, MISSTATED, STATED_SLACK_KM = 3.0, -2.0, 8.0
"""For lying as far from another place as the report says in figures, and for not doing so."""
DEFINITE = 2.0
"""For rivers, seas and landscapes behind "the" ("the Rio Grande"), and against towns of the same name."""
OFFICE = 2.5
"""Governors rule regions and mayors towns."""
CHIEF_TOWN_SHARE, NAMED_ALIKE_SHARE = 0.03, 0.2
"""Such a town holds this share of its region's people; one that is only also called so ("New York" for New York City,
but not "Kansas" for Kansas City) must hold the larger share."""
REGION_NAMESAKE, NAMESAKE_TIMES = -1.5, 20
"""A town that is called as a region of its country with so many times its people is rarely meant by that name alone
(Oregon in Ohio, Wales in South Yorkshire)."""
BARE_REGION = -3.0
"""A bare name that a town and its own region share is the town, unless something in the report says region."""
CITY_REGION, CITY_SHARE = -4.0, 0.35
"""A region where the capital of its name holds this share of the people is that capital under another title; the sources
count the people of its districts again, hence not more."""
CITY = 200_000
"""Below, a town's name behind "the" is that of a sea or river whose full name adds the word ("the Baltic", "the Don")."""
METROPOLIS = 800_000
"""A town of so many people stands for itself, though its region is named too ("in Kyiv", "the Kyiv region")."""
OWN = 8.0
"""A place or reading that the user gave outranks all but the text's own words."""
OWN_AT_HOME, OWN_ELSEWHERE = 12.0, -100.0
"""The same in reports that play in the region it is meant in; in others it is not used."""
FORCED = 50.0
"""A reading that the user forces outranks the text's words too."""
FOCUS = 2.5
"""For lying in the area that the user gave; falls with the distance from it."""
FOCUS_KM = 300.0
CAPITAL_AS_GOVERNMENT = 2.0
"""A town that says or decides something is a capital."""

LEAST = 1.2
"""A candidate with fewer points is no answer (a hamlet that no word of the report speaks for)."""
LEAST_ALONE = 2.6
"""The same where the report gives no context at all: a town of about two thousand people."""
FAR_KM = 300.0
"""Farther from all places of the report than this, a name needs a strong prior or words that tie it."""
WEAK_PRIOR = 3.5
"""A town of fewer than about 25,000 people, or one under a rare name."""
LOCAL_PLACES, LOCAL_SPREAD, WEAK_IN_LOCAL, COMMON_NAME = 4, 1 / 3, 4.3, 4
"""In a report of so many sure places, half of them within a third of `FAR_KM` of another, a town of 200,000 beyond
`ABROAD_KM` is not meant by a name that so many places bear: the hamlet next door that no gazetteer has bears it too."""
SECOND_BEST = 1.5
"""Where the best is refused for being little known, the next candidate within so many points may stand for itself."""
GREAT_PRIOR = 5.0
"""A town of fewer than two million people that lies outside of the region that the text names is not the one meant."""
ABROAD_KM = 800.0
ABROAD_PRIOR = 4.0
"""A town of fewer than about 100,000 people in a country that the report does not speak of, far from all else."""
KEPT_CANDIDATES = 5
SURE_MARGIN = 1.0
"""A choice that leads by so many points serves as context for the others."""
KNOWN_NAME = 0.4
"""Choices by rarer names serve as no context, unless the text ties them to a place (WA is Washington and much else)."""
SUPPORTED = 5.0
"""So many points make even a hamlet's choice sure: its region, its neighbours and its country speak for it."""
SAME_SPOT_KM = 60.0
"""Candidates so near to each other are one answer when sureness is judged (a town and its district)."""
