package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.PARTY_0;
import static org.moiety.experiments.transcript.Place.PARTY_1;
import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.online.InputTable;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;

/// One mask for two uses of a value, and never for two values.
final class ReuseLesson implements Lesson {
  @Override
  public String name() {
    return "reuse";
  }

  @Override
  public String title() {
    return "Tell a masked value once, use it twice";
  }

  @Override
  public String intro() {
    return "Training uses each value at least twice: an input x is multiplied with the weight w on the way forward, and with the error e on the way back, to see how w should change. "
        + "If x was masked and told once, the second product can use what was told. That is most of what makes training on shares affordable.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.number("x", "input", "3.5", "3", -2000, 2000),
        Input.number("w", "weight", "-2", "-2", -2000, 2000),
        Input.number("error", "error, on the way back", "0.25", "4", -2000, 2000), Input.bits(0), Input.prime(97));
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    try (LessonField field = new LessonField(in.modulus(), in.integer("bits"))) {
      Splitting x = Splitting.of(field, field.encode("x", in.number("x")), in.seed("share x"));
      Splitting w = Splitting.of(field, field.encode("w", in.number("w")), in.seed("share w"));
      Splitting e = Splitting.of(field, field.encode("error", in.number("error")), in.seed("share error"));
      Stage once = play(in, List.of(x, w, e), MaskPolicy.REUSE);
      Stage twice = play(in, List.of(x, w, e), MaskPolicy.FRESH);
      Script script = new Script(in, out);
      forward(script, field, x, w, once);
      backward(script, in, field, e, once);
      count(script, once, twice);
      twoValues(script, in, field);
      refused(script, in);
      List<BigInteger> result = reveal(script, field, once);
      BigInteger exact = field.signed(x.secret().getFirst()).multiply(field.signed(e.secret().getFirst()));
      return Endings.of(field, "g", List.of(), result, List.of(exact), 2);
    }
  }

  private static Stage play(Arguments in, List<Splitting> secrets, MaskPolicy masks) {
    return Stage.play(in.modulus(), Protocol.semiHonest(masks, TruncationMethod.MASKED), in.seed("session " + masks),
        (role, recorder) -> {
          role.begin(1);
          List<Secret> all = secrets.stream().map(
              split -> role.importShare(1, () -> LessonField.array(role.field(), split.share(role.party())))).toList();
          ElementwiseProduct product = new ElementwiseProduct(1);
          role.enter("forward", Meter.Phase.FORWARD);
          Secret z = all.get(0).product(product, all.get(1));
          recorder.note("z", role.exportShare(z));
          role.enter("backward", Meter.Phase.BACKWARD);
          Secret g = all.get(0).product(product, all.get(2));
          recorder.note("g", role.exportShare(g));
          role.enter("reveal", Meter.Phase.REVEAL);
          recorder.note("result", g.reveal(Receiver.BOTH));
        });
  }

  private static List<BigInteger> message(Recorder recorder, String place, int number) {
    return recorder.all(place, Recorder.Act.SEND, "").get(number);
  }

  private static List<BigInteger> opened(Stage stage, String place, int number) {
    List<BigInteger> shares = stage.party0().all(place, Recorder.Act.OPEN, "").get(number);
    return stage.add(shares.subList(0, 1), shares.subList(1, 2));
  }

  private static void forward(Script script, LessonField field, Splitting x, Splitting w, Stage stage) {
    script.scene("Forward", "The product x \u00b7 w, as in lesson multiply: x and w are masked by a and b, and told.")
        .remark("{alpha} = {x} - {a},   {beta} = {w} - {b}")
        .formula("{alpha} = {alpha_0} + {alpha_1}").formula("{beta} = {beta_0} + {beta_1}")
        .shares(field, "x", "share of the input", List.of(), x.share0(), x.share1())
        .shares(field, "w", "share of the weight", List.of(), w.share0(), w.share1())
        .exchange(field, "alpha", "share of x - a", List.of(), message(stage.party0(), "forward", 0),
            message(stage.party1(), "forward", 0))
        .exchange(field, "beta", "share of w - b", List.of(), message(stage.party0(), "forward", 1),
            message(stage.party1(), "forward", 1))
        .at(PUBLIC, field.blind("alpha", "x - a", opened(stage, "forward", 0)),
            field.blind("beta", "w - b", opened(stage, "forward", 1)))
        .shares(field, "z", "share of x w", List.of(), stage.party0().noted("z"), stage.party1().noted("z")).done();
  }

  private static void backward(Script script, Arguments in, LessonField field, Splitting e, Stage stage) {
    Recorder zero = stage.party0();
    Recorder one = stage.party1();
    script.scene("Back",
        "The product x \u00b7 e for the error e. x is masked already, and \u03b1 is known: only e is masked, by f, and told. The dealer has made a second triple with the same a: q = a f.")
        .remark("{epsilon} = {e} - {f}").formula("{epsilon} = {epsilon_0} + {epsilon_1}")
        .formula("{g_i} = {q_i} + {alpha} \u00b7 {f_i} + {a_i} \u00b7 {epsilon} + {alpha} \u00b7 {epsilon}/2")
        .shares(field, "e", "share of the error", List.of(), e.share0(), e.share1())
        .shares(field, "a", "share of the mask of x", List.of(), zero.drawn("forward", Addresses.MASK),
            one.drawn("forward", Addresses.MASK))
        .shares(field, "f", "share of the mask of e", List.of(), zero.drawn("backward", Addresses.MASK),
            one.drawn("backward", Addresses.MASK))
        .shares(field, "q", "share of a f", List.of(), zero.drawn("backward", Addresses.PRODUCT),
            one.drawn("backward", Addresses.PRODUCT))
        .exchange(field, "epsilon", "share of e - f", List.of(), message(zero, "backward", 0),
            message(one, "backward", 0))
        .at(PUBLIC, field.blind("alpha", "x - a, told before", opened(stage, "forward", 0)),
            field.blind("epsilon", "e - f", opened(stage, "backward", 0)))
        .shares(field, "g", "share of x e", List.of(), zero.noted("g"), one.noted("g"))
        .histogram(Repetitions.masked(in, field, "\u03b5", "e", in.number("error")))
        .insight(PUBLIC,
            "\u03b1, \u03b2 and \u03b5 have three different masks: nothing of x, w or e. That \u03b1 is used twice tells nothing new, for nothing new was told.")
        .done();
  }

  private static void count(Script script, Stage once, Stage twice) {
    script.scene("Count", "Both products ran a second time with fresh masks at each use.")
        .grid(new Grid("Numbers each party tells, counted", List.of("", "fresh masks", "one mask"), List.of(
            List.of("forward", Numbers.count(twice.party0().sentCount("forward")),
                Numbers.count(once.party0().sentCount("forward"))),
            List.of("back", Numbers.count(twice.party0().sentCount("backward")),
                Numbers.count(once.party0().sentCount("backward"))))))
        .done();
  }

  /// What it would give away.
  private static void twoValues(Script script, Arguments in, LessonField field) {
    double other = in.number("x") + (in.number("x") > 0 ? -1 : 1);
    FieldArray first = field.encode("x", in.number("x"));
    FieldArray second = field.encode("another x", other);
    FieldArray mask = field.uniform(in.seed("bad mask"), 1);
    FieldArray alpha = field.field().subtract(first, mask);
    FieldArray next = field.field().subtract(second, mask);
    script.scene("Never one mask for two values", "Suppose the mask a were used again for another value x' = "
        + Numbers.text(other)
        + ", say the same pixel of the next image. Both differences are public, and so is what they differ by: the mask drops out.")
        .formula("{d} = {u} - {h}").remark("{d} = ({x} - {a}) - (x' - {a}) = {x} - x'")
        .at(PUBLIC, field.blind("u", "x - a", field.integers(alpha)), field.blind("h", "x' - a", field.integers(next)),
            field.clear("d", "their difference", field.integers(field.field().subtract(alpha, next)), 1))
        .insight(PUBLIC,
            "The difference of the two secrets, exactly. That is how reused one-time pads have been broken for a century.")
        .done();
  }

  /// What the engine says to it.
  private static void refused(Script script, Arguments in) {
    String refusal = "";
    try {
      Stage stage = Stage.play(in.modulus(), Protocol.semiHonest(MaskPolicy.REUSE, TruncationMethod.MASKED),
          in.seed("refused"), (role, recorder) -> {
            role.begin(1);
            InputTable table = role.table(0, 1, 1, false);
            for (int value = 1; value <= 2; value++) {
              int own = value;
              recorder.note("x",
                  role.exportShare(table.rows(new int[]{0}, () -> role.field().ofSigned(new long[]{own}))));
            }
          });
      throw new IllegalStateException("a mask hid two values: " + stage);
    } catch (IllegalStateException e) {
      refusal = String.valueOf(e.getMessage());
    }
    if (!refusal.contains("a second time")) {
      throw new IllegalStateException(refusal);
    }
    script.scene("The engine refuses",
        "A program tried just that: to put a second value into the same row of a table of inputs, whose mask is fixed. The session ended with: \u201c"
            + refusal
            + "\u201d. Masks are made from addresses (what for, which iteration, which operation), and an address is used once.")
        .done();
  }

  private static List<BigInteger> reveal(Script script, LessonField field, Stage stage) {
    List<BigInteger> result = stage.party0().noted("result");
    script.scene("Reveal", "To compare: the product on the way back.").formula("{g} = {g_0} + {g_1}")
        .send(PARTY_0, PARTY_1, field.blind("g_0", "share of x e", stage.party0().sent("reveal")))
        .send(PARTY_1, PARTY_0, field.blind("g_1", "share of x e", stage.party1().sent("reveal")))
        .at(PUBLIC, field.clear("g", "x e", result, 2)).done();
    return result;
  }
}
