package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.PARTY_0;
import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.moiety.engine.field.FieldArray;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;

/// Fractions and negative numbers as elements, and where they wrap around. No shares.
final class FixedPointLesson implements Lesson {
  private static final int POWERS = 6;

  @Override
  public String name() {
    return "fixed-point";
  }

  @Override
  public String title() {
    return "Fractions as whole numbers";
  }

  @Override
  public String intro() {
    return "Shares are whole numbers modulo p. Weights of a network are not whole, and half of them are negative. Fixed-point numbers bring the two together: count in small units, and take the upper half of 0 .. p - 1 for the negative ones. "
        + "Party 0 does that with its number alone, before anything is split or sent.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.number("x", "a number", "3.14159", "-1.6", -2000, 2000), Input.bits(1), Input.prime(97));
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    try (LessonField field = new LessonField(in.modulus(), in.integer("bits"))) {
      double x = in.number("x");
      FieldArray encoded = field.encode("x", x);
      Script script = new Script(in, out);
      units(script, in, field, x, encoded);
      negative(script, field, encoded);
      FieldArray square = field.field().multiply(encoded, encoded);
      product(script, field, encoded, square);
      BigInteger exact = field.signed(field.integers(encoded).getFirst()).pow(2);
      powers(script, field, encoded);
      room(script, in);
      BigInteger read = field.integers(square).getFirst();
      return new Result(read.equals(exact.mod(field.p())) ? Result.Outcome.AGREES : Result.Outcome.DIFFERS,
          field.signed(read).equals(exact)
              ? "The square fits, and is read as " + field.decode(read, 2) + "."
              : "The square did not fit, and wrapped around: fewer fraction bits, or a larger prime, have room.",
          field.clear("y", "the square, modulo p", List.of(read), 2),
          field.clear("y", "computed in true integers, then modulo p", List.of(exact.mod(field.p())), 2));
    }
  }

  private static void units(Script script, Arguments in, LessonField field, double x, FieldArray encoded) {
    List<List<String>> rows = new ArrayList<>();
    for (int bits : new TreeSet<>(List.of(0, 1, 2, 4, 8, 16, 24, field.bits()))) {
      double scaled = Math.rint(x * StrictMath.pow(2, bits));
      if (Math.abs(scaled) <= field.half().doubleValue()) {
        double back = scaled / StrictMath.pow(2, bits);
        rows.add(List.of(bits + (bits == field.bits() ? " (chosen)" : ""), Numbers.text(scaled), Numbers.text(back),
            Numbers.text(Math.abs(back - x))));
      }
    }
    script.scene("Count in small units", "A unit is 1/2^" + field.bits()
        + " of 1. The number is rounded to whole units. With more fraction bits the units are smaller and less is lost.")
        .remark("{x} = round(" + in.text("x") + " \u00b7 2^" + field.bits() + ") mod p")
        .at(PARTY_0, field.clear("x", "the number, encoded", field.integers(encoded), 1))
        .at(PUBLIC, field.blind("p", "the prime", List.of(field.p())))
        .grid(new Grid("What fraction bits do", List.of("bits", "units", "stands for", "lost"), rows)).done();
  }

  private static void negative(Script script, LessonField field, FieldArray encoded) {
    FieldArray minus = field.field().negate(encoded);
    script.scene("Negative numbers",
        "The opposite of a number is p less the number: added up they are p, which is 0 modulo p. So elements above (p - 1)/2 stand for negative numbers. With "
            + field.bits()
            + " fraction bits there is room for numbers from -" + largest(field.half(), field.bits()) + " to "
            + largest(field.half(), field.bits()) + ".")
        .formula("{n} = {p} - {x}").formula("{s} = {x} + {n}")
        .at(PARTY_0, field.clear("x", "the number", field.integers(encoded), 1),
            field.clear("n", "its opposite", field.integers(minus), 1),
            field.clear("s", "their sum", field.integers(field.field().add(encoded, minus)), 1))
        .done();
  }

  private static String largest(BigInteger half, int bits) {
    return Numbers.text(new BigDecimal(half).divide(new BigDecimal(BigInteger.ONE.shiftLeft(bits))));
  }

  private static void product(Script script, LessonField field, FieldArray encoded, FieldArray square) {
    script.scene("Products have the unit twice", "Two numbers in units of 1/2^" + field.bits()
        + " have a product in units of 1/2^" + 2 * field.bits()
        + ". So one divides by 2^" + field.bits()
        + " twice to read it, and computing with it goes on with larger and larger numbers, unless they are cut: lesson truncate.")
        .formula("{y} = {x} \u00b7 {x}")
        .at(PARTY_0, field.clear("x", "the number", field.integers(encoded), 1),
            field.clear("y", "its square", field.integers(square), 2))
        .done();
  }

  /// Powers by the field's product, and in true integers.
  private static void powers(Script script, LessonField field, FieldArray encoded) {
    List<List<String>> rows = new ArrayList<>();
    BigInteger base = field.signed(field.integers(encoded).getFirst());
    FieldArray power = encoded;
    for (int k = 1; k <= POWERS; k++) {
      BigInteger exact = base.pow(k);
      BigInteger element = field.integers(power).getFirst();
      boolean right = field.signed(element).equals(exact);
      rows.add(List.of("x^" + k, Integer.toString(exact.abs().bitLength()), field.decode(element, k),
          right ? "right" : "wrapped around"));
      power = field.field().multiply(power, encoded);
    }
    script.scene("Until it wraps around", "Each factor adds " + field.bits()
        + " bits of unit and its own size. When the integer no longer lies between -(p - 1)/2 and (p - 1)/2, p is taken off it somewhere on the way, and what is read is nonsense. "
        + "No error is seen: the field does not know that a number was too large. p has " + field.modulus().bits()
        + " bits.")
        .grid(new Grid("Powers", List.of("power", "bits needed, and a sign", "read as", "that is"), rows)).done();
  }

  private static void room(Script script, Arguments in) {
    BigInteger half = in.modulus().value().shiftRight(1);
    List<List<String>> rows = new ArrayList<>();
    for (int bits : in.small() ? new int[]{0, 1, 2, 3, 4, 5} : new int[]{0, 8, 16, 24, 32, 40}) {
      rows.add(List.of(Integer.toString(bits), largest(half, bits), largest(half, 2 * bits), largest(half, 3 * bits)));
    }
    script.scene("Choosing fraction bits",
        "Few bits lose digits, many leave no room for products. Moiety's default, 24 bits in a field of 127 bits, has room for products of three and a half factors; it cuts after each product, and a run reports how much room was left.")
        .grid(
            new Grid("Largest number that fits", List.of("bits", "alone", "product of two", "product of three"), rows))
        .done();
  }
}
