package org.moiety.engine.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.moiety.engine.field.Elements;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.random.ElementStream.Use;

/// Element i of a stream depends on the address and on i alone, and is uniform.
final class ElementStreamProperties {
  private static final Address ADDRESS = new Address("test", 3, 4);

  @Provide
  Arbitrary<Modulus> moduli() {
    return Arbitraries.of(Elements.MODULI);
  }

  private static List<BigInteger> draw(Field field, Seed seed, Address address, long index, int length) {
    FieldArray a = field.zeros(length);
    seed.stream(address, index).next(field, a, 0, length);
    return Elements.integers(field, a);
  }

  @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
  void anyRangeIsThatRangeOfTheWhole(@ForAll("moduli") Modulus modulus, @ForAll long seed,
      @ForAll @IntRange(max = 3000) int from, @ForAll @IntRange(max = 3000) int length) {
    Field field = Elements.field(modulus);
    List<BigInteger> whole = draw(field, Seed.of(seed), ADDRESS, 0, from + length);
    assertThat(draw(field, Seed.of(seed), ADDRESS, from, length)).isEqualTo(whole.subList(from, from + length));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void piecesOfAnySizesMakeTheWhole(@ForAll("moduli") Modulus modulus, @ForAll long seed,
      @ForAll @LongRange(max = 1L << 40) long index, @ForAll List<@IntRange(max = 2500) Integer> sizes) {
    Field field = Elements.field(modulus);
    List<Integer> few = sizes.subList(0, Math.min(5, sizes.size()));
    int length = few.stream().mapToInt(s -> s).sum();
    FieldArray pieces = field.zeros(length);
    ElementStream stream = Seed.of(seed).stream(ADDRESS, index);
    int at = 0;
    for (int size : few) {
      stream.next(field, pieces, at, at + size);
      at += size;
    }
    assertThat(Elements.integers(field, pieces)).isEqualTo(draw(field, Seed.of(seed), ADDRESS, index, length));
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void elementsAreAddedAndSubtractedAsTheyAreSet(@ForAll("moduli") Modulus modulus, @ForAll long seed,
      @ForAll @IntRange(max = 5000) int length) {
    Field field = Elements.field(modulus);
    BigInteger p = modulus.value();
    List<BigInteger> drawn = draw(field, Seed.of(seed), ADDRESS, 7, length);
    FieldArray start = field.zeros(length + 2);
    Seed.of(seed + 1).stream(ADDRESS, 0).next(field, start, 0, length + 2);
    List<BigInteger> before = Elements.integers(field, start);
    for (Use use : List.of(Use.ADD, Use.SUBTRACT)) {
      FieldArray into = field.slice(start, 0, length + 2);
      Seed.of(seed).stream(ADDRESS, 7).next(field, use, into, 1, length + 1);
      List<BigInteger> expected = new ArrayList<>(before);
      for (int i = 0; i < length; i++) {
        BigInteger term = use == Use.ADD ? drawn.get(i) : drawn.get(i).negate();
        expected.set(i + 1, before.get(i + 1).add(term).mod(p));
      }
      assertThat(Elements.integers(field, into)).isEqualTo(expected);
    }
  }

  @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
  void elementsAreBelowP(@ForAll("moduli") Modulus modulus, @ForAll long seed) {
    Field field = Elements.field(modulus);
    FieldArray a = field.zeros(2000);
    Seed.of(seed).stream(ADDRESS, 0).next(field, a, 0, 2000);
    long[][] words = field.planes(a);
    field.ofWords(words[0], words[1]); // checks
  }

  /// Pearson's statistic of the counts lies within five standard deviations of its mean.
  private static void assertUniform(List<BigInteger> values, int bins) {
    long[] counts = new long[bins];
    values.forEach(v -> counts[v.intValueExact()]++);
    double expected = values.size() / (double) bins;
    double sum = 0;
    for (long count : counts) {
      sum += (count - expected) * (count - expected) / expected;
    }
    assertThat((sum - (bins - 1)) / Math.sqrt(2.0 * (bins - 1))).isBetween(-5.0, 5.0);
  }

  /// A quarter of the candidates is refused modulo 97 and modulo 3, half of them modulo 5 out of 8.
  @Example
  void elementsOfSmallFieldsAreUniform() {
    for (int p : new int[]{3, 5, 97}) {
      Field field = Elements.field(new Modulus(BigInteger.valueOf(p)));
      for (long seed = 0; seed < 4; seed++) {
        List<BigInteger> values = draw(field, Seed.of(seed), ADDRESS, 0, 50_000);
        assertUniform(values, p);
        if (p < 97) {
          List<BigInteger> pairs = new ArrayList<>();
          for (int i = 0; i + 1 < values.size(); i += 2) {
            pairs.add(values.get(i).multiply(BigInteger.valueOf(p)).add(values.get(i + 1)));
          }
          assertUniform(pairs, p * p);
        }
      }
    }
  }

  @Example
  void elementsOfTheRealFieldAreUniformAtBothEnds() {
    Field field = Elements.field(Modulus.MOIETY);
    List<BigInteger> values = draw(field, Seed.of(11), ADDRESS, 0, 50_000);
    assertUniform(values.stream().map(v -> v.shiftRight(121)).toList(), 64);
    assertUniform(values.stream().map(v -> v.and(BigInteger.valueOf(63))).toList(), 64);
    assertUniform(values.stream().map(v -> v.shiftRight(61).and(BigInteger.valueOf(63))).toList(), 64);
  }

  @Example
  void differentAddressesAndSeedsDiffer() {
    Field field = Elements.field(Modulus.MOIETY);
    Set<List<BigInteger>> streams = new HashSet<>();
    int count = 0;
    for (long number = 0; number < 3; number++) {
      for (Seed seed : List.of(Seed.of(number), Seed.of(number).derive("a"), Seed.of(number).derive("b"),
          Seed.of(number).derive("a").derive("a"))) {
        for (String purpose : List.of("", "mask", "input 1", "input 11")) {
          for (long iteration : new long[]{0, 1, 1L << 32}) {
            for (int operation = 0; operation < 2; operation++) {
              streams.add(draw(field, seed, new Address(purpose, iteration, operation), 0, 1));
              count++;
            }
          }
        }
      }
    }
    assertThat(streams).hasSize(count);
  }

  @Example
  void nothingOfASeedIsPrinted() {
    assertThat(Seed.of(77)).hasToString("Seed");
    assertThat(Seed.of(77).stream(ADDRESS, 0)).hasToString("ElementStream");
  }
}
