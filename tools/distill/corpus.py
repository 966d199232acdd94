"""The unlabelled English texts that the table learns from; none of them is a text of an evaluation set."""

import ast
import gzip
import importlib.util
import json
import random
import re
from pathlib import Path

SEED = 20_240_222
# Permissively licensed (BSD 3-clause) and pinned in requirements.txt: general technical English from their docstrings.
PACKAGES = ["numpy", "scipy", "sklearn", "sympy", "networkx", "pandas", "torch"]
DOCSTRING_SENTENCES = 100_000
WINDOWS = 110_000


def fitting(text: str) -> bool:
    return 2 <= len(text.split()) <= 64


def distill_texts(path: Path) -> list[str]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line)["text"] for line in lines]


def docstrings(file: Path) -> list[str]:
    try:
        tree = ast.parse(file.read_text(encoding="utf-8"))
    except (SyntaxError, UnicodeDecodeError):
        return []
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found = (ast.get_docstring(node) for node in ast.walk(tree) if isinstance(node, kinds))
    return [text for text in found if text]


def prose_sentences(docstring: str) -> list[str]:
    """Whole sentences of plain prose: no examples, tables, code or formulas."""
    sentences = []
    for paragraph in re.split(r"\n\s*\n", docstring):
        if re.search(r">>>|::|[=\\{}|<>_]|\.\. |---", paragraph):
            continue
        for sentence in re.split(r"(?<=[.!?])\s+", " ".join(paragraph.split())):
            if re.fullmatch(r"[A-Z][^`*\[\]]{15,300}[.!?]", sentence):
                sentences.append(sentence)
    return sentences


def package_sentences() -> list[str]:
    sentences: dict[str, None] = {}
    for name in PACKAGES:
        spec = importlib.util.find_spec(name)
        root = Path(spec.origin).parent
        for file in sorted(root.rglob("*.py")):
            if "tests" in file.parts:
                continue
            for docstring in docstrings(file):
                sentences.update(dict.fromkeys(filter(fitting, prose_sentences(docstring))))
    chosen = list(sentences)
    random.Random(SEED).shuffle(chosen)
    return chosen[:DOCSTRING_SENTENCES]


def windows(texts: list[str], count: int) -> list[str]:
    """Random stretches of 2 to 10 words: the phrases that get routed are that short."""
    pick = random.Random(SEED + 1)
    found: dict[str, None] = {}
    while len(found) < count:
        words = pick.choice(texts).split()
        length = pick.randint(2, 10)
        if len(words) <= length:
            continue
        start = pick.randrange(len(words) - length + 1)
        found[" ".join(words[start : start + length])] = None
    return list(found)


def corpus(distill: Path) -> list[str]:
    texts = list(dict.fromkeys(filter(fitting, distill_texts(distill) + package_sentences())))
    return list(dict.fromkeys(texts + windows(texts, WINDOWS)))
