"""JAX: functions that `jit`, `vmap` and `grad` take. Double precision is the user's to switch on (``jax_enable_x64``)."""

from __future__ import annotations

from typing import Any

from symfisher.codegen.arrays import Library, array_dialect, module_text
from symfisher.codegen.program import Program
from symfisher.codegen.targets import Target
from symfisher.errors import SymfisherError

_SPECIAL = {
    "erf": "_special.erf",
    "erfc": "_special.erfc",
    "erfinv": "_special.erfinv",
    "gamma": "_special.gamma",
    "digamma": "_special.digamma",
    "gamma_p": "_special.gammainc",
    "gamma_q": "_special.gammaincc",
    "scaled_bessel_i": "_scaled_bessel_i",
    "bessel_i": "_scaled_bessel_i({0}, {1})*_np.exp(_np.abs({1}))",
    "hyp1f1": "_special.hyp1f1",
}

LIBRARY = Library(
    dialect=array_dialect("JAX", _SPECIAL),
    imports="import jax as _jax\nimport jax.numpy as _np\nfrom jax.scipy import special as _special",
    arrays='''def _arrays(*values):
    """Return the arguments as floating arrays of one shape."""
    return _np.broadcast_arrays(*[_np.asarray(v, dtype=_np.result_type(float, _np.asarray(v))) for v in values])


def _columns(data, count):
    """Split data of shape S + (count,) into count arrays of shape S; data of one variable stay as they are."""
    if count == 1:
        return [data]
    array = _np.asarray(data)
    if array.ndim == 0 or array.shape[-1] != count:
        raise ValueError(f"the last axis of the data holds the {count} variables; got shape {array.shape}")
    return [array[..., i] for i in range(count)]''',
    compare='''def _same(name, found, expected):
    """Compare with a stored value, to the digits of the precision JAX is set to."""
    tolerance = 1e-9 if _jax.config.jax_enable_x64 else 1e-3
    wanted = _np.asarray(expected)
    if not bool(_np.all(_np.abs(found - wanted) <= tolerance * (1 + _np.abs(wanted))) | _np.any(_np.isnan(found))):
        raise AssertionError(f"{name}: found {found}, stored {expected}")
    return not bool(_np.any(_np.isnan(found)))''',
    kind="jax.Array",
)


def source(program: Program) -> str:
    """Return the text of a module that needs JAX only."""
    return module_text(program, LIBRARY)


def load(text: str) -> dict[str, Any]:
    """Run the source of a module written by `source`, and by nobody else, and return its names."""
    namespace: dict[str, Any] = {"__name__": "symfisher_generated"}
    try:
        exec(compile(text, "<symfisher generated code>", "exec"), namespace)  # noqa: S102 (text of our own printers only)
    except ModuleNotFoundError as error:
        raise SymfisherError(f"the backend jax needs the package {error.name}: pip install jax") from None
    return namespace


TARGET = Target(name="jax", suffix=".py", source=source, load=load)
