# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The forms in which people write what says who they are: numbers, addresses, dates, plates.

Each finder gives the places in a text, `(start, end)`, in order. Repetitions have an end: a text of
thousands of dots must not take seconds.
"""

import re
from collections.abc import Callable, Iterable
from typing import Final

Places = Iterable[tuple[int, int]]

# As people write it: 123456782, 1234.56.782, 123 456 782. With points 3-3-3 is an amount of money.
NINE: Final = re.compile(
    r"(?<![\w+])(?<!\d[.,-])"
    r"(\d{9}|\d{4}[. -]\d{2}[. -]\d{3}|\d{3}[ -]\d{3}[ -]\d{3})"
    r"(?!\w|[.,-]\d)",
    re.ASCII,
)
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def passes(number: str) -> bool:
    """The "elfproef". One in eleven other numbers passes too: ground for a question, no more."""
    digits = [int(letter) for letter in number if letter.isdigit()]
    weighed = sum(weight * digit for weight, digit in zip(_WEIGHTS, digits, strict=True))
    return any(digits) and weighed % 11 == 0


# How many characters an account number has, per country (the IBAN registry of SWIFT).
_LENGTHS = {
    15: "NO",
    16: "BE",
    18: "DK FI FO GL NL SD",
    19: "MK SI",
    20: "AT BA EE KZ LT LU MN XK",
    21: "CH HR LI LV",
    22: "BG BH CR DE GB GE IE ME RS VA",
    23: "AE GI IL IQ OM SO TL",
    24: "AD CZ ES MD PK RO SA SE SK TN VG",
    25: "LY PT ST",
    26: "IS TR",
    27: "BI DJ FR GR IT MC SM",
    28: "AL AZ BY CY DO GT HU LB NI PL SV",
    29: "BR EG PS QA UA",
    30: "JO KW MU YE",
    31: "MT SC",
    33: "RU",
}
_IBAN = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        rf"(?:{countries.replace(' ', '|')})[ .-]?\d[ ]?\d(?:[ .-]?[A-Z0-9]){{{length - 4}}}"
        for length, countries in _LENGTHS.items()
    )
    + r")(?!\w)",
    re.IGNORECASE | re.ASCII,
)


def _is_iban(text: str) -> bool:
    """ISO 13616: the rest moved to the front, letters as numbers, must be 1 modulo 97."""
    bare = "".join(letter for letter in text if letter.isalnum()).upper()
    return int("".join(str(int(letter, 36)) for letter in bare[4:] + bare[:4])) % 97 == 1


_AT = r"(?:@| ?[\[(](?:at|apenstaart(?:je)?)[\])] ?)"
_EMAIL = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{1,64}}{_AT}[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,8}}", re.IGNORECASE
)
# Without "http" or "www" only what can be nothing else: "plan.de" is a lost space, and so is ".nu".
_LINK = re.compile(
    r"(?<![\w@.])(?:(?:https?|ftp)://|www\.)[^\s<>\"']{1,2000}(?<![.,;:!?)\]])"
    r"|(?<![\w@./-])(?:[\w-]{1,63}\.){1,5}(?:(?:nl|com|org|net|eu|frl)(?![\w-]|\.\w|@)(?:/[^\s<>\"']{0,500}(?<![.,;:!?)\]]))?"
    r"|(?:be|de|info|nu|amsterdam|fr|uk)/[^\s<>\"']{1,500}(?<![.,;:!?)\]]))",
    re.ASCII,
)
_BETWEEN = "[ \\u00a0\\u202f.()/\\u2010-\\u2013-]"
# Ten digits from 0, or eleven from +31; other countries by their plus, or 00.
_PHONE = re.compile(
    r"(?<![\w+.,/-])(?!0\d[-/. ]{1,3}(?:0\d|1[0-2])[-/. ]{1,3}(?:19|20)\d\d(?!\d))"
    rf"(?:(?:\+ ?31|00 ?31|31(?= ?6)){_BETWEEN}{{0,3}}(?:\(?0\)?{_BETWEEN}{{0,3}})?"
    r"|\((?=0\d{1,3}\))0|0)"
    rf"[1-9](?:{_BETWEEN}{{0,3}}\d){{8}}(?![\w/]|[.,-]\d)"
    rf"|(?<![\w+])(?:\+(?! ?31)|00(?!31|0))[1-9](?:{_BETWEEN}{{0,3}}\d){{7,13}}(?!\w)",
    re.ASCII,
)
"""No date with a time behind it, and no row of ages: 0-4 5-9 10-14."""

# The "sidecodes" of the vehicle authority (RDW): a letter is X, a figure is 9.
_OLD = "XX-99-99 99-99-XX 99-XX-99 XX-99-XX XX-XX-99 99-XX-XX"
_NEW = "99-XXX-9 9-XXX-99 XX-999-X X-999-XX XXX-99-X X-99-XXX 9-XX-999 999-XX-9"
_MONTHS = "(?:jan|feb|mrt|maa|apr|mei|jun|jul|aug|sep|okt|nov|dec)"


def _plates(codes: str, letter: str, between: str) -> str:
    return "|".join(
        code.replace("-", between).replace("9", r"\d").replace("X", letter)
        for code in codes.split()
    )


# With dashes in any letters. Without, in capitals and without vowels, and no year: "OP 12 34" and
# "WK 2026" are no plates.
_CONSONANT = "[BCDFGHJKLMNPQRSTVWXYZ]"
_PLATE = re.compile(
    rf"(?<![\w-])(?!(?i:\d{{1,2}}-{_MONTHS}-))"
    rf"(?:(?i:{_plates(_OLD, '[A-Z]', '-')}|{_plates(_NEW, _CONSONANT, '-')})"
    rf"|(?![A-Z]{{2}} ?(?:19|20)\d\d(?!\d)){_plates(_OLD + ' ' + _NEW, _CONSONANT, ' ?')})(?![\w-])"
    rf"|(?i:(?<!\w)kenteken(?:plaat|nummer)?(?: is|:)? "
    rf"({_plates(_OLD + ' ' + _NEW, '[A-Z]', '[ -]?')}))(?![\w-])",
    re.ASCII,
)

_MONTH = (
    r"(?:januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    rf"|{_MONTHS}\.?|sept\.?)"
)
_DATE = (
    rf"(?:\d{{1,2}}(?:e|ste|de)? ?{_MONTH}(?: ?(?:\d{{4}}|'?\d\d)(?!\d))?"
    r"|\d{1,2} ?[-/. ] ?\d{1,2} ?[-/. ] ?(?:\d{4}|'?\d\d)(?!\d)"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))"
)
# A date says who somebody is where it is said to be a birth; "geboren na 2009" is about a group.
_BIRTH = re.compile(
    rf"(?i:(?<!\w)(?:geboortedatum|geboortedag|geboren|geb\.?|verjaardag|jarig)(?!\w)"
    rf"(?!\D{{0,30}}\b(?:na|voor|vóór|vanaf|sinds|tussen|tot)\b)[^\d\n]{{0,40}}?(?<!\d)({_DATE}))"
    rf"|(?i:(?<![\w-])({_DATE})(?: te [\w-]{{1,30}}| in [\w-]{{1,30}})?"
    r" (?:geboren|jarig)(?!\w))",
)

_COUNTED = (
    r"(?: (?:[a-z]{1,20}e )?(?:keer|maal|x|euro|meter|m2|km|kilometer|cm|jaar|maanden?|weken|dagen"
    r"|uur|minuten|mensen|personen|bewoners|kinderen|huizen|bomen|auto's|winkels|procent|ton|graden"
    r"|[a-z]{0,20}(?:plaatsen|plekken|woningen|appartementen|gebouwen|bomen|bussen))(?!\w)|%| %)"
)
_SUFFIX = (
    "straat|laan|weg|plein|kade|gracht|hof|dijk|singel|dreef|pad|steeg|plantsoen|markt|wal|ring"
    "|veld|burg|haven|wijk|poort|brink|baan|akker|hoek|oord|erf|park|hout|kamp|zoom|straatje"
)
_ROAD = "(?:snel|auto|rijks|provinciale|fiets|wandel|hoofd|spoor|om|toegangs|rand|ring|water|half)"
_PLAIN = "straat|laan|weg|plein|kade|gracht|singel|dreef|steeg|plantsoen|hof|dijk"
# A number that reads as a year is a year: "Herinrichting Kerkstraat 2027".
_HOUSE = (
    r",? (?:(?:nr\.?|no\.?|nummer|huisnummer) ?)?(?!(?:19|20)\d\d(?!\d))[1-9]\d{0,4}"
    r"(?:[ -]?(?:[a-z]|bis|hs|huis|[IV]{1,3})(?![\w'])|[-/]\d{1,4})?(?!\w|[.,]\d|-[a-z])"
    rf"(?!{_COUNTED})"
)
_NO_STREET = (
    "(?:Aan|Op|In|De|Het|Bij|Van|Vanaf|Langs|Naar|Tot|Voor|Achter|Rond|Tussen|Door|Uit|Over|Ook|En"
    "|Mijn|Onze|Wij|Ik|Als|Dus|Maar|Adres|Project|Plan)"
)
_BEFORE = (
    rf"(?:(?!{_NO_STREET} )[A-Z][\w'.-]{{0,30}} (?:(?:van|der|den|de|het|'t|ter|ten|in) ){{0,3}})"
)
_ADDRESS = re.compile(
    # Van der Helstplein 3, Burgemeester De Vlugtlaan 125, Oude Gracht 12 bis, 't Hof 3
    rf"(?<![\w'])(?:\d{{1,2}}e )?(?:(?:Van|De|Den) (?:de |der |den )?)?{_BEFORE}{{0,4}}"
    rf"(?:(?:De|Van|Den|Ter|Ten) )?(?:'[a-z] )?(?=[A-Z])(?i:[\w'.-]{{0,40}}(?:{_SUFFIX})){_HOUSE}"
    # Laan van Meerdervoort 10, Weg naar Zuid 3
    r"|(?<!\w)(?:Laan|Weg|Plein|Park|Kade|Dijk|Hof|Pad|Straat) (?:van|naar|der|voor|achter|op)"
    rf" (?:(?:de|der|den|het|'t) )?[A-Z][\w'-]{{0,40}}(?: [A-Z][\w'-]{{0,40}})?{_HOUSE}"
    # kerkstraat 12: what stands before "straat" must be something
    rf"|(?<![\w'-])(?!{_ROAD}weg)[a-z][\w'-]{{2,40}}(?:{_PLAIN}){_HOUSE}"
)
_NUMBERED = (
    r"(?:,? ?(?:(?:nr\.?|no\.?|huisnummer|nummer) ?)\d{1,5}(?: ?[a-z])?"
    r"|,? ?-?[1-9]\d{0,4}(?:-\d{1,4}| ?[a-z])?)(?!\w|[-.,/]\d)"
)
_POSTCODE = re.compile(
    rf"(?<![\w.,-])[1-9]\d{{3}}(?:[ \u00a0]{{0,2}}(?!S[ADS])[A-Z]{{2}}"
    rf"|(?!kg|km|mm|cm|ml|ha|gb|mb|tb|kw|mw|st|ste|de|en|of)[a-z]{{2}})"
    rf"(?:{_NUMBERED}|(?!\w|{_COUNTED}))"
    rf"|(?i:(?<!\w)postcode(?: is|:)? ([1-9]\d{{3}} ?[A-Z]{{2}})(?:{_NUMBERED})?)(?!\w)",
)

_TITLE = (
    r"(?i:de heer|dhr\.?|meneer|mijnheer|mevrouw|mevr\.?|mw\.?|mej\.?|buurman|buurvrouw|oom|tante"
    r"|juf|meester|dokter|mijn naam is|ik heet|ik ben|groeten?,?(?: van)?|gr\.?,?|getekend,?)"
)
_PARTICLES = r"(?:(?i:van|de|der|den|ter|ten|te|el|al|la|le|in|'t|'s)\s+){0,3}"
_CAPITAL = r"[A-ZÀ-ÖØ-Þ][\w'-]{0,40}"
_NAME = re.compile(
    rf"(?<!\w){_TITLE}\s+({_PARTICLES}{_CAPITAL}\.?(?:\s+{_PARTICLES}{_CAPITAL}){{0,4}})"
)


def _always(_: str) -> bool:
    return True


def _by(
    pattern: re.Pattern[str], holds: Callable[[str], bool] = _always
) -> Callable[[str], Places]:
    """A group, if there is one, is the part that is meant."""

    def find(text: str) -> Places:
        for found in pattern.finditer(text):
            if holds(found[found.lastindex or 0]):
                yield found.span(found.lastindex or 0)

    return find


FINDERS: Final[dict[str, Callable[[str], Places]]] = {
    "email": _by(_EMAIL),
    "link": _by(_LINK),
    "iban": _by(_IBAN, _is_iban),
    "bsn": _by(NINE, passes),
    "phone": _by(_PHONE),
    "plate": _by(_PLATE),
    "birth": _by(_BIRTH),
    "address": _by(_ADDRESS),
    "postcode": _by(_POSTCODE),
    "name": _by(_NAME),
}
