package org.moiety.engine.fixed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.moiety.engine.field.Elements;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;

final class CodecProperties {
  private static final Field FIELD = Elements.field(Modulus.MOIETY);

  @Provide
  Arbitrary<Precision> precisions() {
    return Arbitraries.of(Precision.DEFAULT, new Precision(2, 1, 1), new Precision(2, 40, 20), new Precision(2, 13, 40),
        new Precision(10, 1, 8), new Precision(10, 7, 12), new Precision(10, 12, 20));
  }

  @Provide
  Arbitrary<Double> values() {
    return Arbitraries.doubles().between(-1.4, 1.4).ofScale(15);
  }

  @Property(tries = 200)
  void elementsAreTheNearestMultiplesOfAUnit(@ForAll("precisions") Precision precision,
      @ForAll("values") double value) {
    BigInteger units = precision.scale().units();
    FieldArray a = Codec.encode(FIELD, "x", new double[]{value}, precision.scale(), precision.integerBits());
    // the product x * units is a double: the nearest integer to it, halves to even
    BigInteger expected = new BigDecimal(value * units.doubleValue()).setScale(0, RoundingMode.HALF_EVEN)
        .toBigIntegerExact().mod(Modulus.MOIETY.value());
    assertThat(Elements.integers(FIELD, a)).containsExactly(expected);
    double decoded = Codec.decode(FIELD, a, precision.scale())[0];
    assertThat(Math.abs(decoded - value)).isLessThanOrEqualTo(0.5 / units.doubleValue() + 2 * Math.ulp(value));
  }

  @Property(tries = 200)
  void multiplesOfAUnitRoundTripExactly(@ForAll @IntRange(min = 1, max = 40) int bits, @ForAll int integer) {
    Precision precision = new Precision(2, bits, 40);
    double value = Math.scalb((double) integer, -bits);
    FieldArray a = Codec.encode(FIELD, "x", new double[]{value}, precision.scale(), 40);
    assertThat(Codec.decode(FIELD, a, precision.scale())).containsExactly(value);
    FieldArray ofFloat = Codec.encode(FIELD, "x", new float[]{integer >> 12}, precision.scale(), 40);
    assertThat(Codec.decode(FIELD, ofFloat, precision.scale())).containsExactly(integer >> 12);
  }

  /// Any element of any scale, negative ones in the upper half, to double precision.
  @Property(tries = 300)
  void elementsDecodeToSignedFractions(@ForAll long seed, @ForAll("precisions") Precision precision,
      @ForAll @IntRange(max = 126) int bits) {
    BigInteger p = Modulus.MOIETY.value();
    BigInteger x = Elements.anything(Modulus.MOIETY, new SplittableRandom(seed), 1).getFirst().shiftRight(126 - bits);
    BigInteger signed = x.compareTo(p.shiftRight(1)) > 0 ? x.subtract(p) : x;
    Scale scale = precision.scale().times(precision.scale());
    for (BigInteger v : List.of(signed, signed.negate())) {
      double decoded = Codec.decode(FIELD, Elements.array(FIELD, List.of(v)), scale)[0];
      double exact = new BigDecimal(v).divide(new BigDecimal(scale.units()), MathContext.DECIMAL128).doubleValue();
      assertThat(Math.abs(decoded - exact)).isLessThanOrEqualTo(2 * Math.ulp(exact));
    }
  }

  @Property(tries = 200)
  void bytesRoundTrip(@ForAll("moduli") Modulus modulus, @ForAll long seed, @ForAll @IntRange(max = 20) int length) {
    Field field = Elements.field(modulus);
    List<BigInteger> values = Elements.anything(modulus, new SplittableRandom(seed), length);
    byte[] bytes = Codec.toBytes(field, Elements.array(field, values));
    assertThat(bytes).hasSize(16 * length);
    for (int i = 0; i < length; i++) {
      byte[] big = new byte[16];
      for (int k = 0; k < 16; k++) {
        big[k] = bytes[16 * i + 15 - k];
      }
      assertThat(new BigInteger(1, big)).isEqualTo(values.get(i));
    }
    assertThat(Elements.integers(field, Codec.fromBytes(field, bytes))).isEqualTo(values);
  }

  @Provide
  Arbitrary<Modulus> moduli() {
    return Arbitraries.of(Elements.MODULI);
  }

  @Property(tries = 50)
  void bytesOfPOrMoreAreRejected(@ForAll("moduli") Modulus modulus, @ForAll @IntRange(max = 3) int above) {
    Field field = Elements.field(modulus);
    byte[] big = modulus.value().add(BigInteger.valueOf(above)).toByteArray();
    byte[] bytes = new byte[48];
    for (int k = 0; k < Math.min(16, big.length); k++) {
      bytes[32 + k] = big[big.length - 1 - k];
    }
    assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Codec.fromBytes(field, bytes))
        .withMessageContaining("element 2");
  }

  @Property(tries = 50)
  void cutBytesAreRejected(@ForAll @Size(max = 60) byte[] bytes) {
    if (bytes.length % 16 != 0) {
      assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(() -> Codec.fromBytes(FIELD, bytes))
          .withMessage(bytes.length + " bytes, expected a multiple of 16");
    }
  }

  @Example
  void whatHasNoEncodingIsNamedWithTensorIndexAndValue() {
    Precision precision = new Precision(2, 24, 12);
    for (double bad : new double[]{Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 4096, -4096,
        Double.MAX_VALUE}) {
      assertThatExceptionOfType(EncodingException.class)
          .isThrownBy(() -> Codec.encode(FIELD, "conv2d.weight", new double[]{0, 1, bad, Double.NaN}, precision.scale(),
              precision.integerBits()))
          .withMessage(
              "conv2d.weight[2] = " + bad + " has no encoding, expected a number below 4096.0 in absolute value");
      assertThatExceptionOfType(EncodingException.class)
          .isThrownBy(() -> Codec.encode(FIELD, "x", new float[]{(float) bad}, precision.scale(), 12))
          .withMessageStartingWith("x[0] = ");
    }
    double largest = Math.nextDown(4096 - Math.scalb(1.0, -25));
    double[] fits = Codec.decode(FIELD,
        Codec.encode(FIELD, "x", new double[]{largest, -largest}, precision.scale(), 12), precision.scale());
    assertThat(fits).containsExactly(4096 - Math.scalb(1.0, -24), -4096 + Math.scalb(1.0, -24));
  }

  @Example
  void theFirstThatHasNoEncodingIsNamedWhicheverThreadFindsIt() {
    double[] values = new double[16 * Field.PIECE];
    values[5 * Field.PIECE + 3] = Double.NaN;
    values[values.length - 1] = Double.NaN;
    try (Workers workers = new Workers(4)) {
      Field field = Field.moiety(workers);
      assertThatExceptionOfType(EncodingException.class)
          .isThrownBy(() -> Codec.encode(field, "x", values, new Precision(2, 24, 12).scale(), 12))
          .withMessageStartingWith("x[" + (5 * Field.PIECE + 3) + "] = NaN");
    }
  }

  /// Ten digits and 40 bits are more than 62: the limit is the machine word's, and says so.
  @Example
  void valuesThatFitTheFormatButNoWordAreRejected() {
    assertThatExceptionOfType(EncodingException.class)
        .isThrownBy(() -> Codec.encode(FIELD, "x", new double[]{1e9}, new Precision(10, 12, 40).scale(), 40))
        .withMessageStartingWith("x[0] = 1.0E9 has no encoding");
  }
}
