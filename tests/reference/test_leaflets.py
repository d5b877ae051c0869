"""Two leaflets marked by hand before the phrases were tried on them: how much is found, and how much of it is right."""

from __future__ import annotations

import pytest
import yaml

from deqi.evidence.claims.register import check_text
from deqi.knowledge import Knowledge
from tests.conftest import ROOT

LEAFLETS = yaml.safe_load((ROOT / "tests" / "reference" / "leaflets.yaml").read_text("utf-8"))
RECALL, PRECISION = 0.65, 0.88  # on the first try 0.69 and 0.93 in English, 0.74 and 0.90 in Chinese


@pytest.mark.parametrize("language", LEAFLETS)
def test_most_marked_claims_are_found_and_what_is_found_is_marked(language: str, knowledge: Knowledge) -> None:
    right = found_in_all = marked_in_all = 0
    for row in LEAFLETS[language]:
        found = {claim.id for claim in check_text(knowledge, row["text"]).claims}
        marked = set(row["claims"])
        assert marked <= knowledge.claims.keys()
        right, found_in_all, marked_in_all = (
            right + len(found & marked),
            found_in_all + len(found),
            marked_in_all + len(marked),
        )
    assert right / marked_in_all >= RECALL
    assert right / found_in_all >= PRECISION


@pytest.mark.parametrize("language", LEAFLETS)
def test_honest_sentences_and_denials_make_no_claim(language: str, knowledge: Knowledge) -> None:
    for row in LEAFLETS[language]:
        if not row["claims"]:
            assert check_text(knowledge, row["text"]).claims == (), row["text"]
