"""What the networks learn from: invented statements and reviews (authored/), real reviews judged by people (coded/ and the
shared data), each as one sequence of word pieces with what is told of every piece, of spans and of the text."""

import functools
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[3] / "shared" / "data"
AUTHORED, CODED = HERE / "authored", HERE / "coded"

OUTSIDE, PROBLEM, WISH = 0, 1, 2
NO_FAILURES = ["wish", "praise", "neutral", "question", "other"]
PRIORITIES = ["Low", "Moderate", "High", "Critical"]
SENTIMENTS = ["negative", "neutral", "positive", "mixed"]
KINDS = ["problem", "request", "question", "praise"]
# Apps that no judgement and no soft label comes from: the network is measured on them.
HELD_OUT = ("Huawei Health", "Netflix", "WhatsApp", "PhonePe")
CODED_APPS = {
    "garmin": "Garmin Connect",
    "whatsapp": "WhatsApp",
    "facebook": "Facebook",
    "netflix": "Netflix",
    "evernote": "Evernote",
    "phonepe": "PhonePe",
}

Cut = Callable[[str], tuple[list[int], list[tuple[int, int]]]]
Range = tuple[int, int]


def json_lines(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]


LABELS = [line.split("\t")[0] for line in _lines(DATA / "authored" / "classes.tsv")] + NO_FAILURES
INDEX = {name: at for at, name in enumerate(LABELS)}


@dataclass
class Targets:
    """Of a text as a whole; -1 for a kind that nobody judged."""

    kinds: list[float]
    informative: float
    priority: int
    sentiment: int
    stars: int = 0


@dataclass
class Sequence:
    ids: list[int]
    # For each piece: outside, problem or wish; whether one begins; whether it names the object, or what is wished for.
    tags: list[int]
    begins: list[int]
    objects: list[int]
    cores: list[int]
    # Pieces whose `cores` were judged.
    core_known: list[int]
    objects_known: bool
    # First piece, piece after the last, class; -1 for a class that nobody judged.
    spans: list[tuple[int, int, int]] = field(default_factory=list)
    targets: Targets | None = None
    app: str | None = None
    id: str | None = None
    # The teacher's answers instead of labels.
    soft: "object | None" = None


@dataclass
class Statement:
    ids: list[int]
    objects: list[int]
    label: str


def tag_of(label: str) -> int:
    return WISH if label == "wish" else OUTSIDE if label in NO_FAILURES else PROBLEM


def unbracketed(text: str) -> tuple[str, Range | None]:
    """The text without its brackets, and where the object stands in it."""
    start = text.find("[")
    end = text.find("]", start)
    if start < 0 or end < 0:
        return text, None
    return text[:start] + text[start + 1 : end] + text[end + 1 :], (start, end - 1)


def from_utf16(text: str) -> dict[int, int]:
    """Code points by UTF-16 offset, which the product and coded/ count in."""
    places, at = {}, 0
    for index, character in enumerate(text):
        places[at] = index
        at += 2 if ord(character) > 0xFFFF else 1
    places[at] = len(text)
    return places


def authored_statements(languages: bool = False) -> Iterator[tuple[str, str]]:
    """(label, text with brackets). `languages`: also those of authored/lang-*.tsv."""
    files = [DATA / "authored" / "clauses.tsv"] + (sorted(AUTHORED.glob("lang-*.tsv")) if languages else [])
    for file in files:
        for line in _lines(file):
            label, text = line.split("\t", 1)
            yield label, text
    for file in sorted(AUTHORED.glob("s*.txt")):
        label: str | None = None
        for line in _lines(file):
            if line.startswith("@ "):
                continue
            if line.startswith("# "):
                kind, failure, _title, _object = line[2:].split("\t")
                label = "wish" if kind == "wish" else failure
            elif line.strip() == "= loose":
                label = None
            elif label is None:
                own, text = line.split("\t")
                yield own, text
            else:
                yield label, line


def raw_texts() -> list[str]:
    return [line.strip() for file in sorted(AUTHORED.glob("raw-*.txt")) for line in _lines(file)]


MARK = re.compile(r"\{([pw]):([a-z-]+)\|([^{}|]*)\}")
# What stands between, before and after statements when several are put together as one text.
BETWEEN = [".", ".", ".", ".", ".", ",", ",", ",", "and", "but", "", "", "", "also", ". also", "...", "!!", "!", "-"]
BETWEEN += ["because", ", also", ". but", ". and", "so", ";", "though", ", but", "plus", ". however", "&", ".", "n"]
BETWEEN += ["; and", "then", ", then", "with", "...and", "so that is why"]
BEFORE = ["the app", "this app", "i hate that", "the problem is", "since the last update", "please fix:", "always"]
BEFORE += ["every time", "1 star because", "it is good app but", "nice but", "problem:", "ok so", "hello", "dear team,"]
BEFORE += ["sometimes", "i am facing an issue", "after the update", "why", "good app but", "used to be great now"]
BEFORE += ["really disappointed,", "waste of time,", "worst app ever.", "very bad app", "the only thing is"]
BEFORE += ["love the app but", "on my phone", "when i open it", "it is"]
AFTER = [".", "please fix it", "pls fix", ". please fix", "thanks", "!", "1 star", "very bad", "fix this asap", "."]
AFTER += ["uninstalling", ". otherwise good", ".", "!!!", "please help", ". thank you", "do something"]
AFTER += [". disappointed", "what is going on", "?", ") :", "not happy", ". will change to 5 stars when fixed"]
SHARE_BEFORE, SHARE_AFTER, SHARE_OTHER = 0.45, 0.4, 0.42
HOW_MANY = [1, 1, 2, 2, 2, 3, 3, 4]


class Corpus:
    """`cut` gives the pieces of a text and their places: the teacher and the student each have their own."""

    def __init__(self, cut: Cut):
        self.cut = cut

    def sequence(
        self,
        text: str,
        spans: list[tuple[Range, int, int]],
        targets: Targets | None = None,
        objects: list[Range] | None = None,
        cores: list[tuple[Range, Range]] = (),
    ) -> Sequence:
        """`spans`: place, tag, class; `cores`: place of a wish, and of what it asks for within it."""
        ids, places = self.cut(text)
        count = len(ids)

        def within(place: Range) -> list[int]:
            return [at for at, (start, end) in enumerate(places) if start < place[1] and end > place[0]]

        found = Sequence(ids, [0] * count, [0] * count, [0] * count, [0] * count, [0] * count, objects is not None)
        found.targets = targets
        for place, tag, label in sorted(spans):
            own = within(place)
            if not own:
                continue
            for at in own:
                found.tags[at] = tag
            if tag != OUTSIDE:
                found.begins[own[0]] = 1
            found.spans.append((own[0], own[-1] + 1, label))
        for place in objects or ():
            for at in within(place):
                found.objects[at] = 1
        for wish, core in cores:
            inside = set(within(core))
            for at in within(wish):
                found.core_known[at], found.cores[at] = 1, int(at in inside)
        return found

    def statements(self, languages: bool = False) -> list[Statement]:
        found = []
        for label, marked in authored_statements(languages):
            text, place = unbracketed(marked)
            ids, places = self.cut(text)
            if ids:
                objects = [int(place is not None and a < place[1] and b > place[0]) for a, b in places]
                found.append(Statement(ids, objects, label))
        return found

    def authored_reviews(self) -> list[Sequence]:
        found = []
        for file in sorted(AUTHORED.glob("rev-*.tsv")):
            for line in _lines(file):
                sequence = self._authored_review(*line.split("\t"))
                sequence.app = file.name
                if sequence.ids:
                    found.append(sequence)
        return found

    def _authored_review(self, priority: str, sentiment: str, informative: str, marked: str) -> Sequence:
        text, at = "", 0
        spans, objects, cores = [], [], []
        for mark in MARK.finditer(marked):
            text += marked[at : mark.start()]
            at = mark.end()
            kind, failure, inside = mark.groups()
            body, named = unbracketed(inside)
            start = len(text)
            text += body
            is_wish = kind == "w"
            label = INDEX["wish"] if is_wish else INDEX[failure]
            spans.append(((start, start + len(body)), WISH if is_wish else PROBLEM, label))
            if named is not None:
                place = (start + named[0], start + named[1])
                objects.append(place)
                if is_wish:
                    cores.append(((start, start + len(body)), place))
        text += marked[at:]
        tags = {tag for _, tag, _ in spans}
        kinds = [float(PROBLEM in tags), float(WISH in tags), -1.0, -1.0]
        targets = Targets(kinds, float(informative), PRIORITIES.index(priority), SENTIMENTS.index(sentiment))
        return self.sequence(text, spans, targets, objects, cores)

    def coded(self, name: str) -> list[Sequence]:
        """Reviews of one app coded by hand; those whose text isn't at hand are left out."""
        texts, found = _texts(), []
        for row in json_lines(CODED / f"{name}.jsonl"):
            known = texts.get(row["id"])
            if known is not None:
                text, stars = known
                sequence = self._coded_review(row, text, stars)
                sequence.app, sequence.id = CODED_APPS[name], row["id"]
                found.append(sequence)
        return found

    def _coded_review(self, row: dict, text: str, stars: int) -> Sequence:
        place = from_utf16(text)
        spans, objects, cores = [], [], []
        for item in row["items"]:
            whole = (place[item["start"]], place[item["end"]])
            is_wish = item["kind"] == "wish"
            spans.append((whole, WISH if is_wish else PROBLEM, INDEX[item["class"]]))
            if "object" in item:
                objects.append((place[item["object"][0]], place[item["object"][1]]))
            if is_wish and "core" in item:
                cores.append((whole, (place[item["core"][0]], place[item["core"][1]])))
        return self.sequence(text, spans, _targets(row, stars), objects, cores)

    def annotated_reviews(self) -> list[Sequence]:
        return [
            self._judged_review(row, [("problem", one) for one in row["problems"]] + [("wish", one) for one in row["wishes"]])
            for row in json_lines(DATA / "annotated" / "reviews.jsonl")
        ]

    def huawei_reviews(self) -> list[Sequence]:
        rows = json_lines(DATA / "annotated" / "themes-huawei.jsonl")
        return [self._judged_review(row, [(item["kind"], item) for item in row["items"]]) for row in rows]

    def _judged_review(self, row: dict, items: list[tuple[str, dict]]) -> Sequence:
        text = row["text"]
        spans, objects, cores = [], [], []
        for kind, item in items:
            start = text.find(item["quote"])
            if start < 0:
                continue
            whole = (start, start + len(item["quote"]))
            failure, named = _failures().get((row["id"], item["quote"]), (None, None))
            is_wish = kind == "wish"
            label = INDEX[failure] if failure is not None else INDEX["wish"] if is_wish else -1
            spans.append((whole, WISH if is_wish else PROBLEM, label))
            at = item["quote"].find(named) if named else -1
            if at >= 0:
                objects.append((start + at, start + at + len(named)))
            core = item.get("core")
            at = item["quote"].lower().find(core.lower()) if core else -1
            if is_wish and at >= 0:
                cores.append((whole, (start + at, start + at + len(core))))
        targets = _targets(row, row.get("score") or 0) if "kinds" in row else None
        sequence = self.sequence(text, spans, targets, objects, cores)
        sequence.app, sequence.id = row.get("app", "Huawei Health"), row["id"]
        return sequence

    def real_reviews(self, held_out: tuple[str, ...] = HELD_OUT) -> list[Sequence]:
        """One judgement a text, the fuller one."""
        coded = [sequence for name in CODED_APPS for sequence in self.coded(name)]
        seen, found = set(), []
        for sequence in coded + self.annotated_reviews() + self.huawei_reviews():
            if sequence.app not in held_out and sequence.ids and sequence.id not in seen:
                seen.add(sequence.id)
                found.append(sequence)
        return found

    def alone(self, statement: Statement) -> Sequence:
        tag, count = tag_of(statement.label), len(statement.ids)
        begins = [int(tag != OUTSIDE)] + [0] * (count - 1)
        core_known = [int(tag == WISH and any(statement.objects))] * count
        spans = [(0, count, INDEX[statement.label])]
        return Sequence(statement.ids, [tag] * count, begins, statement.objects, statement.objects, core_known, True, spans)

    def together(self, rng: random.Random, telling: list[Statement], others: list[Statement]) -> Sequence:
        """Some statements as one text, with what people put between."""
        mixed = Sequence([], [], [], [], [], [], True)

        def add(ids: list[int], tag: int = OUTSIDE, objects: list[int] | None = None) -> None:
            mixed.ids += ids
            mixed.tags += [tag] * len(ids)
            mixed.begins += [int(tag != OUTSIDE and at == 0) for at in range(len(ids))]
            mixed.objects += objects or [0] * len(ids)

        for place in range(rng.choice(HOW_MANY)):
            statement = rng.choice(others if rng.random() < SHARE_OTHER else telling)
            tag = tag_of(statement.label)
            if place > 0:
                add(self.cut(rng.choice(BETWEEN))[0])
            elif tag != OUTSIDE and rng.random() < SHARE_BEFORE:
                add(self.cut(rng.choice(BEFORE))[0])
            start = len(mixed.ids)
            add(statement.ids, tag, statement.objects)
            mixed.spans.append((start, len(mixed.ids), INDEX[statement.label]))
        if rng.random() < SHARE_AFTER:
            add(self.cut(rng.choice(AFTER))[0])
        mixed.cores = mixed.objects
        mixed.core_known = [int(tag == WISH) for tag in mixed.tags]
        return mixed


def _targets(row: dict, stars: int) -> Targets:
    kinds = [float(kind in row["kinds"]) for kind in KINDS]
    priority, sentiment = PRIORITIES.index(row["priority"]), SENTIMENTS.index(row["sentiment"])
    return Targets(kinds, float(row["informative"]), priority, sentiment, stars)


@functools.cache
def _failures() -> dict[tuple[str, str], tuple[str, str | None]]:
    """Class and object by review and quote."""
    rows = json_lines(DATA / "annotated" / "failures.jsonl")
    return {(row["id"], row["quote"]): (row["class"], row.get("object")) for row in rows}


@functools.cache
def _texts() -> dict[str, tuple[str, int]]:
    """Text and stars by id, of every source that coded/ names."""
    found = {row["id"]: (row["text"], 0) for row in json_lines(DATA / "app-search" / "reviews.jsonl")}
    for row in json_lines(DATA / "minibar" / "classification" / "garmin-connect.en.jsonl"):
        found[row["id"]] = (row["text"], row["score"])
    phonepe = DATA / "reviews" / "phonepe.jsonl"
    for row in json_lines(phonepe) if phonepe.exists() else []:
        found[row["metadata"]["id"]] = (row["text"], row["metadata"]["score"])
    return found


if __name__ == "__main__":
    import pieces

    corpus = Corpus(pieces.cut)
    statements, real = corpus.statements(), corpus.real_reviews()
    print(f"{len(LABELS)} classes, {len(statements)} statements, {len(corpus.statements(True)) - len(statements)} in other languages")
    print(f"{len(corpus.authored_reviews())} invented reviews, {len(raw_texts())} plain ones, {len(real)} real ones")
    print(f"held out: {sum(one.app in HELD_OUT for one in corpus.annotated_reviews())} annotated reviews")
