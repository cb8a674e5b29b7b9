"""Loaded by Python at its start: writes down where a piece of user text is compiled, run, opened or sympified.

``SYMFISHER_WATCH`` names the file to write to. User text is recognised by `SENTINEL`, which every hostile input holds.
"""

import importlib.abc
import importlib.util
import os
import sys
import types

SENTINEL = "zqsentinel"
WATCHED = (
    "compile",
    "exec",
    "open",
    "os.system",
    "os.exec",
    "os.posix_spawn",
    "subprocess.Popen",
    "import",
    "ctypes.dlopen",
)


def _holds(value, depth=0):
    """Say whether a value, or any part of a code object, holds user text."""
    if isinstance(value, str):
        return SENTINEL in value
    if isinstance(value, bytes):
        return SENTINEL.encode() in value
    if isinstance(value, types.CodeType):
        parts = (value.co_filename, value.co_names, value.co_varnames, value.co_consts)
        return any(_holds(part, depth + 1) for part in parts)
    if isinstance(value, (tuple, list, frozenset)) and depth < 9:
        return any(_holds(part, depth + 1) for part in value)
    return False


class _SympifyWatch(importlib.abc.MetaPathFinder):
    """Replaces the code of `sympy.sympify` itself, so that no other name of it goes unseen."""

    def __init__(self, write):
        self.write = write

    def find_spec(self, name, path, target=None):
        if name != "sympy.core.sympify":
            return None
        sys.meta_path.remove(self)
        spec = importlib.util.find_spec(name)
        run = spec.loader.exec_module

        def exec_module(module):
            run(module)
            watch_sympify(module, self.write)

        spec.loader.exec_module = exec_module
        return spec


def watch_sympify(module, write):
    """Let `sympify` report text that holds the sentinel before it does its work."""
    original = types.FunctionType(module.sympify.__code__, module.__dict__, "sympify", module.sympify.__defaults__)

    def report(text):
        if isinstance(text, str) and SENTINEL in text:
            write("sympify", text)

    module._watched_sympify, module._report_text = original, report

    def sympify(a, locals=None, convert_xor=True, strict=False, rational=False, evaluate=None):  # noqa: A002
        _report_text(a)  # noqa: F821 (a name of the module whose code this becomes)
        return _watched_sympify(  # noqa: F821
            a, locals=locals, convert_xor=convert_xor, strict=strict, rational=rational, evaluate=evaluate
        )

    module.sympify.__code__ = sympify.__code__


def watch(path):
    """Start to write to ``path``."""
    log = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def write(event, what):
        os.write(log, f"{event}: {str(what)[:200]!r}\n".encode())

    def hook(event, arguments):
        if event in WATCHED and _holds(arguments):
            write(event, arguments)

    sys.addaudithook(hook)
    sys.meta_path.insert(0, _SympifyWatch(write))


if "SYMFISHER_WATCH" in os.environ:
    watch(os.environ["SYMFISHER_WATCH"])
