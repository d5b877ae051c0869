"""What changes over weeks and months: central sensitisation, unsilenced synapses, the memory of pain.

No slow ordinary differential equation of sensitisation, validated in patients, was found published: these are our own.
Two structures are held against each other (docs/adr/0022): a loop with two resting states (`k_self`), and a
memory that takes a year (`g_mem`). Each is one gain of the same equations; a structure sets the other's to zero.
"""

from deqi.mechanism.model.symbols import Part, param, quantity, relaxes, state, switches

_fed = param.k_cs * switches(state.Tr, param.k_cs_tr) * (param.b_glia_cs + state.Glia)
_self_kept = param.k_self * switches(state.CS, param.k_self_half)
_recovery = 1 + param.g_rev * (quantity.Omega + state.RVM * state.Desc)

SLOW = Part(
    rates={
        state.CS: ((_fed + _self_kept) * (1 - state.CS) - _recovery * state.CS) / param.t_cs,
        state.Syn: (
            param.k_syn * switches(state.CS, param.k_syn_cs) * (1 - state.Syn)
            - (1 + param.g_rev_syn * quantity.Omega) * state.Syn
        )
        / param.t_syn,
        state.Mem: relaxes(state.Mem, state.Tr, param.t_mem),
    },
)
