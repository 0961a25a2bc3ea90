"""Folding: the rules by which spellings of a name are one name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from tracker.settings import Settings


@dataclass(frozen=True)
class Folding:
    r"""What a lake folds before it makes a pseudonym; `tracker/attribute/pseudonym.sql` does it.

    `fold_case` makes upper and lower case one. The users of the realms in `strip_realms`, which are
    compared without case, are meant without them: of `user@isp.lt`, `isp.lt\user` and `isp.lt/user`
    all three are `user` where `isp.lt` is listed; a realm has to be listed as it is written, so that
    `ISP\user` needs `isp`. One realm behind the name and one before it are taken away, and never the
    whole name. Realms are part of login names (`user`, `account`) and of nothing else.

    `one_spelling` is no setting: lakes of layout 1 lack it. With it a MAC address is one however its
    digits are grouped, and a number is one with and without the plus and its blanks.
    """

    fold_case: bool = True
    strip_realms: tuple[str, ...] = ()
    one_spelling: bool = True

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """The rules that settings declare, realms in one order and one case."""
        realms = {realm.strip().lower() for realm in settings.strip_realms}
        return cls(settings.fold_case, tuple(sorted(realms)))

    def values(self) -> dict[str, object]:
        """The rules as the parameters of the SQL that folds."""
        return {
            "fold_case": self.fold_case,
            "strips_realms": bool(self.strip_realms),
            "strip_realms": list(self.strip_realms),
            "one_spelling": self.one_spelling,
        }

    def declared(self) -> str:
        """The rules as a settings file and a lake's marker say them, a line each."""
        realms = ", ".join(f'"{realm}"' for realm in self.strip_realms)
        return f"fold_case = {str(self.fold_case).lower()}\nstrip_realms = [{realms}]\n"
