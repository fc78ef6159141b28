"""Draws the images of the decoding tests, and what other decoders make of them.

Usage: python3 make_images.py ../resources/dev/facet/model/image
Needs NumPy, Pillow, OpenCV and ImageMagick's convert. Beside each image lies a PPM
of the same name with the pixels that Pillow reads: alpha laid over white, EXIF
orientation applied, 16 bits rounded to 8, no colour profile. Made with Pillow 9.4
(libjpeg-turbo 2.1), OpenCV 4.6 and ImageMagick 6.9.
"""

import struct
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

WIDTH, HEIGHT = 33, 21
OUT = Path(sys.argv[1])

y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
RGB = np.stack([x * 255 // (WIDTH - 1), y * 255 // (HEIGHT - 1), (3 * x + 5 * y) % 256], -1)
RGB = RGB.astype(np.uint8)
ALPHA = ((x * 16) % 256).astype(np.uint8)
GRAY = ((RGB.astype(int) @ [299, 587, 114]) // 1000).astype(np.uint8)
WIDE = (RGB.astype(np.uint16) * 257) ^ 0x5A  # 16 bits whose low byte matters

rgb = Image.fromarray(RGB)
gray = Image.fromarray(GRAY)
rgba = Image.fromarray(np.dstack([RGB, ALPHA]))
gray_alpha = Image.merge("LA", [gray, Image.fromarray(ALPHA)])
palette = rgb.quantize(16)


def write_ppm(name, pixels):
    height, width, _ = pixels.shape
    header = b"P6\n%d %d\n255\n" % (width, height)
    (OUT / (name + ".ppm")).write_bytes(header + pixels.astype(np.uint8).tobytes())


def expect(name):
    image = ImageOps.exif_transpose(Image.open(OUT / name))
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        image = image.convert("RGBA")
        image = Image.alpha_composite(Image.new("RGBA", image.size, "white"), image)
    write_ppm(name, np.asarray(image.convert("RGB")))


def save(image, name, **options):
    image.save(OUT / name, **options)
    expect(name)


def convert(name, *arguments):
    kind = "BMP2:" if name == "os2.bmp" else ""
    subprocess.run(["convert", *map(str, arguments), f"{kind}{OUT / name}"], check=True)
    expect(name)


def orientation(value):
    exif = Image.Exif()
    exif[0x0112] = value
    return exif


# JPEG
save(rgb, "baseline.jpg", quality=90)
save(rgb, "full-chroma.jpg", quality=90, subsampling=0)
save(rgb, "progressive.jpg", quality=90, progressive=True)
save(gray, "gray.jpg", quality=90)
save(rgb.convert("CMYK"), "cmyk.jpg", quality=90)
convert("ycck.jpg", OUT / "baseline.jpg.ppm", "-colorspace", "CMYK", "-quality", "90")
convert("restarts.jpg", OUT / "baseline.jpg.ppm", "-define", "jpeg:restart-interval=2")
for value in range(1, 9):
    save(rgb, f"orientation-{value}.jpg", quality=90, exif=orientation(value))

# PNG
save(rgb, "rgb.png")
save(rgba, "rgba.png")
save(gray, "gray.png")
save(gray_alpha, "gray-alpha.png")
save(palette, "palette.png")
save(palette, "palette-transparent.png", transparency=3)
save(gray.point(lambda v: 255 * (v > 99)).convert("1"), "one-bit.png")
convert("two-bits.png", OUT / "gray.png", "-depth", "2", "-define", "png:bit-depth=2")
convert("interlaced.png", OUT / "rgb.png", "-interlace", "PNG")
save(rgb, "orientation-6.png", exif=orientation(6))
for name, samples in (
    ("gray-16.png", WIDE[:, :, :1]),
    ("rgb-16.png", WIDE),
    ("rgba-16.png", np.dstack([WIDE, ALPHA.astype(np.uint16) * 257])),
):
    channels = samples.shape[2]
    order = [2, 1, 0, 3][:channels] if channels > 1 else [0]
    cv2.imwrite(str(OUT / name), samples[:, :, order])
    eight = np.floor(samples / 257 + 0.5)
    if channels == 4:
        opacity = eight[:, :, 3:]
        eight = np.floor((eight[:, :, :3] * opacity + 255 * (255 - opacity)) / 255 + 0.5)
    write_ppm(name, np.repeat(eight, 3, 2) if channels == 1 else eight)

# WebP
save(rgb, "lossless.webp", lossless=True)
save(rgba, "lossless-alpha.webp", lossless=True, exact=True)
save(rgb, "lossy.webp", quality=90)
save(rgba, "lossy-alpha.webp", quality=90)
save(rgb, "orientation-6.webp", lossless=True, exif=orientation(6))

# BMP
save(rgb, "rgb.bmp")
save(gray, "gray.bmp")
save(palette, "palette.bmp")
save(gray.convert("1"), "one-bit.bmp")
convert("runs.bmp", OUT / "palette.png", "-type", "Palette", "-compress", "RLE")
convert("os2.bmp", OUT / "rgb.bmp")
convert("565.bmp", OUT / "rgb.bmp", "-define", "bmp:subtype=RGB565")
padding = b"\0" * (-3 * WIDTH % 4)
rows = b"".join(RGB[i, :, ::-1].tobytes() + padding for i in range(HEIGHT))
header = struct.pack("<IiiHHIIiiII", 40, WIDTH, -HEIGHT, 1, 24, 0, len(rows), 0, 0, 0, 0)
start = struct.pack("<2sIHHI", b"BM", 54 + len(rows), 0, 0, 54)
(OUT / "top-down.bmp").write_bytes(start + header + rows)
expect("top-down.bmp")

# GIF
save(palette, "palette.gif")
save(palette, "transparent.gif", transparency=3)
save(palette, "interlaced.gif", interlace=1)
save(palette, "animated.gif", save_all=True, append_images=[palette.rotate(180)])
convert("offset.gif", "-page", "40x30+5+3", OUT / "palette.png")
screen = np.full((30, 40, 3), 255)  # as browsers do; Pillow takes a colour of the palette
screen[3 : 3 + HEIGHT, 5 : 5 + WIDTH] = np.asarray(palette.convert("RGB"))
write_ppm("offset.gif", screen)
