"""The verbs of the house, read from its source: which there are, and which of them say what happened."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
FLOORS = ("members", "projects", "resources")
WHO = {"actor", "person"}  # a verb says who does it
WRITING = {"save", "create", "get_or_create", "update_or_create", "bulk_create", "update", "delete"}

# Modules that ask, show or carry, and hand what is to be done to verbs.
NO_VERBS = {"views", "forms", "admin", "migrations", "models", "management", "templatetags", "templates"}
NO_VERBS |= {"acting", "api", "api_auth", "context", "middleware", "permissions", "serializers", "tasks", "urls"}


@dataclass
class Module:
    """One file: what its names stand for, and what each of its functions calls."""

    name: str
    names: dict[str, str] = field(default_factory=dict)
    functions: dict[str, ast.FunctionDef] = field(default_factory=dict)

    def means(self, called: ast.expr) -> str | None:
        """The full name of a called function, where it can be told."""
        if isinstance(called, ast.Name):
            return self.names.get(called.id)
        if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
            of = self.names.get(called.value.id)
            return f"{of}.{called.attr}" if of else None
        return None


def modules() -> dict[str, Module]:
    """Every module of the three floors, by its full name."""
    found = {}
    for floor in FLOORS:
        for path in sorted((ROOT / floor).rglob("*.py")):
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            found[name] = _read(name, ast.parse(path.read_text(encoding="utf-8")))
    return found


def _read(name: str, tree: ast.Module) -> Module:
    module = Module(name)
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module:
            module.names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
        if isinstance(node, ast.FunctionDef):
            module.functions[node.name] = node
            module.names[node.name] = f"{name}.{node.name}"
    return module


def verbs(house: dict[str, Module]) -> Iterator[str]:
    """Public functions that change the coalition: they write, in a transaction or for somebody who is named."""
    for module in house.values():
        if NO_VERBS & set(module.name.split(".")):
            continue
        for name, function in module.functions.items():
            full, says_who = f"{module.name}.{name}", bool(WHO & _parameters(function))
            changes = reaches(full, house, writes) and (says_who or reaches(full, house, is_atomic))
            if changes and not name.startswith("_"):
                yield full


def leaves_an_entry(verb: str, house: dict[str, Module]) -> bool:
    """Whether the function records what happened, itself or through one that it calls."""
    return reaches(verb, house, lambda function: function is house["members.activity"].functions["record"])


def reaches(
    name: str,
    house: dict[str, Module],
    what: Callable[[ast.FunctionDef], bool],
    seen: frozenset[str] = frozenset(),
) -> bool:
    """Whether the function, or one of the house that it calls, is what is looked for."""
    module_name, _, bare = name.rpartition(".")
    module = house.get(module_name)
    if module is None or name in seen:
        return False
    if bare not in module.functions:  # brought in from where it is written
        origin = module.names.get(bare)
        return origin is not None and reaches(origin, house, what, seen | {name})
    function = module.functions[bare]
    if what(function):
        return True
    called = (module.means(node.func) for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(reaches(target, house, what, seen | {name}) for target in called if target)


def is_atomic(function: ast.FunctionDef) -> bool:
    """Whether it runs in a transaction of its own."""
    return any("atomic" in ast.unparse(decorator) for decorator in function.decorator_list)


def writes(function: ast.FunctionDef) -> bool:
    """Whether it calls what writes rows."""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(isinstance(called, ast.Attribute) and called.attr in WRITING for called in calls)


def _parameters(function: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]}
