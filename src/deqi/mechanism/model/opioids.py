"""The body's opioids, their receptors with antagonists, cholecystokinin against them, and tolerance.

Frequencies release different peptides (Han 1991). An antagonist's dose is given in units of its affinity
for each receptor, so that naloxone in the usual dose meets mu and delta, and in a high one kappa as well.
"""

from deqi.mechanism.model.symbols import Part, given, param, quantity, saturates, state, switches

_against = 1 + param.g_cck * state.CCK * (1 - given.block_cck)
_mu_agonist = state.End + param.g_ope * state.Ope
_at_hypothalamus = saturates(state.AffA, param.k_aff_end)

OPIOIDS = Part(
    rates={
        state.Enk: param.k_enk * (param.b_enk + given.low * state.AffA + param.g_rvm_enk * state.RVM)
        - state.Enk / param.t_enk,
        state.End: param.k_end * (param.b_end + given.low * _at_hypothalamus + param.g_ext_end * state.Ext * given.care)
        - state.End / param.t_end,
        state.Dyn: param.k_dyn * (param.b_dyn + given.high * state.AffA) - state.Dyn / param.t_dyn,
        state.CCK: param.k_cck * switches(state.Enk + state.Dyn + _mu_agonist, param.k_op_cck)
        - state.CCK / param.t_cck,
        state.Tol: param.k_tol * quantity.mu * (1 - state.Tol) - state.Tol / param.t_tol,
    },
    quantities={
        quantity.mu: (1 - state.Tol) * saturates(_mu_agonist, param.k_mu * _against * (1 + given.block_mu)),
        quantity.delta: (1 - state.Tol) * saturates(state.Enk, param.k_delta * _against * (1 + given.block_delta)),
        quantity.kappa: saturates(state.Dyn, param.k_kappa * _against * (1 + given.block_kappa)),
        quantity.Omega: param.w_mu * quantity.mu
        + param.w_delta * quantity.delta
        + param.w_kappa * quantity.kappa
        + param.w_synergy * quantity.mu * quantity.delta * quantity.kappa,
    },
)
