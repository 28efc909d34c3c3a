"""The newest part of an MP4, in memory."""

import struct
from collections import deque
from threading import Condition

from vtoonify_rt.errors import SinkError

_MOST_BYTES = 256_000_000  # whatever the seconds take


class FragmentRing:
    """An output that keeps the beginning of a fragmented MP4, and its last `count` fragments.

    A fragment begins with a key frame, so what is kept can be decoded. One thread writes; any may
    ask for a copy.
    """

    def __init__(self, count: int) -> None:
        self._changed = Condition()
        self._rest = bytearray()  # of a box that is not whole yet
        self._head = b""
        self._open = b""  # a fragment whose data follow
        self._fragments: deque[bytes] = deque(maxlen=count)
        self._kept = 0  # bytes
        self._size = 0
        self.whole = 0  # fragments that came so far
        self._over = False

    @property
    def size(self) -> int:
        """Bytes written so far, kept or not."""
        return self._size

    @property
    def kept(self) -> int:
        """Bytes in memory."""
        return self._kept

    def write(self, data: bytes) -> int:
        """Take in `data`; forget the oldest fragment where there are too many."""
        self._rest += data
        self._size += len(data)
        while len(self._rest) >= 8:
            length = struct.unpack(">I", self._rest[:4])[0]
            if length < 8 or len(self._rest) < length:
                break
            box = bytes(self._rest[:length])
            del self._rest[:length]
            self._keep(box, box[4:8])
        return len(data)

    def copy(self, *, wait_for: int, seconds: float) -> bytes | None:
        """Return the beginning and the fragments kept; None: there are none.

        Waits up to `seconds` until `wait_for` fragments have come, or no more do.
        """
        with self._changed:
            self._changed.wait_for(lambda: self.whole >= wait_for or self._over, seconds)
            return self._head + b"".join(self._fragments) if self._fragments else None

    def close(self) -> None:
        """Wake those who wait: nothing more comes."""
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def settle(self, *, keep: bool) -> None:
        """Do nothing: it is in memory."""

    def salvage(self) -> None:
        """Do nothing: what is there can be played."""

    def failure(self, error: OSError) -> SinkError:
        """Return what to tell the user of `error`."""
        return SinkError(f"The last seconds are not kept any more ({error})", "Switch it on again")

    def _keep(self, box: bytes, kind: bytes) -> None:
        if kind == b"moof":
            self._open = box
        elif kind == b"mdat" and self._open:
            with self._changed:
                self._push(self._open + box)
                self._changed.notify_all()
            self._open = b""
        elif not self._fragments:
            self._head += box

    def _push(self, fragment: bytes) -> None:
        while self._fragments and (
            len(self._fragments) == self._fragments.maxlen
            or self._kept + len(fragment) > _MOST_BYTES
        ):
            self._kept -= len(self._fragments.popleft())
        self._fragments.append(fragment)
        self._kept += len(fragment)
        self.whole += 1
