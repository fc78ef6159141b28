// The messages under proto/golden are the same here: their bytes, and their JSON.

import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import protobuf from 'protobufjs';
import { protoDirectories } from './facet-client/contract.mjs';

const golden = join(protoDirectories[0], 'golden');

const root = new protobuf.Root();
root.resolvePath = (_, file) =>
  protoDirectories.map((directory) => join(directory, file)).find(existsSync) ?? file;
root.loadSync([
  'facet/v1/detection_service.proto',
  'facet/v1/embedding_service.proto',
  'facet/v1/model_service.proto',
  'google/rpc/error_details.proto',
]);

// A google.protobuf.Duration is a text in JSON, such as 0.100s, which protobufjs does not know.
const duration = (text) => ({ nanos: Math.round(parseFloat(text) * 1e9) });
const parseJson = (text) =>
  JSON.parse(text, (key, value) => (key === 'retryDelay' ? duration(value) : value));

const encode = (type, message) => Buffer.from(type.encode(message).finish());

const files = readdirSync(golden, { recursive: true }).filter((file) => file.endsWith('.bin'));
assert.notEqual(files.length, 0);
for (const file of files) {
  test(`${file}: its bytes and its JSON are the same message`, () => {
    const path = join(golden, file);
    const type = root.lookupType(file.split(/[/\\]/)[0]);
    const bytes = readFileSync(path);
    const json = parseJson(readFileSync(path.replace(/bin$/, 'json'), 'utf8'));

    assert.deepEqual(encode(type, type.decode(bytes)), bytes);
    assert.deepEqual(encode(type, type.fromObject(json)), bytes);
  });
}
