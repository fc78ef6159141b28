#!/usr/bin/env python3
"""Finds, embeds and compares faces on a Facet server, and prints the outcome as JSON."""

import argparse
import dataclasses
import json
import os
import pathlib
import sys

from facet_client import Client, Detections, FacetError, Tls, face_image

TOKEN_VARIABLE = "FACET_CLIENT_TOKEN"


def read_landmarks(file):
    """Reads lines of a photo's name and ten numbers: x and y of the eyes, the nose, the mouth."""
    landmarks = {}
    for number, line in enumerate(pathlib.Path(file).read_text().splitlines(), 1):
        name, *xy = line.split()
        if len(xy) != 10:
            raise ValueError(f"{file}:{number}: {len(xy)} numbers (expected: 10)")
        landmarks[name] = list(zip(map(float, xy[::2]), map(float, xy[1::2])))
    return landmarks


def read_image(file, landmarks):
    """Reads a face crop, or a photo where there are landmarks: the name is the path's end."""
    encoded = pathlib.Path(file).read_bytes()
    if landmarks is None:
        return face_image(encoded)
    parts = pathlib.Path(file).resolve().parts
    names = ("/".join(parts[start:]) for start in range(1, len(parts)))
    found = next((landmarks[name] for name in names if name in landmarks), None)
    if found is None:
        raise ValueError(f"{file}: not in the landmarks file")
    return face_image(encoded, found)


def read_tls(options):
    """What the options say of TLS; None: plaintext."""
    if not (options.tls or options.ca or options.cert):
        return None
    files = (options.ca, options.cert, options.key)
    return Tls(*(file and pathlib.Path(file).read_bytes() for file in files))


def read_token(file):
    """The token in the file, else in the environment, where others cannot see it; None: none."""
    if file is None:
        return os.environ.get(TOKEN_VARIABLE) or None
    return pathlib.Path(file).read_text().strip()


def outcome_json(file, outcome):
    if isinstance(outcome, FacetError):
        return {"file": file, "error": error_json(outcome)}
    if isinstance(outcome, Detections):
        return {"file": file, **dataclasses.asdict(outcome)}
    model = dataclasses.asdict(outcome.model)
    return {"file": file, "model": model, "embedding": outcome.values}


def error_json(error):
    return {"code": error.code, "reason": error.reason, "message": error.message}


def one_by_one(call, files, images):
    """One call for each image."""
    results = []
    for file, image in zip(files, images):
        try:
            outcome = call(image)
        except FacetError as error:
            outcome = error
        results.append(outcome_json(file, outcome))
    return {"results": results}


def embed(client, files, images):
    """One call for each image."""
    return one_by_one(client.embed, files, images)


def detect(client, files, images):
    """Where the faces of each photo are, by one call for each."""
    return one_by_one(client.detect, files, images)


def batch(client, files, images):
    """One call for all images."""
    return {"results": [*map(outcome_json, files, client.embed_batch(images))]}


def stream(client, files, images):
    """One stream: the answers come in any order, each with the index of its image."""
    outcomes = dict(client.embed_stream(images))
    return {"results": [outcome_json(file, outcomes[index]) for index, file in enumerate(files)]}


def compare(client, files, images):
    """How alike two images are."""
    if len(images) != 2:
        raise ValueError(f"compare: {len(images)} images (expected: 2)")
    return dataclasses.asdict(client.compare(*images))


COMMANDS = {command.__name__: command for command in (embed, batch, stream, compare, detect)}


def parse_command_line():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("files", nargs="+", metavar="FILE")
    parser.add_argument("--server", default="localhost:50051", metavar="HOST:PORT")
    parser.add_argument("--model", default="", help="default: the server's")
    parser.add_argument("--landmarks", metavar="FILE", help="five points for each image")
    parser.add_argument("--timeout", type=float, default=30, metavar="SECONDS")
    parser.add_argument("--tls", action="store_true", help="TLS, by the system's authorities")
    parser.add_argument("--ca", metavar="FILE", help="TLS, by these authorities (PEM)")
    parser.add_argument("--cert", metavar="FILE", help="TLS, showing this certificate (PEM)")
    parser.add_argument("--key", metavar="FILE", help="the certificate's key (PEM)")
    parser.add_argument("--token-file", metavar="FILE", help=f"default: ${TOKEN_VARIABLE}")
    options = parser.parse_args()
    if bool(options.cert) != bool(options.key):
        parser.error("--cert and --key go together")
    return options


def main():
    options = parse_command_line()
    try:
        landmarks = read_landmarks(options.landmarks) if options.landmarks else None
        images = [read_image(file, landmarks) for file in options.files]
        with Client(
            options.server,
            tls=read_tls(options),
            token=read_token(options.token_file),
            model=options.model,
            timeout=options.timeout,
        ) as client:
            outcome = COMMANDS[options.command](client, options.files, images)
    except FacetError as error:
        outcome = {"error": error_json(error)}
    except (OSError, ValueError) as error:
        sys.exit(f"client.py: {error}")

    json.dump(outcome, sys.stdout, indent=2)
    print()
    failed = "error" in outcome or any("error" in r for r in outcome.get("results", ()))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
