"""The JSON record, one key a line; the same derivation gives the same bytes but for ``seconds``."""

from __future__ import annotations

import json

from symfisher.derivation import Derivation
from symfisher.rendering import Style
from symfisher.rendering.record import to_record


def render(derivation: Derivation, style: Style) -> str:
    """Return the record of `to_record` as JSON."""
    return json.dumps(to_record(derivation, style.language), indent=2, ensure_ascii=not style.unicode, allow_nan=False)
