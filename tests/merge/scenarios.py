"""Happenings told by several reports, in made-up words and with made-up figures, and which tellings are one event.

Each telling is named by its report, the family of its type and words of its sentence. Tellings of one group are one
event; tellings of different groups never are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

Telling = tuple[str, str, str]  # report, types (one or "a|b"), words of the sentence


@dataclass(frozen=True)
class Scenario:
    """Reports (id, publication date, text), and the groups of tellings that are one event each."""

    name: str
    reports: tuple[tuple[str, date, str], ...]
    groups: tuple[tuple[Telling, ...], ...]


def _on(day: int, month: int = 3) -> date:
    return date(2031, month, day)  # in a future that no report tells of; 3 March 2031 is a Monday


EARTHQUAKE = Scenario(
    "three reports of one earthquake with growing tolls",
    (
        (
            "q1", _on(4),
            ("An earthquake of magnitude 6.9 struck near Wajima in Japan on Monday night, killing at least 8 people, officials said. "
            "Dozens of houses collapsed in the town."),
        ),
        (
            "q2", _on(5),
            ("The death toll from an earthquake that hit Ishikawa prefecture in Japan on Monday has risen to 31, the regional government said. "
            "More than 200 people were injured."),
        ),
        (
            "q3", _on(7),
            ("Rescuers were still digging through rubble in Wajima on Friday, four days after a strong earthquake. "
            "The earthquake on Monday killed 54 people in Ishikawa prefecture, authorities said."),
        ),
    ),
    ((("q1", "disaster", "magnitude 6.9"), ("q2", "disaster", "death toll"), ("q3", "disaster", "killed 54")),),
)  # fmt: skip

BOMBINGS = Scenario(
    "two bombings in one city on consecutive days",
    (
        ("b1", _on(4), "A car bomb exploded outside a bank in Quetta, Pakistan, on Tuesday, killing six people, police said."),
        ("b2", _on(5), ("A bomb exploded at a bus stop in Quetta on Wednesday, killing eleven people, Pakistani police said. "
                       "It was the second attack in the city in two days: on Tuesday a car bomb outside a bank killed six people.")),
        ("b3", _on(6), "The bomb that exploded at a bus stop in Quetta, Pakistan, on Wednesday killed 12 people, hospital officials said."),
    ),
    (
        (("b1", "attack", "outside a bank"), ("b2", "attack", "on Tuesday a car bomb")),
        (("b2", "attack", "bus stop"), ("b3", "attack", "bus stop")),
    ),
)  # fmt: skip

REGION_AND_TOWN = Scenario(
    "a strike told by its region in one report and by its town in another",
    (
        ("s1", _on(4), ("A Russian missile hit a furniture warehouse in Chuhuiv, in Ukraine's Kharkiv region, on Monday night, "
                       "killing three people and wounding nine, the governor said.")),
        ("s2", _on(4), ("Russia struck Ukraine's Kharkiv region with a missile on Monday, killing three people and wounding nine. "
                       "The missile destroyed a furniture warehouse.")),
        ("s3", _on(5), "Drones struck a grain silo in Izium, in the Kharkiv region of Ukraine, on Tuesday, wounding two people, officials said."),
    ),
    (
        (("s1", "strike|attack", "Chuhuiv"), ("s2", "strike|attack", "killing three")),
        (("s3", "strike|attack", "Izium"),),
    ),
)  # fmt: skip

CEASEFIRE = Scenario(
    "a ceasefire told as signed by one report and as agreed by another",
    (
        ("c1", _on(6), "The governments of Chad and Sudan signed a ceasefire agreement in Nairobi on Wednesday after two weeks of talks."),
        ("c2", _on(6), "Chad and Sudan agreed on Wednesday to a ceasefire along their border, mediators in Nairobi said."),
        ("c3", _on(20), "Chad and Sudan signed a trade agreement in Nairobi on Thursday."),
    ),
    (
        (("c1", "agreement", "ceasefire"), ("c2", "agreement", "ceasefire")),
        (("c3", "agreement", "trade"),),
    ),
)  # fmt: skip

PROTEST = Scenario(
    "protests in a capital on three days",
    (
        ("p1", _on(4), "Thousands of people protested in Lima on Monday against a new pension law."),
        ("p2", _on(5), "Students marched through the centre of Lima, Peru, on Tuesday. On Monday thousands had protested in Lima against the pension law."),
        ("p3", _on(6), "On Wednesday nurses held a protest in Lima, the third day of demonstrations in Peru's capital."),
    ),
    (
        (("p1", "protest", "pension law"), ("p2", "protest", "On Monday")),
        (("p2", "protest", "Students"),),
        (("p3", "protest", "nurses"),),
    ),
)  # fmt: skip

CLAIM_AND_DENIAL = Scenario(
    "a claim and its denial",
    (
        ("d1", _on(4), "Rebels said on Tuesday that they had captured the town of Bunia in the Democratic Republic of the Congo from the army."),
        ("d2", _on(4), "Congo's army denied on Tuesday that rebels had captured the town of Bunia."),
    ),
    ((("d1", "control|capture", "captured the town"), ("d2", "control|capture", "denied")),),
)  # fmt: skip

EVACUATION = Scenario(
    "an evacuation that grows from day to day",
    (
        ("e1", _on(4), "About 2,000 residents were evacuated from Kelowna in British Columbia on Monday as a wildfire spread."),
        ("e2", _on(5), "The number of people evacuated from Kelowna, British Columbia, has reached 9,000, officials said."),
        ("e3", _on(7), "More than 25,000 people have now been evacuated from Kelowna because of the wildfire, the province said."),
        ("e4", _on(7), "Some 400 people were evacuated from the Canadian town of Prince Rupert in British Columbia on Friday after a gas leak."),
    ),
    (
        (("e1", "evacuation", "2,000"), ("e2", "evacuation", "9,000"), ("e3", "evacuation", "25,000")),
        (("e4", "evacuation", "Prince Rupert"),),
    ),
)  # fmt: skip

TWO_TOWNS = Scenario(
    "two towns of one region shelled on one day",
    (
        ("t1", _on(4), ("Russian forces shelled Nikopol in Ukraine's Dnipropetrovsk region on Tuesday, wounding two people. "
                       "Artillery also shelled Marhanets on Tuesday, killing a woman, the governor said.")),
        ("t2", _on(5), "In the Dnipropetrovsk region of Ukraine a woman was killed on Tuesday when Russian artillery shelled Marhanets."),
        ("t3", _on(5), "Two people were wounded in Nikopol, Ukraine, when Russian troops shelled the town on Tuesday."),
    ),
    (
        (("t1", "strike|attack", "Nikopol"), ("t3", "strike|attack", "Nikopol")),
        (("t1", "strike|attack", "Marhanets"), ("t2", "strike|attack", "Marhanets")),
    ),
)  # fmt: skip

OLD_AND_NEW = Scenario(
    "an old attack retold as history by a report about a new one",
    (
        ("o1", _on(4), ("A gunman opened fire at a market in Strasbourg, France, on Tuesday, killing two people. "
                       "In December 2018 a gunman killed five people at a market in Strasbourg.")),
        ("o2", _on(5), "A gunman killed two people at a market in Strasbourg, France, on Tuesday, prosecutors said."),
        ("o3", _on(5), "In December 2018 a gunman killed five people at a market in the French city of Strasbourg. The city mourned again on Wednesday."),
    ),
    (
        (("o1", "attack", "on Tuesday"), ("o2", "attack", "on Tuesday")),
        (("o1", "attack", "In December"), ("o3", "attack", "In December 2018")),
    ),
)  # fmt: skip

_COPY = (
    "A landslide buried a bus near Pokhara in Nepal on Thursday, killing 14 people, police said. Heavy rain had fallen in "
    "the valley for three days before the slope gave way above the highway, and drivers had been warned by the roads office. "
    "Soldiers with excavators reached the place in the evening and pulled nine survivors from the mud."
)
COPIES = Scenario(
    "copies of one report, one of them with a sentence more",
    (
        ("n1", _on(7), _COPY),
        ("n2", _on(7), _COPY + " The highway stays closed."),
        ("n3", _on(8), "A landslide that buried a bus near Pokhara in Nepal on Thursday killed 16 people, officials said."),
    ),
    ((("n1", "disaster|accident", "landslide"), ("n2", "disaster|accident", "landslide"), ("n3", "disaster|accident", "landslide")),),
)  # fmt: skip

INCURSION = Scenario(
    "an incursion told again on later days",
    (
        ("i1", _on(5), "Fighters from Syria crossed into Iraq's Nineveh province on Monday in a surprise incursion, officials in Baghdad said."),
        ("i2", _on(6), "Iraq sent reinforcements to Nineveh province after an incursion by fighters from Syria earlier this week."),
        ("i3", _on(8), "The incursion into Iraq's Nineveh province, which began on Monday, has driven thousands from their homes."),
        ("i4", _on(8), "Turkish troops crossed into Iraq's Dohuk province on Friday in a new incursion."),
    ),
    (
        (("i1", "incursion", "surprise incursion"), ("i2", "incursion", "earlier this week"), ("i3", "incursion", "began on Monday")),
        (("i4", "incursion", "Dohuk"),),
    ),
)  # fmt: skip

LATE = Scenario(
    "a report without a date tells a dated strike again two days later",
    (
        ("l1", _on(4), "A Russian missile hit a bakery in Kupiansk, Ukraine, on Tuesday, killing seven people and wounding 21."),
        ("l2", _on(6), "The missile strike on a bakery in Kupiansk, Ukraine, killed seven people and wounded 21, rescuers said."),
        ("l3", _on(6), "A Russian drone hit a tractor in Kupiansk on Thursday, wounding its driver."),
    ),
    (
        (("l1", "strike|attack", "on Tuesday"), ("l2", "strike|attack", "rescuers said")),
        (("l3", "strike|attack", "tractor"),),
    ),
)  # fmt: skip

TARGETS = Scenario(
    "a hospital and a school of one city hit on one day",
    (
        ("h1", _on(4), "An air strike hit a hospital in Idlib, Syria, on Tuesday, killing four people."),
        ("h4", _on(4), "Four people were killed in Idlib, Syria, on Tuesday when an air strike hit a school."),
        ("h2", _on(5), "Four people died when an air strike hit a hospital in the Syrian city of Idlib on Tuesday, doctors said."),
        ("h3", _on(5), "On Tuesday an air strike hit a school in Idlib, Syria, killing four people, officials said."),
    ),
    (
        (("h1", "strike|attack", "hit a hospital"), ("h2", "strike|attack", "hit a hospital")),
        (("h4", "strike|attack", "hit a school"), ("h3", "strike|attack", "hit a school")),
    ),
)  # fmt: skip

FLOOD = Scenario(
    "a flood dated by the week in one report and by the day in another",
    (
        ("f1", _on(5), "Floods hit Beira in Mozambique on Monday, killing 11 people, the mayor said."),
        ("f2", _on(7), "Floods that hit Mozambique's Sofala province earlier this week killed 26 people, officials said."),
        ("f3", _on(7), "A flood on Thursday killed three people in Nampula, in the north of Mozambique."),
    ),
    (
        (("f1", "disaster", "on Monday"), ("f2", "disaster", "earlier this week")),
        (("f3", "disaster", "Nampula"),),
    ),
)  # fmt: skip

MEASURES = Scenario(
    "a curfew and a state of emergency in one city on one day",
    (
        ("m1", _on(4), "Ecuador's government declared a state of emergency in Guayaquil on Tuesday after a prison riot."),
        ("m2", _on(5), ("A state of emergency was declared in Guayaquil, Ecuador, on Tuesday. "
                       "The city's mayor imposed a night curfew in Guayaquil on Tuesday.")),
    ),
    (
        (("m1", "emergency", "state of emergency"), ("m2", "emergency", "state of emergency")),
        (("m2", "security-measure|emergency", "curfew"),),
    ),
)  # fmt: skip

ARRESTS = Scenario(
    "arrests told with different numbers, and others in another town",
    (
        ("a1", _on(5), "Police in Georgia arrested 40 protesters in Batumi on Tuesday, officials said."),
        ("a2", _on(5), "Police arrested 52 protesters in Batumi, Georgia, on Tuesday, a lawyers' group said."),
        ("a3", _on(5), "Police arrested 40 protesters in Tbilisi, Georgia, on Tuesday."),
    ),
    (
        (("a1", "arrest", "Batumi"), ("a2", "arrest", "Batumi")),
        (("a3", "arrest", "Tbilisi"),),
    ),
)  # fmt: skip

TALKS = Scenario(
    "talks of two presidents told by two reports, and their talks of the year before",
    (
        ("k1", _on(6), "The presidents of Egypt and Kenya met in Mombasa on Wednesday to discuss trade."),
        ("k2", _on(6), "Kenya's president met the president of Egypt in Mombasa on Wednesday. In April 2030 the presidents of Kenya and Egypt met in Mombasa."),
        ("k3", _on(7), "The presidents of Kenya and Tanzania met in Mombasa on Friday."),
    ),
    (
        (("k1", "meeting", "on Wednesday"), ("k2", "meeting", "on Wednesday")),
        (("k2", "meeting", "April 2030"),),
        (("k3", "meeting", "Tanzania"),),
    ),
)  # fmt: skip

CRASHES = Scenario(
    "a plane and a bus that crash near one town on two days, with as many dead",
    (
        ("c1", _on(5), "A small plane crashed near Cusco in Peru on Tuesday, killing all seven people on board, officials said."),
        ("c2", _on(6), "Seven people were killed when a light aircraft crashed outside Cusco, Peru, on Tuesday, rescuers said."),
        ("c3", _on(6), "A bus plunged into a ravine near Cusco in Peru on Wednesday, killing seven people, police said."),
    ),
    (
        (("c1", "accident", "small plane"), ("c2", "accident", "light aircraft")),
        (("c3", "accident", "ravine"),),
    ),
)  # fmt: skip

MARCHES = Scenario(
    "a march and another the day after, each with its arrests",
    (
        ("p1", _on(4), ("Tens of thousands of people marched through Tbilisi on Monday to protest against a new law. "
                       "Police arrested 22 demonstrators.")),
        ("p2", _on(5), ("Protesters gathered again outside parliament in Tbilisi on Tuesday night, a day after a march that drew tens of "
                       "thousands. Police detained 60 people on Tuesday.")),
        ("p3", _on(4), "Georgian police arrested 22 people during Monday's mass protest in Tbilisi, the interior ministry said."),
    ),
    (
        (("p1", "protest", "marched"), ("p3", "protest", "mass protest")),
        (("p2", "protest", "gathered again"),),
        (("p1", "arrest", "22"), ("p3", "arrest", "22")),
        (("p2", "arrest", "60"),),
    ),
)  # fmt: skip

SCENARIOS = (
    EARTHQUAKE, BOMBINGS, REGION_AND_TOWN, CEASEFIRE, PROTEST, CLAIM_AND_DENIAL, EVACUATION, TWO_TOWNS, OLD_AND_NEW,
    COPIES, INCURSION, LATE, TARGETS, FLOOD, MEASURES, ARRESTS, TALKS, CRASHES,
    MARCHES,
)  # fmt: skip
