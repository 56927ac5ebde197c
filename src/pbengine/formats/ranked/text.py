"""The bytes of a file of rankings as text. Such files are old, and some were not written in UTF-8."""

from __future__ import annotations

import codecs

from pbengine.formats.faults import Fault

UNUSED = frozenset({0x81, 0x8D, 0x8F, 0x90, 0x9D})
LETTERS = "".join(bytes((byte,)).decode("latin-1" if byte in UNUSED else "cp1252") for byte in range(256))
"""What each byte means in Windows-1252, and in Latin-1 where that has nothing for it."""

WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode_ranked(data: bytes | str) -> tuple[str, tuple[Fault, ...]]:
    r"""Return the text without its byte-order mark and with ``\n`` line ends, and a warning where it is no UTF-8.

    What is neither UTF-8 nor marked as UTF-16 is read as Windows-1252, the letters of Western Europe on most machines.

    Examples
    --------
    >>> decode_ranked(b'\xef\xbb\xbf2 1\r\n"Zo\xc3\xab"')
    ('2 1\n"Zoë"', ())
    >>> decode_ranked(b'2 1\n"Zo\xeb"')[0], decode_ranked(b'2 1\n"Zo\xeb"')[1][0].code
    ('2 1\n"Zoë"', 'encoding')
    """
    warnings: tuple[Fault, ...] = ()
    if isinstance(data, str):
        text = data.removeprefix("\ufeff")
    elif data.startswith(WIDE_MARKS):
        text = data.decode("utf-16", errors="replace")
    else:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            doubt = f"the byte 0x{data[error.start]:02X} is not UTF-8 text; the file is read as Windows-1252"
            warnings = (Fault(line, "encoding", doubt),)
            text = codecs.charmap_decode(data, "strict", LETTERS)[0]
    return text.replace("\r\n", "\n").replace("\r", "\n"), warnings
