package dev.facet.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A connection with one Embed call, of whose message a part is sent and never the rest. It speaks
 * the HTTP/2 (RFC 9113) that this takes, since no gRPC client does such a thing.
 */
final class UnfinishedCall {

  private static final byte DATA = 0;
  private static final byte HEADERS = 1;
  private static final byte SETTINGS = 4;

  /** Of HEADERS: they are all there. */
  private static final byte END_HEADERS = 4;

  private static final int STREAM = 1;

  /** The largest of a frame, unless the peers agree on another. */
  private static final int FRAME = 16_384;

  private final Socket socket = new Socket();

  /**
   * Sends it.
   *
   * @param length what the message is said to have, in bytes
   * @param sent bytes of it that are sent
   */
  UnfinishedCall(InetSocketAddress server, int length, int sent) throws IOException {
    socket.connect(server);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    frame(all, SETTINGS, (byte) 0, 0, new byte[0]);
    frame(all, HEADERS, END_HEADERS, STREAM, headers());
    // Not compressed, and its length; then the message.
    frame(all, DATA, (byte) 0, STREAM, ByteBuffer.allocate(5).put((byte) 0).putInt(length).array());
    for (int left = sent; left > 0; left -= FRAME) {
      frame(all, DATA, (byte) 0, STREAM, new byte[Math.min(left, FRAME)]);
    }
    socket.getOutputStream().write(all.toByteArray());
  }

  private static void frame(
      ByteArrayOutputStream out, byte type, byte flags, int stream, byte[] payload) {
    ByteBuffer header = ByteBuffer.allocate(9);
    header.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    header.put(type).put(flags).putInt(stream);
    out.writeBytes(header.array());
    out.writeBytes(payload);
  }

  private static byte[] headers() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    field(out, ":method", "POST");
    field(out, ":scheme", "http");
    field(out, ":path", "/facet.v1.EmbeddingService/Embed");
    field(out, ":authority", "localhost");
    field(out, "content-type", "application/grpc");
    field(out, "te", "trailers");
    return out.toByteArray();
  }

  /** As a literal that is not to be remembered (RFC 7541, 6.2.2). */
  private static void field(ByteArrayOutputStream out, String name, String value) {
    out.write(0);
    for (String text : new String[] {name, value}) {
      out.write(text.length());
      out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Ends the connection. */
  void cut() throws IOException {
    socket.close();
  }
}
