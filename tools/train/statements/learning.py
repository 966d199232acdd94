"""What teacher and student share: losses on labelled sequences, batches of like length, and the figures of a network."""

import random
from collections.abc import Sequence as List
from typing import Protocol

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from corpus import Sequence

HIDE_STARS = 0.3
# Real and invented reviews teach where statements begin and end; statements put together by program less so.
REVIEW_WEIGHT, MIXED_WEIGHT = 2.0, 0.5
LOSS_WEIGHTS = {"tags": 1.0, "begins": 0.5, "classes": 0.5, "objects": 0.5, "text": 0.3}


class Reader(Protocol):
    """A network over pieces. Places of pieces in the states are theirs plus `offset`."""

    offset: int
    has_cores: bool

    def pad(self, sequences: List[Sequence], train: bool) -> Tensor: ...
    def states(self, ids: Tensor) -> Tensor: ...
    def pieces(self, states: Tensor) -> dict[str, Tensor]: ...
    def spans(self, states: Tensor, ids: Tensor, spans: list[tuple[int, int, int]]) -> Tensor: ...
    def text(self, states: Tensor, ids: Tensor, stars: list[int]) -> Tensor: ...


def batches(lengths: list[int], size: int, pieces: int, rng: random.Random) -> list[list[int]]:
    """Indices of items of similar length, at most `size` and `pieces` a batch, in random order."""
    found: list[list[int]] = []
    current: list[int] = []
    for at in sorted(range(len(lengths)), key=lambda item: lengths[item] + rng.random() * 5):
        if current and (len(current) >= size or (len(current) + 1) * lengths[at] > pieces):
            found.append(current)
            current = []
        current.append(at)
    if current:
        found.append(current)
    rng.shuffle(found)
    return found


def aligned(rows: List[list[int]], width: int, offset: int, fill: int = 0) -> Tensor:
    out = torch.full((len(rows), width), fill)
    for at, row in enumerate(rows):
        out[at, offset : offset + len(row)] = torch.tensor(row)
    return out


def hard_losses(net: Reader, batch: List[Sequence], ids: Tensor, states: Tensor, smoothing: float, rng: random.Random):
    """Losses on what people said, by name."""
    width, offset = ids.shape[1], net.offset
    there = aligned([[1] * len(one.ids) for one in batch], width, offset).bool()
    answers = net.pieces(states)

    def labels(name: str, where: Tensor) -> Tensor:
        return aligned([getattr(one, name) for one in batch], width, offset)[where]

    weights = torch.tensor([REVIEW_WEIGHT if one.app is not None else MIXED_WEIGHT for one in batch])
    by_piece = F.cross_entropy(answers["tags"][there], labels("tags", there), reduction="none")
    losses = {
        "tags": (by_piece * weights[:, None].expand(-1, width)[there]).mean(),
        "begins": F.binary_cross_entropy_with_logits(answers["begins"][there], labels("begins", there).float()),
    }
    spans = [(row, a + offset, b + offset) for row, one in enumerate(batch) for a, b, label in one.spans if label >= 0]
    if spans:
        classes = torch.tensor([label for one in batch for _, _, label in one.spans if label >= 0])
        losses["classes"] = F.cross_entropy(net.spans(states, ids, spans), classes, label_smoothing=smoothing)
    known = torch.tensor([one.objects_known for one in batch])[:, None] & there
    if known.any():
        losses["objects"] = F.binary_cross_entropy_with_logits(answers["objects"][known], labels("objects", known).float())
    if net.has_cores:
        known = aligned([one.core_known for one in batch], width, offset).bool()
        if known.any():
            cores = F.binary_cross_entropy_with_logits(answers["cores"][known], labels("cores", known).float())
            losses["objects"] = losses.get("objects", 0) + cores
    judged = [row for row, one in enumerate(batch) if one.targets is not None]
    if judged:
        targets = [batch[row].targets for row in judged]
        stars = [0 if rng.random() < HIDE_STARS else one.stars for one in targets]
        losses["text"] = text_loss(net.text(states[judged], ids[judged], stars), targets)
    return losses


def text_loss(answers: Tensor, targets: list) -> Tensor:
    kinds = torch.tensor([one.kinds + [one.informative] for one in targets])
    known = kinds >= 0
    return (
        F.binary_cross_entropy_with_logits(answers[:, :5][known], kinds[known])
        + F.cross_entropy(answers[:, 5:9], torch.tensor([one.priority for one in targets]))
        + F.cross_entropy(answers[:, 9:13], torch.tensor([one.sentiment for one in targets]))
    )


def total(losses: dict[str, Tensor]) -> Tensor:
    return sum(LOSS_WEIGHTS[name] * loss for name, loss in losses.items())


def span_features(states: Tensor, spans: list[tuple[int, int, int]], empty: float) -> tuple[Tensor, Tensor, Tensor]:
    """Mean and greatest state of each (row, start, end), and which pieces it has."""
    rows, starts, ends = (torch.tensor(part) for part in zip(*spans))
    own = states[rows]
    places = torch.arange(states.shape[1])[None]
    inside = (places >= starts[:, None]) & (places < ends[:, None])
    mean = (own * inside[..., None]).sum(1) / inside.sum(1, keepdim=True)
    return mean, own.masked_fill(~inside[..., None], empty).max(1).values, inside


def stars_one_hot(stars: list[int]) -> Tensor:
    return F.one_hot(torch.tensor(stars).clamp(0, 5), 6).float()


def best_f1(scores: list[float], gold: list[float]) -> tuple[float, float]:
    """F1 and the threshold that it is reached with."""
    said, right = np.array(scores), np.array(gold) > 0.5
    return max(
        (2 * ((said > limit) & right).sum() / max(1, (said > limit).sum() + right.sum()), limit)
        for limit in np.linspace(0.05, 0.95, 19)
    )


@torch.no_grad()
def figures(net: Reader, sequences: List[Sequence]) -> dict[str, float]:
    """On judged reviews that the network didn't learn from."""
    net.eval()
    right = spans_seen = both = said = gold = 0
    scores: dict[str, list[float]] = {"problem": [], "request": [], "informative": []}
    priorities: list[int] = []
    for start in range(0, len(sequences), 48):
        batch = sequences[start : start + 48]
        ids = net.pad(batch, train=False)
        states = net.states(ids)
        tags = net.pieces(states)["tags"].argmax(-1)
        text = net.text(states, ids, [one.targets.stars for one in batch])
        spans = [(row, a + net.offset, b + net.offset) for row, one in enumerate(batch) for a, b, k in one.spans if k >= 0]
        if spans:
            classes = torch.tensor([label for one in batch for _, _, label in one.spans if label >= 0])
            right += (net.spans(states, ids, spans).argmax(1) == classes).sum().item()
            spans_seen += len(spans)
        for row, one in enumerate(batch):
            found = tags[row, net.offset : net.offset + len(one.ids)] > 0
            told = torch.tensor(one.tags) > 0
            both, said, gold = both + (found & told).sum().item(), said + found.sum().item(), gold + told.sum().item()
        for name, column in (("problem", 0), ("request", 1), ("informative", 4)):
            scores[name] += text[:, column].sigmoid().tolist()
        priorities += text[:, 5:9].argmax(1).tolist()
    net.train()
    own = np.array([one.targets.priority for one in sequences])
    urgent, urgent_said = own >= 2, np.array(priorities) >= 2
    return {
        "class accuracy": right / max(1, spans_seen),
        "pieces F1": 2 * both / max(1, said + gold),
        "problem F1": best_f1(scores["problem"], [one.targets.kinds[0] for one in sequences])[0],
        "wish F1": best_f1(scores["request"], [one.targets.kinds[1] for one in sequences])[0],
        "informative F1": best_f1(scores["informative"], [one.targets.informative for one in sequences])[0],
        "priority agrees": float((np.array(priorities) == own).mean()),
        "urgent F1": 2 * (urgent & urgent_said).sum() / max(1, urgent.sum() + urgent_said.sum()),
    }


def print_figures(name: str, found: dict[str, float]) -> None:
    print(f"  {name}: " + ", ".join(f"{metric} {value:.3f}" for metric, value in found.items()), flush=True)


def step(net: nn.Module, optimiser: torch.optim.Optimizer, loss: Tensor) -> None:
    optimiser.zero_grad()
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 1.0)
    optimiser.step()
