"""What a failed call, or a failed image of one, tells."""

import grpc
from google.rpc import error_details_pb2, status_pb2

_CODES = {code.value[0]: code.name for code in grpc.StatusCode}
_DETAILS_TRAILER = "grpc-status-details-bin"


class FacetError(Exception):
    """A call, or an image of one, that failed.

    code: the name of the gRPC status, such as "INVALID_ARGUMENT".
    reason: the server's stable name for what happened, such as "UNKNOWN_FORMAT"; None where the
        server did not say it, such as for a server that cannot be reached.
    message: for people.
    retry_after: seconds after which the server wants to be asked again; None where it did not say.
    """

    def __init__(self, code, message, reason=None, retry_after=None):
        super().__init__(f"{code} {reason}: {message}" if reason else f"{code}: {message}")
        self.code = code
        self.reason = reason
        self.message = message
        self.retry_after = retry_after

    @classmethod
    def of_status(cls, status):
        """Of a google.rpc.Status."""
        info, retry = error_details_pb2.ErrorInfo(), error_details_pb2.RetryInfo()
        reason = retry_after = None
        for detail in status.details:
            if detail.Unpack(info):
                reason = info.reason
            elif detail.Unpack(retry):
                retry_after = retry.retry_delay.ToTimedelta().total_seconds()
        return cls(_CODES.get(status.code, "UNKNOWN"), status.message, reason, retry_after)

    @classmethod
    def of_call(cls, error):
        """Of a failed call, which carries its google.rpc.Status in a trailer."""
        for key, value in error.trailing_metadata() or ():
            if key == _DETAILS_TRAILER:
                return cls.of_status(status_pb2.Status.FromString(value))
        return cls(error.code().name, error.details())
