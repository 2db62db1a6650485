"""Which language a text is in, as far as the rules need to know: English, Russian, Ukrainian, or undetermined."""

from __future__ import annotations

import re

_SAMPLE = 1_500  # characters looked at: the language of a report shows in its first paragraphs
_WORDS = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]+")
_ENGLISH = frozenset(
    _WORDS.findall(
        "the of and to in is was were that for on with by at from has have had are it its as an be been said after not who"
        " which their this his will but they he she we you"
    )
)
# Short words that other languages of the Latin script use all the time, and English hardly.
_OTHER_LATIN = frozenset(
    _WORDS.findall(
        "de la le les des et est du une que el los las en der die das und von zu den mit il di che per con w na nie sie"
        " do i z je se da na u"
    )
)
_RUSSIAN = frozenset(_WORDS.findall("и в на не что с по он это как из для от о был была были также е\u0433о"))
_UKRAINIAN = frozenset(_WORDS.findall("і й в у на не що з та до за від про є був була були також йо\u0433о як це"))
_UKRAINIAN_LETTERS = "іїєґ"
_RUSSIAN_LETTERS = "ыэё"
# Letters of Serbian, Macedonian, Belarusian, Kazakh, Tajik, Tatar.
_OTHER_CYRILLIC = (
    "\u0458\u0459\u045a\u0452\u045b\u045f\u0453\u045c\u0455\u045e\u04e3\u04d9\u04e9\u04af\u049b\u0493\u04a3\u04bb\u04b1"
)


def detect_language(text: str) -> str:
    """Return "en", "ru", "uk", or "und" where neither script nor function words decide.

    Looks at the first 1,500 characters; an empty text is "und".
    """
    sample = text[:_SAMPLE].lower()
    words = _WORDS.findall(sample)
    if not words:
        return "und"
    cyrillic = sum(map(len, _CYRILLIC.findall(sample)))
    if 2 * cyrillic > sum(map(len, words)):
        return _cyrillic_language(sample, words)
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER_LATIN for word in words)
    return "en" if english > other and english >= 0.08 * len(words) else "und"


def _cyrillic_language(sample: str, words: list[str]) -> str:
    if any(letter in sample for letter in _OTHER_CYRILLIC):
        return "und"
    ukrainian = sum(map(sample.count, _UKRAINIAN_LETTERS)) + sum(word in _UKRAINIAN for word in words)
    russian = sum(map(sample.count, _RUSSIAN_LETTERS)) + sum(word in _RUSSIAN for word in words)
    if ukrainian == russian:
        return "und"
    return "uk" if ukrainian > russian else "ru"
