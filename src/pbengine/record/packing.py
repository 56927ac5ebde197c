"""Bundles as folders and as zip files: the same election gives the same bytes."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from pbengine.record.bundle import LONGEST_NAME, Bundle, is_safe, name_faults
from pbengine.record.errors import BundleError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_HEAD = struct.Struct("<HHHHHIIIHH")  # version, flags, method, time, date, CRC-32, sizes, lengths of name and extra
_FILE = struct.Struct("<HHHII")  # after the head, in the directory: comment, disk, internal, external, offset
_FINISH = struct.Struct("<HHHHIIH")
_VERSION, _STORED, _MIDNIGHT, _YEAR_1980 = 20, 0, 0, 0x21
_REGULAR_FILE = 0o100644 << 16
_UNIX = 3 << 8 | _VERSION
_MOST_BYTES, _MOST_FILES = 2**32 - 1, 2**16 - 1
_DEEPEST = LONGEST_NAME // 2


def pack_zip(files: Mapping[str, bytes]) -> bytes:
    """Return the zip file of a bundle: sorted, stored without compression, 1 January 1980, mode 644, no comments.

    Raises
    ------
    BundleError
        if a name is not safe, there are more than 65,535 files, or the whole is larger than 4 GiB.

    References
    ----------
    PKWARE, *APPNOTE.TXT: .ZIP File Format Specification*, version 6.3.10, sections 4.3 and 4.4.
    """
    faults = name_faults(files)
    if faults:
        raise BundleError("; ".join(faults))
    if len(files) > _MOST_FILES or sum(len(data) + 200 + len(name) for name, data in files.items()) > _MOST_BYTES:
        raise BundleError("a zip file of a bundle holds at most 65,535 files and 4 GiB")
    parts, directory, offset = [], [], 0
    for name, data in sorted(files.items()):
        head = _head(name, data)
        local = _LOCAL + head + name.encode()
        listing = _FILE.pack(0, 0, 0, _REGULAR_FILE, offset)
        directory.append(_CENTRAL + struct.pack("<H", _UNIX) + head + listing + name.encode())
        parts += [local, data]
        offset += len(local) + len(data)
    listed = b"".join(directory)
    end = _END + _FINISH.pack(0, 0, len(files), len(files), len(listed), offset, 0)
    return b"".join((*parts, listed, end))


def _head(name: str, data: bytes) -> bytes:
    return _HEAD.pack(_VERSION, 0, _STORED, _MIDNIGHT, _YEAR_1980, zlib.crc32(data), len(data), len(data), len(name), 0)


def read_zip(data: bytes) -> Bundle:
    """Return the files of a zip file; whatever :func:`pack_zip` would have written otherwise is a fault of the bundle.

    Examples
    --------
    >>> packed = pack_zip({"seed.json": b"{}"})
    >>> read_zip(packed)
    Bundle(files={'seed.json': b'{}'}, faults=())
    >>> read_zip(packed + b"x").faults
    ('the zip file is not packed the one way that bundles are packed',)
    """
    files = dict(_stored(data))
    try:
        packed = pack_zip(files)
    except BundleError as error:
        return Bundle(files, (str(error),))
    return Bundle(files, () if packed == data else ("the zip file is not packed the one way that bundles are packed",))


def _stored(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield name and content of the stored files from the start of a zip file, as far as they can be made out."""
    place = 0
    while data[place : place + 4] == _LOCAL and len(data) >= place + 4 + _HEAD.size:
        head = _HEAD.unpack_from(data, place + 4)
        size, name_length, extra = head[6], head[8], head[9]
        name_at = place + 4 + _HEAD.size
        content_at = name_at + name_length + extra
        yield data[name_at : name_at + name_length].decode("ascii", "replace"), data[content_at : content_at + size]
        place = content_at + size


def read_bundle(path: Path) -> Bundle:
    """Return the bundle in a folder or a zip file.

    Raises
    ------
    OSError
        if there is no such folder or file.
    """
    return read_folder(path) if path.is_dir() else read_zip(path.read_bytes())


def read_folder(folder: Path) -> Bundle:
    """Return the files below a folder; links, devices, unsafe names, unreadable files are faults of the bundle."""
    files: dict[str, bytes] = {}
    faults: list[str] = []
    for path in sorted(_below(folder)):
        name = path.relative_to(folder).as_posix()
        if path.is_symlink():
            faults.append(f"{name!r} is a symbolic link")
        elif not path.is_file():
            faults.append(f"{name!r} is no plain file")
        elif not is_safe(name):
            faults.append(f"{name!r} is not a safe name")
        else:
            try:
                files[name] = path.read_bytes()
            except OSError as error:
                faults.append(f"{name!r} cannot be read: {error.strerror}")
    return Bundle(files, (*faults, *name_faults(files)))


def _below(folder: Path, depth: int = 0) -> Iterator[Path]:
    """Yield what is in a folder, and each folder that cannot be looked into or lies deeper than any file's."""
    for path in folder.iterdir():
        if path.is_symlink() or not path.is_dir() or depth == _DEEPEST:
            yield path
            continue
        try:
            yield from list(_below(path, depth + 1))
        except OSError:
            yield path


def write_folder(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the files of a bundle into a new folder.

    Raises
    ------
    BundleError
        if a name is not safe, or the folder is there already and not empty.
    OSError
        if it cannot be written.
    """
    faults = name_faults(files)
    if faults:
        raise BundleError("; ".join(faults))
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise BundleError(f"{folder} is there already")
    for name, data in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
