// How a client reaches its server: plaintext or TLS, with a token or without.

import { existsSync, readFileSync } from 'node:fs';
import grpc from '@grpc/grpc-js';

const MAX_MESSAGE_BYTES = 16 << 20;
const TOKEN = /^[!-~]+$/;
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\]):/;

// Where systems keep their certificate authorities in one file: Debian, Fedora, Alpine and macOS.
const SYSTEM_ROOTS = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/cert.pem',
  '/etc/ssl/cert.pem',
];

// The gRPC credentials, channel options and metadata of each call.
//
// tls: the bytes of PEM files, { roots, certificate, key }; without roots the system's authorities;
//   undefined: plaintext.
// token: goes with the calls over TLS. Without TLS it stays on this machine.
export function connection(address, tls, token) {
  if (token !== undefined && !TOKEN.test(token)) {
    throw new RangeError('token: not shown (expected: one line of visible ASCII characters)');
  }
  const options = { 'grpc.max_receive_message_length': MAX_MESSAGE_BYTES };
  const metadata = new grpc.Metadata();
  if (tls) {
    return { credentials: secure(tls, token), options, metadata };
  }
  if (token !== undefined) {
    if (!LOOPBACK.test(address)) {
      throw new RangeError(`${address}: a token needs TLS (expected: TLS, or a loopback address)`);
    }
    options['grpc.enable_http_proxy'] = 0;
    metadata.set(...authorization(token));
  }
  return { credentials: grpc.credentials.createInsecure(), options, metadata };
}

function secure({ roots = systemRoots(), key = null, certificate = null }, token) {
  const channel = grpc.credentials.createSsl(roots, key, certificate);
  if (token === undefined) {
    return channel;
  }
  const call = grpc.credentials.createFromMetadataGenerator((_, done) => {
    const metadata = new grpc.Metadata();
    metadata.set(...authorization(token));
    done(null, metadata);
  });
  return grpc.credentials.combineChannelCredentials(channel, call);
}

const authorization = (token) => ['authorization', `Bearer ${token}`];

// The system's authorities (SSL_CERT_FILE names others); where they are not found, Node's own.
function systemRoots() {
  const file = process.env.SSL_CERT_FILE || SYSTEM_ROOTS.find(existsSync);
  return file ? readFileSync(file) : null;
}
