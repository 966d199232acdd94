"""The network written a second time, in NumPy from its file alone; makes the fixture that the product is compared with."""

import argparse
import json
import struct
from pathlib import Path

import numpy as np

import pieces

ROOT = Path(__file__).resolve().parents[3]
KERNEL, HALF, CONTEXT, STARS = 5, 2, 4, 6
EPSILON = 1e-5
TEXTS = [
    ("otp not coming", 5),
    ("money not refunded", 0),
    ("Great app, but it crashes whenever I open the camera. Please add a dark mode!", 3),
    ("The upload problem is gone since 6.0.1, thank you", 4),
    ("slow", 1),
    ("I was charged twice for the same order and support does not answer my mails\nAlso the map won't load offline", 1),
    ("Ça ne marche plus depuis la mise à jour", 2),
    ("need iPad support", 0),
]


def read_file(path: Path) -> tuple[list[str], dict[str, np.ndarray]]:
    raw = path.read_bytes()
    magic, version, length = struct.unpack("<4sII", raw[:12])
    if magic != b"GWST" or version != 1:
        raise ValueError(f"{path} is no file of version 1")
    header = json.loads(raw[12 : 12 + length])
    start = -(-(12 + length) // 16) * 16
    tensors = {}
    for tensor in header["tensors"]:
        kind = "<f4" if tensor["type"] == "f32" else "i1"
        count = int(np.prod(tensor["shape"]))
        values = np.frombuffer(raw, kind, count, start + tensor["at"]).reshape(tensor["shape"])
        tensors[tensor["name"]] = values.astype(np.float64)
    return header["classes"], tensors


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def softmax(x: np.ndarray) -> np.ndarray:
    raised = np.exp(x - x.max(-1, keepdims=True))
    return raised / raised.sum(-1, keepdims=True)


def normalised(x: np.ndarray, scale: np.ndarray, shift: np.ndarray) -> np.ndarray:
    centred = x - x.mean(-1, keepdims=True)
    return np.maximum(0, centred / np.sqrt((centred**2).mean(-1, keepdims=True) + EPSILON) * scale + shift)


def shifted(x: np.ndarray, by: int) -> np.ndarray:
    """Row i is row i + by of x; beyond its ends there is 0."""
    out = np.zeros_like(x)
    for row in range(len(x)):
        if 0 <= row + by < len(x):
            out[row] = x[row + by]
    return out


class Network:
    def __init__(self, path: Path):
        self.classes, self.tensors = read_file(path)

    def states(self, ids: list[int]) -> np.ndarray:
        t = self.tensors
        x = (t["embedding.value"] * t["embedding.scale"][:, None])[ids]
        x = sum(shifted(x, tap - HALF) @ t["first.weight"][tap].T for tap in range(KERNEL)) + t["first.bias"]
        x = normalised(x, t["norm1.weight"], t["norm1.bias"])
        for d in (2, 3):
            taps = sum(shifted(x, (tap - HALF) * d) * t[f"taps{d}.weight"][tap] for tap in range(KERNEL))
            mixed = (taps + t[f"taps{d}.bias"]) @ t[f"mix{d}.weight"].T + t[f"mix{d}.bias"]
            x = normalised(mixed + x, t[f"norm{d}.weight"], t[f"norm{d}.bias"])
        return x

    def read(self, text: str, stars: int) -> dict:
        ids, _ = pieces.cut(text)
        x = self.states(ids)
        answers = x @ self.tensors["piece.weight"].T + self.tensors["piece.bias"]
        tags, others = softmax(answers[:, :3]), sigmoid(answers[:, 3:])
        middle = (len(ids) // 3, max(len(ids) // 3 + 1, 2 * len(ids) // 3))
        return {
            "text": text,
            "stars": stars,
            "ids": ids,
            "problem": tags[:, 1],
            "wish": tags[:, 2],
            "begins": others[:, 0],
            "object": others[:, 1],
            "core": others[:, 2],
            "span": middle,
            "classes": self.classify(x, ids, *middle),
            "judged": self.judge(x, ids, stars),
        }

    @staticmethod
    def direction(ids: list[int]) -> np.ndarray:
        together = pieces.VECTORS[ids].sum(0)
        return together / np.linalg.norm(together)

    def classify(self, x: np.ndarray, ids: list[int], start: int, end: int) -> np.ndarray:
        span, around = x[start:end], x[max(0, start - CONTEXT) : end + CONTEXT]
        query = np.concatenate([span.mean(0), span.max(0), around.mean(0), self.direction(ids[start:end])])
        return softmax(self.tensors["span.weight"] @ query + self.tensors["span.bias"])

    def judge(self, x: np.ndarray, ids: list[int], stars: int) -> np.ndarray:
        query = np.concatenate([x.mean(0), x.max(0), np.eye(STARS)[stars], self.direction(ids)])
        answer = self.tensors["text.weight"] @ query + self.tensors["text.bias"]
        return np.concatenate([sigmoid(answer[:5]), softmax(answer[5:9]), softmax(answer[9:13])])


def rounded(value: object) -> object:
    return [round(float(number), 6) for number in value] if isinstance(value, np.ndarray) else value


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=ROOT / "models" / "statements-v1.bin")
    parser.add_argument("--out", type=Path, default=ROOT / "src/text/statements/fixtures/readings.jsonl")
    options = parser.parse_args()
    network = Network(options.model)
    with options.out.open("w", encoding="utf-8") as out:
        for text, stars in TEXTS:
            reading = {name: rounded(value) for name, value in network.read(text, stars).items()}
            out.write(json.dumps(reading, ensure_ascii=False) + "\n")
