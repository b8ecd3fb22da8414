package org.moiety.engine.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.moiety.engine.field.Element;
import org.moiety.engine.field.Elements;
import org.moiety.engine.field.FieldArray;

/// What every linear map owes.
interface LinearMapLaws {
  /// A map of this kind with random sizes.
  LinearMap random(SplittableRandom random);

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  default void imagesOfSumsAreSumsOfImages(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LinearMap f = random(random);
    FieldArray x = Maps.anything(random, f.inputLength());
    FieldArray y = Maps.anything(random, f.inputLength());
    Element c = Maps.FIELD.element(Elements.anything(Maps.FIELD.modulus(), random, 1).getFirst());
    FieldArray together = f.apply(Maps.FIELD, Maps.FIELD.timesPlus(x, c, y));
    FieldArray apart = Maps.FIELD.timesPlus(f.apply(Maps.FIELD, x), c, f.apply(Maps.FIELD, y));
    assertThat(together.length()).isEqualTo(f.outputLength());
    assertThat(Elements.integers(Maps.FIELD, together)).isEqualTo(Elements.integers(Maps.FIELD, apart));
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  default void adjointMovesToTheOtherSideOfAnInnerProduct(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LinearMap f = random(random);
    LinearMap g = f.adjoint();
    assertThat(g.inputLength()).isEqualTo(f.outputLength());
    assertThat(g.outputLength()).isEqualTo(f.inputLength());
    FieldArray x = Maps.anything(random, f.inputLength());
    FieldArray y = Maps.anything(random, f.outputLength());
    assertThat(Maps.inner(f.apply(Maps.FIELD, x), y)).isEqualTo(Maps.inner(x, g.apply(Maps.FIELD, y)));
    FieldArray twice = g.adjoint().apply(Maps.FIELD, x);
    assertThat(Elements.integers(Maps.FIELD, twice)).isEqualTo(Elements.integers(Maps.FIELD, f.apply(Maps.FIELD, x)));
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  default void adjointTakesCoefficientsOfRankOneBack(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LinearMap f = random(random);
    FieldArray x = Maps.anything(random, f.inputLength());
    int length = f.outputLength();
    if (length == 0 || f.inputLength() == 0) {
      return;
    }
    FieldArray image = f.apply(Maps.FIELD, x);
    for (int rows = 1; rows <= length; rows++) {
      if (length % rows == 0) {
        RankOne coefficients = new RankOne(Maps.anything(random, rows), Maps.anything(random, length / rows));
        assertThat(Elements.integers(Maps.FIELD, f.adjoint(Maps.FIELD, coefficients).of(Maps.FIELD, x)))
            .isEqualTo(Elements.integers(Maps.FIELD, coefficients.of(Maps.FIELD, image)));
        FieldArray total = coefficients.total(Maps.FIELD);
        assertThat(Elements.integers(Maps.FIELD, total)).isEqualTo(Elements.integers(Maps.FIELD,
            coefficients.of(Maps.FIELD, Maps.FIELD.plus(Maps.FIELD.zeros(length), Maps.FIELD.element(1)))));
      }
    }
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  default void adjointOnFloatsAgreesToRounding(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LinearMap f = random(random);
    float[] x = floats(random, f.inputLength());
    float[] y = floats(random, f.outputLength());
    double size = inner(abs(f.adjoint().apply(Maps.FLOATS, abs(y))), abs(x));
    // The one side rounds sums of as many terms as inputs, the other of as many as outputs.
    double terms = f.inputLength() + f.outputLength();
    assertThat(inner(f.apply(Maps.FLOATS, x), y)).isCloseTo(inner(x, f.adjoint().apply(Maps.FLOATS, y)),
        within(size * terms * Math.scalb(1.0, -23) + 1e-30));
  }

  @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
  default void floatsAndElementsAgreeOnIntegers(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    LinearMap f = random(random);
    long[] x = Maps.integers(random, f.inputLength());
    long[] addend = Maps.integers(random, f.outputLength());
    long[] image = Maps.signed(f.apply(Maps.FIELD, Maps.field(x)));
    assertThat(Maps.integers(f.apply(Maps.FLOATS, Maps.floats(x)))).isEqualTo(image);
    for (int i = 0; i < image.length; i++) {
      image[i] += addend[i];
    }
    assertThat(Maps.signed(f.applyPlus(Maps.FIELD, Maps.field(x), Maps.field(addend)))).isEqualTo(image);
    assertThat(Maps.integers(f.applyPlus(Maps.FLOATS, Maps.floats(x), Maps.floats(addend)))).isEqualTo(image);
  }

  @Property(tries = 10, edgeCases = EdgeCasesMode.NONE)
  default void inputsOfAnotherLengthAreRejected(@ForAll long seed) {
    LinearMap f = random(new SplittableRandom(seed));
    int wrong = f.inputLength() + 1;
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> f.apply(Maps.FIELD, Maps.FIELD.zeros(wrong)))
        .withMessage("input has " + wrong + " values, expected " + f.inputLength());
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> f.apply(Maps.FLOATS, new float[wrong]));
  }

  private static float[] floats(SplittableRandom random, int length) {
    float[] result = new float[length];
    for (int i = 0; i < length; i++) {
      result[i] = (float) (random.nextDouble() - 0.5);
    }
    return result;
  }

  private static float[] abs(float[] x) {
    float[] result = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      result[i] = Math.abs(x[i]);
    }
    return result;
  }

  private static double inner(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += (double) x[i] * y[i];
    }
    return sum;
  }
}
