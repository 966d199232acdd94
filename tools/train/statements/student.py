"""The student, which ships: three convolutional layers over 64 numbers a piece, and heads for pieces, spans and the text."""

import numpy as np
import torch
import torch.nn.functional as F
from torch import Tensor, nn

import learning
import pieces
from corpus import LABELS, Sequence

EMBEDDING, WIDTH, KERNEL, DILATIONS = 64, 96, 5, (2, 3)
# Pieces around a span that its class is told by, and the share of pieces that are hidden while it learns.
CONTEXT, HIDDEN = 4, 0.05
DIMS = pieces.VECTORS.shape[1]
PAD, UNKNOWN = pieces.COUNT, pieces.COUNT + 1


def _start() -> Tensor:
    """The embedding table's principal components."""
    _, _, components = np.linalg.svd(pieces.VECTORS, full_matrices=False)
    small = pieces.VECTORS @ components[:EMBEDDING].T
    rows = small / small.std() * 0.5
    return torch.tensor(np.concatenate([rows, np.zeros((2, EMBEDDING))]), dtype=torch.float32)


class Mixer(nn.Module):
    """A dilated convolution of each number by itself, then a mixture of all, added to what was there."""

    def __init__(self, dilation: int) -> None:
        super().__init__()
        padding = KERNEL // 2 * dilation
        self.taps = nn.Conv1d(WIDTH, WIDTH, KERNEL, padding=padding, dilation=dilation, groups=WIDTH)
        self.mix, self.norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH)

    def forward(self, x: Tensor, drop: nn.Module) -> Tensor:
        mixed = self.mix(self.taps(x.transpose(1, 2)).transpose(1, 2))
        return F.relu(self.norm(x + drop(mixed)))


class Student(nn.Module):
    offset = 0
    has_cores = True

    def __init__(self) -> None:
        super().__init__()
        self.embedding = nn.Embedding.from_pretrained(_start(), freeze=False, padding_idx=PAD)
        self.first, self.norm = nn.Conv1d(EMBEDDING, WIDTH, KERNEL, padding=KERNEL // 2), nn.LayerNorm(WIDTH)
        self.mixers = nn.ModuleList(Mixer(dilation) for dilation in DILATIONS)
        self.tags, self.begins = nn.Linear(WIDTH, 3), nn.Linear(WIDTH, 1)
        self.objects, self.cores = nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 1)
        self.classes = nn.Linear(3 * WIDTH + DIMS, len(LABELS))
        self.texts = nn.Linear(2 * WIDTH + 6 + DIMS, 13)
        static = np.concatenate([pieces.VECTORS, np.zeros((2, DIMS))])
        self.register_buffer("static", torch.tensor(static, dtype=torch.float32), persistent=False)
        self.drop = nn.Dropout(0.15)

    def pad(self, sequences: list[Sequence], train: bool = False) -> Tensor:
        width = max(len(one.ids) for one in sequences)
        ids = learning.aligned([one.ids for one in sequences], width, 0, PAD)
        hidden = (torch.rand(ids.shape) < HIDDEN) & (ids != PAD)
        return ids.masked_fill(hidden, UNKNOWN) if train else ids

    def states(self, ids: Tensor) -> Tensor:
        there = (ids != PAD)[..., None].float()
        x = self.drop(self.embedding(ids)).transpose(1, 2)
        x = F.relu(self.norm(self.first(x).transpose(1, 2))) * there
        for mixer in self.mixers:
            x = mixer(x, self.drop) * there
        return x

    def pieces(self, states: Tensor) -> dict[str, Tensor]:
        single = {"begins": self.begins, "objects": self.objects, "cores": self.cores}
        return {"tags": self.tags(states)} | {name: head(states)[..., 0] for name, head in single.items()}

    def spans(self, states: Tensor, ids: Tensor, spans: list[tuple[int, int, int]]) -> Tensor:
        mean, greatest, inside = learning.span_features(states, spans, 0.0)
        rows = torch.tensor([row for row, _, _ in spans])
        # The product's context ends with the text.
        lengths = (ids != PAD).sum(1).tolist()
        around = [(row, max(0, a - CONTEXT), min(lengths[row], b + CONTEXT)) for row, a, b in spans]
        context, _, _ = learning.span_features(states, around, 0.0)
        direction = F.normalize((self.static[ids[rows]] * inside[..., None]).sum(1), dim=-1)
        return self.classes(self.drop(torch.cat([mean, greatest, context, direction], -1)))

    def text(self, states: Tensor, ids: Tensor, stars: list[int]) -> Tensor:
        mean = states.sum(1) / (ids != PAD).sum(1, keepdim=True)
        direction = F.normalize(self.static[ids].sum(1), dim=-1)
        features = [mean, states.max(1).values, learning.stars_one_hot(stars), direction]
        return self.texts(self.drop(torch.cat(features, -1)))
