package org.moiety.engine.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigInteger;
import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Elements;
import org.moiety.engine.field.FieldArray;

/// What every bilinear map owes.
interface BilinearMapLaws {
  /// A map of this kind with random sizes.
  BilinearMap random(SplittableRandom random);

  /// The map as loops over integers.
  long[] naive(BilinearMap f, long[] x, long[] y);

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  default void mapIsLinearInEachArgument(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BilinearMap f = random(random);
    FieldArray x = Maps.anything(random, f.leftLength());
    FieldArray x2 = Maps.anything(random, f.leftLength());
    FieldArray y = Maps.anything(random, f.rightLength());
    FieldArray y2 = Maps.anything(random, f.rightLength());
    Element c = Maps.FIELD.element(Elements.anything(Maps.FIELD.modulus(), random, 1).getFirst());
    FieldArray z = f.apply(Maps.FIELD, x, y);
    assertThat(z.length()).isEqualTo(f.resultLength());
    assertSame(f.apply(Maps.FIELD, Maps.FIELD.timesPlus(x, c, x2), y),
        Maps.FIELD.timesPlus(z, c, f.apply(Maps.FIELD, x2, y)));
    assertSame(f.apply(Maps.FIELD, x, Maps.FIELD.timesPlus(y, c, y2)),
        Maps.FIELD.timesPlus(z, c, f.apply(Maps.FIELD, x, y2)));
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  default void loweringComputesTheSame(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BilinearMap f = random(random);
    FieldArray x = Maps.anything(random, f.leftLength());
    FieldArray y = Maps.anything(random, f.rightLength());
    BilinearMap.Lowering lowering = f.lowering();
    FieldArray left = lowering.left() == null ? x : lowering.left().apply(Maps.FIELD, x);
    FieldArray right = lowering.right() == null ? y : lowering.right().apply(Maps.FIELD, y);
    FieldArray core = lowering.core().apply(Maps.FIELD, left, right);
    assertSame(lowering.result() == null ? core : lowering.result().apply(Maps.FIELD, core),
        f.apply(Maps.FIELD, x, y));
  }

  /// What a MAC check sums: `u^T f(x, y) v` from two short arrays.
  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  default void coefficientsOfRankOneWeighTheResult(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BilinearMap f = random(random);
    FieldArray x = Maps.anything(random, f.leftLength());
    FieldArray y = Maps.anything(random, f.rightLength());
    int rows = f.weighedRows();
    if (rows == 0 || f.resultLength() == 0) {
      return;
    }
    RankOne coefficients = new RankOne(Maps.anything(random, rows), Maps.anything(random, f.resultLength() / rows));
    FieldArray z = f.apply(Maps.FIELD, x, y);
    BigInteger expected = Maps.inner(coefficients.entries(Maps.FIELD), z);
    assertThat(Elements.integers(Maps.FIELD, coefficients.of(Maps.FIELD, z))).containsExactly(expected);
    assertThat(Elements.integers(Maps.FIELD, RankOne.inner(Maps.FIELD, f.weighLeft(Maps.FIELD, coefficients, x),
        f.weighRight(Maps.FIELD, coefficients, y)))).containsExactly(expected);
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  default void floatsAndElementsAreWhatTheLoopsSay(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    BilinearMap f = random(random);
    long[] x = Maps.integers(random, f.leftLength());
    long[] y = Maps.integers(random, f.rightLength());
    long[] expected = naive(f, x, y);
    assertThat(Maps.signed(f.apply(Maps.FIELD, Maps.field(x), Maps.field(y)))).isEqualTo(expected);
    assertThat(Maps.integers(f.apply(Maps.FLOATS, Maps.floats(x), Maps.floats(y)))).isEqualTo(expected);
  }

  @Property(tries = 10, edgeCases = EdgeCasesMode.NONE)
  default void operandsOfOtherLengthsAreRejected(@ForAll long seed) {
    BilinearMap f = random(new SplittableRandom(seed));
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () -> f.apply(Maps.FIELD, Maps.FIELD.zeros(f.leftLength() + 1), Maps.FIELD.zeros(f.rightLength())))
        .withMessageContaining("expected " + f.leftLength() + " and " + f.rightLength());
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(
        () -> f.apply(Maps.FLOATS, new float[f.leftLength()], new float[f.rightLength() + 1]));
  }

  static void assertSame(FieldArray a, FieldArray b) {
    assertThat(Elements.integers(Maps.FIELD, a)).isEqualTo(Elements.integers(Maps.FIELD, b));
  }
}
