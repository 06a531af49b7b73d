"""Compiled once per test session: templates, addresses and SQL statements. Apps and engines are made anew each time.

Most of what a page test cost was compiling for its own app what the test before it had compiled for another.
"""

from collections.abc import Callable
from types import CodeType
from typing import Any

import pytest
from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from models.database import db
from webapp import create_app

_compile_address: Callable[..., Any] = Rule._compile_builder
_addresses: dict[tuple[object, ...], Any] = {}
_first_engines: dict[str, Engine] = {}


class _CompiledTemplates(BytecodeCache):
    """Keeps the code of a template for as long as its source is the same."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        assert bucket.code is not None
        self._codes[bucket.key, bucket.checksum] = bucket.code


_templates = _CompiledTemplates()


def make_app() -> Flask:
    """A fresh app with the settings of this moment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", _address_compiled_once)
        app = create_app()
    app.jinja_env.bytecode_cache = _templates
    with app.app_context():
        know_statements(db.engine)
    return app


def know_statements(engine: Engine) -> Engine:
    """The same engine, which finds the SQL that an earlier engine of its kind has compiled: it is kept per dialect."""
    first = _first_engines.setdefault(f"{engine.dialect.name} {engine.dialect.driver}", engine)
    if first is engine:
        engine._compiled_cache = LRUCache(5000)
    engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache
    return engine


def _address_compiled_once(rule: Rule, append_unknown: bool = True) -> Any:
    # What it makes follows from the parts of the address alone; converters are asked of the rule when it is used.
    if rule.defaults:
        return _compile_address(rule, append_unknown)
    key = (append_unknown, *rule._trace)
    if key not in _addresses:
        _addresses[key] = _compile_address(rule, append_unknown)
    return _addresses[key]
