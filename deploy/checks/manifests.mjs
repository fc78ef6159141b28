// Holds Kubernetes manifests to the schemas of their kinds, and refuses fields that these do not
// have, which a cluster would ignore.
//
//   node manifests.mjs FILE...        "-" is standard input
import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';

// Not part of Kubernetes itself; the second is not meant for the cluster.
const OPERATOR = '@kubernetes-models/prometheus-operator';
const NO_MANIFESTS = ['kustomize.config.k8s.io/v1beta1'];

/**
 * The value as a validator is to see it, which notes what fields it asks for. The schemas are
 * compiled, so that this is how to learn which ones they have.
 */
function watched(value, path, asked) {
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return new Proxy(value, {
    get(target, key) {
      const found = target[key];
      if (typeof key === 'symbol' || !Object.hasOwn(target, key)) {
        return found;
      }
      asked.add(`${path}/${key}`);
      return watched(found, `${path}/${key}`, asked);
    },
  });
}

/** The fields of a value that a validator has not asked for, nor for what is in them. */
function unknown(value, path, asked) {
  return Object.entries(value).flatMap(([key, inner]) => {
    const at = `${path}/${key}`;
    if (!asked.has(at)) {
      return [at];
    }
    return typeof inner === 'object' && inner !== null ? unknown(inner, at, asked) : [];
  });
}

async function faults(manifest) {
  const { apiVersion, kind } = manifest;
  const library = apiVersion.includes('coreos.com') ? OPERATOR : 'kubernetes-models';
  const models = await import(`${library}/${apiVersion}`);
  if (!models[kind]) {
    return [`no ${kind} in ${apiVersion}`];
  }
  const asked = new Set();
  try {
    models[kind].prototype.validate.call(watched(manifest, '', asked));
  } catch (e) {
    return [e.message];
  }
  return unknown(manifest, '', asked).map((field) => `${field}: no such field`);
}

let failed = false;
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file === '-' ? 0 : file, 'utf8');
  for (const document of parseAllDocuments(text)) {
    const manifest = document.toJS();
    const found = document.errors.map((error) => error.message);
    if (!NO_MANIFESTS.includes(manifest?.apiVersion)) {
      found.push(...(await faults(manifest).catch((e) => [e.message])));
    }
    for (const fault of found) {
      failed = true;
      console.error(`${file}: ${manifest?.kind} ${manifest?.metadata?.name}: ${fault}`);
    }
  }
}
process.exit(failed ? 1 : 0);
