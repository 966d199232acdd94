"""The teacher's answers on texts that nobody judged, given to the student's pieces."""

import argparse
import gzip
import json
import pickle
import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

import pieces
import teacher
from corpus import DATA, Corpus, Sequence, authored_statements, json_lines, raw_texts, unbracketed
from corpus import AUTHORED, MARK, OUTSIDE

LONGEST = 158
SHORT = 40
UTTERANCES = 2_500
BATCH_PIECES = 5_000
# Apps that the student is measured on; their other reviews are left out too.
LEFT_OUT = ("Netflix", "WhatsApp")


@dataclass
class SoftLabels:
    ids: list[int]
    # Probabilities: [pieces, 3], [pieces], [pieces].
    tags: np.ndarray
    begins: np.ndarray
    objects: np.ndarray
    # Logits of the text head.
    text: np.ndarray
    # Start, end, probabilities of the classes.
    spans: list[tuple[int, int, np.ndarray]]
    is_statement: bool


def _review_texts() -> list[str]:
    lines = [line for file in sorted(AUTHORED.glob("rev-*.tsv")) for line in file.read_text("utf-8").split("\n") if line]
    return [MARK.sub(lambda mark: unbracketed(mark[3])[0], line.split("\t")[3]) for line in lines]


def unjudged_texts() -> list[str]:
    texts = [row["text"] for row in json_lines(DATA / "app-search" / "reviews.jsonl") if row["app"] not in LEFT_OUT]
    for file in sorted((DATA / "minibar" / "classification").glob("*.en.jsonl")):
        texts += [row["text"] for row in json_lines(file) if "uawei" not in row["app"]]
    texts += raw_texts()
    with gzip.open(DATA / "distill" / "texts.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    utterances = [row["text"] for row in rows if "mini" not in row["source"]]
    return texts + random.Random(5).sample(utterances, UTTERANCES) + _review_texts()


def _alignment(own: list[tuple[int, int]], theirs: list[tuple[int, int]]) -> list[int]:
    """For each of the student's pieces the teacher's piece at its start."""
    found, at = [], 0
    for start, _ in own:
        while at < len(theirs) - 1 and theirs[at][1] <= start:
            at += 1
        found.append(at)
    return found


def _spans(tags: list[int], begins: list[float]) -> list[tuple[int, int]]:
    """Runs of one tag, parted where another begins; of a short text without any, the text."""
    found, start = [], None
    for at, tag in enumerate(tags):
        parts = start is not None and (tag != tags[at - 1] or begins[at] > 0.5)
        if parts:
            found.append((start, at))
            start = None
        if tag != OUTSIDE and start is None:
            start = at
    if start is not None:
        found.append((start, len(tags)))
    return found or ([(0, len(tags))] if len(tags) < SHORT else [])


@torch.no_grad()
def answers(net: teacher.Teacher, texts: list[str], statements: set[str]) -> list[SoftLabels]:
    cuts = [(text, teacher.cut(text), pieces.cut(text)) for text in texts]
    cuts = [one for one in cuts if one[1][0] and one[2][0] and len(one[1][0]) < LONGEST]
    cuts.sort(key=lambda one: len(one[1][0]))
    found: list[SoftLabels] = []
    at = 0
    while at < len(cuts):
        size = max(8, min(96, BATCH_PIECES // (len(cuts[at][1][0]) + 2)))
        found += _batch(net, cuts[at : at + size], statements)
        at += size
    return found


def _batch(net: teacher.Teacher, batch: list[tuple], statements: set[str]) -> list[SoftLabels]:
    ids = net.pad([Sequence(theirs[0], [], [], [], [], [], False) for _, theirs, _ in batch])
    states = net.states(ids)
    said = net.pieces(states)
    tags, begins, objects = said["tags"].softmax(-1), said["begins"].sigmoid(), said["objects"].sigmoid()
    text = net.text(states, ids, [0] * len(batch)).half().numpy()
    found, spans = [], []
    for row, (told, theirs, own) in enumerate(batch):
        count = len(theirs[0])
        places = _alignment(own[1], theirs[1])
        taken = torch.tensor(places) + net.offset
        rows = [part[row][taken].half().numpy() for part in (tags, begins, objects)]
        found.append(SoftLabels(own[0], *rows, text[row], [], told in statements))
        inner = slice(net.offset, net.offset + count)
        for start, end in _spans(tags[row, inner].argmax(-1).tolist(), begins[row, inner].tolist()):
            inside = [at for at, place in enumerate(places) if start <= place < end]
            if inside:
                spans.append((row, start + net.offset, end + net.offset, inside[0], inside[-1] + 1))
    if spans:
        classes = net.spans(states, ids, [span[:3] for span in spans]).softmax(-1).half().numpy()
        for (row, _, _, start, end), shares in zip(spans, classes):
            found[row].spans.append((start, end, shares))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    net = teacher.Teacher()
    net.load_state_dict(torch.load(options.teacher))
    net.eval()
    statements = [unbracketed(marked)[0] for _, marked in authored_statements()]
    texts = [text for text in dict.fromkeys(unjudged_texts() + statements) if text]
    found = answers(net, texts, set(statements))
    options.out.write_bytes(pickle.dumps(found))
    print(f"{len(found)} texts")


if __name__ == "__main__":
    main()
