"""The notebook runs from the papers to its table and figure, and R reads the same numbers from the same exports."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

DOCS = Path(__file__).parent.parent / "docs"


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict]]:
    """The folder into which the notebook wrote, and all that it showed."""
    nbformat = pytest.importorskip("nbformat")
    nbclient = pytest.importorskip("nbclient")
    folder = tmp_path_factory.mktemp("notebook")
    notebook = nbformat.read(DOCS / "notebook.ipynb", as_version=4)
    before = os.environ.get("KG_NOTEBOOK")
    os.environ["KG_NOTEBOOK"] = str(folder)
    try:
        nbclient.NotebookClient(notebook, timeout=500, resources={"metadata": {"path": str(DOCS)}}).execute()
    finally:
        os.environ.pop("KG_NOTEBOOK")
        if before is not None:
            os.environ["KG_NOTEBOOK"] = before
    return folder, [output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def rows(text: str) -> dict[str, list[float]]:
    return {row.pop("term"): [float(v) for v in row.values()] for row in csv.DictReader(text.splitlines())}


def test_the_notebook_ends_in_a_table_and_a_figure(run: tuple[Path, list[dict]]) -> None:
    folder, shown = run
    table = rows((folder / "table.csv").read_text(encoding="utf-8"))
    assert list(table) == ["Intercept", "party", "government"]
    assert all(error > 0 for _, error, _ in table.values())
    assert sum("image/png" in output.get("data", {}) for output in shown) == 1
    assert any("敖煜新主持" in output.get("data", {}).get("text/plain", "") for output in shown)


def test_r_gives_the_same_numbers(run: tuple[Path, list[dict]]) -> None:
    if shutil.which("Rscript") is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)("no R on this machine (apt-get install r-base-core)")
    folder, _ = run
    done = subprocess.run(
        ["Rscript", DOCS / "panel.R", folder / "out-panel", folder / "out-csv"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    mine, theirs = rows((folder / "table.csv").read_text(encoding="utf-8")), rows(done.stdout)
    assert list(theirs) == list(mine)
    for term, values in mine.items():
        assert theirs[term] == pytest.approx(values, rel=1e-6), term
    wrong = subprocess.run(["Rscript", DOCS / "panel.R"], capture_output=True, text=True)
    assert wrong.returncode != 0
    assert "give two folders" in wrong.stderr
