package org.moiety.engine.fixed;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntToDoubleFunction;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.Limbs;

/// Encodes real numbers into field elements and back (SV18 section 2.3).
public final class Codec {
  private static final double LONG_LIMIT = 0x1p62;

  private Codec() {}

  /// `round(x * units)`, halves to even.
  ///
  /// @param name what is encoded, for messages
  /// @throws EncodingException if a value is NaN, infinite or does not fit; names the tensor, the index and the value
  public static FieldArray encode(Field field, String name, double[] values, Scale scale, int integerBits) {
    return encode(field, name, values.length, i -> values[i], scale, integerBits);
  }

  public static FieldArray encode(Field field, String name, float[] values, Scale scale, int integerBits) {
    return encode(field, name, values.length, i -> values[i], scale, integerBits);
  }

  private static FieldArray encode(Field field, String name, int length, IntToDoubleFunction values, Scale scale,
      int integerBits) {
    double units = scale.units().doubleValue();
    double limit = Math.min(LONG_LIMIT, units * StrictMath.pow(2, integerBits));
    AtomicInteger unfit = new AtomicInteger(length);
    FieldArray encoded = field.ofSigned(length, (from, to, into) -> {
      for (int i = from; i < to; i++) {
        double scaled = Math.rint(values.applyAsDouble(i) * units);
        if (!(Math.abs(scaled) < limit)) {
          unfit.accumulateAndGet(i, Math::min);
        }
        into[i] = (long) scaled;
      }
    });
    int first = unfit.get();
    if (first < length) {
      throw new EncodingException(name + "[" + first + "] = " + values.applyAsDouble(first)
          + " has no encoding, expected a number below " + limit / units + " in absolute value");
    }
    return encoded;
  }

  /// The real numbers that elements of the given scale stand for, to double precision.
  public static double[] decode(Field field, FieldArray a, Scale scale) {
    double units = scale.units().doubleValue();
    Limbs signed = field.signedIntegers(a);
    double[] values = new double[a.length()];
    for (int i = 0; i < values.length; i++) {
      long lo = signed.lo()[i];
      double low = (lo >>> 11) * 0x1p11 + (lo & 0x7ff); // unsigned
      long hi = signed.hi()[i];
      values[i] = hi == -1 && lo < 0 ? lo / units : (hi * 0x1p64 + low) / units; // small negative numbers keep their low bits
    }
    return values;
  }

  /// Canonical integers `0 .. p-1`, 16 little-endian bytes each.
  public static byte[] toBytes(Field field, FieldArray a) {
    Limbs integers = field.integers(a);
    ByteBuffer bytes = ByteBuffer.allocate(16 * a.length()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < a.length(); i++) {
      bytes.putLong(integers.lo()[i]).putLong(integers.hi()[i]);
    }
    return bytes.array();
  }

  /// The inverse of [#toBytes].
  ///
  /// @throws IllegalArgumentException if the length is no multiple of 16 or an integer is p or more
  public static FieldArray fromBytes(Field field, byte[] bytes) {
    if (bytes.length % 16 != 0) {
      throw new IllegalArgumentException(bytes.length + " bytes, expected a multiple of 16");
    }
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    Limbs integers = Limbs.zeros(bytes.length / 16);
    for (int i = 0; i < integers.length(); i++) {
      integers.lo()[i] = in.getLong();
      integers.hi()[i] = in.getLong();
    }
    return field.ofIntegers(integers);
  }
}
