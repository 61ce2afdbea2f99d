"""Hostile files: none that must not be taken is, whatever is taken does no harm, and nothing is an error of ours."""

import time
from io import BytesIO

import pytest
from PIL import Image

from coalition.shared.errors import Invalid
from projects.files.inspecting import Inspected, inspect
from tests.projects.files.hostile import HTML, SCRIPT, mutated, refused


def look_into(name: str, content: bytes) -> Inspected | None:
    try:
        return inspect(name, content)
    except Invalid:
        return None


@pytest.mark.thorough
def test_there_are_several_hundred_files() -> None:
    assert len(set(refused())) > 500
    assert len(set(mutated())) > 150


@pytest.mark.thorough
def test_none_of_those_that_must_not_be_taken_is() -> None:
    begun = time.process_time()
    assert [name for name, content in refused() if look_into(name, content)] == []
    assert time.process_time() - begun < 20  # measured: about 2 s


def test_whatever_is_taken_of_a_picture_is_a_picture_and_nothing_else() -> None:
    taken = [file for name, content in mutated() if (file := look_into(name, content)) and file.width]
    assert len(taken) > 20
    for file in taken:
        with Image.open(BytesIO(file.content)) as image:
            image.load()
            assert image.size == (file.width, file.height)
        for foreign in (SCRIPT, HTML, b"<svg", b"PK\x03\x04", b"Exif", b"Iris"):
            assert foreign not in file.content


@pytest.mark.parametrize("ending", ["pdf", "docx", "odt"])
def test_a_page_hung_on_behind_a_document_is_refused_or_harmless(ending: str) -> None:
    for name, content in mutated():
        if name.startswith("after-") and name.endswith(ending):
            file = look_into(name, content)
            assert file is None or file.media_type.startswith("application/")
