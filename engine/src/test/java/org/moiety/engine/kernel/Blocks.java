package org.moiety.engine.kernel;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Blocks of elements for kernel tests, and their values.
final class Blocks {
  static final BigInteger R = BigInteger.ONE.shiftLeft(128);
  static final BigInteger WORD = BigInteger.ONE.shiftLeft(64);

  /// The modulus of every real run, the largest Mersenne prime below `2^127`, one of a single word, and one of a single limb.
  static final List<Modulus> MODULI = List.of(Modulus.MOIETY, modulus(BigInteger.ONE.shiftLeft(127)),
      modulus(BigInteger.ONE.shiftLeft(61)),
      new Modulus(BigInteger.valueOf(97)));

  private Blocks() {}

  private static Modulus modulus(BigInteger powerOfTwo) {
    return new Modulus(powerOfTwo.subtract(BigInteger.ONE));
  }

  /// Words at which carries, borrows and reductions change: both ends of the range, R mod p, full limbs, full words.
  static List<BigInteger> edges(Modulus modulus) {
    BigInteger p = modulus.value();
    Stream<BigInteger> fixed = Stream.of(BigInteger.ZERO, BigInteger.ONE, BigInteger.TWO, p.subtract(BigInteger.ONE),
        p.subtract(BigInteger.TWO),
        R.mod(p), p.subtract(R.mod(p)), R.multiply(R).mod(p), p.shiftRight(1), p.shiftRight(1).add(BigInteger.ONE));
    Stream<BigInteger> powers = IntStream.of(26, 52, 64, 65, 78, 104, 126).mapToObj(BigInteger.ONE::shiftLeft)
        .flatMap(power -> Stream.of(power.subtract(BigInteger.ONE), power, p.subtract(power)));
    return Stream.concat(fixed, powers).map(x -> x.mod(p)).distinct().toList();
  }

  /// Uniform words, every third one an edge.
  static Limbs random(Modulus modulus, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<BigInteger> edges = edges(modulus);
    Limbs block = Limbs.zeros(length);
    for (int i = 0; i < length; i++) {
      BigInteger uniform = new BigInteger(1, bytes(random)).mod(modulus.value());
      set(block, i, random.nextInt(3) == 0 ? edges.get(random.nextInt(edges.size())) : uniform);
    }
    return block;
  }

  private static byte[] bytes(SplittableRandom random) {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Random words, not cut, and now and then p - 1, p, p + 1 or all ones: with a high word that is not p's they are surely below or above.
  static Limbs candidates(Modulus modulus, int length, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BigInteger p = modulus.value();
    List<BigInteger> edges = List.of(p.subtract(BigInteger.ONE), p, p.add(BigInteger.ONE), R.subtract(BigInteger.ONE));
    Limbs block = Limbs.zeros(length);
    int rarity = random.nextInt(2, 100);
    for (int i = 0; i < length; i++) {
      set(block, i, random.nextInt(rarity) == 0
          ? edges.get(random.nextInt(edges.size()))
          : new BigInteger(1, bytes(random)).mod(R));
    }
    return block;
  }

  static byte[] littleEndian(long[] words) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * words.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(words);
    return bytes.array();
  }

  static Limbs filled(int length, BigInteger word) {
    Limbs block = Limbs.zeros(length);
    for (int i = 0; i < length; i++) {
      set(block, i, word);
    }
    return block;
  }

  static Limbs copy(Limbs block) {
    return new Limbs(block.hi().clone(), block.lo().clone());
  }

  static BigInteger get(Limbs block, int i) {
    return unsigned(block.hi()[i]).shiftLeft(64).add(unsigned(block.lo()[i]));
  }

  static void set(Limbs block, int i, BigInteger word) {
    block.hi()[i] = word.shiftRight(64).longValue();
    block.lo()[i] = word.longValue();
  }

  static List<BigInteger> words(Limbs block) {
    return IntStream.range(0, block.length()).mapToObj(i -> get(block, i)).toList();
  }

  static boolean equal(Limbs a, Limbs b) {
    return Arrays.equals(a.hi(), b.hi()) && Arrays.equals(a.lo(), b.lo());
  }

  static BigInteger unsigned(long word) {
    return BigInteger.valueOf(word).mod(WORD);
  }
}
