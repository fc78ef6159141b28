package dev.facet.server.security;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The first message of a TLS client (RFC 5246, 7.4.1.2), made by hand, since the JDK's clients do
 * not speak the old versions either.
 */
final class ClientHello {

  /** The type of the record that a server answers with (RFC 5246, 6.2.1): handshake. */
  static final int ANSWERED = 22;

  /** The type of the record that a server answers with: alert. */
  static final int REFUSED = 21;

  /** secp256r1, uncompressed points, and ECDSA with SHA-256. */
  private static final byte[] EXTENSIONS = {
    0, 10, 0, 4, 0, 2, 0, 23, 0, 11, 0, 2, 1, 0, 0, 13, 0, 4, 0, 2, 4, 3
  };

  private final byte[] bytes;

  private ClientHello(int version, int... suites) {
    int length = 2 + 32 + 1 + 2 + 2 * suites.length + 2 + 2 + EXTENSIONS.length;
    ByteBuffer hello = ByteBuffer.allocate(5 + 4 + length);
    hello.put((byte) ANSWERED).putShort((short) 0x0301).putShort((short) (4 + length));
    hello.putInt(1 << 24 | length);
    hello.putShort((short) version).put(new byte[32]).put((byte) 0);
    hello.putShort((short) (2 * suites.length));
    Arrays.stream(suites).forEach(suite -> hello.putShort((short) suite));
    hello.put((byte) 1).put((byte) 0).putShort((short) EXTENSIONS.length).put(EXTENSIONS);
    bytes = hello.array();
  }

  /** TLS 1.2, with a suite that HTTP/2 allows: ECDHE, ECDSA, AES-128-GCM. */
  static ClientHello tls12() {
    return new ClientHello(0x0303, 0xC02B);
  }

  /** TLS 1.1, with its best suites: ECDHE, ECDSA, AES-CBC. */
  static ClientHello tls11() {
    return new ClientHello(0x0302, 0xC009, 0xC00A);
  }

  /** Sends it, and says of what type the answer is. */
  int sendTo(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write(bytes);
      return socket.getInputStream().read();
    }
  }
}
