"""The typical person as knowledge has it: the mechanism's parameters, and the variants that stand in for some."""

from collections.abc import Iterable, Mapping

from deqi.knowledge.entities import Mechanism, ModelParameter, Variant
from deqi.mechanism.engine import PARAMETERS
from deqi.mechanism.people import OF_PEOPLE, Typical


def typical(mechanism: Mapping[str, Mechanism], variants: Iterable[Variant] = ()) -> Typical:
    """The typical person with some variants (a kind of pain, a structure of the slow part)."""
    known = {parameter.symbol: parameter for part in mechanism.values() for parameter in part.parameters}
    known |= {parameter.symbol: parameter for variant in variants for parameter in variant.parameters}
    values = {symbol: parameter.value for symbol, parameter in known.items()}
    return Typical(
        parameters={name: values[name] for name in PARAMETERS},
        spread={name: known[name].spread for name in PARAMETERS},
        start={state.symbol: state.start for part in mechanism.values() for state in part.states},
        dose={name: value for name, value in values.items() if name not in {*PARAMETERS, *OF_PEOPLE}},
        **{name: values[name] for name in OF_PEOPLE},
    )


def parameters(mechanism: Mapping[str, Mechanism]) -> dict[str, ModelParameter]:
    """Every parameter of the mechanism by its symbol."""
    return {parameter.symbol: parameter for part in mechanism.values() for parameter in part.parameters}
