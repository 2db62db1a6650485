"""Bytes of a file as text: byte order marks, UTF-8, UTF-16, declared and guessed encodings; never a binary file."""

from __future__ import annotations

import codecs
import re

from geoevents.errors import UnreadableFile

LARGEST = 64 * 2**20  # bytes of one file that is one report
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_KNOWN_BINARIES = (
    (b"%PDF", "a PDF"), (b"PK\x03\x04", "a ZIP or office file"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"), (b"\x1f\x8b", "a gzip file"), (b"\xd0\xcf\x11\xe0", "an office file"), (b"SQLite", "a database"),
)  # fmt: skip
# What news is kept in; the guesser is kept from codecs that turn anything into something.
_GUESSES = [
    "cp1252", "cp1251", "koi8_r", "koi8_u", "cp866", "iso8859_5", "cp1250", "iso8859_2", "cp1254", "cp1256", "cp1255",
    "cp1253", "cp1257", "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr",
]  # fmt: skip
_SAMPLE = 8_192
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
_CONTROL_SHARE = 0.01  # of a text's characters; more make it a binary file
_DECLARED = re.compile(
    rb"""<(?:meta[^>]{0,200}?charset|\?xml[^>]{0,80}?encoding)\s*=\s*["']?([\w-]{2,30})""", re.IGNORECASE
)


def decode(data: bytes, where: str, *, page: bool = False) -> str:
    """Return bytes as text without a byte order mark; `page` heeds the encoding that HTML declares.

    Raises:
        UnreadableFile: when they are empty, too many, binary, or in no encoding that fits.
    """
    if not data.strip():
        raise UnreadableFile(f"{where} is empty: nothing to read.")
    if len(data) > LARGEST:
        raise UnreadableFile(f"{where} is larger than {LARGEST // 2**20} MB: split it, or give reports as JSON lines.")
    for start, what in _KNOWN_BINARIES:
        if data.startswith(start):
            raise UnreadableFile(f"{where} is {what}, no text: save its text as a UTF-8 .txt file.")
    text = _decode(data, where, page=page)
    if len(_CONTROLS.findall(text[:_SAMPLE])) > _CONTROL_SHARE * min(len(text), _SAMPLE):
        raise _binary(where)
    return text


def _binary(where: str) -> UnreadableFile:
    return UnreadableFile(f"{where} is a binary file, no text: give a .txt, .md, .html, .jsonl or .csv file.")


def _decode(data: bytes, where: str, *, page: bool) -> str:
    encodings = [encoding for mark, encoding in _MARKS if data.startswith(mark)][:1]
    if not encodings and b"\0" in data[:_SAMPLE]:
        wide = _wide_encoding(data[:_SAMPLE])
        if wide is None:
            raise _binary(where)
        encodings = [wide]
    if not encodings:
        declared = _DECLARED.search(data[:2_048]) if page else None
        encodings = ["utf-8", *([declared[1].decode("ascii")] if declared else [])]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return _guess(data, where)


def _wide_encoding(sample: bytes) -> str | None:
    """Return UTF-16 without a mark where every other byte is mostly zero, as in text of the Latin script."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.3 * half and even < 0.05 * half:
        return "utf-16-le"
    return "utf-16-be" if even > 0.3 * half and odd < 0.05 * half else None


def _guess(data: bytes, where: str) -> str:
    from charset_normalizer import from_bytes  # noqa: PLC0415 - only files in an old encoding need it

    best = from_bytes(data, cp_isolation=_GUESSES).best()
    if best is None:
        raise UnreadableFile(f"{where} is in no encoding that could be told: save it as UTF-8.")
    return str(best)
