package org.moiety.engine.map;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.moiety.engine.field.Elements;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;

/// Random geometries, and small integers in both number types.
final class Maps {
  static final Field FIELD = Elements.field(Modulus.MOIETY);
  static final Floats FLOATS = Floats.of(new Workers(2));

  private Maps() {}

  static ConvolutionGeometry geometry(SplittableRandom random) {
    int kernelHeight = random.nextInt(1, 4);
    int kernelWidth = random.nextInt(1, 4);
    return new ConvolutionGeometry(random.nextInt(1, 4), random.nextInt(1, 4), kernelHeight + random.nextInt(5),
        kernelWidth + random.nextInt(5), random.nextInt(1, 4), kernelHeight, kernelWidth, random.nextInt(1, 4));
  }

  /// So small that sums of thousands of products are exact in floats.
  static long[] integers(SplittableRandom random, int length) {
    return random.longs(length, -16, 17).toArray();
  }

  static FieldArray field(long[] values) {
    return FIELD.ofSigned(values);
  }

  static float[] floats(long[] values) {
    float[] result = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      result[i] = values[i];
    }
    return result;
  }

  static long[] signed(FieldArray a) {
    BigInteger p = FIELD.modulus().value();
    return Elements.integers(FIELD, a).stream()
        .mapToLong(x -> (x.compareTo(p.shiftRight(1)) > 0 ? x.subtract(p) : x).longValueExact()).toArray();
  }

  static long[] integers(float[] values) {
    long[] result = new long[values.length];
    Arrays.setAll(result, i -> (long) values[i]);
    return result;
  }

  /// `<x, y>` modulo p.
  static BigInteger inner(FieldArray x, FieldArray y) {
    return Elements.integers(FIELD, FIELD.multiply(x, y)).stream().reduce(BigInteger.ZERO, BigInteger::add)
        .mod(FIELD.modulus().value());
  }

  static FieldArray anything(SplittableRandom random, int length) {
    return Elements.array(FIELD, Elements.anything(FIELD.modulus(), random, length));
  }
}
