package dev.facet.model.symbol;

/**
 * What a file says of an array without its values.
 *
 * @param type the elements' type
 * @param shape the lengths of its axes
 */
public record TensorInfo(ElementType type, TensorShape shape) {
  /** Types of elements, with MXNet's codes ({@code mshadow/base.h}) and sizes. */
  public enum ElementType {
    /** IEEE 754, 32 bits. */
    FLOAT32(0, 4),
    /** IEEE 754, 64 bits. */
    FLOAT64(1, 8),
    /** IEEE 754, 16 bits. */
    FLOAT16(2, 2),
    /** Unsigned, 8 bits. */
    UINT8(3, 1),
    /** Signed, 32 bits. */
    INT32(4, 4),
    /** Signed, 8 bits. */
    INT8(5, 1),
    /** Signed, 64 bits. */
    INT64(6, 8),
    /** Zero or one, 8 bits. */
    BOOL(7, 1),
    /** The upper half of a float32. */
    BFLOAT16(12, 2);

    private final int code;
    private final int bytes;

    ElementType(int code, int bytes) {
      this.code = code;
      this.bytes = bytes;
    }

    int code() {
      return code;
    }

    /** Size of an element in bytes. */
    int bytes() {
      return bytes;
    }
  }
}
