"""`geoevents distance --borders`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

Run = Callable[..., tuple[int, str, str]]


def test_distance_by_better_borders(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "mine.geojson"
    line = {"type": "LineString", "coordinates": [[35.171, 50.5], [35.171, 52.0]]}
    feature = {"type": "Feature", "properties": {"between": "RU-UA"}, "geometry": line}
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}), encoding="utf-8")
    code, out, _ = run("distance", "51.191,35.271", "border", "--borders", file, "--border-accuracy", "0.1")
    assert code == 0
    assert out.startswith("7.0 km (6.9–7.1) from 51.191,35.271 to the Russia–Ukraine border")
    assert "mine.geojson, accurate to 0.1 km" in out
    for words in (
        ["--borders", file],
        ["--border-accuracy", "1"],
        ["--borders", tmp_path / "no.gpkg", "--border-accuracy", "1"],
    ):
        code, out, err = run("distance", "Sudzha", "border", *words)
        assert (code, out, err.count("\n")) == (1, "", 1)
