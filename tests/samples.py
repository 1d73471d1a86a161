"""Files that people really bring in. They lie beside the project, are no part of it, and may be missing."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "shared" / "samples"
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason=f"The sample files are not at {SAMPLES}; see their README."
)
