"""Trains the student on what people judged and on the teacher's answers."""

import argparse
import pickle
import random
import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor

import learning
import pieces
from corpus import HELD_OUT, OUTSIDE, Corpus, Sequence, tag_of
from soft_labels import SoftLabels
from student import Student

LONGEST, LONGEST_SOFT = 160, 130
BATCH, RATE, DECAY, SMOOTHING = 96, 3e-3, 1e-2, 0.05
# How much a teacher's tag counts of a judged one.
SOFT_TAGS = 1.5


def cross_entropy(logits: Tensor, shares: Tensor) -> Tensor:
    return -(shares * F.log_softmax(logits, -1)).sum(-1).mean()


def soft_sequence(labels: SoftLabels) -> Sequence:
    nothing = [0] * len(labels.ids)
    return Sequence(labels.ids, nothing, nothing, nothing, nothing, nothing, False, soft=labels)


def soft_losses(net: Student, batch: list[Sequence], ids: Tensor, states: Tensor) -> dict[str, Tensor]:
    labels: list[SoftLabels] = [one.soft for one in batch]
    there = learning.aligned([[1] * len(one.ids) for one in batch], ids.shape[1], 0).bool()
    said = net.pieces(states)

    def all_of(name: str) -> Tensor:
        return torch.tensor(np.concatenate([getattr(one, name) for one in labels])).float()

    losses = {
        "tags": SOFT_TAGS * cross_entropy(said["tags"][there], all_of("tags")),
        "begins": F.binary_cross_entropy_with_logits(said["begins"][there], all_of("begins")),
        "objects": F.binary_cross_entropy_with_logits(said["objects"][there], all_of("objects")),
    }
    spans = [(row, start, end) for row, one in enumerate(labels) for start, end, _ in one.spans]
    if spans:
        shares = torch.tensor(np.array([share for one in labels for _, _, share in one.spans])).float()
        losses["classes"] = cross_entropy(net.spans(states, ids, spans), shares)
    told = torch.tensor(np.array([one.text for one in labels])).float()
    text = net.text(states, ids, [0] * len(batch))
    losses["text"] = (
        F.binary_cross_entropy_with_logits(text[:, :5], told[:, :5].sigmoid())
        + cross_entropy(text[:, 5:9], told[:, 5:9].softmax(-1))
        + cross_entropy(text[:, 9:13], told[:, 9:13].softmax(-1))
    )
    return losses


def train(net: Student, soft: list[SoftLabels], epochs: int, held_out: tuple[str, ...], out: Path) -> None:
    rng = random.Random(0)
    corpus = Corpus(pieces.cut)
    statements, invented, real = corpus.statements(), corpus.authored_reviews(), corpus.real_reviews(held_out)
    telling = [one for one in statements if tag_of(one.label) != OUTSIDE]
    others = [one for one in statements if tag_of(one.label) == OUTSIDE]
    judged = [one for one in corpus.annotated_reviews() if one.app in held_out and one.ids]
    phonepe = [one for one in corpus.coded("phonepe") if one.ids] if "PhonePe" in held_out else []
    short = [soft_sequence(one) for one in soft if one.is_statement and len(one.ids) < LONGEST_SOFT]
    long = [soft_sequence(one) for one in soft if not one.is_statement and len(one.ids) < LONGEST_SOFT]
    print(f"{len(statements)} statements, {len(invented) + len(real)} judged reviews, {len(soft)} read by the teacher")
    optimiser = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
    for epoch in range(epochs):
        started = time.time()
        quarter = len(statements) // 4
        mixed = [corpus.together(rng, telling, others) for _ in range(quarter)]
        alone = [corpus.alone(one) for one in rng.sample(statements, quarter)]
        hard = [one for one in real + invented * 2 + mixed + alone if len(one.ids) < LONGEST]
        read = long + rng.sample(short, len(short) // 3)
        order = [(part, rows) for part in (hard, read) for rows in _batches(part, rng)]
        rng.shuffle(order)
        for place, (part, rows) in enumerate(order):
            for group in optimiser.param_groups:
                group["lr"] = RATE * max(0.02, 1 - (epoch + place / len(order)) / epochs)
            batch = [part[row] for row in rows]
            ids = net.pad(batch, train=True)
            states = net.states(ids)
            is_hard = part is hard
            losses = (
                learning.hard_losses(net, batch, ids, states, SMOOTHING, rng)
                if is_hard
                else soft_losses(net, batch, ids, states)
            )
            learning.step(net, optimiser, learning.total(losses))
        print(f"epoch {epoch}: {time.time() - started:.0f} s", flush=True)
        torch.save(net.state_dict(), out)
    for name, sequences in (("held out", judged), ("PhonePe", phonepe)):
        if sequences:
            learning.print_figures(name, learning.figures(net, sequences))


def _batches(part: list[Sequence], rng: random.Random) -> list[list[int]]:
    return learning.batches([len(one.ids) for one in part], BATCH, BATCH * LONGEST, rng)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--soft", type=Path, required=True, help="what soft_labels.py made")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--all", action="store_true", help="hold no app out")
    options = parser.parse_args()
    torch.manual_seed(0)
    soft = pickle.loads(options.soft.read_bytes())
    train(Student(), soft, options.epochs, () if options.all else HELD_OUT, options.out)


if __name__ == "__main__":
    main()
