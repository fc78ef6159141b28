#!/usr/bin/env python3
"""Embeds and compares faces on a Facet server, and prints the outcome as JSON."""

import argparse
import json
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "target"))

import grpc
from facet.v1 import embedding_service_pb2 as pb
from facet.v1 import embedding_service_pb2_grpc as rpc
from facet.v1 import image_pb2
from google.rpc import error_details_pb2, status_pb2

MAX_MESSAGE_BYTES = 16 << 20
CODES = {code.value[0]: code.name for code in grpc.StatusCode}


def read_landmarks(file):
    """Reads lines of a photo's name and ten numbers: x and y of the eyes, the nose, the mouth."""
    landmarks = {}
    for number, line in enumerate(pathlib.Path(file).read_text().splitlines(), 1):
        name, *xy = line.split()
        if len(xy) != 10:
            raise ValueError(f"{file}:{number}: {len(xy)} numbers (expected: 10)")
        points = [image_pb2.Point(x=float(x), y=float(y)) for x, y in zip(xy[::2], xy[1::2])]
        landmarks[name] = image_pb2.Landmarks(
            left_eye=points[0],
            right_eye=points[1],
            nose=points[2],
            left_mouth=points[3],
            right_mouth=points[4],
        )
    return landmarks


def read_image(file, landmarks):
    """Reads a face crop, or a photo where there are landmarks: the name is the path's end."""
    image = image_pb2.FaceImage(encoded=pathlib.Path(file).read_bytes())
    if landmarks is not None:
        parts = pathlib.Path(file).resolve().parts
        names = ("/".join(parts[start:]) for start in range(1, len(parts)))
        found = next((landmarks[name] for name in names if name in landmarks), None)
        if found is None:
            raise ValueError(f"{file}: not in the landmarks file")
        image.landmarks.CopyFrom(found)
    return image


def success(file, embedding, model):
    return {"file": file, "model": model_json(model), "embedding": list(embedding.values)}


def model_json(model):
    return {"name": model.name, "version": model.version, "digest": model.digest}


def error_json(status):
    """The code, the server's stable reason and the message of a google.rpc.Status."""
    info = error_details_pb2.ErrorInfo()
    reason = next((info.reason for detail in status.details if detail.Unpack(info)), None)
    return {"code": CODES[status.code], "reason": reason, "message": status.message}


def call_error_json(error):
    """The same of a failed call, which carries its google.rpc.Status in a trailer."""
    for key, value in error.trailing_metadata() or ():
        if key == "grpc-status-details-bin":
            return error_json(status_pb2.Status.FromString(value))
    return {"code": error.code().name, "reason": None, "message": error.details()}


def embed(stub, options):
    """One call for each image."""
    results = []
    for file, image in options.images:
        try:
            request = pb.EmbedRequest(image=image, model=options.model)
            response = stub.Embed(request, timeout=options.timeout)
            results.append(success(file, response.embedding, response.model))
        except grpc.RpcError as error:
            results.append({"file": file, "error": call_error_json(error)})
    return {"results": results}


def batch(stub, options):
    """One call for all images."""
    images = [image for _, image in options.images]
    request = pb.EmbedBatchRequest(images=images, model=options.model)
    response = stub.EmbedBatch(request, timeout=options.timeout)
    return {
        "results": [
            success(file, result.embedding, response.model)
            if result.HasField("embedding")
            else {"file": file, "error": error_json(result.error)}
            for (file, _), result in zip(options.images, response.results)
        ]
    }


def stream(stub, options):
    """One stream: the answers come in any order, each with the id of its request."""
    requests = (
        pb.EmbedStreamRequest(correlation_id=str(index), image=image, model=options.model)
        for index, (_, image) in enumerate(options.images)
    )
    results = [None] * len(options.images)
    for response in stub.EmbedStream(requests, timeout=options.timeout):
        index = int(response.correlation_id)
        file, _ = options.images[index]
        results[index] = (
            success(file, response.embedding, response.model)
            if response.HasField("embedding")
            else {"file": file, "error": error_json(response.error)}
        )
    return {"results": results}


def compare(stub, options):
    """How alike two images are."""
    if len(options.images) != 2:
        raise ValueError(f"compare: {len(options.images)} images (expected: 2)")
    first, second = (pb.CompareOperand(image=image) for _, image in options.images)
    request = pb.CompareRequest(first=first, second=second, model=options.model)
    response = stub.Compare(request, timeout=options.timeout)
    return {
        "cosine_similarity": response.cosine_similarity,
        "euclidean_distance": response.euclidean_distance,
        "model": model_json(response.model),
    }


COMMANDS = {command.__name__: command for command in (embed, batch, stream, compare)}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--server", default="localhost:50051", metavar="HOST:PORT")
    parser.add_argument("--model", default="", help="default: the server's")
    parser.add_argument("--landmarks", metavar="FILE", help="five points for each image")
    parser.add_argument("--timeout", type=float, default=30, metavar="SECONDS")
    options = parser.parse_args()

    try:
        landmarks = read_landmarks(options.landmarks) if options.landmarks else None
        options.images = [(file, read_image(file, landmarks)) for file in options.files]
        limit = [("grpc.max_receive_message_length", MAX_MESSAGE_BYTES)]
        with grpc.insecure_channel(options.server, options=limit) as channel:
            outcome = COMMANDS[options.command](rpc.EmbeddingServiceStub(channel), options)
    except grpc.RpcError as error:
        outcome = {"error": call_error_json(error)}
    except (OSError, ValueError) as error:
        sys.exit(f"client.py: {error}")

    json.dump(outcome, sys.stdout, indent=2)
    print()
    failed = "error" in outcome or any("error" in r for r in outcome.get("results", ()))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
