package org.moiety.protocol;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.random.PublicRandom;

/// Field arrays as lists of integers, and back.
public final class Values {
  private Values() {}

  /// A field of its own, apart from every role's.
  public static Field field(Modulus modulus) {
    return new Field(KernelProvider.field(modulus), new Workers(1));
  }

  /// The integers `0 .. p-1`.
  public static List<BigInteger> integers(Field field, FieldArray a) {
    byte[] bytes = Codec.toBytes(field, a);
    List<BigInteger> result = new ArrayList<>();
    for (int i = 0; i < a.length(); i++) {
      byte[] big = new byte[16];
      for (int k = 0; k < 16; k++) {
        big[15 - k] = bytes[16 * i + k];
      }
      result.add(new BigInteger(1, big));
    }
    return result;
  }

  /// The integers `-(p-1)/2 .. (p-1)/2`.
  public static List<BigInteger> signed(Field field, FieldArray a) {
    BigInteger p = field.modulus().value();
    return integers(field, a).stream().map(x -> x.compareTo(p.shiftRight(1)) > 0 ? x.subtract(p) : x).toList();
  }

  /// The elements of integers modulo p.
  public static FieldArray array(Field field, List<BigInteger> integers) {
    ByteBuffer bytes = ByteBuffer.allocate(16 * integers.size());
    for (BigInteger integer : integers) {
      byte[] big = integer.mod(field.modulus().value()).toByteArray();
      for (int k = 0; k < 16; k++) {
        bytes.put(k < big.length ? big[big.length - 1 - k] : 0);
      }
    }
    return Codec.fromBytes(field, bytes.array());
  }

  /// Any elements: mostly uniform, with 0, 1, -1 and the two in the middle among them.
  public static List<BigInteger> anything(Modulus modulus, PublicRandom random, int length) {
    BigInteger p = modulus.value();
    List<BigInteger> result = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      result.add(switch (random.nextInt(12)) {
        case 0 -> BigInteger.ZERO;
        case 1 -> BigInteger.ONE;
        case 2 -> p.subtract(BigInteger.ONE);
        case 3 -> p.shiftRight(1);
        case 4 -> p.shiftRight(1).add(BigInteger.ONE);
        default -> new BigInteger(1, ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong())
            .array()).mod(p);
      });
    }
    return result;
  }

  /// Signed integers of at most `bits` bits, all sizes alike.
  public static List<BigInteger> small(PublicRandom random, int length, int bits) {
    List<BigInteger> result = new ArrayList<>();
    for (int i = 0; i < length; i++) {
      BigInteger wide = new BigInteger(1,
          ByteBuffer.allocate(16).putLong(random.nextLong()).putLong(random.nextLong()).array());
      BigInteger size = wide.shiftRight(128 - random.nextInt(bits + 1));
      result.add(random.nextInt(2) == 0 ? size : size.negate());
    }
    return result;
  }
}
