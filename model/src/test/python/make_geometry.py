"""Prints the reference values of SimilarityTransformTest and FacePreprocessorTest.

Usage: python3 make_geometry.py
Needs NumPy and OpenCV; made with NumPy 1.24 and OpenCV 4.6.
"""

import cv2
import numpy as np

TEMPLATE = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)
FACES = {
    "upright": [[105, 110], [145, 112], [124, 135], [108, 155], [141, 157]],
    "turned": [[60, 20], [75, 50], [50, 45], [30, 30], [42, 62]],
    "mirrored": [[145, 110], [105, 110], [125, 135], [140, 155], [110, 155]],
}


def umeyama(source, target):
    """Umeyama 1991, equations 34 to 43, by singular values."""
    source, target = np.asarray(source, float), np.asarray(target, float)
    mean_s, mean_t = source.mean(0), target.mean(0)
    s, t = source - mean_s, target - mean_t
    u, d, vt = np.linalg.svd(t.T @ s / len(s))
    sign = np.ones(2)
    if np.linalg.det(u) * np.linalg.det(vt) < 0:
        sign[1] = -1
    rotation = u @ np.diag(sign) @ vt
    scale = (d * sign).sum() / s.var(0).sum()
    return np.c_[scale * rotation, mean_t - scale * rotation @ mean_s]


def photo(width, height):
    """Smooth in x and y, since OpenCV rounds places to 1/32 of a pixel."""
    y, x = np.mgrid[0:height, 0:width]
    red = x * 255 // (width - 1)
    green = y * 255 // (height - 1)
    blue = (2 * x + y) * 255 // (2 * width + height)
    return np.stack([red, green, blue], -1).astype(np.uint8)


def show(title, image, places):
    print(title)
    for x, y in places:
        print("  {%d, %d, %s}," % (x, y, ", ".join("%.3ff" % v for v in image[y, x])))


for name, face in FACES.items():
    m = umeyama(face, TEMPLATE)
    print(name, ", ".join("%.10f" % v for v in (m[0, 0], m[1, 0], m[0, 2], m[1, 2])))

PLACES = [(0, 0), (3, 5), (5, 3), (20, 70), (40, 52), (56, 56), (73, 51), (90, 10), (100, 100), (111, 60), (111, 111)]

small = photo(100, 90).astype(np.float32)
show("turned", cv2.warpAffine(small, umeyama(FACES["turned"], TEMPLATE), (112, 112)), PLACES)

large = photo(1024, 896)
matrix = umeyama(np.array(FACES["turned"]) * 10.0, TEMPLATE)
blocks = 0
scale = np.hypot(matrix[0, 0], matrix[1, 0])
halved = large.astype(np.float32)
while scale < 0.5:
    halved = halved.reshape(halved.shape[0] // 2, 2, halved.shape[1] // 2, 2, 3).mean((1, 3))
    # x = 2 x' + 1/2
    matrix = np.c_[2 * matrix[:, :2], matrix[:, 2] + matrix[:, :2] @ [0.5, 0.5]]
    scale *= 2
    blocks += 1
show("halved %d times" % blocks, cv2.warpAffine(halved.astype(np.float32), matrix, (112, 112)), PLACES)

show("shrunk", cv2.resize(small, (37, 23), interpolation=cv2.INTER_AREA), [(0, 0), (1, 2), (18, 11), (36, 22)])
show("grown", cv2.resize(small, (131, 113), interpolation=cv2.INTER_LINEAR), [(0, 0), (1, 2), (60, 57), (130, 112)])
