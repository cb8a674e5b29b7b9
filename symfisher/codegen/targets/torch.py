"""PyTorch: functions through which autograd and `torch.func.vmap` work. Plain numbers are taken in double precision."""

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
    "gamma": "_gamma",
    "digamma": "_special.digamma",
    "gamma_p": "_special.gammainc",
    "gamma_q": "_special.gammaincc",
    "scaled_bessel_i": "_scaled_bessel_i",
    "bessel_i": "_scaled_bessel_i({0}, {1})*_np.exp(_np.abs({1}))",
}

LIBRARY = Library(
    dialect=array_dialect("PyTorch", _SPECIAL),
    imports="import torch as _np\n\n_special = _np.special",
    arrays='''def _number(value):
    """Return a value as a tensor, in double precision if it is none."""
    return value if _np.is_tensor(value) else _np.as_tensor(value, dtype=_np.float64)


def _arrays(*values):
    """Return the arguments as floating tensors of one shape; plain numbers take the type of the tensors, or double."""
    kinds = [v.dtype for v in values if _np.is_tensor(v) and v.dtype.is_floating_point]
    kind = kinds[0] if kinds else _np.float64
    for other in kinds[1:]:
        kind = _np.promote_types(kind, other)
    place = next((v.device for v in values if _np.is_tensor(v)), None)
    return _np.broadcast_tensors(*[_np.as_tensor(v, dtype=kind, device=place) for v in values])


def _columns(data, count):
    """Split data of shape S + (count,) into count tensors of shape S; data of one variable stay as they are."""
    if count == 1:
        return [data]
    array = data if _np.is_tensor(data) else _np.as_tensor(data, dtype=_np.float64)
    if array.ndim == 0 or array.shape[-1] != count:
        raise ValueError(f"the last axis of the data holds the {count} variables; got shape {tuple(array.shape)}")
    return [array[..., i] for i in range(count)]''',
    compare='''def _same(name, found, expected):
    """Compare with a stored value; say whether there was a number to compare."""
    wanted = _np.as_tensor(expected, dtype=_np.float64)
    if not bool(_np.all(_np.abs(found - wanted) <= 1e-9 * (1 + _np.abs(wanted))) | _np.any(_np.isnan(found))):
        raise AssertionError(f"{name}: found {found}, stored {expected}")
    return not bool(_np.any(_np.isnan(found)))''',
    kind="torch.Tensor",
)


def source(program: Program) -> str:
    """Return the text of a module that needs PyTorch only."""
    return module_text(program, LIBRARY)


def load(text: str) -> dict[str, Any]:
    """Run the source of a module written by `source`, and by nobody else, and return its names."""
    namespace: dict[str, Any] = {"__name__": "symfisher_generated"}
    try:
        exec(compile(text, "<symfisher generated code>", "exec"), namespace)  # noqa: S102 (text of our own printers only)
    except ModuleNotFoundError as error:
        raise SymfisherError(f"the backend torch needs the package {error.name}: pip install torch") from None
    return namespace


TARGET = Target(name="torch", suffix=".py", source=source, load=load)
