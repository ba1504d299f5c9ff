"""The modules that Python itself brings."""

from __future__ import annotations

import sys

_NOT_IN_EVERY_VERSION = """
    aifc asynchat asyncore audioop binhex cgi cgitb chunk crypt distutils imghdr imp lib2to3 mailcap msilib nis nntplib
    ossaudiodev pipes smtpd sndhdr spwd sunau telnetlib tomllib uu xdrlib
"""
STANDARD_MODULES = sys.stdlib_module_names | {*_NOT_IN_EVERY_VERSION.split(), "__main__", "test"}
"""What the standard library of some Python from 3.10 on has: the stack's own version isn't known."""

_ALWAYS_LOADED = """
    _collections_abc abc atexit builtins codecs encodings errno faulthandler gc genericpath io itertools marshal os
    posix posixpath pwd site stat sys time zipimport
"""
ALWAYS_STANDARD_MODULES = frozenset(_ALWAYS_LOADED.split())
"""What Python has before it looks into the worker root: built in, or imported as it starts."""
