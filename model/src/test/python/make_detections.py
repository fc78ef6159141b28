"""Prints the reference values of RetinaFaceDecoderTest.

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


def overlaps(boxes):
    """Intersection over union of all pairs; corners are pixels, both included."""
    low = np.maximum(boxes[:, None, :2], boxes[None, :, :2])
    high = np.minimum(boxes[:, None, 2:], boxes[None, :, 2:])
    both = np.clip(high - low + 1, 0, None).prod(-1)
    area = (boxes[:, 2:] - boxes[:, :2] + 1).prod(-1)
    return both / (area[:, None] + area[None, :] - both)


faces = np.concatenate([level(*one) for one in LEVELS])
faces = faces[faces[:, 0] >= LEAST_SCORE]
faces = faces[np.argsort(-faces[:, 0], kind="stable")]
matrix = overlaps(faces[:, 1:5])
alive = np.ones(len(faces), bool)
for i in range(len(faces)):
    if alive[i]:
        alive[i + 1 :] &= matrix[i, i + 1 :] <= MOST_OVERLAP
print(len(faces), "faces,", alive.sum(), "kept")
for face in faces[alive]:
    print("{" + ", ".join("%.3ff" % v for v in face) + "},")
