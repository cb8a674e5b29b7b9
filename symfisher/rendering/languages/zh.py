# ruff: noqa: E501 (a pattern and its translation stand in one line each)
"""中文 (Chinese). Long because it also translates the reasons that the engine gives in English."""

from __future__ import annotations

from symfisher.rendering.languages import Sentence

SENTENCES: dict[str, Sentence] = {
    # 密度及其导数
    "density": Sentence("密度函数", "观测值服从下面的密度，其中 {support}。"),
    "parameters": Sentence("参数", "待估计的参数：{parameters}。"),
    "constants": Sentence("常数", "已知的常数：{constants}。"),
    "inferred": Sentence("推断", "题中未给：{sentence}。"),
    "log-density": Sentence("对数密度", "取对数，乘积化为和，指数化为因子。"),
    "score": Sentence("得分函数", "将对数密度对 {parameter} 求导，得到得分 {name}。"),
    "mean-score-zero": Sentence("得分的均值", "得分函数的均值为零：{reason}。"),
    "mean-score-zero-too": Sentence("得分的均值", "同理，这个分量的均值也为零。"),
    "mean-score-not-zero": Sentence("得分的均值", "得分函数的均值并非对所有参数都为零：{reason}。"),
    "mean-score-undecided": Sentence("得分的均值", "得分函数的均值是否为零尚未判定：{reason}。"),
    "second-derivative": Sentence("二阶导数", "将 {name} 再对 {parameter} 求导。"),
    "observed": Sentence("观测信息", "在观测值处，二阶导数矩阵取负号。"),
    # 要求什么
    "entry-score-by-hessian": Sentence("信息矩阵的元素", "这里两种定义一致，所以该元素等于负二阶导数的均值。"),
    "entry-score-by-score": Sentence("信息矩阵的元素", "按定义，它是得分乘积的均值。"),
    "entry-hessian-by-hessian": Sentence("负海森矩阵均值的元素", "它是负二阶导数的均值。"),
    "entry-hessian-by-score": Sentence("负海森矩阵均值的元素", "两种定义在该元素上一致：它是得分乘积的均值。"),
    "integrand": Sentence("被积函数", "把要取均值的量记作 h。"),
    "open-entry": Sentence("没有封闭形式", "没有找到 {entry} 的封闭形式，剩下的是这个积分或求和。"),
    "conditions": Sentence("条件", "{entry} 的封闭形式成立的条件是 {relations}。"),
    "information-matrix": Sentence("费希尔信息（期望信息）", "一次观测的全部元素。"),
    "definitions-differ": Sentence("两种定义不同", "负海森矩阵的均值是另一个矩阵：{reason}。"),
    "definitions-agree": Sentence("两种定义一致", "两个均值相同：{reason}。"),
    "score-matrix": Sentence("第一种定义", "得分乘积的均值。"),
    "hessian-form": Sentence("第二种定义", "负二阶导数的均值。"),
    # 不需要积分的方法
    "constant": Sentence("不含观测值", "不含观测值的量，均值就是它自己。"),
    "constant-almost-everywhere": Sentence("几乎处处相同", "除去一个概率为零的集合，它的值与观测值无关。"),
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
    "kernel-part": Sentence(
        "新变量的密度", "用新变量表示，这一部分是形状参数为 {shapes} 的{kernel}密度的 {weight} 倍。"
    ),
    "integrand-in-u": Sentence("用新变量表示", "用新变量写出被积函数。"),
    "integrand-there": Sentence("用新变量表示", "当 {x} 在 {from} 与 {to} 之间时，用新变量写出被积函数。"),
    "moment": Sentence("矩", "{kernel}密度的矩，由伽马函数的导数给出。"),
    "moment-ratio": Sentence("矩", "{kernel}密度的矩，是伽马函数之比。"),
    "moment-tilted": Sentence("矩", "{kernel}密度的矩：因子 e^(az) 把正态变量 z 的均值从 μ 移到 μ + av。"),
    "lognormal-kernel": Sentence("新变量的密度", "用新变量表示，它是{kernel}密度，对数的均值与方差为 {shapes}。"),
    "lognormal-kernel-part": Sentence(
        "新变量的密度", "用新变量表示，这一部分是{kernel}密度的 {weight} 倍，对数的均值与方差为 {shapes}。"
    ),
    "moment-continued": Sentence(
        "矩", "{kernel}密度的矩，其中 {needs}；别处取解析延拓：只要整个被积函数的均值存在，各矩之和就是正确的。"
    ),
    "moments-inserted": Sentence("代入各矩", "代入各矩并化简。"),
    "parts-cancel": Sentence("相消", "各部分的贡献相互抵消。"),
    "partial-fractions": Sentence("部分分式", "把新变量下密度与被积函数 h 之积分解为已知函数之和。"),
    "partial-fractions-summed": Sentence(
        "部分分式", "在 {u} 覆盖的各段上把密度与被积函数 h 之积相加，再分解为已知函数之和。"
    ),
    "pieces-cancel": Sentence("相互抵消", "用新变量表示，各段的密度与被积函数 h 之积相互抵消。"),
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
    "one-tail": Sentence("尾部", "从 {start} 开始计数：{n} = 0, 1, …"),
    "geometric": Sentence("几何尾部", "那里相邻概率之比不变。"),
    "differences": Sentence("线性组合", "把被积函数写成关于 {n} 的可相消差分之和。"),
    "base-mass": Sentence("基准分布", "取值于 {x} ≥ {start} 的概率函数，其求和公式已知。"),
    "base-is-density": Sentence("基准分布", "把这个概率函数记作 B，其求和公式已知。"),
    "multiple-of-base": Sentence("倍数", "从 {start} 起，密度是它的倍数。"),
    "known-functions": Sentence(
        "线性组合", "从 {x} = {start} 起，该倍数与被积函数之积是求和公式已知的函数的线性组合。"
    ),
    "known-functions-alone": Sentence("线性组合", "从 {x} = {start} 起，被积函数是求和公式已知的函数的线性组合。"),
    "base-total": Sentence("总概率", "其总和等于一。"),
    "abel-mean": Sentence(
        "阿贝尔恒等式",
        "除以 a + bx 后，它是以 a + b 代替 a、并平移一位的同一概率函数的倍数；幂的均值由对 c 求导得到。",
    ),
    "inverse-factorial-mean": Sentence(
        "逆阶乘级数",
        "分部求和；每一项写成贝塔积分后，剩下对数除以 1 + w 的积分，由此得到三伽马函数。",
    ),
    "before-the-tail": Sentence("尾部之前", "整个和中不属于支撑集的一项。"),
    "total": Sentence("求和", "把各部分加起来。"),
    "total-half": Sentence("求和", "支撑集是半个周期，被积函数为偶函数：取和的一半。"),
    "simplified": Sentence("化简", "写成最短的形式。"),
    # 多个变量、原函数
    "marginal": Sentence("边缘密度", "对 {inner} 积分。"),
    "marginal-sum": Sentence("边缘概率", "对 {inner} 求和。"),
    "conditional": Sentence("条件密度", "除以边缘密度，得到给定 {outer} 时的密度。"),
    "inner-mean": Sentence("条件均值", "先求给定 {outer} 时的均值。"),
    "outer-mean": Sentence("全期望公式", "均值等于条件均值的均值。"),
    "outer-mean-again": Sentence("全期望公式", "对 {outer} 中的变量逐个求条件均值的均值。"),
    "mean-value": Sentence("求值", "代入端点并化简。"),
    "quadratic-form": Sentence("二次型", "观测只通过 {w} 出现，其中 z = x − m，m = {center}，矩阵 A 如下。"),
    "radial-density": Sentence("二次型的密度", "{w} 的密度如下，与 {w}^(d/2 − 1) f 成正比。"),
    "ellipsoid-mean": Sentence(
        "椭球面上的均值",
        "给定 {w} 时方向均匀：记 S = A⁻¹，则 E[zᵢzⱼ] = Sᵢⱼ{w}/d，"
        "E[zᵢzⱼzₖzₗ] = (SᵢⱼSₖₗ + SᵢₖSⱼₗ + SᵢₗSⱼₖ){w}²/(d(d + 2))，奇数个因子之积的均值为零。",
    ),
    "outer-form": Sentence("全期望公式", "均值等于上式关于 {w} 的均值。"),
    "gap": Sentence("先后", "设 {gap} 为 {x} 与 {y} 中较大者与较小者之差，两种先后分别处理。"),
    "region": Sentence("一种先后", "{relation} 的概率为 {weight}；在此条件下，较小者与差的密度如下。"),
    "regions-added": Sentence("两种先后相加", "概率乘以均值，再相加。"),
    "frailty-density": Sentence("密度", "以 {p} 与 {q} 表示，密度只依赖于两者之和。"),
    "frailty-integrand": Sentence("被积函数", "用 {p} 与 {q} 写出被积函数 h；只含一个对数的项是初等的。"),
    "frailty-mean": Sentence("一项的均值", "由这类积分及 {q} = S + 1 − {p} 求得；S 的对数来自对指数求导。"),
    "frailty-integral": Sentence(
        "两个对数",
        "对 {p} 与 {q} 分部积分，剩下 1/({p}⋅{q}) 除以 S = {p} + {q} − 1 的 {n} 次幂；先固定 S 积分，再对 S 积分。",
    ),
    "antiderivative": Sentence("原函数", "对 {u} 求导即可验证；它是连续的，看似极点之处相互抵消。"),
    "rise": Sentence("求值", "原函数在上端与下端的极限之差。"),
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
    "bound-is": Sentence(
        "Cramér-Rao 下界", "Cramér-Rao 下界适用：由 n 个独立观测得到的无偏估计，其方差不小于逆矩阵的 1/n。"
    ),
    "bound-does-not-apply": Sentence("Cramér-Rao 下界", "Cramér-Rao 下界不适用。"),
    "bound-undecided": Sentence("Cramér-Rao 下界", "Cramér-Rao 下界是否适用尚未判定。"),
    "identifiable-holds": Sentence("可识别性", "信息矩阵满秩，秩为 {rank}：各参数可以区分。"),
    "identifiable-fails": Sentence("可识别性", "信息矩阵的秩为 {rank}，小于 {size}：参数不能全部区分。"),
    "identifiable-undecided": Sentence("可识别性", "信息矩阵的秩尚未判定。"),
    "null-direction": Sentence("零方向", "沿 {direction} 得不到任何信息。"),
    "checked-by-quadrature": Sentence(
        "数值检验", "在 {points} 个参数点上，数值积分与封闭形式一致，最大相对误差为 {error}。"
    ),
    "checked-by-summation": Sentence(
        "数值检验", "在 {points} 个参数点上，数值求和与封闭形式一致，最大相对误差为 {error}。"
    ),
    "not-tested": Sentence("数值检验", "未检验：没有可比较的数值。"),
    # inference
    "expectation": Sentence("期望", "{integrand} 的均值，所用方法：{route}。"),
    "one-observation": Sentence("信息", "一次观测的期望信息。"),
    "jacobian": Sentence("雅可比矩阵", "对参数求导。"),
    "cramer-rao": Sentence("克拉默-拉奥界", "雅可比矩阵乘信息的逆，再乘其转置，除以观测次数。"),
    "attained": Sentence("可达", "{mean} 加上其梯度乘信息的逆乘得分，不含参数：该统计量达到此界。"),
    "not-attained": Sentence("不可达", "{mean} 加上其梯度乘信息的逆乘得分，含有参数：没有估计量达到此界。"),
    "attainment-undecided": Sentence("可达性", "{mean} 的界是否可达未能判定。"),
    "efficiency": Sentence("效率", "界除以方差。"),
    "bhattacharyya": Sentence("比值的协方差", "整个样本的 f'/f 与 f''/f 的协方差。"),
    "bhattacharyya-bound": Sentence("巴塔恰里亚界", "一阶与二阶导数，乘该协方差的逆。"),
    "inverse-change": Sentence("原参数", "原参数表示为新参数的函数。"),
    "transformed": Sentence("变换", "雅可比矩阵的转置乘信息乘雅可比矩阵。"),
    "root-of-information": Sentence("线元", "信息的平方根。"),
    "stabilized": Sentence("积分", "其原函数：对这个参数，信息为一。"),
    "orthogonal": Sentence("正交", "混合项为零：不知道冗余参数不损失信息。"),
    "efficient": Sentence("有效信息", "减去冗余参数所解释的部分。"),
    "cox-reid": Sentence("考克斯-里德方程", "新参数沿 {nuisance} 对 {interest} 斜率如此的曲线为常数。"),
    "orthogonal-parameter": Sentence("正交参数", "该方程的一个积分。"),
    "null-directions": Sentence("零方向", "沿这些方向得不到信息。"),
    "reduced": Sentence("约化", "关于沿这些方向不变的函数的信息。"),
    "sample": Sentence("样本", "独立观测的信息相加：一次观测的 {size} 倍。"),
    "sample-not-centred": Sentence(
        "样本", "平均得分 m 不为零：一次观测信息的 n 倍，加 n(n-1) 倍 m m'，其中 n = {size}。"
    ),
    "sufficient": Sentence("充分统计量", "对数似然仅通过 {statistics} 依赖于参数。"),
    "not-sufficient": Sentence("求和", "样本上的和未能完全拆开。"),
    "covariates": Sentence("协变量", "独立观测的信息相加，各有自己的协变量。"),
    "covariates-not-centred": Sentence(
        "协变量", "平均得分 m 不为零：独立观测的矩阵 I − m mᵀ 相加，再加上 Σ m 的平方。"
    ),
    "type-two": Sentence(
        "II 型删失", "对数风险率的导数 {hazard} 是分布函数的多项式：其平方在各最小次序统计量上的均值相加。"
    ),
    "type-two-integrals": Sentence("II 型删失", "对数风险率的导数 {hazard} 的平方，在各最小次序统计量上取均值后相加。"),
    "harmonic": Sentence(
        "对数的柯西均值", "在位置为 μ、尺度为 σ 的柯西密度下，log((x − a)² + b²) 的均值为 log((μ − a)² + (σ + b)²)。"
    ),
    "proportional-odds": Sentence(
        "比例优势",
        "第二个成员的优势 F/(1 − F) 是第一个的 t 倍；令 u = F，则密度之比为 (1 − u + t u)²/t，且 u 服从均匀分布。",
    ),
    "both-kinks": Sentence("尖点", "在两个成员的尖点处分割支撑集，逐段积分。"),
    "score-equations": Sentence("得分方程", "令样本的平均得分为零并求解。"),
    "monotone-likelihood": Sentence(
        "单调似然", "无论其他参数取何值，似然关于 {parameter} 在到达极端观测值之前是单调的。"
    ),
    "kinked-likelihood": Sentence(
        "尖点",
        "对数似然关于 {parameter} 的导数在尖点以下的每个观测处为一常数，在其上为另一常数：样本中比例 {share} 位于其下时变号。",
    ),
    "score-equations-left": Sentence("得分方程", "将其代入后，令其余参数的平均得分为零并求解。"),
    "maximum-checked": Sentence("最大值", "在三个样本上检验：在定义域内，得分为零或在端点，且其他参数处的似然不更大。"),
    "truncated": Sentence("截断", "除以被观测到的概率 {mass}，再减去其对数梯度的平方。"),
    "censored": Sentence("删失", "所观测到的部分，加上删失概率 {mass} 的梯度平方除以该概率。"),
    "censored-hazard": Sentence("删失", "对数风险率的导数 {hazard} 的平方在所观测到的部分上取均值。"),
    "channel": Sentence("信道", "核乘密度，对未观测的量求和或积分。"),
    "grouped": Sentence("分组", "各概率 {masses} 的梯度平方除以该概率，求和。"),
    "determinant": Sentence("行列式", "信息的行列式。"),
    "jeffreys": Sentence("杰弗里斯先验", "其平方根。"),
    "reference-prior": Sentence(
        "参考先验", "各组信息（前面的组已知，后面的组未知）的平方根 {roots} 均可分解，取其本组参数的因子。"
    ),
    "proper": Sentence("正常", "可以归一化：{reason}。"),
    "improper": Sentence("非正常", "不能归一化：{reason}。"),
    "properness": Sentence("是否正常", "未能判定：{reason}。"),
    "van-trees": Sentence("范特里斯", "平均信息与先验信息之和的倒数。"),
    "metric": Sentence("度量", "以信息为度量。"),
    "curvature": Sentence("曲率", "其联络的标量曲率。"),
    "distance": Sentence("距离", "两点之间测地线的长度。"),
    "expansion": Sentence("二阶展开", "参数相等处，值与梯度为零，黑塞矩阵即信息。"),
    "design": Sentence("设计", "各点的信息加权求和。"),
    "equivalence": Sentence("等价定理", "灵敏度表明效率至少为 {efficiency}。"),
    "sandwich": Sentence("三明治", "A 的逆乘 B 乘 A 的逆，取在平均得分为零处。"),
}
"""每条规则说什么 (what each rule says)."""

WORDS: dict[str, str] = {
    "gamma": "伽马",
    "beta": "贝塔",
    "beta-prime": "贝塔撇",
    "lognormal": "对数正态",
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
    "exercise": "题目",
    "density-short": "密度函数",
    "on-its-page": "见该题",
    "derivation-of": "费希尔信息",
    "result": "结果",
}
"""参数中的词语，以及页面需要的词语 (words that stand in arguments, and some that pages need)."""

REASONS: tuple[tuple[str, str], ...] = (
    (
        r"there is no Cramér-Rao bound for (?P<q>.*); the Hammersley-Chapman-Robbins bound on the variance of an unbiased "
        r"estimator is (?P<bounds>.*) as n grows \(numeric\)",
        "{q} 没有 Cramér-Rao 下界；无偏估计方差的 Hammersley-Chapman-Robbins 下界为 {bounds}（n 增大时的数值极限）",
    ),
    (
        r"the information is infinite: E\[score scoreᵀ\] diverges in entry (?P<entries>.*)",
        "信息为无穷大：E[score scoreᵀ] 在元素 {entries} 处发散",
    ),
    (
        r"no closed form known for the (?P<family>.*) family: (?P<source>.*)",
        "{family} 族没有已知的封闭形式：{source}",
    ),
    (
        "only for (?P<when>.*?): (?P<rest>.*)",
        "仅当 {when} 时：{rest}",
    ),
    (
        "(?P<rest>.*); yet numbers at drawn parameter points do not confirm (?P<what>.*)",
        "{rest}；但抽取的参数点上的数值不支持 {what}",
    ),
    (
        r"(?P<rest>.*); (?P<what>.*) fails at all (?P<n>\d+) drawn parameter points",
        "{rest}；在全部 {n} 个抽取的参数点上 {what} 都不成立",
    ),
    (
        r"f (?:sums|integrates) to 1 \(within (?P<e>\S+) at (?P<n>\d+) parameter points\) and is not negative",
        "f 的总概率为 1（在 {n} 个参数点上误差不超过 {e}）且非负",
    ),
    (
        "the total mass was not computed accurately enough to compare it with 1",
        "总概率的计算精度不足以与 1 比较",
    ),
    (
        "the support does not depend on the parameters",
        "支撑集不依赖于参数",
    ),
    (
        "the possible values depend on a parameter",
        "可能的取值依赖于参数",
    ),
    (
        "the set of possible values depends on a parameter: values appear and disappear with it",
        "可能取值的集合依赖于参数：取值随参数出现和消失",
    ),
    (
        "the end (?P<end>.*?) of the support moves with (?P<p>.*), and how f behaves there was not found",
        "支撑集的端点 {end} 随 {p} 移动，f 在那里的性态未知",
    ),
    (
        "the end (?P<end>.*?) of the support moves with (?P<p>.*), but f vanishes there faster than every power of the distance d",
        "支撑集的端点 {end} 随 {p} 移动，但 f 在那里比距离 d 的任何幂都更快地趋于零",
    ),
    (
        "the end (?P<end>.*?) of the support moves with (?P<p>.*), and f does not vanish there: it tends to (?P<v>.*)",
        "支撑集的端点 {end} 随 {p} 移动，而 f 在那里不为零：它趋于 {v}",
    ),
    (
        "the end (?P<end>.*?) of the support moves with (?P<p>.*), but f vanishes there like (?P<v>.*), d the distance from the end",
        "支撑集的端点 {end} 随 {p} 移动，但 f 在那里像 {v} 一样趋于零，d 为到端点的距离",
    ),
    (
        "the end (?P<end>.*?) of the support moves with (?P<p>.*), where f behaves like (?P<v>.*), d the distance from the end",
        "支撑集的端点 {end} 随 {p} 移动，f 在那里的性态如 {v}，d 为到端点的距离",
    ),
    (
        "f is built from smooth functions of the parameters",
        "f 由参数的光滑函数构成",
    ),
    (
        r"(?P<p>\S+) takes separate values only, so there is no derivative in it",
        "{p} 只取离散值，对它没有导数",
    ),
    (
        "where (?P<e>.*) changes its branch was not found",
        "没有找到 {e} 在何处改变分支",
    ),
    (
        "f switches in the parameters themselves where (?P<e>.*) = 0",
        "在 {e} = 0 处，f 关于参数本身改变分支",
    ),
    (
        "f changes its branch at (?P<e>.*), which moves over the possible values",
        "f 在 {e} 处改变分支，该点在可能取值上移动",
    ),
    (
        "f has a kink at (?P<e>.*) and vanishes there",
        "f 在 {e} 处有尖点并在那里为零",
    ),
    (
        "f has a pole at (?P<e>.*)",
        "f 在 {e} 处有极点",
    ),
    (
        "f changes its branch at (?P<e>.*); whether it is continuous there was not decided",
        "f 在 {e} 处改变分支；在那里是否连续尚未判定",
    ),
    (
        "f jumps at (?P<e>.*), a point that moves with the parameters",
        "f 在 {e} 处有跳跃，该点随参数移动",
    ),
    (
        "f has a kink at (?P<e>.*) but is continuous there: differentiable for all other (?P<x>.*)",
        "f 在 {e} 处有尖点但连续：对其他所有 {x} 可微",
    ),
    (
        "the support is fixed and the score square-integrable: the derivative may be taken under the integral",
        "支撑集固定且得分平方可积，求导与积分可以交换次序",
    ),
    (
        "the sum of f over the fixed set of values is 1 and may be differentiated term by term",
        "f 在固定取值集合上的和为 1，可以逐项求导",
    ),
    (
        "whether the derivative may be taken under the integral was not decided",
        "求导与积分能否交换次序尚未判定",
    ),
    (
        "the set of values or a parameter does not vary smoothly",
        "取值集合或某个参数不是光滑变化的",
    ),
    (
        "f does not vanish at moving points, and the sum of fluxes was not found",
        "f 在移动的点上不为零，通量之和没有找到",
    ),
    (
        r"probability flows over a moving end or jump: E\[score\] = (?P<v>.*), not 0",
        "概率流过移动的端点或跳跃点：E[score] = {v}，不为 0",
    ),
    (
        "the fluxes over moving ends cancel each other",
        "流过移动端点的通量相互抵消",
    ),
    (
        "f is continuous at the kinks that move",
        "f 在移动的尖点处连续",
    ),
    (
        r"f is not bounded at a moving end or kink, so that E\[score\] diverges there",
        "f 在移动的端点或尖点处无界，E[score] 在那里发散",
    ),
    (
        "f vanishes where the support ends or branches, so no probability flows over a moving point",
        "f 在支撑集的端点或分支处为零，没有概率流过移动的点",
    ),
    (
        "f vanishes at moving ends and is continuous at moving kinks, so no probability flows over them",
        "f 在移动的端点处为零，在移动的尖点处连续，没有概率流过它们",
    ),
    (
        "a sum of finitely many terms",
        "有限多项之和",
    ),
    (
        r"E\[score²\] is infinite: (?P<why>.*)",
        "E[score²] 为无穷大：{why}",
    ),
    (
        "the slope of f is not square-integrable at (?P<e>.*)",
        "f 的导数在 {e} 处不是平方可积的",
    ),
    (
        "f is like (?P<v>.*) near (?P<e>.*), so f·score² like (?P<w>.*)",
        "f 在 {e} 附近的性态如 {v}，因此 f·score² 如 {w}",
    ),
    (
        "f·score² is not integrable at an end",
        "f·score² 在某个端点处不可积",
    ),
    (
        "the squared score is integrable at ends, kinks and in the tails",
        "得分的平方在端点、尖点和尾部可积",
    ),
    (
        r"whether E\[score²\] converges at every end was not decided",
        "E[score²] 在各端点是否收敛尚未判定",
    ),
    (
        "f·score² is integrable at every end, by comparing orders of growth",
        "比较增长的阶可知，f·score² 在每个端点可积",
    ),
    (
        r"f·score² is smooth inside the support, and E\[score²\] converged at (?P<n>\d+) parameter points",
        "f·score² 在支撑集内部光滑，E[score²] 在 {n} 个参数点上收敛",
    ),
    (
        r"f vanishes fast enough at moving ends for E\[score\] = 0 to be differentiated once more",
        "f 在移动的端点处足够快地趋于零，E[score] = 0 可以再求一次导数",
    ),
    (
        r"E\[score\] = 0 may be differentiated once more under the (?:sum|integral)",
        "E[score] = 0 可以在积分（或求和）号下再求一次导数",
    ),
    (
        r"whether E\[score\] = 0 may be differentiated once more was not decided",
        "E[score] = 0 能否再求一次导数尚未判定",
    ),
    (
        r"E\[score²\] is infinite, so there is nothing that -E\[Hessian\] could equal",
        "E[score²] 为无穷大，-E[Hessian] 无从与它相等",
    ),
    (
        r"the slope of f jumps at (?P<e>.*), which -E\[Hessian\] does not see: use E\[score scoreᵀ\]",
        "f 的导数在 {e} 处有跳跃，-E[Hessian] 看不到它：请用 E[score scoreᵀ]",
    ),
    (
        r"the ends of the support move and f does not vanish fast enough there: -E\[Hessian\] misses the boundary term",
        "支撑集的端点移动，而 f 在那里趋于零不够快：-E[Hessian] 缺少边界项",
    ),
    (
        r"the ends of the support move and f does not vanish there: E\[score scoreᵀ\] \+ E\[Hessian\] is (?P<v>.*), not 0, in entry (?P<e>.*)",
        "支撑集的端点移动，而 f 在那里不为零：在元素 {e} 处 E[score scoreᵀ] + E[Hessian] 等于 {v}，不为 0",
    ),
    (
        "the boundary terms were found, but not whether they cancel",
        "找到了边界项，但不知道它们是否抵消",
    ),
    (
        "the boundary terms at the moving ends cancel each other",
        "移动端点处的边界项相互抵消",
    ),
    (
        r"E\[score scoreᵀ\] by (?:quadrature|summation) at (?P<n>\d+) points, and the certificate of each route replayed",
        "在 {n} 个点上用数值积分（或求和）计算 E[score scoreᵀ]，并重放每种方法的证书",
    ),
    (
        r"support (?P<s>.*) \(inferred: the density (?:sums|integrates) to 1 there\)",
        "支撑集 {s}（推断：密度在那里的总概率为 1）",
    ),
    (
        r"domain (?P<s>.*) \(inferred: the widest where the density (?:sums|integrates) to 1\)",
        "取值范围 {s}（推断：密度总概率为 1 的最大范围）",
    ),
    (
        r"domain (?P<s>.*) \(inferred: the density (?:sums|integrates) to 1 there, and beyond (?P<e>\S+) too: "
        r"declare the domain if you need more\)",
        "取值范围 {s}（推断：密度在那里的总概率为 1，越过 {e} 也成立；需要更大的范围请自行声明）",
    ),
    (
        r"domain (?P<s>.*) \(inferred: the total mass is finite there\)",
        "取值范围 {s}（推断：总质量在那里有限）",
    ),
    (
        r"(?P<s>.*) \(inferred: the widest where the density (?:sums|integrates) to 1\)",
        "{s}（推断：密度总概率为 1 的最大范围）",
    ),
    (
        r"(?P<f>.*): undefined, so that the numerical checks put sample functions in place",
        "{f}：未定义的函数，数值检验时用样本函数代替",
    ),
    (
        r"(?P<q>\w+) stands for (?P<s>\S+), which the header lists as the parameter",
        "{q} 代表 {s}，表头把它列为参数",
    ),
    (
        r"variables (?P<v>.*) \(inferred: as a joint density this has total mass 1\)",
        "变量 {v}（推断：作为联合密度，总概率为 1）",
    ),
    (
        r"(?P<z>.*): known \(inferred: this is a density of (?P<x>\w+) whatever \w+ is\)",
        "{z}：已知（推断：无论它取何值，这都是 {x} 的密度）",
    ),
    (
        r"(?P<v>.*): the variance \(inferred: N\(mean, variance\), as usual\)",
        "{v}：方差（推断：按惯例 N(均值, 方差)）",
    ),
    (
        r"support (?P<s>.*) \(inferred: the widest usual set on which the mass is finite\)",
        "支撑集 {s}（推断：总质量有限的最大常用集合）",
    ),
    (
        r"covariances are bounded by (?P<b>.*), where the matrix is sure to be positive definite \(.*\)",
        "协方差的绝对值不超过 {b}，这时矩阵必定正定（凡矩阵正定之处结果都成立）",
    ),
    (
        r"one more category, with the remaining probability \(the (?P<n>\d+) given ones do not sum to 1\)",
        "另加一个类别，取剩余的概率（给出的 {n} 个概率之和不为 1）",
    ),
    (
        r"values of (?P<x>\S+): (?P<s>.*) \(the labels, numbered\)",
        "{x} 的取值：{s}（标签依次编号）",
    ),
    (
        r"domain (?P<s>.*) \(inferred: a weight of a mixture\)",
        "取值范围 {s}（推断：它是混合分布的权重）",
    ),
    (
        r"domain (?P<s>.*) \(inferred: it ends the support\)",
        "取值范围 {s}（推断：它是支撑集的端点）",
    ),
    (
        r"variable (?P<s>.*) \(inferred\)",
        "变量 {s}（推断）",
    ),
    (
        r"(?P<s>.*) a known constant \(inferred: it ends the support\)",
        "{s} 是已知常数（推断：它是支撑集的端点）",
    ),
    (
        r"(?P<s>.*): a known constant \(inferred: it runs through integers\)",
        "{s} 是已知常数（推断：它取整数值）",
    ),
    (
        "divided by its total mass (?P<m>.*)",
        "已除以总质量 {m}",
    ),
)
"""引擎给出的英文理由：模式与译文 (pattern and replacement of reasons that the engine gives in English)."""

ROUTES: dict[str, str] = {
    "constant": "不含观测值的被积函数",
    "span": "得分的线性组合",
    "kernel": "伽马核、贝塔核或对数正态核",
    "finite": "有限和",
    "shift": "裂项相消",
    "two_tails": "双侧尾部的裂项相消",
    "abel": "阿贝尔恒等式",
    "trigonometric": "三角函数积分",
    "dilogarithm": "二重对数",
    "tower": "全期望公式",
    "elliptical": "椭球面上的均值",
    "regions": "按变量的先后分区域使用全期望公式",
    "frailty": "伽马脆弱性模型的矩",
    "inverse_factorial": "逆阶乘级数",
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
    "infinite": "无穷大：该期望发散",
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
    "told-apart": "在任一参数值附近，各参数可以区分",
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
