"""Texts that are small to type and huge to compute, each read under limits that end this process if they are passed.

Started as ``python bombs.py NUMBER`` for one bomb. Processor time is limited by a timer of the kernel, which no C code
delays, and memory by the kernel as well: what comes back as an exit code of 0 was a refusal (or an answer) within both.
"""

import resource
import signal
import sys

import numpy as np  # noqa: F401 (what a child of the command line has loaded before it reads)
import sympy as sp

import symfisher

SECONDS = 2.0
MEMORY = 500 * 2**20

TOWER = "9^" * 40 + "9"
BOMBS = (
    {"density": "9**9**9**9*exp(-a*x)"},
    {"density": "exp(exp(exp(exp(1000))))*a*exp(-a*x)"},
    {"density": "x^(x^(x^(x^(x^(a^(a^(a^9^9^9)))))))"},
    {"density": TOWER},
    {"density": "factorial(10**9)*a*exp(-a*x)"},
    {"density": "(10^9)!*a*exp(-a*x)"},
    {"density": "((((9!)!)!)!)*a*exp(-a*x)"},
    {"density": "gamma(10^10+1/2)*a*exp(-a*x)"},
    {"density": "binomial(10^9, 5*10^8)*a*exp(-a*x)"},
    {"density": "zeta(-10^7)*a*exp(-a*x)"},
    {"density": "(" * 10_000 + "x" + ")" * 10_000},
    {"density": "exp(" * 10_000 + "x" + ")" * 10_000},
    {"density": "[" * 10_000 + "x" + "]" * 10_000},
    {"density": "{" * 10_000 + "x" + "}" * 10_000},
    {"density": "|" * 10_000 + "x" + "|" * 10_000},
    {"density": r"\frac{" * 6_000 + "x" + "}{2}" * 1_000},
    {"density": r"\left(" * 3_000 + "x"},
    {"density": "x" * 1_000_000},
    {"density": "a*exp(-a*x)" + " " * 1_000_000},
    {"density": "-" * 50_000 + "x"},
    {"density": "-" * 19_000 + "x*a"},
    {"density": "9" * 100_000 + "*a*exp(-a*x)"},
    {"density": "0." + "9" * 100_000 + "*a*exp(-a*x)"},
    {"density": "1e999999999*a*exp(-a*x)"},
    {"density": "1e-999999999*a*exp(-a*x)"},
    {"density": "a^(1e9999)*exp(-a*x)"},
    {"density": "(x+a+1)^9999"},
    {"density": "(x+a+b+c+d)^(10^8)"},
    {"density": "*".join(f"(x+a{i})" for i in range(2000))},
    {"density": "+".join(f"exp(-a{i}*x)" for i in range(1500))},
    {"density": "^".join(["x"] * 5000)},
    {"density": "x!" + "!" * 5000},
    {"density": "{" + ",".join(f"{i}: p^{i}" for i in range(3000)) + "}"},
    {"density": r"\sum_{k=1}^{10^{12}} a^k x^k"},
    {"density": "p^x*(1-p)", "support": "x in {0, 1, ..., 10^9^9}", "parameters": ["0 < p < 1"]},
    {"density": "p^x*(1-p)", "support": "x in {0, " + "1, " * 6000 + "2}", "parameters": ["0 < p < 1"]},
    {"density": "a*exp(-a*x)", "support": "x > 9^9^9^9"},
    {"density": "a*exp(-a*x)", "support": "x > " + "(" * 10_000},
    {"density": "a*exp(-a*x)", "support": "x > 0" + ", x > 0" * 100_000},
    {"density": "a*exp(-a*x)", "parameters": ["a > factorial(10^9)"]},
    {"density": "a*exp(-a*x)", "parameters": [f"a{i} > 0" for i in range(5000)]},
    {"density": "a*exp(-a*x)", "at": "a=9^9^9^9"},
    {"density": "a*exp(-a*x)", "at": "a=" + "9" * 100_000},
    {"density": "a*exp(-a*x)", "at": "a=1e999999999"},
    {"density": "x ~ normal(9^9^9^9, s)"},
    {"density": "x ~ poisson(" + "(" * 10_000},
    {"density": "mvnormal([" + ",".join(f"m{i}" for i in range(2000)) + "])"},
    {"density": "a*exp(-a*x)", "functions": ["f" * 1_000_000]},
    {"density": "a*exp(-a*x)", "variables": ["x" * 1_000_000]},
)
CLAIMS = (
    TOWER,
    "[[" * 10_000,
    "factorial(10^9)/a^2",
    "1" * 100_000,
    "[" + "1," * 200_000 + "1]",
    "-" * 50_000 + "a",
    "1e999999999",
)


def limited():
    """Set both limits, counted from now."""
    with open("/proc/self/status", encoding="ascii") as status:
        reserved = int(next(line for line in status if line.startswith("VmSize")).split()[1]) * 1024
    resource.setrlimit(resource.RLIMIT_AS, (reserved + MEMORY, reserved + MEMORY))
    signal.setitimer(signal.ITIMER_PROF, SECONDS)


def main(number):
    """Set off one bomb; a bomb that gets through to a derivation is no bomb, but must keep the limits."""
    symfisher.derive("theta*exp(-theta*x)", support="x > 0", parameters=["theta > 0"])  # loads the rooms that read
    finished = symfisher.derive("a*exp(-a*x)", support="x > 0", parameters=["a > 0"])
    sp.Symbol("x")
    limited()
    try:
        if number < len(BOMBS):
            symfisher.derive(**BOMBS[number])
        else:
            symfisher.check(finished, CLAIMS[number - len(BOMBS)])
    except symfisher.SymfisherError as error:
        message = str(error).splitlines()[0]
        sys.stdout.write(f"{type(error).__name__}: {message}\n")
        return 0 if len(message) < 400 else 9
    sys.stdout.write("derived\n")
    return 5


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
