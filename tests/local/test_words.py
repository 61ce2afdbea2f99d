"""What is said: sign-ins, progress, and the list of settings."""

import json
import re
from pathlib import Path

import pytest

from coalition.local import problems, progress, signins
from coalition.local.place import CHECKOUT

SAID_BY_COMPOSE = {"POSTGRES_PASSWORD", "PORT"}


def test_sign_ins_stand_in_columns(tmp_path: Path) -> None:
    people = [
        {"role": "Coordinator", "email": "cora@example.org", "password": "one"},
        {"role": "Admin", "email": "ada@example.org", "password": "two"},
    ]
    (tmp_path / "signins.json").write_text(json.dumps(people))
    assert list(signins.lines(tmp_path / "signins.json")) == [
        "Sign in as",
        "  Coordinator   cora@example.org   one",
        "  Admin         ada@example.org    two",
        signins.IN_PRODUCTION,
    ]


@pytest.mark.parametrize("content", ["", "[]", "{"])
def test_without_sign_ins_nothing_is_said(tmp_path: Path, content: str) -> None:
    (tmp_path / "signins.json").write_text(content)
    assert not list(signins.lines(tmp_path / "signins.json"))
    assert not list(signins.lines(tmp_path / "none.json"))


def test_a_step_says_when_it_is_done(capsys: pytest.CaptureFixture[str]) -> None:
    with progress.step("Counting"):
        pass
    assert re.fullmatch(r"  Counting \.\.\. done \(0\.0 s\)\n", capsys.readouterr().out)


def test_a_step_that_fails_is_not_said_to_be_done(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(problems.CannotStart), progress.step("Counting"):
        raise problems.CannotStart("There is nothing to count.")
    assert "done" not in capsys.readouterr().out


def test_a_problem_names_its_log(tmp_path: Path) -> None:
    problem = problems.CannotStart("It does not start.", log=tmp_path / "web.log")
    assert str(problem) == f"It does not start. More is in {tmp_path}/web.log."


def test_every_setting_is_listed_in_the_example_and_nothing_else_is() -> None:
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (CHECKOUT / "coalition" / "settings.py").read_text()))
    listed = set(re.findall(r"^#?([A-Z_]+)=", (CHECKOUT / ".env.example").read_text(), re.MULTILINE))
    assert listed - SAID_BY_COMPOSE == read


def test_no_lock_file_names_an_index_or_a_machine() -> None:
    for file in (CHECKOUT / "requirements").glob("*.txt"):
        text = file.read_text()
        assert "://" not in text, f"{file.name} holds an address"
        assert all("--hash=sha256:" in part for part in re.split(r"\n(?=\S)", text) if "==" in part)
