"""
Distils all-MiniLM-L6-v2 into a small table of word-piece vectors (see README.md for the recipe and the file format).

    python distill.py --texts ../../../shared/data/distill/texts.jsonl.gz --out ../../models/NAME.semb [--work FOLDER]

With --work, the teacher's vectors are kept there and taken from there the next time.
"""

import argparse
import re
import struct
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from corpus import SEED, corpus
from teacher import Teacher

DIMS = 256
ROWS = 15_000
SMOOTHING = 1e-3  # a of a/(a+p), which plays down frequent pieces at the start
EPOCHS, BATCH, RATE, WARM_UP = 6, 1_024, 3e-3, 100
TEMPERATURE, RELATION_WEIGHT, SINGLE_WEIGHT, SINGLES = 0.05, 0.3, 0.3, 512
HELD_OUT = 2_000
# Printable ASCII, then the currency signs, quotes and dashes that reviews use.
PRINTABLE = re.compile(r"[!-~\u20ac\u00a3\u20b9\u2018\u2019\u201c\u201d\u2013\u2014]+")


def kept_tokens(vocabulary: dict[str, int]) -> list[tuple[str, int]]:
    tokens = sorted(vocabulary.items(), key=lambda entry: entry[1])
    return [(token, id) for token, id in tokens if PRINTABLE.fullmatch(token) and not re.fullmatch(r"\[.+\]", token)]


def normalised_projection(vectors: torch.Tensor, mean: torch.Tensor, axes: torch.Tensor) -> torch.Tensor:
    return F.normalize((vectors - mean) @ axes, dim=-1)


def principal_axes(vectors: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    mean = vectors.mean(0)
    centred = (vectors - mean).double()
    values, axes = torch.linalg.eigh(centred.T @ centred)
    print(f"PCA keeps {float(values[-DIMS:].sum() / values.sum()):.3f} of the variance", flush=True)
    return mean, axes[:, -DIMS:].flip(1).float()


def teacher_vectors(work: Path | None, texts: list[str], tokens: list[tuple[str, int]]) -> tuple[list[list[int]], torch.Tensor, torch.Tensor]:
    teacher = Teacher()
    rows = [encoding.ids for encoding in teacher.tokenizer.encode_batch(texts)]
    kept = work / "teacher.pt" if work else None
    if kept and kept.exists():
        saved = torch.load(kept)
        return rows, saved["texts"].float(), saved["tokens"].float()
    start, end = teacher.vocabulary["[CLS]"], teacher.vocabulary["[SEP]"]
    of_tokens = teacher.encode([[start, id, end] for _, id in tokens])
    of_texts = teacher.encode(rows)
    if kept:
        torch.save({"texts": of_texts.half(), "tokens": of_tokens.half()}, kept)
    return rows, of_texts, of_tokens


class Bags:
    """Texts as bags of table rows, in the flat form that embedding_bag takes."""

    def __init__(self, rows: list[list[int]], index_of: dict[int, int]) -> None:
        bags = [[index_of[id] for id in row if id in index_of] for row in rows]
        self.sizes = torch.tensor([len(bag) for bag in bags])
        self.flat = torch.tensor([index for bag in bags for index in bag])
        self.starts = torch.cumsum(self.sizes, 0) - self.sizes

    def take(self, chosen: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        parts = [self.flat[self.starts[i] : self.starts[i] + self.sizes[i]] for i in chosen.tolist()]
        sizes = self.sizes[chosen]
        return torch.cat(parts), torch.cumsum(sizes, 0) - sizes


def relation_loss(teacher: torch.Tensor, student: torch.Tensor) -> torch.Tensor:
    """How differently teacher and student see which texts of a batch are near which, themselves apart."""
    alone = torch.eye(len(teacher), dtype=torch.bool)
    scores = lambda vectors: (vectors @ vectors.T / TEMPERATURE).masked_fill(alone, -1e9)
    return F.kl_div(F.log_softmax(scores(student), -1), F.log_softmax(scores(teacher), -1), log_target=True, reduction="batchmean")


def train(table: torch.Tensor, bags: Bags, of_texts: torch.Tensor, targets: torch.Tensor, token_targets: torch.Tensor) -> torch.Tensor:
    table = table.clone().requires_grad_()
    usable = torch.nonzero(bags.sizes > 0).flatten()
    usable = usable[torch.randperm(len(usable))]
    held, usable = usable[:HELD_OUT], usable[HELD_OUT:]
    steps = EPOCHS * (len(usable) // BATCH)
    optimiser = torch.optim.Adam([table], lr=RATE)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: min((step + 1) / WARM_UP, (steps - step) / (steps - WARM_UP)))
    embed = lambda chosen: F.normalize(F.embedding_bag(*[bags.take(chosen)[0], table, bags.take(chosen)[1]], mode="sum"), dim=-1)
    for epoch in range(EPOCHS):
        order = usable[torch.randperm(len(usable))]
        for start in range(0, len(order) - BATCH + 1, BATCH):
            chosen = order[start : start + BATCH]
            student = embed(chosen)
            single = torch.randint(len(table), (SINGLES,))
            loss = (1 - (student * targets[chosen]).sum(-1)).mean()
            loss = loss + RELATION_WEIGHT * relation_loss(of_texts[chosen], student)
            loss = loss + SINGLE_WEIGHT * (1 - (F.normalize(table[single], dim=-1) * token_targets[single]).sum(-1)).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
        with torch.no_grad():
            print(f"epoch {epoch + 1}: held-out cosine {float((embed(held) * targets[held]).sum(-1).mean()):.4f}", flush=True)
    return table.detach()


def pruned(tokens: list[tuple[str, int]], counts: torch.Tensor) -> list[int]:
    """Every one-character piece, so that any word can be cut, then the most frequent; in the vocabulary's order."""
    short = [index for index, (token, _) in enumerate(tokens) if len(token.removeprefix("##")) == 1]
    by_count = torch.sort(counts, descending=True, stable=True).indices.tolist()
    chosen = set(short)
    for index in by_count:
        if len(chosen) == ROWS:
            break
        chosen.add(index)
    return sorted(chosen)


def write_semb(path: Path, tokens: list[str], table: np.ndarray) -> None:
    scales = (np.abs(table).max(1) / 127).astype("<f4")
    values = np.clip(np.round(table / scales[:, None]), -127, 127).astype("i1")
    vocabulary = "\n".join(tokens).encode()
    padding = b"\0" * (-len(vocabulary) % 4)
    header = b"SEMB" + struct.pack("<IIII", 1, len(tokens), table.shape[1], len(vocabulary))
    path.write_bytes(header + vocabulary + padding + scales.tobytes() + values.tobytes())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--work", type=Path)
    options = parser.parse_args()
    torch.manual_seed(SEED)
    if options.work:
        options.work.mkdir(parents=True, exist_ok=True)
    texts = corpus(options.texts)
    print(f"{len(texts)} texts", flush=True)
    tokens = kept_tokens(Teacher().vocabulary)
    rows, of_texts, of_tokens = teacher_vectors(options.work, texts, tokens)
    index_of = {id: index for index, (_, id) in enumerate(tokens)}
    bags = Bags(rows, index_of)
    counts = torch.bincount(bags.flat, minlength=len(tokens)).float()
    frequent = torch.sort(counts, descending=True, stable=True).indices[:15_000]
    mean, axes = principal_axes(torch.cat([of_texts[torch.randperm(len(of_texts))[:60_000]], of_tokens[frequent]]))
    targets, token_targets = normalised_projection(of_texts, mean, axes), normalised_projection(of_tokens, mean, axes)
    share = (counts + 0.5) / (counts + 0.5).sum()
    start = token_targets * (SMOOTHING / (SMOOTHING + share))[:, None]
    table = train(start, bags, of_texts, targets, token_targets)
    chosen = pruned(tokens, counts)
    write_semb(options.out, [tokens[index][0] for index in chosen], table[chosen].numpy())
    print(f"{options.out}: {len(chosen)} x {DIMS}", flush=True)


if __name__ == "__main__":
    main()
