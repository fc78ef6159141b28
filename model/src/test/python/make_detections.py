"""Prints the reference values of RetinaFaceDecoderTest, ProposalMapTest and CropOutputsTest.

Usage: python3 make_detections.py
Needs NumPy; made with NumPy 2.4.
"""

import numpy as np

WIDTH, HEIGHT = 96, 64
LEVELS = [(32, (512, 256)), (16, (128, 64)), (8, (32, 16))]
LEAST_SCORE = 0.9
MOST_OVERLAP = 0.4


def numbers(seed, count):
    """0, 0.001 and so on to 0.996, mixed."""
    i = np.arange(count, dtype=np.int64)
    return ((i * i * 31 + i * 7 + seed * 101) % 997) / 1000


def level(stride, sizes):
    """All boxes of a level, as N x (score, left, top, right, bottom, 5 x (x, y))."""
    rows, columns, kinds = HEIGHT // stride, WIDTH // stride, len(sizes)
    shape = (rows, columns)
    scores = numbers(stride, 2 * kinds * rows * columns).reshape(2, kinds, *shape)[1]
    boxes = numbers(stride + 1, 4 * kinds * rows * columns).reshape(kinds, 4, *shape) - 0.5
    points = numbers(stride + 2, 10 * kinds * rows * columns).reshape(kinds, 5, 2, *shape) - 0.5
    size = np.array(sizes, float)[:, None, None]
    # The anchors as their corners, as InsightFace makes them from one of 16 x 16 at (0, 0, 15, 15).
    corner = 7.5 - (size - 1) / 2
    left = corner + np.arange(columns)[None, None, :] * stride
    top = corner + np.arange(rows)[None, :, None] * stride
    x, y = left + (size - 1) / 2, top + (size - 1) / 2
    middle_x, middle_y = x + boxes[:, 0] * size, y + boxes[:, 1] * size
    width, height = np.exp(boxes[:, 2]) * size, np.exp(boxes[:, 3]) * size
    faces = [
        scores,
        middle_x - (width - 1) / 2,
        middle_y - (height - 1) / 2,
        middle_x + (width - 1) / 2,
        middle_y + (height - 1) / 2,
    ]
    for point in range(5):
        faces += [x + points[:, point, 0] * size, y + points[:, point, 1] * size]
    return np.stack(np.broadcast_arrays(*faces), -1).reshape(-1, 15)


def overlaps(boxes, by_smaller=False):
    """Intersection over union, or over the smaller, of all pairs; corners are pixels, included."""
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    both = np.clip(high - low + 1, 0, None).prod(-1)
    area = (boxes[:, 2:] - boxes[:, :2] + 1).prod(-1)
    if by_smaller:
        return both / np.minimum(area[:, None], area[None, :])
    return both / (area[:, None] + area[None, :] - both)


def suppressed(faces, matrix, most_overlap):
    """Those of the faces, by falling score, that no better one overlaps by more."""
    alive = np.ones(len(faces), bool)
    for i in range(len(faces)):
        if alive[i]:
            alive[i + 1 :] &= matrix[i, i + 1 :] <= most_overlap
    return faces[alive]


def moved(boxes, moves):
    """Boxes as corners whose edges are moved by parts of the sides, and which of them are any."""
    sides = np.tile(boxes[:, 2:] - boxes[:, :2] + 1, 2)
    result = boxes + moves * sides
    return result, (result[:, :2] <= result[:, 2:]).all(-1)


def squared(boxes):
    """Squares around the same middles, as the authors make them."""
    side = (boxes[:, 2:] - boxes[:, :2]).max(-1, keepdims=True)
    low = (boxes[:, :2] + boxes[:, 2:]) / 2 - side / 2
    return np.concatenate([low, low + side], -1)


def show(faces):
    for face in faces:
        print("{" + ", ".join("%.3ff" % v for v in face) + "},")


faces = np.concatenate([level(*one) for one in LEVELS])
faces = faces[faces[:, 0] >= LEAST_SCORE]
faces = faces[np.argsort(-faces[:, 0], kind="stable")]
matrix = overlaps(faces[:, 1:5])
kept = suppressed(faces, matrix, MOST_OVERLAP)
print(len(faces), "faces,", len(kept), "kept")
show(kept)

# MTCNN's first network on a tile of 40 x 32 with two parts: pixels of the photo for one of the
# part, where it begins in its level, its size and its place in the tile.
PARTS = [(1.5, (18, 4), (20, 32), (0, 0)), (3, (0, 0), (16, 20), (22, 6))]
scores = numbers(1, 2 * 11 * 15).reshape(2, 11, 15)[1]
moves = numbers(2, 4 * 11 * 15).reshape(4, 11, 15) - 0.5
for scale, begin, size, place in PARTS:
    y, x = np.mgrid[0 : size[1] - 11 : 2, 0 : size[0] - 11 : 2]
    row, column = (y + place[1]) // 2, (x + place[0]) // 2
    left, top = (begin[0] + x) * scale, (begin[1] + y) * scale
    windows = np.stack([left, top, left + 12 * scale - 1, top + 12 * scale - 1], -1)
    good = scores[row, column] >= 0.8
    boxes, are_any = moved(windows[good], moves[:, row, column][:, good].T)
    print(good.sum(), "proposals,", are_any.sum(), "boxes; score, box, square")
    results = [scores[row, column][good][:, None], boxes, squared(boxes)]
    show(np.concatenate(results, -1)[are_any])

# Its third network on squares along a line.
COUNT = 16
outputs = numbers(3, COUNT * 16).reshape(COUNT, 16)
left, side = 10.0 + 4 * np.arange(COUNT), 30.0 + np.arange(COUNT)
squares = np.stack([left, left / 2, left + side - 1, left / 2 + side - 1], -1)
boxes, are_any = moved(squares, outputs[:, 2:6] - 0.5)
points = [outputs[:, :0]]
for point in range(5):
    # The middle of a square's first pixel is half a pixel from its edge.
    points.append((left - 0.5 + outputs[:, 6 + point] * side)[:, None])
    points.append((left / 2 - 0.5 + outputs[:, 11 + point] * side)[:, None])
faces = np.concatenate([outputs[:, 1:2], boxes] + points, -1)[are_any]
faces = faces[np.argsort(-faces[:, 0], kind="stable")]
kept = suppressed(faces, overlaps(faces[:, 1:5], by_smaller=True), 0.7)
print(len(faces), "faces,", len(kept), "kept")
show(kept)
