#!/usr/bin/env node
// Finds, embeds and compares faces on a Facet server, and prints the outcome as JSON.

import { readFileSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { FacetClient, FacetError } from './facet-client/index.mjs';

const USAGE = `usage: client.mjs embed|batch|stream|compare|detect FILE...
  [--server HOST:PORT] [--model NAME] [--landmarks FILE] [--timeout SECONDS]
  [--tls] [--ca FILE] [--cert FILE --key FILE] [--token-file FILE]`;
const LANDMARKS = ['left_eye', 'right_eye', 'nose', 'left_mouth', 'right_mouth'];
const TOKEN_VARIABLE = 'FACET_CLIENT_TOKEN';

// What the user can mend before anything is sent.
class InputError extends Error {}

// Reads lines of a photo's name and ten numbers: x and y of the eyes, the nose, the mouth.
function readLandmarks(file) {
  const landmarks = new Map();
  readFileSync(file, 'utf8').trimEnd().split('\n').forEach((line, index) => {
    const [name, ...numbers] = line.trim().split(/\s+/);
    const xy = numbers.map(Number);
    if (xy.length !== 10 || xy.some(Number.isNaN)) {
      throw new InputError(`${file}:${index + 1}: ${line} (expected: a name and ten numbers)`);
    }
    const points = LANDMARKS.map((point, i) => [point, { x: xy[2 * i], y: xy[2 * i + 1] }]);
    landmarks.set(name, Object.fromEntries(points));
  });
  return landmarks;
}

// Reads a face crop, or a photo where there are landmarks: the name is the path's end.
function readImage(file, landmarks) {
  const image = { encoded: readFileSync(file) };
  if (landmarks) {
    const parts = resolve(file).split(sep);
    const names = parts.map((_, start) => parts.slice(start).join('/'));
    const name = names.find((end) => landmarks.has(end));
    if (name === undefined) {
      throw new InputError(`${file}: not in the landmarks file`);
    }
    image.landmarks = landmarks.get(name);
  }
  return image;
}

// What the options say of TLS; undefined: plaintext.
function readTls({ tls, ca, cert, key }) {
  if (!tls && !ca && !cert) {
    return undefined;
  }
  const [roots, certificate, secret] = [ca, cert, key].map((file) => file && readFileSync(file));
  return { roots, certificate, key: secret };
}

// The token in the file, else in the environment, where others cannot see it; undefined: none.
const readToken = (file) =>
  file ? readFileSync(file, 'utf8').trim() : process.env[TOKEN_VARIABLE] || undefined;

const errorJson = ({ code, reason, message }) => ({ code, reason, message });

const detectedJson = ({ box, score, landmarks }) => ({
  box,
  score,
  landmarks: LANDMARKS.map((name) => [landmarks[name].x, landmarks[name].y]),
});

const outcomeJson = (file, outcome) =>
  outcome instanceof FacetError
    ? { file, error: errorJson(outcome) }
    : { file, model: outcome.model, embedding: outcome.values };

// What fails as a call does, as an outcome.
function failure(error) {
  if (error instanceof FacetError) {
    return error;
  }
  throw error;
}

const detectionsJson = (file, outcome) =>
  outcome instanceof FacetError
    ? outcomeJson(file, outcome)
    : { file, ...outcome, faces: outcome.faces.map(detectedJson) };

// The JSON of each image, which a call of its own makes.
async function oneByOne(call, json, files, images) {
  const results = [];
  for (const [index, image] of images.entries()) {
    results.push(json(files[index], await call(image).catch(failure)));
  }
  return { results };
}

const commands = {
  // One call for each image.
  embed(client, files, images) {
    return oneByOne((image) => client.embed(image), outcomeJson, files, images);
  },

  // Where the faces of each photo are, by one call for each.
  detect(client, files, images) {
    return oneByOne((image) => client.detect(image), detectionsJson, files, images);
  },

  // One call for all images.
  async batch(client, files, images) {
    const outcomes = await client.embedBatch(images);
    return { results: outcomes.map((outcome, index) => outcomeJson(files[index], outcome)) };
  },

  // One stream: the answers come in any order, each with the index of its image.
  async stream(client, files, images) {
    const results = [];
    for await (const [index, outcome] of client.embedStream(images)) {
      results[index] = outcomeJson(files[index], outcome);
    }
    return { results };
  },

  // How alike two images are.
  async compare(client, files, images) {
    if (images.length !== 2) {
      throw new InputError(`compare: ${images.length} images (expected: 2)`);
    }
    return client.compare(...images);
  },
};

function parseCommandLine() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        server: { type: 'string', default: 'localhost:50051' },
        model: { type: 'string', default: '' },
        landmarks: { type: 'string' },
        timeout: { type: 'string', default: '30' },
        tls: { type: 'boolean' },
        ca: { type: 'string' },
        cert: { type: 'string' },
        key: { type: 'string' },
        'token-file': { type: 'string' },
      },
    });
    const [name, ...files] = positionals;
    if (!values.cert !== !values.key) {
      console.error('--cert and --key go together');
    } else if (Object.hasOwn(commands, name ?? '') && files.length > 0) {
      return { ...values, command: commands[name], files };
    }
  } catch (error) {
    console.error(error.message);
  }
  console.error(USAGE);
  process.exit(2);
}

async function run(options) {
  const landmarks = options.landmarks && readLandmarks(options.landmarks);
  const images = options.files.map((file) => readImage(file, landmarks));
  const client = new FacetClient(options.server, {
    tls: readTls(options),
    token: readToken(options['token-file']),
    model: options.model,
    timeoutMillis: Number(options.timeout) * 1000,
  });
  try {
    return await options.command(client, options.files, images);
  } finally {
    client.close();
  }
}

const options = parseCommandLine();
try {
  const outcome = await run(options).catch((error) => ({ error: errorJson(failure(error)) }));
  console.log(JSON.stringify(outcome, null, 2));
  const failed = outcome.error || outcome.results?.some((result) => result.error);
  process.exitCode = failed ? 1 : 0;
} catch (error) {
  if (!(error instanceof InputError || error instanceof RangeError) && !error.code) {
    throw error;
  }
  console.error(`client.mjs: ${error.message}`);
  process.exitCode = 1;
}
