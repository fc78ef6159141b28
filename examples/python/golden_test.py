#!/usr/bin/env python3
"""The messages under proto/golden are the same here: their bytes, and their JSON."""

import pathlib
import unittest

import facet_client  # finds the generated code
from facet.v1 import (
    detection_pb2,
    detection_service_pb2,
    embedding_service_pb2,
    image_pb2,
    model_pb2,
    model_service_pb2,
)
from google.protobuf import json_format
from google.rpc import status_pb2

GOLDEN = pathlib.Path(__file__).resolve().parents[2] / "proto" / "golden"
MODULES = (
    detection_pb2,
    detection_service_pb2,
    embedding_service_pb2,
    image_pb2,
    model_pb2,
    model_service_pb2,
    status_pb2,
)


def message_class(full_name):
    name = full_name.rpartition(".")[2]
    return next(getattr(module, name) for module in MODULES if hasattr(module, name))


class GoldenTest(unittest.TestCase):
    def test_bytes_and_json_are_the_same_message(self):
        files = sorted(GOLDEN.glob("*/*.bin"))
        self.assertTrue(files, "there are messages")
        for file in files:
            with self.subTest(file.relative_to(GOLDEN)):
                message = message_class(file.parent.name)
                golden = file.read_bytes()
                read = message.FromString(golden)
                written = json_format.Parse(file.with_suffix(".json").read_text(), message())
                self.assertEqual(read, written)
                self.assertEqual(golden, read.SerializeToString())
                self.assertEqual(golden, written.SerializeToString())


if __name__ == "__main__":
    unittest.main()
