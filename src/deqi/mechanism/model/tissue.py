"""The painful tissue: its damage, which heals to what stays, prostaglandins, and what its C fibres send.

Tissue that is used bears more: exercise lowers what stays.
"""

import sympy as sp

from deqi.mechanism.model.symbols import DAY, TIME, Part, given, param, quantity, relaxes, saturates, state

_cyclooxygenase = 1 - param.e_nsaid * saturates(state.Nsd, param.k_nsaid)  # what an NSAID leaves of it
_hour = sp.cos(2 * sp.pi * (TIME - param.peak_hour * 60) / DAY)
_sensitised = (1 + param.rhythm * _hour) * (1 + param.g_pros * state.Pros)
_input = (param.c_damage * state.Dmg + param.c_ectopic) * _sensitised

TISSUE = Part(
    rates={
        state.Dmg: relaxes(state.Dmg, param.d_rest / (1 + param.g_exercise_dmg * given.exercise), param.t_heal),
        state.Pros: (param.k_pros * state.Dmg + param.k_pros_tnf * state.TNF) * _cyclooxygenase
        - (param.d_pros + param.k_wash * (state.Flow - 1)) * state.Pros,
    },
    quantities={
        quantity.C: _input / (1 + param.g_ado * given.near * (1 - given.block_a1) * saturates(state.Ado, param.k_a1)),
        quantity.C_far: _input,
    },
)
