package org.moiety.engine.field;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Limbs;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;

/// Field arrays as lists of integers, and back, for tests.
public final class Elements {
  /// The modulus of real runs, the Mersenne primes of two words and of one, one just above a word, and two small ones.
  public static final List<Modulus> MODULI = List.of(Modulus.MOIETY,
      new Modulus(BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE)),
      new Modulus(BigInteger.ONE.shiftLeft(64).add(BigInteger.valueOf(13))),
      new Modulus(BigInteger.ONE.shiftLeft(61).subtract(BigInteger.ONE)), new Modulus(BigInteger.valueOf(97)),
      new Modulus(BigInteger.valueOf(3)));

  private static final Workers WORKERS = new Workers(2);

  private Elements() {}

  public static Field field(Modulus modulus) {
    return field(modulus, WORKERS);
  }

  public static Field field(Modulus modulus, Workers workers) {
    return new Field(KernelProvider.field(modulus), workers);
  }

  /// The integers `0 .. p-1`.
  public static List<BigInteger> integers(Field field, FieldArray a) {
    return unsigned(field.integers(a));
  }

  static List<BigInteger> unsigned(Limbs words) {
    List<BigInteger> result = new ArrayList<>();
    for (int i = 0; i < words.length(); i++) {
      result.add(word(words.hi()[i]).shiftLeft(64).add(word(words.lo()[i])));
    }
    return result;
  }

  static BigInteger word(long bits) {
    BigInteger value = BigInteger.valueOf(bits);
    return bits < 0 ? value.add(BigInteger.ONE.shiftLeft(64)) : value;
  }

  public static FieldArray array(Field field, List<BigInteger> integers) {
    Limbs words = Limbs.zeros(integers.size());
    for (int i = 0; i < integers.size(); i++) {
      BigInteger x = integers.get(i).mod(field.modulus().value());
      words.hi()[i] = x.shiftRight(64).longValue();
      words.lo()[i] = x.longValue();
    }
    return field.ofIntegers(words);
  }

  /// Uniform integers `0 .. p-1`, every third one at an end or in the middle of the range.
  public static List<BigInteger> anything(Modulus modulus, SplittableRandom random, int length) {
    BigInteger p = modulus.value();
    BigInteger half = p.shiftRight(1);
    List<BigInteger> edges = List.of(BigInteger.ZERO, BigInteger.ONE, p.subtract(BigInteger.ONE), half,
        half.add(BigInteger.ONE), BigInteger.ONE.shiftLeft(64).mod(p));
    List<BigInteger> result = new ArrayList<>();
    byte[] bytes = new byte[24];
    for (int i = 0; i < length; i++) {
      random.nextBytes(bytes);
      result.add(random.nextInt(3) == 0 ? edges.get(random.nextInt(edges.size())) : new BigInteger(1, bytes).mod(p));
    }
    return result;
  }
}
