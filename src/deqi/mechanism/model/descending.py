"""From the brain down: periaqueductal grey, rostral medulla, serotonin, dopamine, expectation, and their capacity.

C fibres of a needle reach the grey too: pain that inhibits pain elsewhere (Le Bars and Willer 2002).
"""

from deqi.mechanism.model.symbols import Part, given, param, quantity, relaxes, saturates, state

_moved = state.AffA + state.AffC + param.g_exercise * given.exercise  # what trains descending control

DESCENDING = Part(
    rates={
        state.PAG: relaxes(
            state.PAG,
            saturates(
                param.g_a_pag * state.AffA
                + param.g_c_pag * state.AffC
                + param.g_mu_pag * quantity.mu
                + param.g_ext_pag * state.Ext
                + param.g_tr_pag * state.Tr * (param.b_desc_pag + state.Desc),
                param.k_pag,
            ),
            param.t_pag,
        ),
        state.RVM: relaxes(
            state.RVM,
            saturates(state.PAG, param.k_rvm) / (1 + param.g_cck_rvm * state.CCK * (1 - given.block_cck)),
            param.t_rvm,
        ),
        state.Ser: relaxes(state.Ser, state.RVM, param.t_ser),
        state.DA: relaxes(state.DA, saturates(param.g_ext_da * state.Ext + state.PAG, param.k_da), param.t_da),
        state.Desc: (
            param.b_desc
            + param.k_desc * state.RVM * _moved * (1 - state.Desc)
            - state.Desc * (1 + param.g_cs_desc * state.CS)
        )
        / param.t_desc,
        state.Ext: param.k_ext * given.care * (1 - state.Ext) + relaxes(state.Ext, param.ext_rest, param.t_ext),
    },
)
