"""`make validate`: every check whose data is at hand; what is missing is skipped by name."""

import os
import sys
from pathlib import Path

from validation import (
    course_oracles,
    forecast_checks,
    icd_codes,
    meta_oracles,
    network_oracles,
    note_findings,
    point_table,
    real_notes,
    responses_oracles,
    score_patterns,
)

CHECKS = {
    "ICD codes": icd_codes.check,
    "point table": point_table.check,
    "real notes": real_notes.check,
    "findings in notes": note_findings.check,
    "patterns": score_patterns.check,
    "pooled studies": meta_oracles.check,
    "networks": network_oracles.check,
    "item responses": responses_oracles.check,
    "forecasts": forecast_checks.check,
    "posterior of the course": course_oracles.check,
}


def main() -> int:
    """Run the checks; 1 where one fails."""
    root = os.environ.get("DEQI_VALIDATION_DATA", "")
    if not root:
        print("DEQI_VALIDATION_DATA is not set; it names the folder with the data to check against")
        return 0
    failed = False
    for name, check in CHECKS.items():
        try:
            failures = check(Path(root))
        except FileNotFoundError as error:
            print(f"{name}: skipped, {error.filename} is not there")
            continue
        print(f"{name}: {len(failures)} failures")
        for failure in failures:
            print(f"  {failure}")
        failed = failed or bool(failures)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
