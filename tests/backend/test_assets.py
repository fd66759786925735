# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The stylesheet that `make setup` builds, and what npm fetched for it."""

import gzip
import re
from pathlib import Path

import msgspec
import pytest

from backend import assets

HERE = Path(__file__).parent


def test_the_same_input_makes_the_same_bytes(tmp_path):
    first, second = tmp_path / "first", tmp_path / "second"
    assert assets.build(first) == assets.build(second)
    for file in first.iterdir():
        assert file.read_bytes() == (second / file.name).read_bytes()


def test_the_stylesheet_is_small_and_stays_at_home(tmp_path):
    manifest = assets.build(tmp_path)
    css = (tmp_path / manifest["raadgever.css"]).read_bytes()
    assert len(gzip.compress(css)) <= 25_000
    found = re.findall(rb"url\(([^)]*)\)", css)
    assert found
    for address in found:
        assert (tmp_path / address.decode().strip('"')).is_file()
    assert (tmp_path / "atkinson-OFL.txt").is_file()
    assert (tmp_path / manifest["atkinson-latin.woff2"]).stat().st_size <= 40_000


def test_an_asset_that_was_never_built_says_what_to_run(tmp_path, monkeypatch):
    monkeypatch.setattr(assets, "BUILD", tmp_path / "nothing")
    with pytest.raises(assets.BuildMissing, match="make setup"):
        assets.asset("raadgever.css")
    monkeypatch.setattr(assets, "BUILD", tmp_path)
    manifest = assets.build(tmp_path)
    assert assets.asset("raadgever.css") == f"/static/{manifest['raadgever.css']}"
    with pytest.raises(assets.BuildMissing, match=r"'x\.css' is not in"):
        assets.asset("x.css")


def test_the_lock_file_names_no_host_and_no_proprietary_package():
    lock = msgspec.json.decode((HERE.parents[1] / "package-lock.json").read_bytes())
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert [name for name, one in packages.items() if "resolved" in one] == []
    without_licence = [n for n, one in packages.items() if "SEE LICENSE" in one.get("license", "")]
    assert without_licence == []
    assert not [name for name in packages if "rijkshuisstijl" in name or "amsterdam" in name]
