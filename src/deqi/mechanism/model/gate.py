"""The gate in the dorsal horn, at the needled segment and at one far from it.

After Britton and Skevington 1989, with firing rates as in Crodelle 2019. The real time constants are
milliseconds; three seconds is a choice for the solver that no output can tell from it.
"""

import sympy as sp

from deqi.mechanism.model.symbols import Part, given, param, quantity, relaxes, state, switches

_sensitised = 1 + param.g_cs * state.CS + param.g_mem * state.Mem
_descending = param.g_rvm_t * state.RVM * (param.b_desc_gate + state.Desc)
_unsilenced = 1 + param.g_syn * state.Syn
_tone = param.g_tone + param.g_ser_inh * state.Ser


def _excitation(c: sp.Expr, inhibition: sp.Expr) -> sp.Expr:
    """What drives the excitatory cells of the substantia gelatinosa."""
    return param.g_ce * c * _sensitised / (1 + param.g_inh_e * inhibition + param.g_op_e * quantity.Omega)


def _transmission(excitatory: sp.Expr, c: sp.Expr, inhibition: sp.Expr) -> sp.Expr:
    """What drives the wide-dynamic-range cells that project to the brain."""
    drive = (param.g_et * excitatory + param.g_ct * c) * _sensitised * _unsilenced
    return drive / (1 + param.g_inh_t * inhibition + param.g_op_t * quantity.Omega + _descending)


GATE = Part(
    rates={
        state.Inh: relaxes(
            state.Inh, switches(_tone + param.g_a_inh * given.near * state.AffA, param.k_inh), param.t_neural
        ),
        state.Exc: relaxes(state.Exc, switches(_excitation(quantity.C, state.Inh), param.k_exc), param.t_neural),
        state.Tr: relaxes(
            state.Tr, switches(_transmission(state.Exc, quantity.C, state.Inh), param.k_tr), param.t_neural
        ),
        state.ExcFar: relaxes(
            state.ExcFar, switches(_excitation(quantity.C_far, quantity.Inh_far), param.k_exc), param.t_neural
        ),
        state.TrFar: relaxes(
            state.TrFar,
            switches(_transmission(state.ExcFar, quantity.C_far, quantity.Inh_far), param.k_tr),
            param.t_neural,
        ),
    },
    quantities={quantity.Inh_far: switches(_tone, param.k_inh)},
)
