#!/usr/bin/env node
// Embeds and compares faces on a Facet server, and prints the outcome as JSON.

import { readFileSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import googleProtos from 'google-proto-files';

const USAGE = `usage: client.mjs embed|batch|stream|compare FILE...
  [--server HOST:PORT] [--model NAME] [--landmarks FILE] [--timeout SECONDS]`;

const contract = fileURLToPath(new URL('../../proto', import.meta.url));
const definition = protoLoader.loadSync('facet/v1/embedding_service.proto', {
  includeDirs: [contract, dirname(googleProtos.getProtoPath())],
  keepCase: true,
  longs: Number,
});
const { EmbeddingService } = grpc.loadPackageDefinition(definition).facet.v1;
const details = googleProtos.loadSync('google/rpc/error_details.proto');
const ErrorInfo = details.lookupType('google.rpc.ErrorInfo');
const Status = googleProtos.loadSync('google/rpc/status.proto').lookupType('google.rpc.Status');

const MAX_MESSAGE_BYTES = 16 << 20;
const DETAILS_TRAILER = 'grpc-status-details-bin';

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
    const point = (i) => ({ x: xy[2 * i], y: xy[2 * i + 1] });
    landmarks.set(name, {
      left_eye: point(0),
      right_eye: point(1),
      nose: point(2),
      left_mouth: point(3),
      right_mouth: point(4),
    });
  });
  return landmarks;
}

// Reads a face crop, or a photo where there are landmarks: the name is the path's end.
function readImage(file, landmarks) {
  const image = { encoded: readFileSync(file) };
  if (landmarks) {
    const parts = resolve(file).split(sep);
    const name = parts.map((_, start) => parts.slice(start).join('/')).find((n) => landmarks.has(n));
    if (name === undefined) {
      throw new InputError(`${file}: not in the landmarks file`);
    }
    image.landmarks = landmarks.get(name);
  }
  return image;
}

const success = (file, embedding, model) => ({ file, model, embedding: embedding.values });

// The code, the server's stable reason and the message of a google.rpc.Status.
function errorJson({ code, message, details }) {
  const info = details.find(({ type_url }) => type_url.endsWith('/google.rpc.ErrorInfo'));
  return {
    code: grpc.status[code],
    reason: info ? ErrorInfo.decode(info.value).reason : null,
    message,
  };
}

// The same of a failed call, which carries its google.rpc.Status in a trailer.
function callErrorJson(error) {
  const [trailer] = error.metadata?.get(DETAILS_TRAILER) ?? [];
  return errorJson(
    trailer
      ? Status.decode(trailer)
      : { code: error.code, message: error.details, details: [] },
  );
}

const itemJson = (file, item, model) =>
  item.embedding
    ? success(file, item.embedding, model)
    : { file, error: errorJson(item.error) };

// A call with one request and one response.
const unary = (client, method, request, timeout) =>
  promisify(client[method].bind(client))(request, { deadline: Date.now() + timeout });

const commands = {
  // One call for each image.
  async embed(client, { files, images, model, timeout }) {
    const results = [];
    for (const [index, image] of images.entries()) {
      const file = files[index];
      try {
        const response = await unary(client, 'Embed', { image, model }, timeout);
        results.push(success(file, response.embedding, response.model));
      } catch (error) {
        results.push({ file, error: callErrorJson(error) });
      }
    }
    return { results };
  },

  // One call for all images.
  async batch(client, { files, images, model, timeout }) {
    const response = await unary(client, 'EmbedBatch', { images, model }, timeout);
    return {
      results: response.results.map((item, index) => itemJson(files[index], item, response.model)),
    };
  },

  // One stream: the answers come in any order, each with the id of its request.
  async stream(client, { files, images, model, timeout }) {
    const call = client.EmbedStream({ deadline: Date.now() + timeout });
    const send = async () => {
      for (const [index, image] of images.entries()) {
        if (!call.write({ correlation_id: String(index), image, model })) {
          await new Promise((taken) => call.once('drain', taken));
        }
      }
      call.end();
    };
    const results = [];
    const sent = send();
    for await (const response of call) {
      const index = Number(response.correlation_id);
      results[index] = itemJson(files[index], response, response.model);
    }
    await sent;
    return { results };
  },

  // How alike two images are.
  async compare(client, { images, model, timeout }) {
    if (images.length !== 2) {
      throw new InputError(`compare: ${images.length} images (expected: 2)`);
    }
    const [first, second] = images.map((image) => ({ image }));
    return unary(client, 'Compare', { first, second, model }, timeout);
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
      },
    });
    const [name, ...files] = positionals;
    if (Object.hasOwn(commands, name ?? '') && files.length > 0) {
      return { ...values, command: commands[name], files, timeout: Number(values.timeout) * 1000 };
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
  const client = new EmbeddingService(options.server, grpc.credentials.createInsecure(), {
    'grpc.max_receive_message_length': MAX_MESSAGE_BYTES,
  });
  try {
    return await options.command(client, { ...options, images });
  } finally {
    client.close();
  }
}

const isCallError = (error) => error.metadata instanceof grpc.Metadata;
const options = parseCommandLine();
try {
  const outcome = await run(options).catch((error) => {
    if (isCallError(error)) {
      return { error: callErrorJson(error) };
    }
    throw error;
  });
  console.log(JSON.stringify(outcome, null, 2));
  const failed = outcome.error || outcome.results?.some((result) => result.error);
  process.exitCode = failed ? 1 : 0;
} catch (error) {
  if (!(error instanceof InputError) && !error.syscall) {
    throw error;
  }
  console.error(`client.mjs: ${error.message}`);
  process.exitCode = 1;
}
