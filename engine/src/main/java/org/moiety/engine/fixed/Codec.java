package org.moiety.engine.fixed;

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
    double units = scale.units().doubleValue();
    double limit = Math.min(LONG_LIMIT, units * StrictMath.pow(2, integerBits));
    long[] integers = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      double scaled = Math.rint(values[i] * units);
      if (!(Math.abs(scaled) < limit)) {
        throw new EncodingException(name + "[" + i + "] = " + values[i] + " has no encoding, expected a number below "
            + limit / units + " in absolute value");
      }
      integers[i] = (long) scaled;
    }
    return field.ofSigned(integers);
  }

  public static FieldArray encode(Field field, String name, float[] values, Scale scale, int integerBits) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return encode(field, name, wide, scale, integerBits);
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
}
