"""How it could work: a physiological model of pain and needling that runs, and that can be refuted."""
