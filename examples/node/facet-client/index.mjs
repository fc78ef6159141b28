// A client of a Facet server.
//
//   const client = new FacetClient('localhost:50051');
//   const ann = await client.embed({ encoded: readFileSync('ann.jpg') });
//   console.log(ann.model.digest, ann.values);
//   client.close();
//
// An image is a facet.v1.FaceImage: a face crop as a file's bytes; or a photo, where there are
// landmarks: { left_eye: { x, y }, right_eye, nose, left_mouth, right_mouth }, in pixels, left as
// seen in the picture.

import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { connection } from './connection.mjs';
import { DetectionService, EmbeddingService } from './contract.mjs';
import { FacetError } from './errors.mjs';

export { FacetError };

// The embedding of an image, { values, model }, or its FacetError.
const outcome = (result, model) =>
  result.embedding
    ? { values: result.embedding.values, model }
    : new FacetError(result.error);

const place = ({ x = 0, y = 0 }) => ({ x, y });

// A face in a photo. Its box is in pixels; its landmarks may be sent as those of an image.
const detectedFace = ({ box, score = 0, landmarks }) => ({
  box: { left: 0, top: 0, ...box },
  score,
  landmarks: Object.fromEntries(
    Object.entries(landmarks).map(([name, point]) => [name, place(point)]),
  ),
});

export class FacetClient {
  #stub;
  #detection;
  #metadata;
  #model;
  #timeoutMillis;

  // address: 'HOST:PORT'.
  // tls: the bytes of PEM files, { roots, certificate, key }, each of which may be left out: the
  //   system's authorities, no certificate. undefined: plaintext.
  // token: says who calls, by TLS, or in plaintext to this machine.
  // model: embeds the faces; '': the server's default.
  // timeoutMillis: for each call, and for a whole stream.
  constructor(address, { tls, token, model = '', timeoutMillis = 30_000 } = {}) {
    const { credentials, options, metadata } = connection(address, tls, token);
    this.#stub = new EmbeddingService(address, credentials, options);
    this.#detection = new DetectionService(address, credentials, options);
    this.#metadata = metadata;
    this.#model = model;
    this.#timeoutMillis = timeoutMillis;
  }

  // Ends the calls under way.
  close() {
    this.#stub.close();
    this.#detection.close();
  }

  // The embedding of an image: { values, model }. Fails with a FacetError, as all calls.
  async embed(image) {
    const response = await this.#embedding('Embed', { image });
    return outcome(response, response.model);
  }

  // An embedding or a FacetError for each of some images, in their order.
  async embedBatch(images) {
    const { results, model } = await this.#embedding('EmbedBatch', { images });
    return results.map((result) => outcome(result, model));
  }

  // Pairs of the index of an image and its embedding or FacetError, as they are done. The images,
  // any iterable, also an async one, are read no faster than the server answers.
  async *embedStream(images) {
    const call = this.#stub.EmbedStream(this.#metadata, this.#deadline());
    call.on('error', () => {}); // Also of a call that nobody reads any more.
    const requests = Readable.from(this.#requests(images));
    requests.once('error', (error) => call.destroy(error)).pipe(call);
    try {
      for await (const response of call) {
        yield [Number(response.correlation_id), outcome(response, response.model)];
      }
    } catch (error) {
      throw FacetError.ofCall(error);
    } finally {
      requests.destroy();
      call.cancel();
    }
  }

  // How alike two images are: { cosine_similarity, euclidean_distance, model }.
  async compare(first, second) {
    const request = { first: { image: first }, second: { image: second } };
    const response = await this.#embedding('Compare', request);
    const { cosine_similarity = 0, euclidean_distance = 0, model } = response;
    return { cosine_similarity, euclidean_distance, model };
  }

  // The faces of a photo, an image without landmarks, by falling score:
  // { faces: [{ box: { left, top, width, height }, score, landmarks }], image_width, image_height,
  // detector }.
  async detect(image) {
    const { detections } = await this.#unary(this.#detection, 'Detect', { image });
    const { faces = [], image_width, image_height, detector } = detections;
    return { faces: faces.map(detectedFace), image_width, image_height, detector };
  }

  async *#requests(images) {
    let index = 0;
    for await (const image of images) {
      yield { correlation_id: String(index++), image, model: this.#model };
    }
  }

  #embedding(method, request) {
    return this.#unary(this.#stub, method, { ...request, model: this.#model });
  }

  async #unary(stub, method, request) {
    const call = promisify(stub[method].bind(stub));
    try {
      return await call(request, this.#metadata, this.#deadline());
    } catch (error) {
      throw FacetError.ofCall(error);
    }
  }

  #deadline() {
    return { deadline: Date.now() + this.#timeoutMillis };
  }
}
