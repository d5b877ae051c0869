"""The model as equations, written once in sympy: everything else (code, SBML, documents) is made from here."""

from deqi.mechanism.model.whole import MODEL, Model

__all__ = ["MODEL", "Model"]
