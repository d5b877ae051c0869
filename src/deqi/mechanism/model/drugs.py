"""Medicines as one compartment each, and the opioid's effect site (Ekblom 1993)."""

from deqi.mechanism.model.symbols import Part, given, param, relaxes, state

DRUGS = Part(
    rates={
        state.Nsd: relaxes(state.Nsd, given.nsaid, param.t_nsd),
        state.Opp: relaxes(state.Opp, given.opioid, param.t_opp),
        state.Ope: relaxes(state.Ope, state.Opp, param.t_ope),
    },
)
