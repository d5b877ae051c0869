"""At the needle: nerve fibres, purines, mast cells, the axon reflex and blood flow.

Afferents are split into A and C fibres, since cutting the one and leaving the other is an experiment.
Adenosine from rotated needles: Goldman 2010, Takano 2012. Mast cells to ATP to nerve: Yao 2014.
"""

from deqi.mechanism.model.symbols import Part, given, param, relaxes, saturates, state

_excited = 1 + param.g_atp_aff * saturates(state.ATP, param.k_p2x)  # ATP on the nerve's P2X receptors
_rotated = given.needle * given.twist * param.s_mech
_released = param.k_degran * (1 - given.block_mast) * _rotated * state.Mast  # granules emptied a minute

NEEDLE = Part(
    rates={
        state.AffA: relaxes(
            state.AffA,
            given.needle * given.drive_a * param.s_a * (1 - given.cut_a) * _excited / (1 + param.g_hab * state.Hab),
            param.t_aff,
        ),
        state.AffC: relaxes(
            state.AffC,
            (given.needle * given.drive_c * param.s_c * _excited + given.heat) * (1 - given.cut_c),
            param.t_aff,
        ),
        state.Hab: relaxes(state.Hab, state.AffA, param.t_hab),
        state.ATP: param.b_atp + param.k_atp * _rotated + param.k_atp_mast * _released - param.d_atp * state.ATP,
        state.Ado: param.k_cleave * state.ATP - param.v_ada * (1 - given.block_ada) * saturates(state.Ado, param.k_ada),
        state.Mast: relaxes(state.Mast, 1, param.t_mast) - _released,
        state.CGRP: param.b_cgrp + param.k_cgrp * state.AffC * (param.h_cgrp + state.Mast) - state.CGRP / param.t_cgrp,
        state.Flow: relaxes(
            state.Flow,
            1 + param.a_flow * saturates(state.CGRP, param.k_flow) + param.a_warm * given.warm,
            param.t_flow,
        ),
    },
)
