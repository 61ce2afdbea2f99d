import os
from pathlib import Path

import psycopg
import pytest

from coalition.local import binaries, migrations, postgres, redis
from coalition.local.place import Place
from coalition.local.problems import CannotStart

DEAD = 2**22 - 1  # above any process number this machine gives


@pytest.fixture
def data(place: Place) -> Path:
    """A data folder as PostgreSQL leaves it when it is killed."""
    folder = postgres.data(place)
    folder.mkdir()
    (folder / "PG_VERSION").write_text("18\n")
    return folder


def test_both_servers_are_found_on_this_machine() -> None:
    assert postgres.find().major >= postgres.OLDEST
    assert redis.runs(redis.find())


def test_where_no_server_is_found_the_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binaries, "WHEELS", Path("/nowhere"))
    monkeypatch.setattr(binaries, "POSTGRES_FOLDERS", ())
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(CannotStart, match=r"package \(Debian: postgresql\), or set DATABASE_URL"):
        postgres.find()
    with pytest.raises(CannotStart, match=r"package \(Debian: redis-server\), or set REDIS_URL"):
        redis.find()


def test_a_program_that_does_not_run_here_has_no_version(tmp_path: Path) -> None:
    (tmp_path / "postgres").write_text("not a program")
    (tmp_path / "postgres").chmod(0o755)
    assert postgres.version_of(tmp_path / "postgres") == 0
    assert postgres.version_of(tmp_path / "none") == 0


def test_data_of_another_major_version_are_refused(data: Path) -> None:
    with pytest.raises(CannotStart, match="made by PostgreSQL 18; the one found is 17"):
        postgres.check_version(data, postgres.Release(Path("/usr/bin"), 17))


@pytest.mark.parametrize("pid", [DEAD, os.getpid()], ids=["of nobody", "of another program"])
def test_locks_of_a_killed_server_are_forgotten(place: Place, data: Path, pid: int) -> None:
    (data / "postmaster.pid").write_text(f"{pid}\n{data}\n")
    (place.sockets / ".s.PGSQL.5432.lock").write_text(f"{pid}\n")
    postgres.forget_dead_server(place)
    assert not (data / "postmaster.pid").exists()
    assert not list(place.sockets.iterdir())


def test_the_servers_know_their_own_kind(place: Place) -> None:
    assert not postgres.is_postgres(os.getpid())
    assert not postgres.answers(postgres.url(place))
    assert not redis.answers(redis.url(place))


@pytest.fixture
def blank() -> str:
    """The address of the database beside the test's own, in which nothing was ever migrated."""
    address = os.environ["DATABASE_URL"]
    if migrations.applied(address):
        pytest.skip("the database named by DATABASE_URL is in use")
    return address


def test_a_blank_database_has_no_migrations(blank: str, place: Place) -> None:
    assert migrations.applied(blank) == []
    assert not migrations.are_complete(place, blank)


def test_migrations_are_complete_until_another_was_run(blank: str, place: Place) -> None:
    migrations.note(place, blank)
    assert migrations.are_complete(place, blank)
    with psycopg.connect(blank, autocommit=True) as connection:
        connection.execute("CREATE TABLE django_migrations (id serial, app text, name text)")
        connection.execute("INSERT INTO django_migrations (app, name) VALUES ('members', '0001_initial')")
        try:
            assert migrations.applied(blank) == [("members", "0001_initial")]
            assert not migrations.are_complete(place, blank)
        finally:
            connection.execute("DROP TABLE django_migrations")
