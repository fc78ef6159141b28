"""The calls of a Facet server."""

import contextlib
import dataclasses

import grpc
from facet.v1 import detection_service_pb2, detection_service_pb2_grpc, image_pb2
from facet.v1 import embedding_service_pb2 as pb
from facet.v1 import embedding_service_pb2_grpc as rpc

from .connection import open_channel
from .errors import FacetError

_LANDMARKS = ("left_eye", "right_eye", "nose", "left_mouth", "right_mouth")


@dataclasses.dataclass(frozen=True)
class Model:
    """An embedding space: embeddings may be compared where their digests are equal."""

    name: str
    version: int
    digest: str


@dataclasses.dataclass(frozen=True)
class Embedding:
    """A face as a point of the model's embedding space."""

    values: tuple[float, ...]
    model: Model


@dataclasses.dataclass(frozen=True)
class Box:
    """A rectangle in a photo, in pixels."""

    left: float
    top: float
    width: float
    height: float


@dataclasses.dataclass(frozen=True)
class DetectedFace:
    """A face in a photo.

    score: how sure the detector is that it is one, 0 to 1.
    landmarks: five (x, y), as face_image takes them.
    """

    box: Box
    score: float
    landmarks: tuple[tuple[float, float], ...]


@dataclasses.dataclass(frozen=True)
class Detections:
    """The faces of a photo, by falling score, its size in pixels, and the model that found them."""

    faces: tuple[DetectedFace, ...]
    image_width: int
    image_height: int
    detector: Model


@dataclasses.dataclass(frozen=True)
class Comparison:
    """How alike two faces are: 1 and 0 are the same."""

    cosine_similarity: float
    euclidean_distance: float
    model: Model


def face_image(encoded, landmarks=None):
    """A face crop as a file's bytes; or a photo, where there are landmarks.

    landmarks: (x, y), in pixels, of the left eye, the right eye, the nose, the left and the right
        corner of the mouth, left as seen in the picture.
    """
    image = image_pb2.FaceImage(encoded=encoded)
    if landmarks is not None:
        points = (image_pb2.Point(x=x, y=y) for x, y in landmarks)
        named = dict(zip(_LANDMARKS, points, strict=True))
        image.landmarks.CopyFrom(image_pb2.Landmarks(**named))
    return image


class Client:
    """A client of a Facet server; thread-safe. Calls that fail raise FacetError.

    address: "HOST:PORT".
    tls: a Tls; None: plaintext.
    token: says who calls, by TLS, or in plaintext to this machine.
    model: embeds the faces; "": the server's default.
    timeout: seconds for each call, and for a whole stream.
    """

    def __init__(self, address, *, tls=None, token=None, model="", timeout=30):
        self._channel, metadata = open_channel(address, tls, token)
        self._stub = rpc.EmbeddingServiceStub(self._channel)
        self._detection = detection_service_pb2_grpc.DetectionServiceStub(self._channel)
        self._model = model
        self._call = {"timeout": timeout, "metadata": metadata}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Ends the calls under way."""
        self._channel.close()

    def embed(self, image):
        """Returns the Embedding of a face_image."""
        with _facet_errors():
            request = pb.EmbedRequest(image=image, model=self._model)
            response = self._stub.Embed(request, **self._call)
        return _embedding(response.embedding, response.model)

    def embed_batch(self, images):
        """Returns an Embedding or a FacetError for each of some images, in their order."""
        with _facet_errors():
            request = pb.EmbedBatchRequest(images=images, model=self._model)
            response = self._stub.EmbedBatch(request, **self._call)
        return [_outcome(result, response.model) for result in response.results]

    def embed_stream(self, images):
        """Yields the index of an image and its Embedding or FacetError, as they are done.

        images: any iterable. It is read by another thread, no faster than the server answers.
        """
        requests = (
            pb.EmbedStreamRequest(correlation_id=str(index), image=image, model=self._model)
            for index, image in enumerate(images)
        )
        call = self._stub.EmbedStream(requests, **self._call)
        try:
            with _facet_errors():
                for response in call:
                    yield int(response.correlation_id), _outcome(response, response.model)
        finally:
            call.cancel()

    def detect(self, image):
        """Returns the Detections of a photo, a face_image without landmarks."""
        with _facet_errors():
            request = detection_service_pb2.DetectRequest(image=image)
            detections = self._detection.Detect(request, **self._call).detections
        return Detections(
            tuple(map(_detected_face, detections.faces)),
            detections.image_width,
            detections.image_height,
            _model(detections.detector),
        )

    def compare(self, first, second):
        """Returns the Comparison of two images."""
        with _facet_errors():
            first, second = pb.CompareOperand(image=first), pb.CompareOperand(image=second)
            request = pb.CompareRequest(first=first, second=second, model=self._model)
            response = self._stub.Compare(request, **self._call)
        return Comparison(
            response.cosine_similarity, response.euclidean_distance, _model(response.model)
        )


@contextlib.contextmanager
def _facet_errors():
    try:
        yield
    except grpc.RpcError as error:
        raise FacetError.of_call(error) from error


def _outcome(result, model):
    if result.HasField("embedding"):
        return _embedding(result.embedding, model)
    return FacetError.of_status(result.error)


def _embedding(embedding, model):
    return Embedding(tuple(embedding.values), _model(model))


def _detected_face(face):
    box = Box(face.box.left, face.box.top, face.box.width, face.box.height)
    points = (getattr(face.landmarks, name) for name in _LANDMARKS)
    return DetectedFace(box, face.score, tuple((point.x, point.y) for point in points))


def _model(model):
    return Model(model.name, model.version, model.digest)
