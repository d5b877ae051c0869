"""The published networks of `nma_gold`, read as `deqi evidence network` reads them."""

from __future__ import annotations

from pathlib import Path

from deqi.cli.tables import table_of
from deqi.evidence.network import Contrasts
from deqi.evidence.tables import contrasts_of

# file, measure, and which column holds the events where there are several
NETWORKS: dict[str, tuple[str, str | None, dict[str, str]]] = {
    "Dogliotti2014": ("netmeta_Dogliotti2014.csv", "OR", {}),
    "Dong2013": ("netmeta_Dong2013.csv", "OR", {}),
    "Franchini2012": ("netmeta_Franchini2012.csv", None, {}),
    "Linde2015 response": ("netmeta_Linde2015.csv", "OR", {}),
    "Linde2015 remission": ("netmeta_Linde2015.csv", "OR", {"events": "remi"}),
    "Linde2016": ("netmeta_Linde2016.csv", None, {}),
    "Senn2013": ("netmeta_Senn2013.csv", None, {}),
    "Senn2013 arms": ("metadat_dat.senn2013.csv", None, {}),
    "Woods2010": ("netmeta_Woods2010.csv", "OR", {}),
    "parkinson": ("netmeta_parkinson.csv", None, {}),
    "smokingcessation": ("netmeta_smokingcessation.csv", "OR", {}),
}


def read(root: Path, name: str) -> Contrasts:
    """One network; raises BadInput where its table is not there."""
    file, measure, columns = NETWORKS[name]
    return contrasts_of(table_of(root / "nma_gold" / file), measure, columns)[0]
