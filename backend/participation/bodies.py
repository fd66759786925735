# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Reading what a machine sends: every problem at once, each with a pointer into the body.

By hand, because a typed decoder stops at the first problem.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

import msgspec
from litestar.openapi.spec import OpenAPIFormat, OpenAPIMediaType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIType

from backend.errors import Flaw, Invalid
from backend.participation import complaints, letting_in, letting_in_by_mail
from backend.participation.letting_in import Wrong
from backend.web.kinds import Req
from backend.web.languages import gettext, ngettext
from surveys.questionnaire import Answers, Questionnaire, Refused
from surveys.reading import Given
from surveys.receipt import normalise

MOST_NAMED = 100
"""Unknown fields that are named one by one; a body can hold a hundred thousand."""


def pointer(*parts: str) -> str:
    """RFC 6901."""
    escaped = (part[:80].replace("~", "~0").replace("/", "~1") for part in parts)
    return "".join(f"/{part}" for part in escaped)


async def body(request: Req) -> dict[str, object]:
    """A JSON object, or `Invalid` with status 415 or 400."""
    if request.content_type[0] != "application/json":
        raise Invalid(
            gettext("Deze soort gegevens kunnen we niet lezen."),
            gettext("Stuur JSON, met Content-Type: application/json."),
            status=415,
        )
    try:
        found: object = msgspec.json.decode(await request.body())
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        raise Invalid(
            gettext("Dit is geen geldige JSON."),
            gettext("Stuur een JSON-object in UTF-8."),
            [Flaw("", gettext("De JSON is niet te lezen."))],
        ) from None
    if not isinstance(found, dict):
        raise Invalid(
            gettext("Dit is geen JSON-object."), "", [Flaw("", gettext("Stuur een object: {…}."))]
        )
    return {str(key): value for key, value in found.items()}  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType] - JSON holds anything


class Fields:
    """Takes the fields out of a body, collects what is wrong, and raises it all in `done`."""

    def __init__(self, given: Mapping[str, object]) -> None:
        self._given = given
        self._read: set[str] = set()
        self.flaws: list[Flaw] = []

    def _text(self, name: str) -> str:
        self._read.add(name)
        value = self._given.get(name)
        return value if isinstance(value, str) else ""

    def key(self) -> UUID:
        try:
            return UUID(self._text("sleutel"))
        except ValueError:
            what = gettext("Stuur een UUID die u zelf maakt; bij opnieuw sturen dezelfde.")
            self.flaws.append(Flaw(pointer("sleutel"), what))
            return UUID(int=0)

    def code(self) -> str:
        """A receipt code as derived. A slip of the pen is named as one."""
        code = normalise(self._text("ontvangstcode")[:200])
        if code is None:
            what = gettext("Dit is geen ontvangstcode, of er zit een tikfout in.")
            self.flaws.append(Flaw(pointer("ontvangstcode"), what))
        return code or ""

    def letter_code(self) -> str:
        """As it was printed; empty when there is none. A slip of the pen is named as one."""
        typed = self._text("briefcode")
        code = letting_in.spelled(typed) if typed.strip() else ""
        if isinstance(code, Wrong):
            self.flaws.append(Flaw(pointer("briefcode"), letting_in.words(code)))
            return ""
        return code

    def challenge(self, *, false: bool = False) -> str:
        """What came back of a challenge; empty when there is none."""
        sent = self._text("opgave")
        if false:
            what = gettext("Deze opgave is niet goed opgelost of is verlopen. Haal een nieuwe op.")
            self.flaws.append(Flaw(pointer("opgave"), what))
        return sent

    def mail_code(self) -> str:
        """As it was sent; empty when there is none."""
        typed = self._text("mailcode")
        code = letting_in_by_mail.spelled(typed) if typed.strip() else ""
        if isinstance(code, letting_in_by_mail.Wrong):
            self.flaws.append(Flaw(pointer("mailcode"), letting_in_by_mail.words(code)))
            return ""
        if code and self._text("briefcode").strip():
            said = gettext("Stuur één code: die uit de brief of die uit de e-mail.")
            self.flaws.append(Flaw(pointer("mailcode"), said))
        return code

    def given(self) -> dict[str, list[str]]:
        """Field to what was sent for it; anything but text, or a list of texts, is a flaw."""
        self._read.add("antwoorden")
        value = self._given.get("antwoorden")
        if not isinstance(value, dict):
            what = gettext("Stuur een object met per vraag het antwoord.")
            self.flaws.append(Flaw(pointer("antwoorden"), what))
            return {}
        found: dict[str, list[str]] = {}
        for name, answer in msgspec.convert(value, dict[str, object]).items():
            found[name] = self._texts(name, answer)
        return found

    def _texts(self, name: str, answer: object) -> list[str]:
        if isinstance(answer, str):
            return [answer]
        if not isinstance(answer, list):
            what = gettext("Stuur het antwoord als tekst, of als lijst van teksten.")
            self.flaws.append(Flaw(pointer("antwoorden", name), what))
            return []
        texts: list[str] = []
        for place, each in enumerate(msgspec.convert(answer, list[object])):
            if isinstance(each, str):
                texts.append(each)
            else:
                where = pointer("antwoorden", name, str(place))
                self.flaws.append(Flaw(where, gettext("Stuur elk antwoord als tekst.")))
        return texts

    def answers(self, questionnaire: Questionnaire, given: Given) -> Answers:
        try:
            answers = questionnaire.read(given)
        except Refused as refusal:
            said = complaints.sentences(questionnaire, refusal.problems, given)
            self.flaws += [Flaw(pointer("antwoorden", name), what) for name, what in said.items()]
            return Answers({}, {}, {})
        return answers

    def done(self) -> None:
        unknown = [name for name in self._given if name not in self._read]
        self.flaws += [Flaw(pointer(name), gettext("Dit veld kennen we niet.")) for name in unknown]
        if len(self.flaws) > MOST_NAMED:
            left = len(self.flaws) - MOST_NAMED
            more = ngettext(
                "En nog {number} andere fout.", "En nog {number} andere fouten.", left
            ).format(number=left)
            self.flaws = [*self.flaws[:MOST_NAMED], Flaw("", more)]
        if self.flaws:
            raise Invalid(
                gettext("Dit klopt nog niet."),
                gettext("Verbeter wat in `errors` staat."),
                self.flaws,
            )


def _object(optional: dict[str, Schema] | None = None, **properties: Schema) -> RequestBody:
    schema = Schema(
        type=OpenAPIType.OBJECT,
        properties={**properties, **(optional or {})},
        required=list(properties),
        additional_properties=False,
    )
    return RequestBody(content={"application/json": OpenAPIMediaType(schema=schema)}, required=True)


_CODE = Schema(type=OpenAPIType.STRING, description="De code die kwam bij het versturen.")
_LETTER = Schema(
    type=OpenAPIType.STRING,
    description="De code uit de brief, voor wie die kreeg. Met een code doet u één keer mee.",
)
_CHALLENGE = Schema(
    type=OpenAPIType.STRING,
    description=(
        "De oplossing van een opgave (`/opgave`), zoals ALTCHA die schrijft: JSON met `challenge`"
        " en `solution`, in Base64. Hoeft niet."
    ),
)
_MAIL = Schema(
    type=OpenAPIType.STRING,
    description="De code uit een e-mail, voor wie die vroeg. Nooit samen met een briefcode.",
)
_KEY = Schema(
    type=OpenAPIType.STRING,
    format=OpenAPIFormat.UUID,
    description="Maak een nieuwe UUID per formulier. Stuur bij opnieuw proberen dezelfde.",
)
_TEXT = Schema(type=OpenAPIType.STRING)
_ANSWERS = Schema(
    type=OpenAPIType.OBJECT,
    additional_properties=Schema(
        one_of=[_TEXT, Schema(type=OpenAPIType.ARRAY, items=_TEXT)],
    ),
    description=(
        "Per veld het antwoord als tekst, of als lijst van teksten waar u er meer kunt kiezen."
        " Welke velden er zijn, staat bij elke vraag in `velden`."
    ),
    examples=[
        {"1.stance": "for", "1.advice": "Plant meer bomen.", "speeltoestellen": ["schommel"]}
    ],
)


@dataclass
class Submission(Operation):
    """The handler reads the body itself; this describes it."""

    def __post_init__(self) -> None:
        beside = {"briefcode": _LETTER, "mailcode": _MAIL, "opgave": _CHALLENGE}
        self.request_body = _object(beside, sleutel=_KEY, antwoorden=_ANSWERS)


@dataclass
class Replacement(Operation):
    def __post_init__(self) -> None:
        self.request_body = _object(ontvangstcode=_CODE, sleutel=_KEY, antwoorden=_ANSWERS)


@dataclass
class ByCode(Operation):
    def __post_init__(self) -> None:
        self.request_body = _object(ontvangstcode=_CODE)
