package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.PARTY_0;
import static org.moiety.experiments.transcript.Place.PARTY_1;
import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.transcript.Histogram;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;

/// Sums and public factors: everybody for himself, nothing on the wire.
final class AddLesson implements Lesson {
  @Override
  public String name() {
    return "add";
  }

  @Override
  public String title() {
    return "Add without talking";
  }

  @Override
  public String intro() {
    return "Party 0 and party 1 hold shares of x and of y. To get shares of a sum, of a multiple, or of a sum with a number that everybody knows, they need not say a word to each other.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.number("x", "first secret", "3.5", "3.5", -2000, 2000),
        Input.number("y", "second secret", "-1.25", "-2", -2000, 2000),
        Input.integer("factor", "public factor", 3, 3, -1000, 1000),
        Input.number("constant", "public number to add", "0.5", "0.5", -2000, 2000), Input.bits(1), Input.prime(97));
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    try (LessonField field = new LessonField(in.modulus(), in.integer("bits"))) {
      Splitting x = Splitting.of(field, field.encode("x", in.number("x")), in.seed("share x"));
      Splitting y = Splitting.of(field, field.encode("y", in.number("y")), in.seed("share y"));
      BigInteger constant = field.integers(field.encode("constant", in.number("constant"))).getFirst();
      Stage stage = play(in, x, y, constant);
      Script script = new Script(in, out);
      begin(script, field, x, y);
      sum(script, in, field, x, y, stage);
      multiple(script, in, field, stage);
      constant(script, field, stage, constant);
      List<BigInteger> result = reveal(script, field, stage);
      BigInteger exact = field.signed(x.secret().getFirst()).add(field.signed(y.secret().getFirst()))
          .multiply(BigInteger.valueOf(in.integer("factor"))).add(field.signed(constant));
      boolean equal = result.getFirst().equals(exact.mod(field.p()));
      boolean wrapped = !field.signed(result.getFirst()).equals(exact);
      return new Result(equal ? Result.Outcome.AGREES : Result.Outcome.DIFFERS,
          wrapped
              ? "The shares add up to the result modulo p; but the true result is too large for this p and wrapped around. A larger p, or fewer fraction bits, has room."
              : "The shares add up to what was to be computed: " + field.decode(result.getFirst(), 1) + ".",
          field.clear("v", "the sum of the shares", result, 1),
          field.clear("v", "computed in the clear, modulo p", List.of(exact.mod(field.p())), 1));
    }
  }

  private static Stage play(Arguments in, Splitting x, Splitting y, BigInteger constant) {
    return Stage.play(in.modulus(), Protocol.semiHonest(MaskPolicy.REUSE, TruncationMethod.MASKED), in.seed("session"),
        (role, recorder) -> {
          role.begin(1);
          role.enter("add", Meter.Phase.FORWARD);
          Secret sum = role.importShare(x.length(), () -> LessonField.array(role.field(), x.share(role.party())))
              .plus(role.importShare(x.length(), () -> LessonField.array(role.field(), y.share(role.party()))));
          recorder.note("s", role.exportShare(sum));
          Secret multiple = sum.times(role.field().element(in.integer("factor")));
          recorder.note("t", role.exportShare(multiple));
          Secret shifted = multiple.plusPublic(role.field().element(constant));
          recorder.note("v", role.exportShare(shifted));
          role.enter("reveal", Meter.Phase.REVEAL);
          recorder.note("result", shifted.reveal(Receiver.BOTH));
        });
  }

  private static void begin(Script script, LessonField field, Splitting x, Splitting y) {
    script
        .scene("Shares to begin with",
            "Both secrets were split as in lesson share. Each party holds one share of each.")
        .remark("{x} = {x_0} + {x_1},   {y} = {y_0} + {y_1}")
        .at(PARTY_0, field.blind("x_0", "share of x", x.share0()), field.blind("y_0", "share of y", y.share0()))
        .at(PARTY_1, field.blind("x_1", "share of x", x.share1()), field.blind("y_1", "share of y", y.share1())).done();
  }

  private static void sum(Script script, Arguments in, LessonField field, Splitting x, Splitting y,
      Stage stage) {
    script.scene("Add",
        "Each party adds its two shares. Added up, these are x + y: it does not matter in which order four numbers are added.")
        .formula("{s_i} = {x_i} + {y_i}").remark("{s_0} + {s_1} = ({x_0} + {x_1}) + ({y_0} + {y_1}) = {x} + {y}")
        .at(PARTY_0, field.blind("x_0", "share of x", x.share0()), field.blind("y_0", "share of y", y.share0()),
            field.blind("s_0", "share of x + y", stage.party0().noted("s")))
        .at(PARTY_1, field.blind("x_1", "share of x", x.share1()), field.blind("y_1", "share of y", y.share1()),
            field.blind("s_1", "share of x + y", stage.party1().noted("s")))
        .histogram(fall(in, field))
        .insight(PUBLIC, "Nothing was sent, so nobody learned anything.").done();
  }

  /// Where shares of the sum fall, for these numbers and for others.
  private static Histogram fall(Arguments in, LessonField field) {
    double x = in.number("x");
    Map<String, List<BigInteger>> series = new LinkedHashMap<>();
    for (double each : new double[]{x, Repetitions.other(x)}) {
      Splitting left = Splitting.of(field, field.encode("x", Repetitions.of(each)), in.seed("repeat x " + each));
      Splitting right = Splitting.of(field, field.encode("y", Repetitions.of(in.number("y"))), in.seed("repeat y"));
      Stage stage = play(in, left, right, BigInteger.ZERO);
      for (int party = 0; party < 2 && series.size() < 3; party++) {
        series.put("party " + party + "'s share of x + y for x = " + Numbers.text(each), stage.party(party).noted("s"));
      }
    }
    return Histograms.of("Where shares of the sum fall, over many sharings", field.p(), series);
  }

  private static void multiple(Script script, Arguments in, LessonField field, Stage stage) {
    int factor = in.integer("factor");
    script
        .scene("Multiply by a public number",
            "Everybody knows the factor " + factor + ". Each party multiplies its share by it.")
        .formula("{t_i} = " + (factor < 0 ? "(" + factor + ")" : factor) + " \u00b7 {s_i}")
        .at(PARTY_0, field.blind("s_0", "share of x + y", stage.party0().noted("s")),
            field.blind("t_0", "share of the multiple", stage.party0().noted("t")))
        .at(PARTY_1, field.blind("s_1", "share of x + y", stage.party1().noted("s")),
            field.blind("t_1", "share of the multiple", stage.party1().noted("t")))
        .done();
  }

  private static void constant(Script script, LessonField field, Stage stage, BigInteger constant) {
    script.scene("Add a public number",
        "A number k that everybody knows must be added once, not twice. Moiety has each party add half of it; half of an odd number is found modulo p, as (k + p) / 2. "
            + "(Textbooks have party 0 add all of it. Halves keep the parties alike, which pays off in lesson multiply.)")
        .formula("{v_i} = {t_i} + {k}/2")
        .at(PARTY_0, field.blind("t_0", "share of the multiple", stage.party0().noted("t")),
            field.blind("v_0", "share of the result", stage.party0().noted("v")))
        .at(PARTY_1, field.blind("t_1", "share of the multiple", stage.party1().noted("t")),
            field.blind("v_1", "share of the result", stage.party1().noted("v")))
        .at(PUBLIC, field.clear("k", "the public number, encoded", List.of(constant), 1)).done();
  }

  private static List<BigInteger> reveal(Script script, LessonField field, Stage stage) {
    List<BigInteger> result = stage.party0().noted("result");
    script.scene("Reveal",
        "Only now do the parties talk: each sends its share of the result, and nothing else. The secrets x and y stay secret, but for what the result says of them.")
        .formula("{v} = {v_0} + {v_1}")
        .send(PARTY_0, PARTY_1, field.blind("v_0", "share of the result", stage.party0().sent("reveal")))
        .send(PARTY_1, PARTY_0, field.blind("v_1", "share of the result", stage.party1().sent("reveal")))
        .at(PUBLIC, field.clear("v", "the result", result, 1))
        .insight(PUBLIC, "The result, and nothing else: other secrets with the same result give the same picture.")
        .done();
    return result;
  }
}
