# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""Kinds of cheating, each with the rule that finds it.

`raw` changes files and leaves it at that. The others are done by whoever holds the key of the log:
everything that can be made to fit again is made to fit.
"""

import hashlib
import json
import shutil
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from backend.ledger import bodies, commitments, notes, tree
from backend.ledger.notes import Signer
from tests.backend.verifying.forging import Forger, digest, plain

Deed = Callable[[Forger], None]


def _file(name: str, old: bytes, new: bytes) -> Deed:
    def change(forger: Forger) -> None:
        path = forger.folder / name
        content = path.read_bytes()
        assert old in content
        path.write_bytes(content.replace(old, new, 1))

    return change


def _lines(name: str, change: Callable[[list[bytes]], list[bytes]]) -> Deed:
    def done(forger: Forger) -> None:
        path = forger.folder / name
        lines = change(path.read_bytes().splitlines())
        path.write_bytes(b"".join(line + b"\n" for line in lines))

    return done


def _log(change: Callable[[list[bytes]], list[bytes]]) -> Deed:
    def done(forger: Forger) -> None:
        path = forger.folder / "log.jsonl"
        lines = change(path.read_bytes().splitlines())
        path.write_bytes(b"".join(line + b"\n" for line in lines))

    return done


def _said(change: Callable[[list[dict]], None]) -> Deed:
    def done(forger: Forger) -> None:
        lines = [line for _, line in forger.lines]
        change(lines)
        forger.say(lines)

    return done


def _counts(lines: list[dict]) -> list[dict]:
    return [line for line in lines if "vraag/1.stance" in line["open"]]


def _flip(lines: list[dict]) -> None:
    said = (line["open"]["vraag/1.stance"] for line in _counts(lines))
    next(one for one in said if one[0] != "against")[0] = "against"


def _salts(lines: list[dict]) -> None:
    one, other = (line["open"]["vraag/1.stance"] for line in _counts(lines)[:2])
    one[1], other[1] = other[1], one[1]


def _id(lines: list[dict]) -> None:
    next(line for line in lines if line["open"])["kenmerk"] = str(uuid4())


def _double_id(lines: list[dict]) -> None:
    shut = [line for line in lines if not line["open"]]
    shut[0]["kenmerk"] = shut[1]["kenmerk"]


def _stranger(lines: list[dict]) -> None:
    lines.append({**lines[-1], "regel": lines[-1]["regel"] + 1000})


def _rolled_back(forger: Forger) -> None:
    leaves = [forger.leaf_now(entry) for entry in forger.entries]
    forger.sign(len(leaves) - 5, tree.root(leaves[:-5]))


def _other_log(forger: Forger) -> None:
    other = notes.new_signer("elders.example/log", hashlib.sha256(b"another").digest())
    forger.sign(len(forger.entries), b"\x01" * 32, other)


def _new_key(forger: Forger) -> None:
    name = forger.signer.name
    forger.settle(notes.new_signer(name, hashlib.sha256(b"another").digest()))


def _signature(forger: Forger) -> None:
    path = forger.folder / "checkpoint"
    path.write_text(
        path.read_text(encoding="utf-8").replace("\n\n", "\nmeer\n\n"), encoding="utf-8"
    )


RAW: dict[str, tuple[str, Deed]] = {
    "the count is raised in the figures": (
        "T1", _file("uitslag.json", b'"counted":36', b'"counted":37'),
    ),
    "one letter of the log is another": ("L3", _file("log.jsonl", b'"nummer":1', b'"nummer":2')),
    "an entry is dropped": ("L2", _log(lambda lines: [*lines[:4], *lines[5:]])),
    "an entry is added": ("L2", _log(lambda lines: [*lines, lines[-1]])),
    "two entries are swapped": (
        "L3", _log(lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]]),
    ),
    "the checkpoint is rolled back": ("L2", _rolled_back),
    "the checkpoint is of another log": ("L1", _other_log),
    "all is made anew with another key": ("L1", _new_key),
    "the checkpoint was changed": ("L1", _signature),
    "a question is another": ("C1", _file("definitie.json", b"Wat vindt u", b"Wat vond u")),
    "the smallest group is smaller": ("C2", _file("regels.json", b'"k":5', b'"k":4')),
    "the decision is another": ("C3", _file("stuk.json", b"legt een park aan", b"kapt een park")),
    "a stance is flipped": ("O1", _said(_flip)),
    "salts are swapped": ("O1", _said(_salts)),
    "an answer is left out": ("O2", _said(lambda lines: lines.pop(7) and None)),
    "an answer is added": ("O2", _said(_stranger)),
    "an id is another": ("O5", _said(_id)),
    "an id is given twice": ("O5", _said(_double_id)),
    "a verdict says something else": (
        "S4", _file("oordelen.jsonl", b"ouderen", b"jongeren"),
    ),
    "the council said something else": (
        "S6", _file("besluiten.jsonl", b"legt het park aan", b"legt geen park aan"),
    ),
    "an answer is nicer": ("S6", _file("antwoorden.jsonl", b"tien bomen", b"honderd bomen")),
    "an answer is kept silent": ("S6", _lines("antwoorden.jsonl", lambda lines: lines[1:])),
    "a decision is given twice": (
        "S6", _lines("besluiten.jsonl", lambda lines: [*lines, lines[-1]]),
    ),
    "the number in a sentence is another": (
        "S1", _file("samenvatting-1.json", b"36 reacties tellen", b"63 reacties tellen"),
    ),
}  # fmt: skip


def _for_and_against(forger: Forger) -> None:
    """Three against become three for, in every number that goes with it."""
    point = forger.point()
    for where in (point, point["by_channel"][1]):
        shares = {share["stance"]: share for share in where["stances"]}
        shares["for"]["n"] += 3
        shares["against"]["n"] -= 3
    point["in_favour"] += 3
    point["opposed"] -= 3
    point["agreement"]["net"] += 6


def _way(forger: Forger, way: str) -> dict:
    return next(one for one in forger.result["by_way"] if one["way"] == way)


def _by_mail(forger: Forger) -> None:
    _way(forger, "mail")["counted"] += 1
    _way(forger, "open")["counted"] -= 1


def _no_mail(forger: Forger) -> None:
    """The opening said nothing of codes by e-mail, and some came in with one."""
    del forger.of("definitie")["m"]


def _by_letter(forger: Forger) -> None:
    one, other = (_way(forger, way) for way in ("letter", "open"))
    for name in ("received", "counted"):
        one[name] += 1
        other[name] -= 1


def _no_letter(forger: Forger) -> None:
    """Said to have come in by letter, in the log and in the figures."""
    for entry in [one for one in forger.standing() if "m" not in one and one["t"] == "reactie"][:3]:
        entry["m"] = "briefcode"
        _by_letter(forger)


def _more_codes(forger: Forger) -> None:
    codes = {**forger.of("codes"), "aantal": 20}
    forger.entries.insert(forger.entries.index(forger.of("telling")), codes)


def _in_otherwise(forger: Forger) -> None:
    entry = next(one for one in forger.entries if one["t"] == "vervanging" and "m" in one)
    del entry["m"]


def _channel(forger: Forger) -> None:
    one, other = forger.result["by_channel"]
    for name in ("received", "counted"):
        one[name] -= 1
        other[name] += 1


def _vanish(forger: Forger) -> None:
    both = forger.line(4)
    forger.lines.remove(both)
    forger.entries[:] = [entry for entry in forger.entries if entry is not both[0]]


def _twice(forger: Forger) -> None:
    entry, _ = forger.line(4)
    forger.entries.insert(forger.entries.index(entry) + 1, dict(entry))


def _after_the_tally(forger: Forger) -> None:
    entry, _ = forger.line(4)
    forger.entries[:] = [one for one in forger.entries if one is not entry]
    forger.entries.append(entry)


def _before_opening(forger: Forger) -> None:
    entry, _ = forger.line(4)
    forger.entries[:] = [entry, *(one for one in forger.entries if one is not entry)]


def _kind(kind: str, **change: object) -> Deed:
    return lambda forger: forger.of(kind).update(change)


def _add(before: str, **entry: object) -> Deed:
    """One more entry about this consultation."""

    def done(forger: Forger) -> None:
        place = forger.entries.index(forger.of(before))
        forger.entries.insert(place, {"c": forger.of("definitie")["c"], **entry})

    return done


def _move(kind: str, before: str) -> Deed:
    def done(forger: Forger) -> None:
        entry = forger.of(kind)
        forger.entries[:] = [one for one in forger.entries if one is not entry]
        forger.entries.insert(forger.entries.index(forger.of(before)), entry)

    return done


def _after(kind: str, after: str) -> Deed:
    def done(forger: Forger) -> None:
        entry = forger.of(kind)
        forger.entries[:] = [one for one in forger.entries if one is not entry]
        forger.entries.insert(forger.entries.index(forger.of(after)) + 1, entry)

    return done


def _decided(forger: Forger, what: str) -> dict:
    return next(one for one in forger.entries if one.get("besluit") == what)


def _hidden_refusal(forger: Forger) -> None:
    refused = _decided(forger, "geweigerd")
    forger.entries[:] = [one for one in forger.entries if one is not refused]


def _never_released(forger: Forger) -> None:
    quoted = {one["text"] for one in forger.content["quotations"]}
    leaves = {
        forger.leaf_now(entry).hex()
        for entry, line in forger.lines
        if line["open"].get("vraag/1.advice", [None])[0] in quoted
    }
    released = next(
        one for one in forger.entries if one.get("besluit") == "vrijgegeven" and one["v"] in leaves
    )
    released["besluit"] = "geweigerd"


def _reason(forger: Forger) -> dict:
    return next(line["redenen"] for _, line in forger.lines if line.get("redenen"))


def _other_reason(forger: Forger) -> None:
    next(iter(_reason(forger).values()))[0] = "Te lang."


def _told_reason(forger: Forger) -> None:
    entry = _decided(forger, "geweigerd")
    place = str(forger.entries.index(entry))
    forger.lines[0][1]["redenen"] = {place: ["Noemt een naam.", "00" * 32]}


def _rotated(forger: Forger, old: Signer, new: Signer) -> None:
    forger.entries.append(json.loads(bodies.rotation(old, new)))


def _other(name: str) -> Signer:
    return notes.new_signer(name, hashlib.sha256(b"another").digest())


def _by_the_old_key(forger: Forger) -> None:
    _rotated(forger, forger.signer, _other(forger.signer.name))


def _taken_over(forger: Forger) -> None:
    """By somebody who has a key of the same name, and not the one before it."""
    new = _other(forger.signer.name)
    _rotated(forger, new, new)
    forger.entries[-1]["oud"] = str(forger.signer.verifier)


def _of_another_log(forger: Forger) -> None:
    new = _other(forger.signer.name)
    _rotated(forger, new, notes.new_signer(new.name, hashlib.sha256(b"third").digest()))


def _second(forger: Forger) -> None:
    forger.of("samenvatting")["nummer"] = 2
    shutil.copy(forger.folder / "samenvatting-1.json", forger.folder / "samenvatting-2.json")


def _beside(name: str) -> Deed:
    def done(forger: Forger) -> None:
        shutil.copy(forger.folder / "samenvatting-1.json", forger.folder / name)

    return done


def _twice_gone(forger: Forger) -> None:
    gone = forger.of("intrekking")
    forger.entries.insert(forger.entries.index(forger.of("telling")), dict(gone))


def _hide_set_aside(forger: Forger) -> None:
    aside = forger.of("uitsluiting")
    forger.entries[:] = [entry for entry in forger.entries if entry is not aside]


def _better_aside(forger: Forger) -> None:
    shares = forger.result["with_aside"]["points"][0]["stances"]
    shares[0]["n"], shares[5]["n"] = shares[5]["n"] + 1, shares[0]["n"] - 1


def _aside_unopened(forger: Forger) -> None:
    del forger.aside()[1]["open"]["vraag/1.stance"]


def _aside_told(forger: Forger) -> None:
    forger.recommit(forger.aside(), "vraag/1.touched", "Wie hier woont.")


def _sentence(forger: Forger) -> None:
    one = forger.content["sentences"][0]
    one["text"] = one["text"].replace("36", "63")


def _citation(forger: Forger) -> None:
    one, other = (forger.content["sentences"][place]["citations"][0] for place in (3, 4))
    one["entries"], other["entries"] = other["entries"], one["entries"]


def _left_out(forger: Forger) -> None:
    held = forger.content["sentences"]
    forger.content["sentences"] = [one for one in held if one["rule"] != "opposed"]


def _nicer(forger: Forger) -> None:
    forger.content["quotations"][0]["text"] = "Wat een prachtig plan van het college!"


def _another(forger: Forger) -> None:
    forger.content["quotations"][0]["rank"] += 24


def _chosen_seed(forger: Forger) -> None:
    forger.content["seed"] = digest(b"chosen")


def _revealed(forger: Forger) -> None:
    marginal = forger.result["who"][0]
    group = next(one for one in marginal["hidden"] if one)
    marginal["hidden"].remove(group)
    marginal["shown"].append({"group": group, "n": 1})


def _elder(forger: Forger) -> None:
    shown = forger.result["who"][0]["shown"]
    shown[0]["n"] += 1
    shown[1]["n"] -= 1


def _share(forger: Forger) -> dict[str, Any]:
    return forger.result["participation"]["compared"][0]["shares"][0]


def _looks_otherwise(forger: Forger) -> None:
    _share(forger)["permille"] += 100


def _few(forger: Forger) -> None:
    _share(forger)["n"] = 2


def _weighed(forger: Forger) -> None:
    forger.result["participation"]["why"] = []


def _more_drawn(forger: Forger) -> None:
    forger.result["sample"]["counted"] += 100


def _middle(forger: Forger) -> None:
    forger.result["spreads"][0]["agreement"] += 1


def _day(forger: Forger) -> None:
    row = forger.result["by_day"][0]
    row["day"] = "2026-01-01"


def _letters(forger: Forger) -> None:
    forger.result["letters"][0]["senders"] += 3


def _background(forger: Forger) -> None:
    forger.recommit(forger.line(3), "achtergrond/age_band", "65+")


def _text(forger: Forger) -> None:
    quoted = {one["text"] for one in forger.content["quotations"]}
    both = next(
        both for both in forger.lines
        if both[0] in forger.standing() and "vraag/1.advice" not in both[1]["open"]
    )  # fmt: skip
    assert "Mijn naam is Jan." not in quoted
    forger.recommit(both, "vraag/1.advice", "Mijn naam is Jan.")


def _unopened(field: str) -> Deed:
    return lambda forger: forger.line(4)[1]["open"].pop(field) and None


def _no_answer(forger: Forger) -> None:
    forger.recommit(forger.line(0, "for"), "vraag/1.stance", "zeker wel")


def _another_stance(forger: Forger) -> None:
    """Changed in the log itself, before it was signed; the figures are what they were."""
    forger.recommit(forger.line(0, "against"), "vraag/1.stance", "for")


def _shown_otherwise(forger: Forger) -> None:
    forger.shown = json.loads(plain(forger.result))
    assert forger.shown is not None
    forger.shown["points"][0]["in_favour"] += 1


def _spaces(forger: Forger) -> None:
    forger.respell = lambda line: line.replace(b'"t":"telling"', b'"t": "telling"')


def _unknown(forger: Forger) -> None:
    forger.of("telling")["opmerking"] = "Zie bijlage."


def _fewer_fields(forger: Forger) -> None:
    entry, _ = forger.line(4)
    del entry["d"]["vraag/1.touched"]


def _said_in_vain(forger: Forger) -> None:
    """What was withdrawn is opened all the same."""
    shut = next(both for both in forger.lines if not both[1]["open"])
    forger.recommit(shut, "vraag/1.stance", "for")


def _other_paper(forger: Forger) -> None:
    forger.content["log"]["root"] = digest(b"another log")


def _batches(change: Callable[[list[dict]], None]) -> Deed:
    def done(forger: Forger) -> None:
        path = forger.folder / "deeltellingen.jsonl"
        batches = [json.loads(line) for line in path.read_bytes().splitlines()]
        change(batches)
        path.write_bytes(b"".join(commitments.canonical(one) + b"\n" for one in batches))

    return done


def _two_in_one_place(batches: list[dict]) -> None:
    """A batch is said to have counted the line of another one as well."""
    batches[0]["regels"].append(batches[-1]["regels"][-1])


def _said_otherwise(name: str, number: int, **change: object) -> Deed:
    """Another line, with every hash in the log that goes with it."""

    def done(forger: Forger) -> None:
        path = forger.folder / name
        lines = path.read_bytes().splitlines()
        old = digest(lines[number])
        lines[number] = commitments.canonical({**json.loads(lines[number]), **change})
        path.write_bytes(b"".join(line + b"\n" for line in lines))
        for entry in forger.entries:
            for key in ("inhoud", "besluit"):
                if entry.get(key) == old:
                    entry[key] = digest(lines[number])

    return done


def _first_left_out(kind: str, name: str) -> Deed:
    def done(forger: Forger) -> None:
        first = forger.of(kind)
        forger.entries[:] = [entry for entry in forger.entries if entry is not first]
        _lines(name, lambda lines: lines[1:])(forger)

    return done


def _withdrawn_before(forger: Forger) -> None:
    """What still counted is said to have been withdrawn by then."""
    entry, _ = forger.line(4)
    gone = {"c": entry["c"], "t": "intrekking", "v": forger.leaf_now(entry).hex()}
    forger.entries.insert(forger.entries.index(forger.of("telling")), gone)


SIGNED: dict[str, tuple[str, Deed]] = {
    "opponents are counted as supporters": ("T5", _for_and_against),
    "a reaction is counted by another channel": ("T3", _channel),
    "a reaction is counted as by letter": ("T10", _by_letter),
    "a reaction is counted as by e-mail": ("T10", _by_mail),
    "some came in by e-mail where nobody could": ("C16", _no_mail),
    "more came in by letter than there are letters": ("C13", _no_letter),
    "letter codes were made after the opening": ("C13", _more_codes),
    "a change came in otherwise": ("C13", _in_otherwise),
    "a reaction vanishes": ("T2", _vanish),
    "a reaction is there twice": ("L5", _twice),
    "a reaction came after the tally": ("C4", _after_the_tally),
    "a reaction came before the opening": ("C4", _before_opening),
    "something was set aside in silence": ("T2", _hide_set_aside),
    "with what was set aside it looks better": ("T11", _better_aside),
    "what was set aside is not opened": ("O3", _aside_unopened),
    "a text of what was set aside is told": ("O4", _aside_told),
    "what never was is withdrawn": ("C5", _kind("intrekking", v="0" * 64)),
    "the same is withdrawn twice": ("C5", _twice_gone),
    "more are counted than stand there": ("T2", _kind("telling", geteld=99)),
    "there was an earlier tally": ("C6", _kind("telling", nummer=2)),
    "there was an earlier summary": ("C6", _second),
    "the agenda has no summary": ("C7", _kind("agendering", samenvatting="0" * 64)),
    "the agenda has another version": ("C7", _kind("agendering", stuk="0" * 64)),
    "the council decides on what was never laid": ("C14", _kind("besluit", volgt="0" * 64)),
    "the council decides on another text": ("C14", _kind("besluit", stuk="0" * 64)),
    "the council decides elsewhere": ("C14", _kind("besluit", punt=str(uuid4()))),
    "a decision is of another consultation": ("C14", _kind("besluit", c=str(uuid4()))),
    "a decision is of none": ("C14", lambda forger: forger.of("besluit").pop("c") and None),
    "a decision was there before the agenda": ("C14", _move("besluit", "agendering")),
    "an earlier decision is hidden": ("C14", _first_left_out("besluit", "besluiten.jsonl")),
    "an answer was there before the decision": ("C15", _move("antwoord", "besluit")),
    "an answer goes with another decision": ("C15", _kind("antwoord", besluit="0" * 64)),
    "an answer is about what nobody said": ("C15", _kind("antwoord", over="99")),
    "an answer is about what no council said": ("C15", _kind("antwoord", over="0" * 64)),
    "an earlier answer is hidden": ("C15", _first_left_out("antwoord", "antwoorden.jsonl")),
    "it was taken over, they say": ("S6", _kind("antwoord", uitkomst="overgenomen")),
    "it was adopted as it was, they say": ("S6", _kind("besluit", uitkomst="verworpen")),
    "no is said without a reason": ("S6", _said_otherwise("antwoorden.jsonl", 0, tekst="")),
    "a decision changed for no reason": ("S6", _said_otherwise("besluiten.jsonl", 1, omdat="")),
    "nothing was said of the decision": ("S6", _said_otherwise("besluiten.jsonl", 0, tekst="Ja.")),
    "a point ends that was not there": (
        "S6", _said_otherwise("besluiten.jsonl", 0, punten={"7": "verworpen"}),
    ),
    "a point ends as the whole does": (
        "S6", _said_otherwise("besluiten.jsonl", 0, punten={"1": "aangenomen"}),
    ),
    "the tally is of other figures": ("C6", _kind("telling", uitslag="0" * 64)),
    "an extension came after the tally": ("C8", _after("verlenging", "telling")),
    "an extension ends earlier": ("C8", _kind("verlenging", sluit="2020-01-01T00:00:00Z")),
    "it was called off and counted": ("C8", _add("telling", t="afgelasting", reden="0" * 64)),
    "a version that never was is corrected": (
        "C9", _add("samenvatting", t="verbetering", nummer=5, reden="0" * 64),
    ),
    "a verdict is about a version that never was": ("C10", _kind("oordeel", nummer=7)),
    "a verdict was there before the tally": ("C10", _move("oordeel", "telling")),
    "a verdict was another": ("S4", _kind("oordeel", inhoud="0" * 64)),
    "a verdict is of another council": ("S4", _kind("oordeel", orgaan="Jongerenraad")),
    "a text was read before the tally": ("C11", _move("moderatie", "telling")),
    "a text was read of nobody": ("C11", _kind("moderatie", v="0" * 64)),
    "a refusal is kept silent": ("D3", _hidden_refusal),
    "a quotation was never released": ("D3", _never_released),
    "the reason of a refusal is told": ("O4", _told_reason),
    "it is said to be older than the log": (
        "C12",
        _add("samenvatting", t="eerder", stuk="0" * 64, vragen="0" * 64, uitslagen=[],
             samenvattingen=[]),
    ),
    "a withdrawal is put before the tally": ("T2", _withdrawn_before),
    "the summary prints another log": ("S5", _other_paper),
    "the old key signs on": ("L1", _by_the_old_key),
    "a stranger takes the log over": ("L6", _taken_over),
    "the keys are of another log": ("L1", _of_another_log),
    "a sentence says more": ("S3", _sentence),
    "a sentence rests on others": ("S3", _citation),
    "a sentence is left out": ("S3", _left_out),
    "the summary shows other figures": ("S2", _shown_otherwise),
    "a quotation is nicer": ("D2", _nicer),
    "a quotation was not drawn": ("D2", _another),
    "the seed is chosen": ("D1", _chosen_seed),
    "a hidden group is revealed": ("T7", _revealed),
    "a small group stands beside the town": ("T7", _few),
    "more came by letter than did": ("T5", _more_drawn),
    "people agree more": ("T5", _middle),
    "a summary that nobody made lies beside": ("F1", _beside("samenvatting-2.json")),
    "a file lies beside that nobody checks": ("F1", _beside("lees-mij-eerst.json")),
    "it is told who somebody is": ("O4", _background),
    "a text is told that was not released": ("O4", _text),
    "what was withdrawn is told": ("O4", _said_in_vain),
    "an answer is not opened": ("O3", _unopened("vraag/1.stance")),
    "an id is not opened": ("O3", _unopened("kenmerk")),
    "an answer is none": ("O6", _no_answer),
    "an answer in the log is another": ("T5", _another_stance),
    "an entry is spelled otherwise": ("L4", _spaces),
    "an entry says more than it may": ("L4", _unknown),
    "a field is not committed to": ("O3", _fewer_fields),
}  # fmt: skip
SEALED: dict[str, tuple[str, Deed]] = {
    "a group is larger": ("T7", _elder),
    "a hidden group is revealed": ("T7", _revealed),
    "the town looks otherwise": ("T7", _looks_otherwise),
    "why it was not weighted is kept silent": ("T7", _weighed),
    "a reaction came on another day": ("T4", _day),
    "a letter has more senders": ("T8", _letters),
    "a text is not opened": ("O3", _unopened("vraag/1.touched")),
    "a batch is left out": ("T9", _batches(lambda batches: batches.pop() and None)),
    "a batch counts another one's line": ("T9", _batches(_two_in_one_place)),
    "a batch holds fewer lines": (
        "T9",
        _batches(lambda batches: batches[0]["regels"].pop() and None),
    ),
    "the reason of a refusal is another": ("O1", _other_reason),
    "the reason of a refusal is not opened": ("O3", lambda forger: _reason(forger).clear()),
    "an answer in the log is another": ("T5", _another_stance),
}
