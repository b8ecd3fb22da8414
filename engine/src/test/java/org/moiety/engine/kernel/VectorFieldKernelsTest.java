package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VectorFieldKernelsTest {
  static Stream<Arguments> widthsAndModuli() {
    return Lanes.WIDTHS.stream().flatMap(bits -> Blocks.MODULI.stream().map(modulus -> Arguments.of(bits, modulus)));
  }

  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void everyLengthUpToFourVectorsAndOneMatchesScalar(int laneBits, Modulus modulus) {
    FieldKernels vector = new VectorFieldKernels(modulus, laneBits);
    FieldKernels scalar = new ScalarFieldKernels(modulus);
    for (int length = 0; length <= 4 * laneBits / Long.SIZE + 1; length++) {
      assertElementwiseEqual(vector, scalar, Blocks.random(modulus, length, length),
          Blocks.random(modulus, length, -length));
    }
  }

  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void everyPairOfEdgesMatchesScalar(int laneBits, Modulus modulus) {
    List<BigInteger> edges = Blocks.edges(modulus);
    Limbs a = Limbs.zeros(edges.size() * edges.size());
    Limbs b = Limbs.zeros(a.length());
    for (int i = 0; i < a.length(); i++) {
      Blocks.set(a, i, edges.get(i / edges.size()));
      Blocks.set(b, i, edges.get(i % edges.size()));
    }
    assertElementwiseEqual(new VectorFieldKernels(modulus, laneBits), new ScalarFieldKernels(modulus), a, b);
  }

  @ParameterizedTest
  @MethodSource("widthsAndModuli")
  void gatheredSumsOfEdgesMatchScalar(int laneBits, Modulus modulus) {
    FieldKernels vector = new VectorFieldKernels(modulus, laneBits);
    FieldKernels scalar = new ScalarFieldKernels(modulus);
    for (int outputs = 0; outputs <= 4 * laneBits / Long.SIZE + 1; outputs++) {
      Limbs a = Blocks.random(modulus, outputs + 12, outputs);
      Limbs largest = Blocks.filled(a.length(), modulus.value().subtract(BigInteger.ONE));
      for (int step : new int[]{1, 3}) {
        int[] starts = FieldMatrix.strided(outputs + 1, 4);
        int[] sources = IntStream.range(0, 4 * outputs).map(s -> (s / 4 * step + s % 4 * 4) % a.length()).toArray();
        GatherPlan plan = new GatherPlan(a.length(), starts, sources);
        for (Limbs operand : List.of(a, largest)) {
          Limbs actual = Limbs.zeros(outputs);
          Limbs expected = Limbs.zeros(outputs);
          vector.gatherSum(operand, 0, plan, actual, 0, 0, outputs);
          scalar.gatherSum(operand, 0, plan, expected, 0, 0, outputs);
          assertThat(Blocks.equal(actual, expected)).as("%d outputs, step %d", outputs, step).isTrue();
        }
      }
    }
  }

  /// Products whose two lowest words are as given: carries of the Montgomery steps come from these alone.
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyPairOfExtremeLowWordsMatchesScalar(int laneBits) {
    long[] extremes = {0, 1, 2, 3, Long.MAX_VALUE, Long.MIN_VALUE + 1, -3, -2, -1};
    Limbs a = Limbs.zeros(extremes.length * extremes.length);
    Limbs b = Limbs.zeros(a.length());
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < a.length(); i++) {
      BigInteger low = Blocks.unsigned(extremes[i / extremes.length]).multiply(Blocks.WORD)
          .add(Blocks.unsigned(extremes[i % extremes.length]));
      BigInteger x;
      BigInteger y;
      do {
        x = Blocks.unsigned(random.nextLong() >>> 2).multiply(Blocks.WORD).add(Blocks.unsigned(random.nextLong() | 1));
        y = low.multiply(x.modInverse(Blocks.R)).mod(Blocks.R);
      } while (y.compareTo(Modulus.MOIETY.value()) >= 0);
      Blocks.set(a, i, x);
      Blocks.set(b, i, y);
    }
    FieldKernels vector = new VectorFieldKernels(Modulus.MOIETY, laneBits);
    FieldKernels scalar = new ScalarFieldKernels(Modulus.MOIETY);
    assertElementwiseEqual(vector, scalar, a, b);
    Limbs actual = Limbs.zeros(a.length());
    Limbs expected = Limbs.zeros(a.length());
    for (int i = 0; i < a.length(); i++) {
      vector.scale(a, b.hi()[i], b.lo()[i], actual, 0, a.length());
      scalar.scale(a, b.hi()[i], b.lo()[i], expected, 0, a.length());
      assertThat(Blocks.equal(actual, expected)).isTrue();
    }
  }

  /// Digits of 32 bits at both ends of their range: each column's sum wraps, or just does not.
  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void everyPairOfExtremeDigitsMatchesScalar(int laneBits) {
    long[] digits = {0, 1, 0xFFFFFFFEL, 0xFFFFFFFFL};
    int count = 1 << 2 * 4;
    Limbs words = Limbs.zeros(count);
    for (int i = 0; i < count; i++) {
      words.lo()[i] = digits[i & 3] | digits[i >> 2 & 3] << 32;
      words.hi()[i] = (digits[i >> 4 & 3] | digits[i >> 6 & 3] << 32) & Long.MAX_VALUE;
      Blocks.set(words, i, Blocks.get(words, i).min(Modulus.MOIETY.value().subtract(BigInteger.ONE)));
    }
    FieldKernels vector = new VectorFieldKernels(Modulus.MOIETY, laneBits);
    FieldKernels scalar = new ScalarFieldKernels(Modulus.MOIETY);
    Limbs actual = Limbs.zeros(count);
    Limbs expected = Limbs.zeros(count);
    for (int i = 0; i < count; i++) {
      Limbs b = Blocks.filled(count, Blocks.get(words, i));
      scalar.multiply(words, b, expected, 0, count);
      vector.multiply(words, b, actual, 0, count);
      assertThat(Blocks.equal(actual, expected)).as("products by word %d", i).isTrue();
      vector.scale(words, words.hi()[i], words.lo()[i], actual, 0, count);
      assertThat(Blocks.equal(actual, expected)).as("multiples of word %d", i).isTrue();
    }
  }

  /// Long enough for the optimising compiler: each round's result is the next one's operand, so that one wrong element spoils the end.
  @Test
  void compiledKernelsMatchScalar() {
    FieldKernels vector = new VectorFieldKernels(Modulus.MOIETY, Lanes.preferredBits());
    FieldKernels scalar = new ScalarFieldKernels(Modulus.MOIETY);
    Limbs actual = Blocks.random(Modulus.MOIETY, 61, 1);
    Limbs expected = Blocks.copy(actual);
    Limbs b = Blocks.random(Modulus.MOIETY, 61, 2);
    for (int round = 0; round < 20_000; round++) {
      allOperations(vector, actual, b, round);
      allOperations(scalar, expected, b, round);
    }
    assertThat(Blocks.equal(actual, expected)).isTrue();
  }

  private static void allOperations(FieldKernels kernels, Limbs x, Limbs b, int round) {
    int n = x.length();
    kernels.multiply(x, b, x, 0, n);
    kernels.add(x, b, x, 0, n);
    kernels.halve(x, x, 0, n);
    kernels.negate(x, x, 0, n);
    kernels.scalePlus(x, 0x123456789L, round, b, x, 0, n);
    kernels.multiple(x, round - 5000, x, 0, n);
    kernels.multiplePlus(x, 0xFFFFFFFFL - round, b, x, 0, n);
    kernels.subtract(x, b, x, 0, n);
    kernels.addConstant(x, round, -round, x, 0, n);
    kernels.scale(x, round, 0x9876543210L, x, 0, n);
    if (round % 8 == 0) {
      kernels.floorDivide(x, round + 3, x, 0, n);
      kernels.add(b, x, x, 0, n);
      kernels.floorDivide(x, 1L << (round / 8 % 63), x, 0, n);
    }
    kernels.toMontgomery(x, x, 0, n);
    kernels.add(x, b, x, 0, n);
    kernels.fromMontgomery(x, x, 0, n);
  }

  @Test
  void wrongArgumentsAreNamed() {
    VectorFieldKernels kernels = new VectorFieldKernels(Modulus.MOIETY, 256);
    Limbs block = Limbs.zeros(4);
    assertThatThrownBy(() -> kernels.add(block, block, block, 0, 5)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> kernels.floorDivide(block, 0, block, 0, 4)).hasMessage("divisor=0, expected at least 1");
    assertThatThrownBy(() -> kernels.multiple(block, 1L << 32, block, 0, 4))
        .hasMessage("factor=4294967296, expected less than 2^32 in absolute value");
    assertThatThrownBy(() -> new VectorFieldKernels(Modulus.MOIETY, 64)).hasMessageStartingWith("laneBits=64");
  }

  private static void assertElementwiseEqual(FieldKernels vector, FieldKernels scalar, Limbs a, Limbs b) {
    int n = a.length();
    Modulus p = vector.modulus();
    List<FieldKernelsLaws.Call> calls = List.of((k, r) -> k.add(a, b, r, 0, n), (k, r) -> k.subtract(a, b, r, 0, n),
        (k, r) -> k.negate(a, r, 0, n),
        (k, r) -> k.halve(a, r, 0, n),
        (k, r) -> k.addConstant(a, p.oneHi(), p.oneLo(), r, 0, n),
        (k, r) -> k.multiply(a, b, r, 0, n), (k, r) -> k.scale(a, p.squareHi(), p.squareLo(), r, 0, n),
        (k, r) -> k.scalePlus(a, p.squareHi(), p.squareLo(), b, r, 0, n), (k, r) -> k.toMontgomery(a, r, 0, n),
        (k, r) -> k.multiple(a, 0xFFFFFFFFL, r, 0, n), (k, r) -> k.multiple(a, -0xFFFFFFFFL, r, 0, n),
        (k, r) -> k.multiplePlus(a, 0xFFFFFFFFL, b, r, 0, n), (k, r) -> k.multiplePlus(a, -0xFFFFFFFFL, b, r, 0, n),
        (k, r) -> k.fromMontgomery(a, r, 0, n), (k, r) -> k.floorDivide(a, 1 << 20, r, 0, n),
        (k, r) -> k.floorDivide(a, 1_000_003, r, 0, n));
    for (int call = 0; call < calls.size(); call++) {
      Limbs actual = Limbs.zeros(n);
      Limbs expected = Limbs.zeros(n);
      calls.get(call).apply(vector, actual);
      calls.get(call).apply(scalar, expected);
      assertThat(Blocks.equal(actual, expected)).as("call %d, length %d, %s", call, n, vector.description()).isTrue();
    }
  }
}
