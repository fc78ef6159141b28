// What a failed call, or a failed image of one, tells.

import grpc from '@grpc/grpc-js';
import { ErrorInfo, RetryInfo, Status } from './contract.mjs';

const DETAILS_TRAILER = 'grpc-status-details-bin';

// A call, or an image of one, that failed.
//
// code: the name of the gRPC status, such as 'INVALID_ARGUMENT'.
// reason: the server's stable name for what happened, such as 'UNKNOWN_FORMAT'; null where the
//   server did not say it, such as for a server that cannot be reached.
// message: for people.
// retryAfterMillis: after which the server wants to be asked again; null where it did not say.
export class FacetError extends Error {
  name = 'FacetError';

  // Of a google.rpc.Status.
  constructor({ code, message, details = [] }, options) {
    super(message, options);
    this.code = grpc.status[code] ?? 'UNKNOWN';
    this.reason = detail(details, ErrorInfo)?.reason ?? null;
    const delay = detail(details, RetryInfo)?.retryDelay;
    this.retryAfterMillis = delay ? Number(delay.seconds) * 1000 + delay.nanos / 1e6 : null;
  }

  // Of a failed call, which carries its google.rpc.Status in a trailer; another error stays itself.
  static ofCall(error) {
    if (!(error.metadata instanceof grpc.Metadata)) {
      return error;
    }
    const [trailer] = error.metadata.get(DETAILS_TRAILER);
    const status = trailer
      ? Status.decode(trailer)
      : { code: error.code, message: error.details };
    return new FacetError(status, { cause: error });
  }
}

function detail(details, type) {
  const name = type.fullName.replace(/^\./, '/');
  const found = details.find(({ type_url }) => type_url.endsWith(name));
  return found && type.decode(found.value);
}
