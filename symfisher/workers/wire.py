"""Messages between a parent and its own child process: a length in eight bytes, then that many bytes of pickle.

Both ends are started by us and nobody else can write to the pipe, which is what makes pickle acceptable here.
"""

from __future__ import annotations

import struct
from typing import BinaryIO

_LENGTH = struct.Struct("<Q")


def send(stream: BinaryIO, message: bytes) -> None:
    """Write one message.

    Raises
    ------
    OSError
        The other process has ended.
    """
    stream.write(_LENGTH.pack(len(message)) + message)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Read one message; ``None`` if the other process has ended, even in the middle of one.

    Examples
    --------
    >>> import io
    >>> pipe = io.BytesIO()
    >>> send(pipe, b"score")
    >>> receive(io.BytesIO(pipe.getvalue()))
    b'score'
    >>> receive(io.BytesIO(pipe.getvalue()[:-1])) is None
    True
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else None
