"""A random variable of sympy.stats in, matrices of SymPy out, and further mathematics with them."""

import sympy as sp
from sympy import stats

import symfisher


def main() -> dict[str, sp.Expr]:
    """Derive from a sympy.stats variable, and go on in SymPy."""
    a, b = sp.symbols("a b", positive=True)
    found = symfisher.derive(stats.Gamma("X", a, b))
    information = found.expected_information
    named = {str(s): s for s in information.free_symbols}
    back = information.subs({named[str(s)]: s for s in (a, b) if str(s) in named})
    determinant = sp.simplify(back.det())
    written = sp.srepr(back)
    print("information", back)
    print("determinant", determinant)
    direct = symfisher.derive(stats.density(stats.Gamma("X", a, b))(sp.Symbol("x", positive=True)), support="x > 0")
    return {
        "expected": sp.simplify(back - sp.Matrix([[sp.polygamma(1, a), 1 / b], [1 / b, a / b**2]])),
        "determinant": sp.simplify(determinant - (a * sp.polygamma(1, a) - 1) / b**2),
        "the same again": direct.expected_information - information,
        "written": written,
    }


if __name__ == "__main__":
    main()
