"""English."""

from __future__ import annotations

from symfisher.rendering.languages import Sentence

SENTENCES: dict[str, Sentence] = {
    # the density and its derivatives
    "density": Sentence("Density", "The observation follows this density, for {support}."),
    "parameters": Sentence("Parameters", "To be estimated: {parameters}."),
    "constants": Sentence("Constants", "Known: {constants}."),
    "inferred": Sentence("Inferred", "Not given: {sentence}."),
    "log-density": Sentence("Log-density", "The logarithm turns products into sums and powers into factors."),
    "score": Sentence("Score", "Differentiate the log-density in {parameter}; this is the score {name}."),
    "mean-score-zero": Sentence("Mean of the score", "The score has mean zero: {reason}."),
    "mean-score-zero-too": Sentence("Mean of the score", "So has this component, for the same reason."),
    "mean-score-not-zero": Sentence(
        "Mean of the score", "The score does not have mean zero for all parameters: {reason}."
    ),
    "mean-score-undecided": Sentence("Mean of the score", "Whether the score has mean zero is not decided: {reason}."),
    "second-derivative": Sentence("Second derivative", "Differentiate {name} in {parameter}."),
    "observed": Sentence("Observed information", "Minus the matrix of second derivatives, at the observation."),
    # what is asked for
    "entry-score-by-hessian": Sentence(
        "Entry of the information",
        "Both definitions agree here, so this entry is the mean of minus the second derivative.",
    ),
    "entry-score-by-score": Sentence("Entry of the information", "By definition, the mean of a product of scores."),
    "entry-hessian-by-hessian": Sentence("Entry of the Hessian form", "The mean of minus the second derivative."),
    "entry-hessian-by-score": Sentence(
        "Entry of the Hessian form", "Both definitions agree in this entry: the mean of a product of scores."
    ),
    "integrand": Sentence("Integrand", "Call h what the mean is taken of."),
    "open-entry": Sentence(
        "No closed form", "No closed form was found for {entry}; what is left is this integral or sum."
    ),
    "conditions": Sentence("Condition", "The closed form of {entry} holds if {relations}."),
    "information-matrix": Sentence("Expected information", "All entries together, for one observation."),
    "definitions-differ": Sentence(
        "The two definitions differ", "Minus the mean of the Hessian is another matrix: {reason}."
    ),
    "definitions-agree": Sentence("The two definitions agree", "Both means are the same: {reason}."),
    "score-matrix": Sentence("First definition", "The mean of the products of scores."),
    "hessian-form": Sentence("Second definition", "Minus the mean of the second derivatives."),
    # routes without integration
    "constant": Sentence("No observation left", "What does not contain the observation is its own mean."),
    "constant-almost-everywhere": Sentence(
        "The same almost everywhere", "But for a set of probability zero its value does not depend on the observation."
    ),
    "span": Sentence(
        "Combination of scores",
        "For every value of the observation the integrand is a constant plus multiples of scores.",
    ),
    "linearity": Sentence("Linearity", "Take the mean term by term."),
    "scores-vanish": Sentence("Scores vanish", "Every score has mean zero, so only the constant is left."),
    "independence": Sentence(
        "Independent components",
        "The groups {groups} are independent and the log-density is a sum over them: means add up.",
    ),
    "precision": Sentence(
        "Gaussian",
        "The log-density is quadratic in the observation; minus its second derivative there is the precision A.",
    ),
    "gaussian-mean": Sentence("Gaussian mean", "Its gradient vanishes at the mean m = {mean}."),
    "slope-of-mean": Sentence("Slope of the mean", "Differentiate the mean."),
    "slope-of-precision": Sentence("Slope of the precision", "Differentiate the precision."),
    "trace-formula": Sentence("Trace formula", "The information of a Gaussian needs its mean and its precision only."),
    "trace-values": Sentence("Values inserted", "Insert the derivatives and simplify."),
    # changes of variable
    "substitution-increasing": Sentence(
        "Change of variable", "As {x} runs from {from} to {to}, {u} increases from {low} to {high}."
    ),
    "substitution-decreasing": Sentence(
        "Change of variable", "As {x} runs from {from} to {to}, {u} decreases from {high} to {low}."
    ),
    "inverse": Sentence("Inverse", "Solve for the observation."),
    "kernel": Sentence(
        "Density of the new variable", "In the new variable it is a {kernel} density with shape {shapes}."
    ),
    "kernel-part": Sentence(
        "Density of the new variable",
        "In the new variable this part is {weight} times a {kernel} density with shape {shapes}.",
    ),
    "integrand-in-u": Sentence("Integrand", "Write the integrand in the new variable."),
    "integrand-there": Sentence("Integrand", "For {x} from {from} to {to}, write the integrand in the new variable."),
    "moment": Sentence("Moment", "A moment of the {kernel} density, by derivatives of gamma functions."),
    "moment-ratio": Sentence("Moment", "A moment of the {kernel} density, a ratio of gamma functions."),
    "moment-tilted": Sentence(
        "Moment", "A moment of the {kernel} density: the factor e^(az) moves the mean of the normal z from μ to μ + av."
    ),
    "lognormal-kernel": Sentence(
        "Density of the new variable",
        "In the new variable it is a {kernel} density; mean and variance of the logarithm are {shapes}.",
    ),
    "lognormal-kernel-part": Sentence(
        "Density of the new variable",
        "In the new variable this part is {weight} times a {kernel} density; "
        "mean and variance of the logarithm are {shapes}.",
    ),
    "moment-continued": Sentence(
        "Moment",
        "A moment of the {kernel} density if {needs}, elsewhere its analytic continuation: "
        "the sum of all of them is right wherever the whole integrand has a mean.",
    ),
    "moments-inserted": Sentence("Moments inserted", "Insert the moments and simplify."),
    "parts-cancel": Sentence("Cancellation", "What the parts contribute cancels."),
    "partial-fractions": Sentence(
        "Partial fractions", "Split density times integrand h, in the new variable, into known functions."
    ),
    "partial-fractions-summed": Sentence(
        "Partial fractions",
        "Add density times integrand h over the pieces that {u} covers, and split it into known functions.",
    ),
    "pieces-cancel": Sentence("Cancellation", "In the new variable the pieces of density times integrand h cancel."),
    "known-integral": Sentence("Integral", "A known integral."),
    "turned": Sentence("Angle", "Measure the angle from the centre."),
    "even-part": Sentence(
        "Even part",
        "With F for density times integrand: what is odd has mean zero, the even part depends on the cosine.",
    ),
    # sums
    "atom": Sentence("Term of the sum", "Probability times integrand h at {at}."),
    "finite": Sentence("Finite sum", "The mean is the sum over all {count} values."),
    "neighbours": Sentence("Neighbouring probabilities", "From {x} = {start} on, their ratio is rational."),
    "tail-combination": Sentence(
        "Combination",
        "From {x} = {start} on, the integrand is a combination of 1, scores and differences that telescope.",
    ),
    "tail-mass": Sentence("Mass of the tail", "From {start} on: one minus the probability of the values before."),
    "tail-score": Sentence(
        "Scores on the tail",
        "The mean of the score over a fixed set is the derivative of its probability in {parameter}.",
    ),
    "telescope": Sentence("Telescoping sum", "Neighbouring terms cancel, the first one is left."),
    "one-tail": Sentence("Tail", "Count from {start}: {n} = 0, 1, …"),
    "geometric": Sentence("Geometric tail", "There the ratio of neighbouring probabilities does not change."),
    "differences": Sentence("Combination", "The integrand as a sum of differences in {n} that telescope."),
    "base-mass": Sentence("Base", "A mass function on {x} ≥ {start} whose sums are known."),
    "base-is-density": Sentence("Base", "Write B for this mass function; sums over it are known."),
    "multiple-of-base": Sentence("Multiple", "From {start} on, the density is a multiple of it."),
    "known-functions": Sentence(
        "Combination", "From {x} = {start} on, factor times integrand is a combination of functions with known sums."
    ),
    "known-functions-alone": Sentence(
        "Combination", "From {x} = {start} on, the integrand is a combination of functions with known sums."
    ),
    "base-total": Sentence("Total mass", "It adds up to one."),
    "abel-mean": Sentence(
        "Abel's identity",
        "Divided by a + bx, it is a multiple of the same mass function with a + b in place of a, shifted by one; "
        "powers follow by differentiating in c.",
    ),
    "inverse-factorial-mean": Sentence(
        "Inverse factorial series",
        "Sum by parts; with a beta integral for every term a logarithm over 1 + w is left, and gives trigamma functions.",
    ),
    "before-the-tail": Sentence("Before the tail", "A term of the whole sum that does not belong to the support."),
    "total": Sentence("Sum", "Add everything up."),
    "total-half": Sentence("Sum", "The support is half a period, and the integrand is even: half of the sum."),
    "simplified": Sentence("Simplification", "Write it in its shortest form."),
    # several variables, antiderivatives
    "marginal": Sentence("Marginal density", "Integrate over {inner}."),
    "marginal-sum": Sentence("Marginal probabilities", "Sum over {inner}."),
    "conditional": Sentence("Conditional density", "Divide by it: what is left is a density for given {outer}."),
    "inner-mean": Sentence("Conditional mean", "First take the mean for given {outer}."),
    "outer-mean": Sentence("Tower rule", "The mean is the mean of the conditional mean."),
    "outer-mean-again": Sentence("Tower rule", "The mean of the conditional mean, one variable of {outer} at a time."),
    "mean-value": Sentence("Value", "Insert the ends and simplify."),
    "quadratic-form": Sentence(
        "Quadratic form", "The observation enters through {w} alone, with z = x − m, m = {center} and this matrix A."
    ),
    "radial-density": Sentence("Density of the form", "{w} has this density, in proportion to {w}^(d/2 − 1) f."),
    "ellipsoid-mean": Sentence(
        "Mean over an ellipsoid",
        "Given {w} the direction is uniform: with S = A⁻¹, E[zᵢzⱼ] = Sᵢⱼ{w}/d and "
        "E[zᵢzⱼzₖzₗ] = (SᵢⱼSₖₗ + SᵢₖSⱼₗ + SᵢₗSⱼₖ){w}²/(d(d + 2)), odd products vanish.",
    ),
    "outer-form": Sentence("Tower rule", "The mean is the mean of that over {w}."),
    "gap": Sentence(
        "Order", "Let {gap} be what the later of {x} and {y} is more than the earlier: take each order by itself."
    ),
    "region": Sentence(
        "One order",
        "{relation} has probability {weight}; given that, the density of the earlier one and the gap is this.",
    ),
    "regions-added": Sentence("Sum over both orders", "Probability times mean, added up."),
    "frailty-density": Sentence("Density", "In {p} and {q} the density depends on their sum only."),
    "frailty-integrand": Sentence("Integrand", "Write the integrand h in {p} and {q}; one logarithm is elementary."),
    "frailty-mean": Sentence(
        "Mean of a term", "By such integrals, with {q} = S + 1 − {p}; logarithms of S are derivatives in the exponent."
    ),
    "frailty-integral": Sentence(
        "Two logarithms",
        "Parts in {p} and {q} leave 1/({p}⋅{q}) over the power {n} of S = {p} + {q} − 1; hold S fixed, then integrate over S.",
    ),
    "antiderivative": Sentence(
        "Antiderivative", "Check by differentiating in {u}; it is continuous, what looks like a pole cancels."
    ),
    "rise": Sentence("Value", "The antiderivative at the upper end minus that at the lower end, as limits."),
    # digits
    "orbit": Sentence("Reduction", "Shifts and changes of scale carry every parameter point to {point}."),
    "digits": Sentence(
        "Digits",
        "There the mean is {digits}, which agrees in all computed digits with {number}: evidence, not a proof.",
    ),
    "identified": Sentence("Identified", "Carried back to all parameters."),
    "evaluated": Sentence("Evaluation", "Found by {route}, and compared with many digits."),
    # checks
    "other-definition-score": Sentence("Other definition", "The mean of the product of scores gives the same."),
    "other-definition-hessian": Sentence("Other definition", "The mean of minus the second derivative gives the same."),
    "regularity-condition": Sentence("Regularity", "{name} {status}: {reason}."),
    "verdict-regular": Sentence("Verdict", "The density is regular on the whole domain of its parameters."),
    "verdict-conditional": Sentence("Verdict", "The theory holds on a part of the domain: {when}."),
    "verdict-non-regular": Sentence("Verdict", "The density is not regular."),
    "verdict-undecided": Sentence("Verdict", "Regularity is not decided."),
    "bound-applies": Sentence("Cramér-Rao bound", "The Cramér-Rao bound applies where the theory holds."),
    "bound-is": Sentence(
        "Cramér-Rao bound",
        "The Cramér-Rao bound applies: unbiased estimators from n independent observations have at least the variance "
        "1/n times the inverse.",
    ),
    "bound-does-not-apply": Sentence("Cramér-Rao bound", "The Cramér-Rao bound does not apply."),
    "bound-undecided": Sentence("Cramér-Rao bound", "Whether the Cramér-Rao bound applies is not decided."),
    "identifiable-holds": Sentence(
        "Identifiability", "The information has full rank {rank}: near any value the parameters can be told apart."
    ),
    "identifiable-fails": Sentence(
        "Identifiability", "The information has rank {rank} of {size}: not all parameters can be told apart."
    ),
    "identifiable-undecided": Sentence("Identifiability", "The rank of the information is not decided."),
    "null-direction": Sentence("Null direction", "Along {direction} nothing is learnt."),
    "checked-by-quadrature": Sentence(
        "Numerical check",
        "Quadrature at {points} parameter points agrees with the closed form; largest relative error {error}.",
    ),
    "checked-by-summation": Sentence(
        "Numerical check",
        "Summation at {points} parameter points agrees with the closed form; largest relative error {error}.",
    ),
    "not-tested": Sentence("Numerical check", "Not tested: there was nothing to compare with."),
    # inference
    "expectation": Sentence("Expectation", "The mean of {integrand}, by the route called {route}."),
    "one-observation": Sentence("Information", "The expected information of one observation."),
    "jacobian": Sentence("Jacobian", "Differentiate in the parameters."),
    "cramer-rao": Sentence(
        "Cramér-Rao bound",
        "Jacobian times inverse information times Jacobian transposed, over the number of observations.",
    ),
    "attained": Sentence(
        "Attained",
        "{mean} plus its gradient times inverse information times score is free of the parameters: "
        "this statistic attains the bound.",
    ),
    "not-attained": Sentence(
        "Not attained",
        "{mean} plus its gradient times inverse information times score contains the parameters: no "
        "estimator attains the bound.",
    ),
    "attainment-undecided": Sentence("Attainment", "Whether the bound for {mean} is attained is not decided."),
    "efficiency": Sentence("Efficiency", "The bound over the variance."),
    "bhattacharyya": Sentence("Covariance of the ratios", "The covariance of f'/f and f''/f over the whole sample."),
    "bhattacharyya-bound": Sentence(
        "Bhattacharyya bound",
        "First and second derivative, times the inverse of that covariance.",
    ),
    "inverse-change": Sentence("Old parameters", "The old parameters as functions of the new ones."),
    "transformed": Sentence("Transformed", "Jacobian transposed times information times Jacobian."),
    "root-of-information": Sentence("Line element", "The square root of the information."),
    "stabilized": Sentence("Integrated", "Its antiderivative: for this parameter the information is one."),
    "orthogonal": Sentence(
        "Orthogonal",
        "The mixed entries are zero: nothing is lost by not knowing the nuisance parameters.",
    ),
    "efficient": Sentence("Efficient information", "Take away what the nuisance parameters explain."),
    "cox-reid": Sentence(
        "Equation of Cox and Reid",
        "The new parameter is constant along curves with this slope of {nuisance} in {interest}.",
    ),
    "orthogonal-parameter": Sentence("Orthogonal parameter", "An integral of that equation."),
    "null-directions": Sentence("Null directions", "Along these directions nothing is learnt."),
    "reduced": Sentence("Reduced", "The information about the functions that are constant along them."),
    "sample": Sentence("Sample", "Independent observations add up: {size} times the information of one."),
    "sample-not-centred": Sentence(
        "Sample",
        "The mean score m is not zero: n times the information of one, and n(n-1) times m m', with n = {size}.",
    ),
    "sufficient": Sentence(
        "Sufficient statistics",
        "The log-likelihood depends on the parameters through {statistics} only.",
    ),
    "not-sufficient": Sentence("Sums", "The sum over the sample could not be split altogether."),
    "covariates": Sentence("Covariates", "Independent observations add up, each with its own covariate."),
    "covariates-not-centred": Sentence(
        "Covariates",
        "The mean score m is not zero: the matrices I − m mᵀ of independent observations add up, and the square of Σ m is "
        "added.",
    ),
    "type-two": Sentence(
        "Type-II censoring",
        "The square of the derivative of the log-hazard, {hazard}, averaged over each of the smallest and added up: it is "
        "a polynomial in the distribution function, whose moments are those of uniform order statistics.",
    ),
    "type-two-integrals": Sentence(
        "Type-II censoring",
        "The square of the derivative of the log-hazard, {hazard}, averaged over each of the smallest and added up.",
    ),
    "harmonic": Sentence(
        "Cauchy mean of a logarithm",
        "Under a Cauchy density with location μ and scale σ the mean of log((x − a)² + b²) is log((μ − a)² + (σ + b)²).",
    ),
    "proportional-odds": Sentence(
        "Proportional odds",
        "The odds F/(1 − F) of the second member are t times those of the first, so that with u = F the ratio of the "
        "densities is (1 − u + t u)²/t, and u is uniform.",
    ),
    "both-kinks": Sentence("Kinks", "The support is cut at the kinks of both members, and every part is integrated."),
    "score-equations": Sentence("Score equations", "The mean score of the sample is set to zero and solved."),
    "monotone-likelihood": Sentence(
        "Monotone likelihood",
        "The likelihood is monotone in {parameter} up to the extreme observation, whatever the other parameters are.",
    ),
    "kinked-likelihood": Sentence(
        "Kink",
        "The derivative of the log-likelihood in {parameter} is one constant for each observation below the kink, another "
        "above: it changes its sign where the part {share} of the sample is below.",
    ),
    "score-equations-left": Sentence(
        "Score equations", "With these put in, the mean score of the other parameters is set to zero and solved."
    ),
    "maximum-checked": Sentence(
        "Maximum",
        "On three samples: inside the domain, score zero or at the end, and no greater likelihood at other parameters.",
    ),
    "truncated": Sentence(
        "Truncated",
        "Divide by the probability {mass} of being seen, and take away the square of the gradient of its logarithm.",
    ),
    "censored": Sentence(
        "Censored",
        "What is seen, and the square of the gradient of the probability {mass} of being censored, over it.",
    ),
    "censored-hazard": Sentence(
        "Censored",
        "The square of the derivative of the log-hazard, {hazard}, averaged over what is seen.",
    ),
    "channel": Sentence("Channel", "The kernel times the density, added up over what is not seen."),
    "grouped": Sentence("Grouped", "Squares of the gradients of the probabilities {masses}, over them, added up."),
    "determinant": Sentence("Determinant", "The determinant of the information."),
    "jeffreys": Sentence("Jeffreys prior", "Its square root."),
    "reference-prior": Sentence(
        "Reference prior",
        "The roots {roots} of the information about each group, those before it known and those after it not: each "
        "factorises, and its factor in the group itself is taken.",
    ),
    "proper": Sentence("Proper", "It can be normalised: {reason}."),
    "improper": Sentence("Improper", "It cannot be normalised: {reason}."),
    "properness": Sentence("Proper or not", "Not decided: {reason}."),
    "van-trees": Sentence("Van Trees", "One over the sum of the mean information and the information in the prior."),
    "metric": Sentence("Metric", "The information is the metric."),
    "curvature": Sentence("Curvature", "The scalar curvature of its connection."),
    "distance": Sentence("Distance", "The length of the geodesic between the two."),
    "expansion": Sentence(
        "Second order",
        "At equal parameters value and gradient vanish, and the Hessian is the information.",
    ),
    "design": Sentence("Design", "Add up the information at the points, weighted."),
    "equivalence": Sentence("Equivalence theorem", "The sensitivity shows an efficiency of at least {efficiency}."),
    "sandwich": Sentence("Sandwich", "Inverse A times B times inverse A, where the mean score vanishes."),
}
"""What each rule says."""

WORDS: dict[str, str] = {
    "gamma": "gamma",
    "beta": "beta",
    "beta-prime": "beta prime",
    "lognormal": "lognormal",
    "sympy": "SymPy's integration",
    "holds": "holds",
    "fails": "does not hold on the whole domain",
    "undecided": "is undecided",
    "normalized": "Total mass one",
    "support": "A support free of the parameters",
    "differentiable": "Differentiability in the parameters",
    "mean-score-zero": "Mean zero of the score",
    "finite-information": "Finite information",
    "definitions-agree": "Agreement of the two definitions",
    "and": "and",
    "step": "Step",
    "if": "if",
    "exercise": "Exercise",
    "density-short": "Density",
    "on-its-page": "on its page",
    "derivation-of": "Fisher information",
    "result": "Result",
}
"""Words that stand in arguments, and some that pages need."""

REASONS: tuple[tuple[str, str], ...] = ()
"""Pattern and replacement of sentences that come in English from the engine; none here."""

ROUTES: dict[str, str] = {
    "constant": "an integrand without the observation",
    "span": "the span of the scores",
    "kernel": "a gamma, beta or lognormal kernel",
    "finite": "a finite sum",
    "shift": "telescoping sums",
    "two_tails": "telescoping sums on two tails",
    "abel": "Abel's identities",
    "trigonometric": "trigonometric integrals",
    "dilogarithm": "dilogarithms",
    "tower": "the tower rule",
    "elliptical": "means over ellipsoids",
    "regions": "the tower rule for each order of the variables",
    "frailty": "the moments of a gamma frailty",
    "inverse_factorial": "inverse factorial series",
    "gaussian": "the Gaussian trace formula",
    "independence": "independent components",
    "integral": "known integrals",
    "circle": "integrals over a period",
    "identified": "a constant recognised from its digits",
    "sympy": "SymPy's integration, compared in many digits",
}
"""What each route is called; a route without a name here is called as in the code."""

HEADINGS = {
    "density": "Density",
    "inferred": "Inferred",
    "notes": "Notes",
    "score": "Score",
    "observed_information": "Observed information",
    "expected_information": "Expected information E[score scoreᵀ], one observation",
    "hessian_information": "−E[Hessian], which differs from E[score scoreᵀ] here",
    "infinite": "Infinite: the expectation diverges",
    "unevaluated": "No closed form found; numbers only",
    "conditions": "Holds if",
    "regularity": "Regularity",
    "identifiable": "Identifiability",
    "verification": "Checked",
    "values": "Numbers",
    "steps": "Derivation",
    "route": "Found by",
}
"""Headings of the sections, by field."""

PROSE = {
    "support": "support {listing}",
    "parameters": "parameters {listing}",
    "constants": "constants {listing}",
    "verdict": "{verdict}{when}; the Cramér-Rao bound {bound}",
    "when": " when {when}",
    "applies": "applies",
    "does not apply": "does not apply",
    "bound-undecided": "is undecided",
    "regular": "regular",
    "conditional": "conditional",
    "non-regular": "non-regular",
    "undecided": "undecided",
    "holds": "holds",
    "fails": "fails",
    "told-apart": "near any value all parameters can be told apart",
    "not-told-apart": "not all parameters can be told apart",
    "rank": " (rank {rank} of {size})",
    "not-tested": "not tested",
    "proved": "proved",
    "identified": "identified",
    "numeric": "numeric",
    "at-points": " at {points} points",
    "at-point": " at 1 point",
    "largest-error": ", largest relative error {error}",
    "at": "at {point} (error at most {error})",
}
"""Phrases of the result sections."""
