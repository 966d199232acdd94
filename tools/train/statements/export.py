"""Writes the student as the file that the product reads; README.md describes it."""

import argparse
import json
import struct
from pathlib import Path

import numpy as np
import torch

from corpus import LABELS
from student import DILATIONS, Student

MAGIC, VERSION, ALIGNMENT = b"GWST", 1, 16


def tensors(net: Student) -> dict[str, np.ndarray]:
    state = {name: value.detach().numpy() for name, value in net.state_dict().items()}
    embedding = state["embedding.weight"][:-2]
    scale = np.maximum(np.abs(embedding).max(1) / 127, 1e-8)
    found = {
        "embedding.scale": scale,
        "embedding.value": np.rint(embedding / scale[:, None]).clip(-127, 127).astype("i1"),
        "first.weight": state["first.weight"].transpose(2, 0, 1),
        "first.bias": state["first.bias"],
        "norm1.weight": state["norm.weight"],
        "norm1.bias": state["norm.bias"],
    }
    for at, dilation in enumerate(DILATIONS):
        found[f"taps{dilation}.weight"] = state[f"mixers.{at}.taps.weight"][:, 0, :].T
        found[f"taps{dilation}.bias"] = state[f"mixers.{at}.taps.bias"]
        for name in ("mix", "norm"):
            found[f"{name}{dilation}.weight"] = state[f"mixers.{at}.{name}.weight"]
            found[f"{name}{dilation}.bias"] = state[f"mixers.{at}.{name}.bias"]
    heads = ("tags", "begins", "objects", "cores")
    for kind in ("weight", "bias"):
        found[f"piece.{kind}"] = np.concatenate([state[f"{head}.{kind}"] for head in heads])
        found[f"span.{kind}"] = state[f"classes.{kind}"]
        found[f"text.{kind}"] = state[f"texts.{kind}"]
    return found


def packed(found: dict[str, np.ndarray], classes: list[str]) -> bytes:
    heads, body = [], bytearray()
    for name, values in found.items():
        body.extend(b"\0" * (-len(body) % ALIGNMENT))
        kind = "i8" if values.dtype == np.int8 else "f32"
        heads.append({"name": name, "type": kind, "shape": list(values.shape), "at": len(body)})
        body.extend(np.ascontiguousarray(values, dtype="i1" if kind == "i8" else "<f4").tobytes())
    header = json.dumps({"classes": classes, "tensors": heads}, separators=(",", ":")).encode()
    start = struct.pack("<4sII", MAGIC, VERSION, len(header)) + header
    return start + b"\0" * (-len(start) % ALIGNMENT) + bytes(body)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--student", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    student = Student()
    student.load_state_dict(torch.load(options.student))
    options.out.write_bytes(packed(tensors(student), LABELS))
