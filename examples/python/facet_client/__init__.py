"""A client of a Facet server.

    with Client("localhost:50051") as client:
        ann = client.embed(face_image(pathlib.Path("ann.jpg").read_bytes()))
        print(ann.model.digest, ann.values)

The code of the contract comes from the script `generate`, in `target/` beside this package.
"""

import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "target"))

from .client import (
    Box,
    Client,
    Comparison,
    DetectedFace,
    Detections,
    Embedding,
    Model,
    face_image,
)
from .connection import Tls
from .errors import FacetError

__all__ = [
    "Box",
    "Client",
    "Comparison",
    "DetectedFace",
    "Detections",
    "Embedding",
    "FacetError",
    "Model",
    "Tls",
    "face_image",
]
