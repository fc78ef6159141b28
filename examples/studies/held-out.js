// Parts the people of a list of Labeled Faces in the Wild for choosing learning rates by people
// whom no training sees:
//
//   node examples/studies/held-out.js data/lfw/peopleDevTrain.txt held-out
//
// The directory gets people.txt, everyone with three photos or more; rest.txt, four fifths of
// them; and pairs.txt, pairs of the other fifth as of pairsDevTrain.txt: as many of one person as
// of two. The same list gives the same files.
"use strict";

const fs = require("fs");
const path = require("path");

const LEAST_PHOTOS = 3;
const ONE_OF = 5;
const PAIRS_OF_A_PERSON = 4;

// Numerical Recipes' generator: below n, the same in every run.
let state = 1;
function below(n) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * n);
}

function same({ name, photos }) {
  const pairs = [];
  for (let first = 1; first < photos && pairs.length < PAIRS_OF_A_PERSON; first += 2) {
    pairs.push([name, first, first + 1]);
  }
  return pairs;
}

function different(people) {
  const one = below(people.length);
  const other = (one + 1 + below(people.length - 1)) % people.length;
  return [one, other].flatMap((i) => [people[i].name, 1 + below(people[i].photos)]);
}

const [list, directory] = process.argv.slice(2);
if (!directory) {
  console.error("usage: node held-out.js LIST DIRECTORY");
  process.exit(2);
}
const people = fs
  .readFileSync(list, "utf8")
  .split("\n")
  .map((line) => line.split("\t"))
  .filter((fields) => fields.length === 2)
  .map(([name, photos]) => ({ name, photos: Number(photos) }))
  .filter(({ photos }) => photos >= LEAST_PHOTOS);
const heldOut = people.filter((person, i) => i % ONE_OF === 0);
const rest = people.filter((person, i) => i % ONE_OF !== 0);
const ofOne = heldOut.flatMap(same);
const ofTwo = ofOne.map(() => different(heldOut));

fs.mkdirSync(directory, { recursive: true });
function write(file, lines) {
  fs.writeFileSync(path.join(directory, file), lines.join("\n") + "\n");
}
write("people.txt", people.map(({ name }) => name));
write("rest.txt", rest.map(({ name }) => name));
write("pairs.txt", [ofOne.length, ...[...ofOne, ...ofTwo].map((pair) => pair.join("\t"))]);
console.log(
  `${people.length} people, ${heldOut.length} of them held out: ` +
    `${ofOne.length} pairs of one person and as many of two`,
);
