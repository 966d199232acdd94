"""Word pieces of texts, as the product cuts them, and their static vectors: both are read from the embedding table."""

import functools
import struct
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

TABLE = Path(__file__).resolve().parents[3] / "models" / "reference-15k-256.semb"


def _read_table(path: Path) -> tuple[list[str], np.ndarray]:
    """The pieces and one row of numbers for each; tools/distill/README.md describes the file."""
    raw = path.read_bytes()
    magic, _version, count, dims, vocabulary_bytes = struct.unpack("<4s4I", raw[:20])
    if magic != b"SEMB":
        raise ValueError(f"{path} is no embedding table")
    names = raw[20 : 20 + vocabulary_bytes].decode("utf-8").rstrip("\0").split("\n")
    at = 20 + (vocabulary_bytes + 3) // 4 * 4
    scales = np.frombuffer(raw, "<f4", count, at)
    values = np.frombuffer(raw, np.int8, count * dims, at + 4 * count).reshape(count, dims)
    return names, values * scales[:, None]


NAMES, VECTORS = _read_table(TABLE)
COUNT = len(NAMES)

_vocabulary = {name: index for index, name in enumerate(NAMES)} | {"[UNK]": COUNT}
_tokenizer = Tokenizer(models.WordPiece(vocab=_vocabulary, unk_token="[UNK]", max_input_chars_per_word=100))
_tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
_tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()


@functools.cache
def cut(text: str) -> tuple[list[int], list[tuple[int, int]]]:
    """Known pieces of a text and the stretch (in code points) that each is cut from."""
    encoded = _tokenizer.encode(text)
    known = [(piece, place) for piece, place in zip(encoded.ids, encoded.offsets) if piece < COUNT]
    return [piece for piece, _ in known], [place for _, place in known]
