"""Reads pickles of dicts, lists, texts and numpy arrays, and nothing else.

`pickle.Unpickler` looks names up and calls what it finds. One that is told which names it may
find still lets a file ask for gigabytes by one number, or hash a tuple that is nested deeper than
the stack. So the instructions are decoded by `pickletools`, which carries nothing out, and the
few that such a pickle needs are carried out here: no name is ever looked up anywhere, and nothing
is called but the functions in `_MAKERS`.
"""

import pickletools
from collections.abc import Callable, Mapping
from typing import Any

from checkpoint.pickled_array import PickledArray, PickledDtype

MAX_INSTRUCTIONS = 1_000_000  # 10,000 arrays take some 300,000


def _make_array(*_subtype_shape_code: object) -> PickledArray:
    return PickledArray()


def _encode(text: str, encoding: str) -> bytes:
    """Return the bytes that an old pickle (protocol 2) writes as text."""
    if not isinstance(text, str) or encoding not in ("latin1", "latin-1"):
        raise ValueError("bytes are written in another way than numpy does")
    return text.encode("latin-1")


def _make_dict() -> dict[Any, Any]:
    return {}


def _not_called(*_arguments: object) -> Any:
    raise ValueError("an array is made in a way that numpy does not use")


_MAKERS: Mapping[tuple[str, str], Callable[..., Any]] = {
    ("numpy.core.multiarray", "_reconstruct"): _make_array,
    ("numpy._core.multiarray", "_reconstruct"): _make_array,
    ("numpy", "ndarray"): _not_called,  # the first argument of _reconstruct
    ("numpy", "dtype"): PickledDtype,
    ("collections", "OrderedDict"): _make_dict,
    ("_codecs", "encode"): _encode,
}


def read_pickle(data: bytes) -> Any:
    """Return what `data` holds: dict, list, tuple, text, number, bytes or PickledArray.

    Raises ValueError with a reason for anything else, and for data that is damaged.
    """
    machine = _Machine(len(data))
    try:
        for number, (opcode, argument, _) in enumerate(pickletools.genops(data)):
            if number >= MAX_INSTRUCTIONS:
                raise ValueError(f"it has more than {MAX_INSTRUCTIONS} instructions")
            machine.step(opcode.name, argument)
        return machine.result()
    except (IndexError, KeyError, TypeError, OverflowError) as error:
        raise ValueError("its instructions make no sense") from error


class _Machine:
    """Carries out the instructions of a pickle, one by one."""

    def __init__(self, room: int) -> None:
        """`room`: bytes that may be made of texts; a pickle makes them of each text once."""
        self._room = room
        self._stack: list[Any] = []
        self._marks: list[int] = []  # heights of the stack
        self._memo: dict[int, Any] = {}

    def step(self, name: str, argument: Any) -> None:
        """Carry out one instruction; ValueError if it is none of those that are known."""
        if name in _LITERALS:
            self._stack.append(argument)
        elif name in _CONSTANTS:
            self._stack.append(_CONSTANTS[name])
        elif name in _EMPTY:
            self._stack.append(_EMPTY[name]())
        elif name in _STEPS:
            _STEPS[name](self, argument)
        elif name not in _NOTHING:
            raise ValueError(f"it has an instruction that style codes do not need: {name}")

    def result(self) -> Any:
        """Return the only thing that is left."""
        if len(self._stack) != 1:
            raise ValueError("it does not end in one value")
        return self._stack[0]

    def _mark(self, _: Any) -> None:
        self._marks.append(len(self._stack))

    def _pop_marked(self) -> list[Any]:
        mark = self._marks.pop()
        marked, self._stack[mark:] = self._stack[mark:], []
        return marked

    def _tuple(self, _: Any) -> None:
        self._stack.append(tuple(self._pop_marked()))

    def _tuple_of(self, count: int) -> None:
        items = tuple(self._stack.pop() for _ in range(count))
        self._stack.append(items[::-1])

    def _append(self, _: Any) -> None:
        item = self._stack.pop()
        self._add_to_list([item])

    def _appends(self, _: Any) -> None:
        self._add_to_list(self._pop_marked())

    def _add_to_list(self, items: list[Any]) -> None:
        if type(self._stack[-1]) is not list:
            raise ValueError("it appends to what is no list")
        self._stack[-1].extend(items)

    def _set_item(self, _: Any) -> None:
        value, key = self._stack.pop(), self._stack.pop()
        self._add_to_dict([key, value])

    def _set_items(self, _: Any) -> None:
        self._add_to_dict(self._pop_marked())

    def _add_to_dict(self, items: list[Any]) -> None:
        if type(self._stack[-1]) is not dict:
            raise ValueError("it sets items of what is no dict")
        for key, value in zip(items[::2], items[1::2], strict=True):
            if type(key) is not str:
                raise ValueError("a dict has a key that is no text")
            self._stack[-1][key] = value

    def _global(self, argument: str) -> None:
        self._push_maker(*argument.split(" ", 1))

    def _stack_global(self, _: Any) -> None:
        name, module = self._stack.pop(), self._stack.pop()
        self._push_maker(module, name)

    def _push_maker(self, module: object, name: object) -> None:
        if not isinstance(module, str) or not isinstance(name, str):
            raise ValueError("it wants to run something that has no name")
        if (module, name) not in _MAKERS:
            raise ValueError(f"it wants to run {module:.40}.{name:.40}")
        self._stack.append(_MAKERS[module, name])

    def _reduce(self, _: Any) -> None:
        arguments, maker = self._stack.pop(), self._stack.pop()
        if type(arguments) is not tuple or not any(maker is known for known in _MAKERS.values()):
            raise ValueError("it calls what is no function")
        made = maker(*arguments)
        self._room -= len(made) if isinstance(made, bytes) else 0
        if self._room < 0:
            raise ValueError("it makes more bytes than it has")
        self._stack.append(made)

    def _build(self, _: Any) -> None:
        state = self._stack.pop()
        if type(self._stack[-1]) not in (PickledArray, PickledDtype) or type(state) is not tuple:
            raise ValueError("it sets the state of what is no array")
        self._stack[-1].build(state)

    def _put(self, index: int) -> None:
        self._memo[index] = self._stack[-1]

    def _memoize(self, _: Any) -> None:
        self._memo[len(self._memo)] = self._stack[-1]

    def _get(self, index: int) -> None:
        self._stack.append(self._memo[index])


_LITERALS = frozenset(
    {"BININT", "BININT1", "BININT2", "LONG1"}
    | {"SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8"}
    | {"SHORT_BINBYTES", "BINBYTES", "BINBYTES8"}
)
_CONSTANTS: Mapping[str, object] = {"NONE": None, "NEWTRUE": True, "NEWFALSE": False}
_EMPTY: Mapping[str, Callable[[], Any]] = {
    "EMPTY_DICT": dict,
    "EMPTY_LIST": list,
    "EMPTY_TUPLE": tuple,
}
_NOTHING = frozenset({"PROTO", "FRAME", "STOP"})
_STEPS: Mapping[str, Callable[[_Machine, Any], None]] = {
    "MARK": _Machine._mark,
    "TUPLE": _Machine._tuple,
    "TUPLE1": lambda machine, _: machine._tuple_of(1),
    "TUPLE2": lambda machine, _: machine._tuple_of(2),
    "TUPLE3": lambda machine, _: machine._tuple_of(3),
    "APPEND": _Machine._append,
    "APPENDS": _Machine._appends,
    "SETITEM": _Machine._set_item,
    "SETITEMS": _Machine._set_items,
    "GLOBAL": _Machine._global,
    "STACK_GLOBAL": _Machine._stack_global,
    "REDUCE": _Machine._reduce,
    "BUILD": _Machine._build,
    "BINPUT": _Machine._put,
    "LONG_BINPUT": _Machine._put,
    "MEMOIZE": _Machine._memoize,
    "BINGET": _Machine._get,
    "LONG_BINGET": _Machine._get,
}
