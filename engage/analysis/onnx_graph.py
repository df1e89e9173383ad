"""Just enough of the ONNX file format to hand a graph to onnxruntime, which ships no writer of its own.

The format is protocol buffers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto3 gives the field numbers used
here. The `onnx` package would write the same bytes, for twenty megabytes more to install.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

OPSETS = {"": 17, "com.microsoft": 1}
IR_VERSION = 8
FLOAT, UINT8, INT8, INT32, INT64 = 1, 2, 3, 6, 7
TENSOR_TYPES = {"float32": FLOAT, "uint8": UINT8, "int8": INT8, "int32": INT32, "int64": INT64}
# AttributeProto.AttributeType.
FLOAT_ATTRIBUTE, INT_ATTRIBUTE = 1, 2


@dataclass
class Graph:
    """A graph under construction: each operation is appended, and the name of its first output comes back."""

    body: bytearray = field(default_factory=bytearray)
    operations: int = 0

    def constant(self, name: str, values: npt.NDArray[np.generic]) -> str:
        """Store an array under a name."""
        dims = b"".join(_number(1, size) for size in values.shape)
        kind = _number(2, TENSOR_TYPES[values.dtype.name])
        stored = np.ascontiguousarray(values).tobytes()
        self.body += _bytes(5, dims + kind + _bytes(8, name.encode()) + _bytes(9, stored))
        return name

    def add(
        self,
        operation: str,
        inputs: Sequence[str],
        attributes: Mapping[str, int | float] | None = None,
        domain: str = "",
        outputs: int = 1,
    ) -> list[str]:
        """Append an operation on named arrays ("" leaves an optional one out); the names of what it gives."""
        self.operations += 1
        made = [f"{operation}_{self.operations}_{at}" for at in range(outputs)]
        node = b"".join(_bytes(1, name.encode()) for name in inputs)
        node += b"".join(_bytes(2, name.encode()) for name in made)
        node += _bytes(4, operation.encode()) + _bytes(7, domain.encode())
        node += b"".join(_bytes(5, _attribute(name, value)) for name, value in (attributes or {}).items())
        self.body += _bytes(1, node)
        return made

    def model(self, inputs: Mapping[str, int], output: str) -> bytes:
        """The file: inputs are tables of any size, by name and element type; the output is of floats."""
        body = bytes(self.body) + _bytes(2, b"graph")
        body += b"".join(_bytes(11, _value(name, kind, 2)) for name, kind in inputs.items())
        body += _bytes(12, _value(output, FLOAT, 3))
        opsets = b"".join(_bytes(8, _bytes(1, domain.encode()) + _number(2, at)) for domain, at in OPSETS.items())
        return _number(1, IR_VERSION) + _bytes(7, body) + opsets


def _attribute(name: str, value: int | float) -> bytes:
    named = _bytes(1, name.encode())
    if isinstance(value, int):
        return named + _number(3, value) + _number(20, INT_ATTRIBUTE)
    return named + _varint(2 << 3 | 5) + np.float32(value).tobytes() + _number(20, FLOAT_ATTRIBUTE)


def _value(name: str, kind: int, rank: int) -> bytes:
    shape = b"".join(_bytes(1, _bytes(2, f"{name}_{axis}".encode())) for axis in range(rank))
    return _bytes(1, name.encode()) + _bytes(2, _bytes(1, _number(1, kind) + _bytes(2, shape)))


def _number(position: int, value: int) -> bytes:
    return _varint(position << 3) + _varint(value)


def _bytes(position: int, value: bytes) -> bytes:
    return _varint(position << 3 | 2) + _varint(len(value)) + value


def _varint(value: int) -> bytes:
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)
