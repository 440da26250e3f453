"""What the parser and the entity recogniser, both run by transitions, share."""

from __future__ import annotations

from typing import Any, TypeVar

P = TypeVar("P")


def take_over(made_of: type[P], given: Any, *, without: frozenset[str]) -> P:
    """Return a component of class `made_of` that stands in for another.

    Args:
        made_of: A subclass of what `given` is.
        given: The component whose model, labels and settings it gets.
        without: Settings of `given.cfg` that the class takes no argument for.
    """
    settings = {key: value for key, value in given.cfg.items() if key not in without}
    make: Any = made_of
    made = make(
        given.vocab,
        given.model,
        given.name,
        given.moves,
        scorer=given.scorer,
        **settings,
    )
    made.cfg["moves"] = given.cfg["moves"]  # what is saved of it
    made.set_error_handler(given.get_error_handler())
    found: P = made
    return found
