import os
from pathlib import Path

import pytest

from coalition.local import account, place, throwaway
from coalition.local.place import place_in
from coalition.local.problems import CannotStart

only_root = pytest.mark.skipif(os.geteuid() != 0, reason="needs the rights to give files away")


def test_in_a_short_plain_path_the_sockets_lie_with_the_data() -> None:
    assert place_in(Path("/srv/portal/var")).sockets == Path("/srv/portal/var/run/sockets")


@pytest.mark.parametrize(
    "home", ["/srv/" + "x" * 100, "/srv/my folder", "/srv/50%", "/srv/größe", "/srv/a#b", "/srv/a?b"]
)
def test_for_a_long_or_odd_path_the_sockets_lie_in_a_short_plain_one(home: str) -> None:
    sockets = place_in(Path(home)).sockets
    assert len(str(sockets / ".s.PGSQL.5432.lock.12345")) < 104
    assert place.PLAIN_PATH.fullmatch(str(sockets))


def test_two_checkouts_have_different_sockets() -> None:
    assert place_in(Path("/srv/my folder")).sockets != place_in(Path("/srv/my other folder")).sockets


def test_nobody_else_may_enter_the_sockets_folder(tmp_path: Path) -> None:
    made = place_in(tmp_path / "with space")
    made.make()
    assert made.sockets.stat().st_mode & 0o777 == 0o700
    made.clear()
    assert not made.sockets.exists()


def test_making_a_place_twice_changes_nothing(tmp_path: Path) -> None:
    made = place_in(tmp_path / "var")
    made.make()
    made.log("web").write_text("kept")
    made.make()
    assert made.log("web").read_text() == "kept"
    made.clear()


def test_a_link_in_place_of_the_sockets_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "sockets").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CannotStart, match="belongs to another user"):
        place.make_private(tmp_path / "sockets")


@only_root
def test_a_sockets_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "sockets").mkdir()
    os.chown(tmp_path / "sockets", 12345, 12345)
    with pytest.raises(CannotStart, match="belongs to another user"):
        place.make_private(tmp_path / "sockets")


def test_a_place_that_cannot_be_written_is_said_by_name(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where the folder should be")
    with pytest.raises(CannotStart, match="var cannot be written"):
        place_in(tmp_path / "var").make()


@only_root
def test_root_lends_the_account_nobody_and_no_more_rights_than_it_needs() -> None:
    command = account.lent(Path("/usr/bin/env"))
    assert command[0] == "setpriv"
    assert f"--reuid={account.servant().uid}" in command
    assert not any("dac_override" in part for part in command)


@only_root
def test_under_a_folder_only_root_may_enter_the_servant_is_let_through(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    assert any("dac_override" in part for part in account.lent(tmp_path / ".." / tmp_path.name))


def test_paths_inside_the_checkout_are_shown_as_one_would_type_them() -> None:
    assert place.shown(place.CHECKOUT / "var" / "log") == "var/log"
    assert place.shown(Path("/usr/bin/env")) == "/usr/bin/env"


def test_what_is_swept_leaves_no_sockets_elsewhere(tmp_path: Path) -> None:
    home = tmp_path / "a checkout" / f"{throwaway.PREFIX}killed"
    left = place_in(home)
    left.make()
    assert not left.sockets.is_relative_to(home)
    throwaway.sweep(home.parent)
    assert not left.sockets.exists()
    assert not home.exists()
