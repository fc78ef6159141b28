// The contract, loaded from ../../../proto.

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import grpc from '@grpc/grpc-js';
import protoLoader from '@grpc/proto-loader';
import googleProtos from 'google-proto-files';

export const protoDirectories = [
  fileURLToPath(new URL('../../../proto', import.meta.url)),
  dirname(googleProtos.getProtoPath()),
];

const services = ['facet/v1/embedding_service.proto', 'facet/v1/detection_service.proto'];
const definition = protoLoader.loadSync(services, {
  includeDirs: protoDirectories,
  keepCase: true,
  longs: Number,
});
export const { EmbeddingService, DetectionService } = grpc.loadPackageDefinition(definition).facet.v1;

const details = googleProtos.loadSync('google/rpc/error_details.proto');
export const ErrorInfo = details.lookupType('google.rpc.ErrorInfo');
export const RetryInfo = details.lookupType('google.rpc.RetryInfo');
export const Status = googleProtos
  .loadSync('google/rpc/status.proto')
  .lookupType('google.rpc.Status');
