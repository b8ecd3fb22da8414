package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.DEALER;
import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Truncation;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;

/// A division by a power of two on shares: one opening, which also masks the result for the next product.
final class TruncateLesson implements Lesson {
  private static final int REPETITIONS = Repetitions.COUNT;
  /// Up to here all masks there are can be tried.
  private static final int MOST_MASKS = 100_000;

  @Override
  public String name() {
    return "truncate";
  }

  @Override
  public String title() {
    return "Cut a product back to size";
  }

  @Override
  public String intro() {
    return "A product of fixed-point numbers carries the factor 2^f twice. To go on it must be divided by 2^f and rounded, but no party knows the number, and shares cannot simply be divided each for itself. "
        + "The parties open the number behind a mask, divide what they see, and take the divided mask off.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.number("x", "first factor", "3.14159", "3.25", -2000, 2000),
        Input.number("y", "second factor", "-2.71828", "-1.75", -2000, 2000), Input.bits(2),
        Input.integer("room", "integer bits: the product must be below 2^room", 12, 3, 1, 40), Input.prime(9973));
  }

  /// What a lesson is about: the product's integer, its divisor and the offset that makes it positive.
  private record Task(BigInteger v, Truncation truncation) {
    BigInteger divisor() {
      return BigInteger.valueOf(truncation.divisor());
    }

    BigInteger floor() {
      BigInteger[] parts = v.divideAndRemainder(divisor());
      return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    /// v mod divisor over divisor: the chance of rounding up.
    double fraction() {
      return v.mod(divisor()).doubleValue() / truncation.divisor();
    }
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    try (LessonField field = new LessonField(in.modulus(), in.integer("bits"))) {
      Splitting x = Splitting.of(field, field.encode("x", in.number("x")), in.seed("share x"));
      Splitting y = Splitting.of(field, field.encode("y", in.number("y")), in.seed("share y"));
      Task task = task(in, field, x, y);
      Stage stage = play(in, task, x, y, "session");
      Script script = new Script(in, out);
      tooLarge(script, field, task, stage);
      mask(script, field, stage);
      open(script, field, task, stage);
      divide(script, field, task, stage);
      rounding(script, in, field, task);
      secondUse(script, field, task, stage);
      return reveal(script, field, task, stage);
    }
  }

  private static Task task(Arguments in, LessonField field, Splitting x, Splitting y) {
    BigInteger v = field.signed(x.secret().getFirst()).multiply(field.signed(y.secret().getFirst()));
    BigInteger offset = BigInteger.ONE.shiftLeft(2 * field.bits() + in.integer("room"));
    if (offset.shiftLeft(1).compareTo(field.p()) >= 0) {
      throw new UsageException(
          "no room: 2^(2 bits + room + 1) is above p, expected fewer fraction bits, less room, or a larger prime");
    }
    if (v.abs().compareTo(offset) >= 0) {
      throw new UsageException(
          "the product is " + Numbers.text(in.number("x") * in.number("y")) + ", expected one below 2^room = "
              + (1L << in.integer("room")));
    }
    return new Task(v, new Truncation(1L << field.bits(), offset, field.modulus()));
  }

  private static Stage play(Arguments in, Task task, Splitting x, Splitting y, String seed) {
    return Stage.play(in.modulus(), Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED), in.seed(seed),
        (role, recorder) -> {
          role.begin(1);
          ElementwiseProduct product = new ElementwiseProduct(x.length());
          role.enter("product", Meter.Phase.FORWARD);
          Secret v = role.importShare(x.length(), () -> LessonField.array(role.field(), x.share(role.party())))
              .product(product,
                  role.importShare(y.length(), () -> LessonField.array(role.field(), y.share(role.party()))));
          recorder.note("v", role.exportShare(v));
          role.enter("truncate", Meter.Phase.FORWARD);
          Secret y1 = v.truncate(task.truncation());
          recorder.note("y", role.exportShare(y1));
          role.enter("square", Meter.Phase.FORWARD);
          Secret square = y1.product(product, y1);
          recorder.note("s", role.exportShare(square));
          role.enter("reveal", Meter.Phase.REVEAL);
          recorder.note("result", y1.reveal(Receiver.BOTH));
        });
  }

  private static void tooLarge(Script script, LessonField field, Task task, Stage stage) {
    List<BigInteger> v = stage.sum("v");
    script
        .scene("A product with the factor twice",
            "The parties hold shares of v = x \u00b7 y, from lesson multiply. Both factors were multiplied by 2^"
                + field.bits() + ", so v carries 2^" + 2 * field.bits()
                + ". Divided by D = 2^" + field.bits()
                + " it would be an ordinary fixed-point number again. The exact quotient is "
                + Numbers.text(task.v().doubleValue() / task.truncation().divisor()) + " units.")
        .formula("{v} = {v_0} + {v_1}")
        .shares(field, "v", "share of the product", List.of(), stage.party0().noted("v"), stage.party1().noted("v"))
        .at(PUBLIC, field.blind("D", "the divisor", List.of(task.divisor()))).done();
    if (!field.signed(v.getFirst()).equals(task.v())) {
      throw new IllegalStateException("the product is wrong");
    }
  }

  private static BigInteger quotient(BigInteger x, Task task) {
    return x.divide(task.divisor());
  }

  private static void mask(Script script, LessonField field, Stage stage) {
    List<BigInteger> r = stage.drawn("truncate", Addresses.TRUNCATION_MASK);
    List<BigInteger> q = stage.drawn("truncate", Addresses.TRUNCATION_QUOTIENT);
    script.scene("The dealer's gift",
        "The dealer draws a mask r, any number from 0 to p - 1, and divides it by D, rounding down: q. Each party gets a share of r and a share of q. The dealer can divide, for it knows r as a whole.")
        .remark("{q} = floor({r} / {D})")
        .shares(field, "r", "share of the mask", List.of(), stage.party0().drawn("truncate", Addresses.TRUNCATION_MASK),
            stage.party1().drawn("truncate", Addresses.TRUNCATION_MASK))
        .shares(field, "q", "share of the divided mask", List.of(),
            stage.party0().drawn("truncate", Addresses.TRUNCATION_QUOTIENT),
            stage.party1().drawn("truncate", Addresses.TRUNCATION_QUOTIENT))
        .at(DEALER, field.blind("r", "the mask", r), field.blind("q", "the divided mask", q)).done();
  }

  private static void open(Script script, LessonField field, Task task, Stage stage) {
    script.scene("Open behind the mask",
        "v may be negative, so a public offset o that is larger than any |v| is added first. Then the parties tell each other their shares of v + o + r. Whatever v is, the sum c is as random as r.")
        .formula("{c} = {v} + {o} + {r}")
        .exchange(field, "c", "share of v + o + r", List.of(), stage.party0().sent("truncate"),
            stage.party1().sent("truncate"))
        .at(PUBLIC, field.blind("c", "v + o + r", stage.opened("truncate")),
            field.blind("o", "the offset, a multiple of D", List.of(task.truncation().offset())))
        .insight(PUBLIC,
            "Nothing about v: r is uniform in all of the field. (Schemes that take shorter masks leak a little each time.)")
        .done();
  }

  private static BigInteger alpha(LessonField field, Task task, Stage stage) {
    return quotient(stage.opened("truncate").getFirst(), task).subtract(task.truncation().quotientOffset())
        .mod(field.p());
  }

  private static void divide(Script script, LessonField field, Task task, Stage stage) {
    BigInteger alpha = alpha(field, task, stage);
    script.scene("Divide what is public",
        "Everybody divides c by D. What was added is taken off again: the offset's part in public, the mask's part by the shares of q. "
            + "The remainders of v + o and of r add up to less than D, or to D and more: then the quotient is one larger.")
        .remark("{alpha} = floor({c} / {D}) - {o}/{D}").formula("{y_i} = {alpha}/2 - {q_i}")
        .at(PUBLIC, field.blind("c", "v + o + r", stage.opened("truncate")),
            field.blind("alpha", "the public part", List.of(alpha)))
        .shares(field, "q", "share of the divided mask", List.of(),
            stage.party0().drawn("truncate", Addresses.TRUNCATION_QUOTIENT),
            stage.party1().drawn("truncate", Addresses.TRUNCATION_QUOTIENT))
        .shares(field, "y", "share of the quotient", List.of(), stage.party0().noted("y"), stage.party1().noted("y"))
        .insight(PUBLIC, "Nobody sees whether it was rounded up or down.").done();
  }

  /// How often each of the three happens: counted in sessions, by formula, and with a small p for all masks.
  private static void rounding(Script script, Arguments in, LessonField field, Task task) {
    Stage stage = repeated(in, field, task, in.number("x"), "repeat");
    double other = Repetitions.other(in.number("x"));
    Map<String, List<BigInteger>> opened = new LinkedHashMap<>();
    opened.put("c for x = " + Numbers.text(in.number("x")), stage.opened("truncate"));
    opened.put("c for x = " + Numbers.text(other), repeated(in, field, task, other, "repeat other").opened("truncate"));
    int[] counted = count(field, task, stage.sum("y"));
    double ruined = task.v().add(task.truncation().offset()).doubleValue() / field.p().doubleValue();
    boolean all = field.p().compareTo(BigInteger.valueOf(MOST_MASKS)) <= 0;
    int[] exact = all ? count(field, task, allMasks(field, task)) : new int[3];
    List<String> columns = new ArrayList<>(
        List.of("", "in " + Numbers.count(REPETITIONS) + " truncations", "expected of these"));
    if (all) {
      columns.add("of all " + field.p() + " masks");
    }
    double[] shares = {1 - task.fraction(), task.fraction(), 0};
    String[] names = {"rounded down", "rounded up", "ruined"};
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      double expected = REPETITIONS * (i == 2 ? ruined : shares[i] * (1 - ruined));
      List<String> row = new ArrayList<>(List.of(names[i], Numbers.count(counted[i]),
          String.format(Locale.ROOT, expected > 0 && expected < 0.1 ? "%.1e" : "%.1f", expected)));
      if (all) {
        row.add(Numbers.count(exact[i]));
      }
      rows.add(row);
    }
    script.scene("How it rounds", "The chance of rounding up is the fraction that is cut off, "
        + Numbers.text(task.fraction()) + " here, so in the mean nothing is lost. "
        + "Once in a while v + o + r passes p; then c has wrapped around and the quotient is nonsense. That happens for v + o of the p masks: "
        + (all
            ? "often, with so small a prime. Moiety's has 127 bits"
            : "with probability " + String.format(Locale.ROOT, "%.1e", ruined))
        + ", and a run reports the bound summed over all its truncations.")
        .grid(new Grid("What became of the same number", columns, rows))
        .histogram(Histograms.of("Where c falls", field.p(), opened)).done();
  }

  private static Stage repeated(Arguments in, LessonField field, Task task, double x, String purpose) {
    return play(in, task, Splitting.of(field, field.encode("x", Repetitions.of(x)), in.seed(purpose + " x")),
        Splitting.of(field, field.encode("y", Repetitions.of(in.number("y"))), in.seed(purpose + " y")), purpose);
  }

  /// For each mask there is, by the field's own division.
  private static List<BigInteger> allMasks(LessonField field, Task task) {
    Field f = field.field();
    FieldArray r = field.array(LongStream.range(0, field.p().longValueExact()).mapToObj(BigInteger::valueOf).toList());
    FieldArray c = f.plus(r, f.element(task.v().add(task.truncation().offset())));
    FieldArray difference = f.subtract(f.floorDivide(c, task.truncation().divisor()),
        f.floorDivide(r, task.truncation().divisor()));
    return field.integers(f.plus(difference, f.element(task.truncation().quotientOffset().negate())));
  }

  /// Rounded down, rounded up, neither.
  private static int[] count(LessonField field, Task task, List<BigInteger> quotients) {
    int[] counts = new int[3];
    BigInteger floor = task.floor();
    for (BigInteger quotient : quotients) {
      BigInteger error = field.signed(quotient).subtract(floor);
      counts[error.signum() == 0 ? 0 : error.equals(BigInteger.ONE) ? 1 : 2]++;
    }
    return counts;
  }

  private static void secondUse(Script script, LessonField field, Task task, Stage stage) {
    BigInteger a = quotient(stage.drawn("truncate", Addresses.TRUNCATION_MASK).getFirst(), task).negate()
        .mod(field.p());
    BigInteger alpha = alpha(field, task, stage);
    script.scene("The same opening, used again",
        "Look at it once more: y plus q is public. So y is masked already, by a = -q, and its \u03b1 is what everybody computed above. The next product with y needs no message for y: here its square was computed, and "
            + stage.party0().sentCount("square")
            + " numbers were sent for it. One opening serves the truncation and every later product.")
        .formula("{y} = {alpha} + {a}")
        .at(PUBLIC, field.blind("alpha", "y - a, public since the truncation", List.of(alpha)))
        .at(DEALER, field.blind("a", "-q", List.of(a)))
        .shares(field, "s", "share of y squared", List.of(), stage.party0().noted("s"), stage.party1().noted("s"))
        .done();
  }

  private static Result reveal(Script script, LessonField field, Task task, Stage stage) {
    List<BigInteger> result = stage.party0().noted("result");
    script.scene("Reveal", "The quotient, as an ordinary fixed-point number.").formula("{y} = {y_0} + {y_1}")
        .exchange(field, "y", "share of the quotient", List.of(), stage.party0().sent("reveal"),
            stage.party1().sent("reveal"))
        .at(PUBLIC, field.clear("y", "the quotient", result, 1)).done();
    BigInteger error = field.signed(result.getFirst()).subtract(task.floor());
    BigInteger r = stage.drawn("truncate", Addresses.TRUNCATION_MASK).getFirst();
    boolean wraps = task.v().add(task.truncation().offset()).add(r).compareTo(field.p()) >= 0;
    boolean right = error.signum() == 0 || error.equals(BigInteger.ONE);
    return new Result(wraps ? Result.Outcome.RUINED : right ? Result.Outcome.AGREES : Result.Outcome.DIFFERS,
        wraps
            ? "The masked number passed p, and the quotient is ruined: with a prime as small as that it happens. Try another seed."
            : "The shares add up to the product, rounded " + (error.signum() == 0 ? "down" : "up") + ": "
                + field.decode(result.getFirst(), 1) + ".",
        field.clear("y", "the sum of the shares", result, 1),
        field.clear("y", "computed in the clear, rounded down", List.of(task.floor().mod(field.p())), 1));
  }
}
