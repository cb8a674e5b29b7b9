"""中文 (Chinese)."""

from __future__ import annotations

from symfisher.rendering.languages import Sentence

SENTENCES: dict[str, Sentence] = {
    # 密度及其导数
    "density": Sentence("密度函数", "观测值服从下面的密度，其中 {support}。"),
    "parameters": Sentence("参数", "待估计的参数：{parameters}。"),
    "constants": Sentence("常数", "已知的常数：{constants}。"),
    "inferred": Sentence("推断", "未给出而由程序推断：{sentence}。"),
    "log-density": Sentence("对数密度", "取对数，乘积化为和，指数化为因子。"),
    "score": Sentence("得分函数", "将对数密度对 {parameter} 求导，得到得分 {name}。"),
    "mean-score-zero": Sentence("得分的均值", "得分函数的均值为零：{reason}。"),
    "mean-score-not-zero": Sentence("得分的均值", "得分函数的均值并非对所有参数都为零：{reason}。"),
    "mean-score-undecided": Sentence("得分的均值", "得分函数的均值是否为零尚未判定：{reason}。"),
    "second-derivative": Sentence("二阶导数", "再求一次导数。"),
    "observed": Sentence("观测信息", "在观测值处，二阶导数矩阵取负号。"),
    # 要求什么
    "entry-score-by-hessian": Sentence("信息矩阵的元素", "这里两种定义一致，所以该元素等于负二阶导数的均值。"),
    "entry-score-by-score": Sentence("信息矩阵的元素", "按定义，它是得分乘积的均值。"),
    "entry-hessian-by-hessian": Sentence("负海森矩阵均值的元素", "它是负二阶导数的均值。"),
    "entry-hessian-by-score": Sentence("负海森矩阵均值的元素", "两种定义在该元素上一致：它是得分乘积的均值。"),
    "integrand": Sentence("被积函数", "写出来，记作 h。"),
    "open-entry": Sentence("没有封闭形式", "没有找到 {entry} 的封闭形式，剩下的是这个积分或求和。"),
    "conditions": Sentence("条件", "{entry} 的封闭形式成立的条件是 {relations}。"),
    "information-matrix": Sentence("费希尔信息（期望信息）", "一次观测的全部元素。"),
    "definitions-differ": Sentence("两种定义不同", "负海森矩阵的均值是另一个矩阵：{reason}。"),
    "definitions-agree": Sentence("两种定义一致", "两个均值相同：{reason}。"),
    "score-matrix": Sentence("第一种定义", "得分乘积的均值。"),
    "hessian-form": Sentence("第二种定义", "负二阶导数的均值。"),
    # 不需要积分的方法
    "constant": Sentence("不含观测值", "不含观测值的量，均值就是它自己。"),
    "span": Sentence("得分的线性组合", "对观测值的每个取值，被积函数都等于一个常数加上得分的倍数。"),
    "linearity": Sentence("线性性", "逐项取均值。"),
    "scores-vanish": Sentence("得分消失", "每个得分的均值为零，只剩下常数。"),
    "independence": Sentence("独立分量", "{groups} 各组相互独立，对数密度是各组之和，均值可以相加。"),
    "precision": Sentence("高斯密度", "对数密度是观测值的二次函数；它对观测值的负二阶导数是精度矩阵 A。"),
    "gaussian-mean": Sentence("高斯均值", "梯度在均值 m = {mean} 处为零。"),
    "slope-of-mean": Sentence("均值的导数", "对均值求导。"),
    "slope-of-precision": Sentence("精度的导数", "对精度矩阵求导。"),
    "trace-formula": Sentence("迹公式", "高斯密度的信息只取决于均值和精度矩阵。"),
    "trace-values": Sentence("代入", "代入各导数并化简。"),
    # 变量代换
    "substitution-increasing": Sentence("变量代换", "当 {x} 从 {from} 变到 {to} 时，{u} 从 {low} 增到 {high}。"),
    "substitution-decreasing": Sentence("变量代换", "当 {x} 从 {from} 变到 {to} 时，{u} 从 {high} 减到 {low}。"),
    "inverse": Sentence("反函数", "解出观测值。"),
    "kernel": Sentence("新变量的密度", "用新变量表示，它是形状参数为 {shapes} 的{kernel}密度。"),
    "integrand-in-u": Sentence("用新变量表示", "用新变量写出被积函数。"),
    "integrand-there": Sentence("用新变量表示", "当 {x} 在 {from} 与 {to} 之间时，用新变量写出被积函数。"),
    "moment": Sentence("矩", "{kernel}密度的矩，由伽马函数的导数给出。"),
    "moment-continued": Sentence(
        "矩", "{kernel}密度的矩，其中 {needs}；别处取解析延拓：只要整个被积函数的均值存在，各矩之和就是正确的。"
    ),
    "moments-inserted": Sentence("代入各矩", "代入各矩并化简。"),
    "partial-fractions": Sentence("部分分式", "把新变量下密度与被积函数 h 之积分解为已知函数之和。"),
    "known-integral": Sentence("积分", "已知的积分。"),
    "turned": Sentence("角度", "从中心开始度量角度。"),
    "even-part": Sentence("偶部", "记密度与被积函数之积为 F：奇部的均值为零，偶部只依赖于余弦。"),
    # 求和
    "atom": Sentence("和式的一项", "在 {at} 处，概率乘以被积函数 h。"),
    "finite": Sentence("有限和", "均值是全部 {count} 个取值上的和。"),
    "neighbours": Sentence("相邻概率之比", "从 {x} = {start} 起，相邻概率之比是有理函数。"),
    "tail-combination": Sentence("线性组合", "从 {x} = {start} 起，被积函数是 1、得分和可相消差分的线性组合。"),
    "tail-mass": Sentence("尾部的概率", "从 {start} 起的概率：一减去前面各值的概率。"),
    "tail-score": Sentence("尾部的得分", "在固定集合上，得分的均值等于该集合的概率对 {parameter} 的导数。"),
    "telescope": Sentence("裂项相消", "相邻各项相消，只剩下第一项。"),
    "total": Sentence("求和", "把各部分加起来。"),
    "total-half": Sentence("求和", "支撑集是半个周期，被积函数为偶函数：取和的一半。"),
    "simplified": Sentence("化简", "写成最短的形式。"),
    # 数字识别
    "orbit": Sentence("化归", "平移和尺度变换把每个参数点变为 {point}。"),
    "digits": Sentence("数字", "在那里均值等于 {digits}，所有算出的数字都与 {number} 一致：这是证据，不是证明。"),
    "identified": Sentence("识别", "变换回所有参数。"),
    "evaluated": Sentence("求值", "由{route}得到，并与多位数字比较。"),
    # 检验
    "other-definition-score": Sentence("另一种定义", "得分乘积的均值给出同样的结果。"),
    "other-definition-hessian": Sentence("另一种定义", "负二阶导数的均值给出同样的结果。"),
    "regularity-condition": Sentence("正则条件", "{name}：{status}；{reason}。"),
    "verdict-regular": Sentence("结论", "在参数的整个取值范围内，该密度满足正则条件。"),
    "verdict-conditional": Sentence("结论", "理论只在一部分参数上成立：{when}。"),
    "verdict-non-regular": Sentence("结论", "该密度不满足正则条件。"),
    "verdict-undecided": Sentence("结论", "正则条件是否满足尚未判定。"),
    "bound-applies": Sentence("Cramér-Rao 下界", "在理论成立之处，Cramér-Rao 下界适用。"),
    "bound-does-not-apply": Sentence("Cramér-Rao 下界", "Cramér-Rao 下界不适用。"),
    "bound-undecided": Sentence("Cramér-Rao 下界", "Cramér-Rao 下界是否适用尚未判定。"),
    "identifiable-holds": Sentence("可识别性", "信息矩阵满秩，秩为 {rank}：各参数可以区分。"),
    "identifiable-fails": Sentence("可识别性", "信息矩阵的秩为 {rank}，小于 {size}：参数不能全部区分。"),
    "identifiable-undecided": Sentence("可识别性", "信息矩阵的秩尚未判定。"),
    "null-direction": Sentence("零方向", "沿 {direction} 得不到任何信息。"),
    "checked-by-quadrature": Sentence("数值检验", "在 {points} 个参数点上，数值积分与封闭形式一致，最大相对误差为 {error}。"),
    "checked-by-summation": Sentence("数值检验", "在 {points} 个参数点上，数值求和与封闭形式一致，最大相对误差为 {error}。"),
    "not-tested": Sentence("数值检验", "未检验：没有可比较的数值。"),
}
"""每条规则说什么 (what each rule says)."""

WORDS: dict[str, str] = {
    "gamma": "伽马",
    "beta": "贝塔",
    "beta-prime": "贝塔撇",
    "sympy": " SymPy 的积分",
    "holds": "成立",
    "fails": "并非在整个取值范围内成立",
    "undecided": "未判定",
    "normalized": "总概率为一",
    "support": "支撑集与参数无关",
    "differentiable": "对参数可微",
    "mean-score-zero": "得分函数均值为零",
    "finite-information": "信息有限",
    "definitions-agree": "两种定义一致",
    "and": "和",
    "step": "步骤",
    "if": "如果",
    "derivation-of": "费希尔信息",
    "result": "结果",
}
"""参数中的词语，以及页面需要的词语 (words that stand in arguments, and some that pages need)."""

REASONS: tuple[tuple[str, str], ...] = (
    (
        r"only for (?P<when>.*?): (?P<rest>.*)",
        r"仅当 {when} 时：{rest}",
    ),
    (
        r"the support is fixed and the score square-integrable: the derivative may be taken under the integral",
        r"支撑集固定且得分平方可积，求导与积分可以交换次序",
    ),
    (
        r"the sum of f over the fixed set of values is 1 and may be differentiated term by term",
        r"f 在固定取值集合上的和为 1，可以逐项求导",
    ),
)
"""引擎给出的英文理由：模式与译文 (pattern and replacement of reasons that the engine gives in English)."""

ROUTES: dict[str, str] = {
    "constant": "不含观测值的被积函数",
    "span": "得分的线性组合",
    "kernel": "伽马核或贝塔核",
    "finite": "有限和",
    "shift": "裂项相消",
    "gaussian": "高斯迹公式",
    "independence": "独立分量",
    "integral": "已知积分",
    "circle": "一个周期上的积分",
    "identified": "由数字识别的常数",
    "sympy": "SymPy 的积分（与多位数字比较）",
}
"""每种方法的名称 (what each route is called)."""

HEADINGS = {
    "density": "密度函数",
    "inferred": "推断",
    "notes": "说明",
    "score": "得分函数",
    "observed_information": "观测信息",
    "expected_information": "费希尔信息（期望信息）E[score scoreᵀ]，一次观测",
    "hessian_information": "−E[Hessian]，这里与 E[score scoreᵀ] 不同",
    "unevaluated": "没有找到封闭形式，只有数值",
    "conditions": "成立条件",
    "regularity": "正则条件",
    "identifiable": "可识别性",
    "verification": "检验",
    "values": "数值",
    "steps": "推导",
    "route": "方法：",
}
"""各节标题 (headings of the sections, by field)."""

PROSE = {
    "support": "支撑集 {listing}",
    "parameters": "参数 {listing}",
    "constants": "常数 {listing}",
    "verdict": "{verdict}{when}；Cramér-Rao 下界{bound}",
    "when": "（当 {when} 时）",
    "applies": "适用",
    "does not apply": "不适用",
    "bound-undecided": "是否适用未判定",
    "regular": "正则",
    "conditional": "有条件地正则",
    "non-regular": "非正则",
    "undecided": "未判定",
    "holds": "成立",
    "fails": "不成立",
    "told-apart": "各参数可以区分",
    "not-told-apart": "参数不能全部区分",
    "rank": "（秩 {rank}，共 {size}）",
    "not-tested": "未检验",
    "proved": "已证明",
    "identified": "已识别",
    "numeric": "数值",
    "at-points": "，{points} 个点",
    "at-point": "，1 个点",
    "largest-error": "，最大相对误差 {error}",
    "at": "在 {point} 处（误差至多 {error}）",
}
"""结果各节的短语 (phrases of the result sections)."""
