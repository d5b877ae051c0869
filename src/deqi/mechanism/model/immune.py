"""Inflammation and what holds it: TLR4 and NF-kappaB, cytokines, glia with MAPK, the vagal and adrenal reflex.

ST36 to the vagus to the adrenals: Torres-Rosas 2014, Liu 2021 (mice). Inhibition by IL-10 after Reynolds 2006.
"""

from deqi.mechanism.model.symbols import Part, given, param, quantity, relaxes, saturates, state

_danger = param.g_dmg_nf * state.Dmg + param.g_tnf_nf * state.TNF + param.g_glia_nf * state.Glia + given.endotoxin

IMMUNE = Part(
    rates={
        state.Vag: relaxes(
            state.Vag, (param.g_vag * given.vagal * state.AffA + param.b_vag) * (1 - given.cut_vagus), param.t_vag
        ),
        state.Cat: relaxes(state.Cat, saturates(state.Vag, param.k_cat) * (1 - given.cut_adrenal), param.t_cat),
        state.NFkB: relaxes(
            state.NFkB,
            saturates(param.k_nf * _danger + param.b_nf, 1)
            / (1 + param.g_il10_nf * state.IL10 + param.g_cat_nf * state.Cat),
            param.t_nf,
        ),
        state.TNF: relaxes(state.TNF, param.g_nf_tnf * state.NFkB, param.t_tnf),
        state.IL6: relaxes(state.IL6, param.g_nf_il6 * state.NFkB + param.g_tnf_il6 * state.TNF, param.t_il6),
        state.IL10: relaxes(
            state.IL10,
            param.k_il10 * (saturates(state.TNF + state.IL6, param.k_il10_half) + param.g_cat_il10 * state.Cat)
            + param.g_exercise_il10 * given.exercise,
            param.t_il10,
        ),
        state.Glia: relaxes(
            state.Glia,
            param.k_glia
            * saturates(state.TNF + param.g_il6_glia * state.IL6 + param.g_tr_glia * state.Tr, param.k_glia_half)
            * (1 + param.g_ope_glia * state.Ope)
            / (1 + param.g_il10_glia * state.IL10 + param.g_op_glia * quantity.Omega),
            param.t_glia,
        ),
    },
)
