r"""Data as a JavaScript literal that no template engine, HTML parser or script reads as anything but data.

branca renders an element's output as a Jinja2 template a second time, folium writes template literals, and browsers end
a script at `</script>` whatever stands around it. So every character that any of them gives a meaning is written as a
`\u` escape: `< > & { }`, the back-tick, the dollar sign, and all that is not ASCII (U+2028 and U+2029 among it).
"""

from __future__ import annotations

import json

_ESCAPES = {ord(c): f"\\u{ord(c):04x}" for c in "<>&`$"}
_BRACES = {ord(c): f"\\u{ord(c):04x}" for c in "{}%#'"}


def json_literal(value: object) -> str:
    """Return `value` as an expression of JavaScript, safe inside a script element and inside a Jinja2 template.

    Objects are written as `JSON.parse("…")` of a string in which no brace is left, so that nothing in it can open a
    template tag whatever follows whatever.

    Raises:
        TypeError: when `value` holds something that JSON cannot.
        ValueError: when it holds a number that JSON cannot (NaN, infinities).
    """
    inner = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    outer = json.dumps(inner, ensure_ascii=True)
    return f"JSON.parse({outer.translate(_ESCAPES | _BRACES)})"
