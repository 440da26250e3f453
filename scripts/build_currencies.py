"""Write `nlp/lexicons/currencies.toml` from CLDR: codes and English names.

Run after an upgrade of Babel: `python scripts/build_currencies.py`. What CLDR does
not know (bare "dollars", "quid", signs such as "US$") stands in
`nlp/lexicons/currency_words.toml`, which is written by hand.
"""

from __future__ import annotations

from pathlib import Path

import babel
from babel import Locale
from babel.numbers import get_currency_name, list_currencies

OUT = Path(__file__).parent.parent / "nlp" / "lexicons" / "currencies.toml"

HEADER = f"""\
# Currencies of the world, past ones too: ISO 4217 code = English name, then plural.
# Built by scripts/build_currencies.py from Unicode CLDR, read through Babel
# {babel.__version__}. Source: https://cldr.unicode.org, Unicode License v3
# (https://www.unicode.org/license.txt), Copyright Unicode, Inc.

[names]
"""


def main() -> None:
    """Write the lexicon."""
    lines = []
    for code in sorted(list_currencies(Locale("en"))):
        one = str(get_currency_name(code, count=1, locale="en"))
        many = str(get_currency_name(code, count=2, locale="en"))
        # Names with years or remarks in brackets are historical variants.
        if one == code or "(" in one or not one[-1].isalpha():
            continue
        lines.append(f'{code} = ["{one}", "{many}"]\n')
    OUT.write_text(HEADER + "".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
