package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.DEALER;
import static org.moiety.experiments.transcript.Place.PARTY_0;
import static org.moiety.experiments.transcript.Place.PARTY_1;
import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigInteger;
import java.util.List;
import java.util.function.Consumer;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.map.ElementwiseProduct;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Secret;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;

/// A product with a triple.
final class MultiplyLesson implements Lesson {
  private static final String TRIPLE = "triple";
  private static final String ONE_PRODUCT = "one-product";

  @Override
  public String name() {
    return "multiply";
  }

  @Override
  public String title() {
    return "Multiply with a triple";
  }

  @Override
  public String intro() {
    return "The product of two sums has terms such as x\u2080 \u00b7 y\u2081, and of these each factor is at another party. Beaver's way (1991): a dealer prepares a product of two random numbers, "
        + "and the parties bend it into the product they want, by telling each other two numbers that say nothing.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.number("x", "first secret", "3.5", "3.5", -2000, 2000),
        Input.number("y", "second secret", "-2", "-2", -2000, 2000),
        Input.choice("method", "triple: as in textbooks; one-product: each party multiplies once, as Moiety does",
            TRIPLE,
            ONE_PRODUCT),
        Input.bits(1), Input.prime(97));
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    try (LessonField field = new LessonField(in.modulus(), in.integer("bits"))) {
      boolean triple = in.text("method").equals(TRIPLE);
      Splitting x = Splitting.of(field, field.encode("x", in.number("x")), in.seed("share x"));
      Splitting y = Splitting.of(field, field.encode("y", in.number("y")), in.seed("share y"));
      Stage stage = play(in, triple, x, y, "session");
      Script script = new Script(in, out);
      begin(script, field, x, y);
      deal(script, field, stage, triple);
      mask(script, field, stage, x, y);
      product(script, field, stage, triple);
      whyItIsRight(script, field, stage, triple);
      nothing(script, in, field);
      return reveal(script, field, stage, x, y);
    }
  }

  private static Stage play(Arguments in, boolean triple, Splitting x, Splitting y, String seed) {
    Protocol protocol = Protocol.semiHonest(triple ? MaskPolicy.REUSE : MaskPolicy.FUSED, TruncationMethod.MASKED);
    return Stage.play(in.modulus(), protocol, in.seed(seed), (role, recorder) -> {
      role.begin(1);
      Secret left = role.importShare(x.length(), () -> LessonField.array(role.field(), x.share(role.party())));
      Secret right = role.importShare(y.length(), () -> LessonField.array(role.field(), y.share(role.party())));
      role.enter("mask x", Meter.Phase.FORWARD);
      left.masked();
      role.enter("mask y", Meter.Phase.FORWARD);
      right.masked();
      role.enter("multiply", Meter.Phase.FORWARD);
      Secret product = left.product(new ElementwiseProduct(x.length()), right);
      recorder.note("z", role.exportShare(product));
      role.enter("reveal", Meter.Phase.REVEAL);
      recorder.note("result", product.reveal(Receiver.BOTH));
    });
  }

  private static void begin(Script script, LessonField field, Splitting x, Splitting y) {
    script.scene("Shares to begin with", "Each party holds a share of x and a share of y. Neither knows x or y.")
        .remark("{x} = {x_0} + {x_1},   {y} = {y_0} + {y_1}")
        .remark("{x} \u00b7 {y} = {x_0}{y_0} + {x_0}{y_1} + {x_1}{y_0} + {x_1}{y_1}")
        .at(PARTY_0, field.blind("x_0", "share of x", x.share0()), field.blind("y_0", "share of y", y.share0()))
        .at(PARTY_1, field.blind("x_1", "share of x", x.share1()), field.blind("y_1", "share of y", y.share1()))
        .insight(PARTY_0,
            "Can compute x\u2080 \u00b7 y\u2080, but not x\u2080 \u00b7 y\u2081: that takes a number of the other party.")
        .done();
  }

  private static void deal(Script script, LessonField field, Stage stage, boolean triple) {
    List<BigInteger> a = stage.drawn("mask x", Addresses.MASK);
    List<BigInteger> b = stage.drawn("mask y", Addresses.MASK);
    List<BigInteger> c = stage.drawn("multiply", Addresses.PRODUCT);
    String third = triple ? "c" : "d";
    Script.Scene scene = script.scene("The dealer's gift",
        "A dealer, who sees nothing of x and y, draws two random numbers a and b, computes "
            + (triple ? "their product c" : "the number d below from them")
            + ", and gives each party a share of all three. It could have done that yesterday.");
    if (triple) {
      scene.formula("{c} = {a} \u00b7 {b}");
    } else {
      scene.formula("{d} = -({a_0} - {a_1}) \u00b7 ({b_0} - {b_1})");
    }
    for (int party = 0; party < 2; party++) {
      Recorder of = stage.party(party);
      scene.at(party == 0 ? PARTY_0 : PARTY_1,
          field.blind("a_" + party, "share of a", of.drawn("mask x", Addresses.MASK)),
          field.blind("b_" + party, "share of b", of.drawn("mask y", Addresses.MASK)),
          field.blind(third + "_" + party, "share of " + third, of.drawn("multiply", Addresses.PRODUCT)));
    }
    scene.at(DEALER, field.blind("a", "a random number", a), field.blind("b", "a random number", b),
        field.blind(third, triple ? "their product" : "what makes the product right", c))
        .insight(PARTY_0, "Its shares are random numbers; a, b and " + third + " are unknown to it.")
        .insight(DEALER,
            "Knows a and b, but never hears what they are used for. Both parties must trust it not to talk to the other one.")
        .done();
  }

  private static void mask(Script script, LessonField field, Stage stage, Splitting x, Splitting y) {
    Script.Scene scene = script.scene("Mask, and tell",
        "Each party takes its shares of a and b off its shares of x and y, and sends the two differences to the other. Added up they are \u03b1 = x - a and \u03b2 = y - b, which both know now.")
        .formula("{alpha_i} = {x_i} - {a_i}").formula("{beta_i} = {y_i} - {b_i}")
        .formula("{alpha} = {alpha_0} + {alpha_1}").formula("{beta} = {beta_0} + {beta_1}");
    for (int party = 0; party < 2; party++) {
      Recorder of = stage.party(party);
      scene.at(party == 0 ? PARTY_0 : PARTY_1, field.blind("x_" + party, "share of x", x.share(party)),
          field.blind("a_" + party, "share of a", of.drawn("mask x", Addresses.MASK)),
          field.blind("y_" + party, "share of y", y.share(party)),
          field.blind("b_" + party, "share of b", of.drawn("mask y", Addresses.MASK)));
    }
    scene.send(PARTY_0, PARTY_1, field.blind("alpha_0", "x\u2080 - a\u2080", stage.party0().sent("mask x")))
        .send(PARTY_1, PARTY_0, field.blind("alpha_1", "x\u2081 - a\u2081", stage.party1().sent("mask x")))
        .send(PARTY_0, PARTY_1, field.blind("beta_0", "y\u2080 - b\u2080", stage.party0().sent("mask y")))
        .send(PARTY_1, PARTY_0, field.blind("beta_1", "y\u2081 - b\u2081", stage.party1().sent("mask y")))
        .at(PUBLIC, field.blind("alpha", "x - a", stage.opened("mask x")),
            field.blind("beta", "y - b", stage.opened("mask y")))
        .insight(PUBLIC,
            "\u03b1 and \u03b2. As nobody here knows a, \u03b1 says as much about x as a random number does: nothing. Further on there is a picture of it.")
        .done();
  }

  private static void product(Script script, LessonField field, Stage stage, boolean triple) {
    String third = triple ? "c" : "d";
    Script.Scene scene = script.scene("Compute a share of the product",
        triple
            ? "From its shares of the triple and the two public numbers each party computes its share of the product. The last term is added once in all: each adds half of it."
            : "Each party makes shares of x and y out of its shares of the masks and half of the public numbers, multiplies them once, doubles, and adds its share of d.");
    scene.formula(triple
        ? "{z_i} = {c_i} + {alpha} \u00b7 {b_i} + {a_i} \u00b7 {beta} + {alpha} \u00b7 {beta}/2"
        : "{z_i} = 2 \u00b7 ({a_i} + {alpha}/2) \u00b7 ({b_i} + {beta}/2) + {d_i}");
    for (int party = 0; party < 2; party++) {
      Recorder of = stage.party(party);
      scene.at(party == 0 ? PARTY_0 : PARTY_1,
          field.blind("a_" + party, "share of a", of.drawn("mask x", Addresses.MASK)),
          field.blind("b_" + party, "share of b", of.drawn("mask y", Addresses.MASK)),
          field.blind(third + "_" + party, "share of " + third, of.drawn("multiply", Addresses.PRODUCT)),
          field.blind("z_" + party, "share of the product", of.noted("z")));
    }
    scene.at(PUBLIC, field.blind("alpha", "x - a", stage.opened("mask x")),
        field.blind("beta", "y - b", stage.opened("mask y"))).insight(PUBLIC, "Nothing was sent.").done();
  }

  private static void whyItIsRight(Script script, LessonField field, Stage stage, boolean triple) {
    Script.Scene scene = script.scene("Why that is the product",
        triple
            ? "Put x = a + \u03b1 and y = b + \u03b2 and multiply out: four terms, and the shares have each of them once."
            : "Write x\u2080 = a\u2080 + \u03b1/2 and so on. The products of shares at different parties are what d, made before, makes up for.");
    if (triple) {
      scene.remark(
          "{x} \u00b7 {y} = ({a} + {alpha}) \u00b7 ({b} + {beta}) = {c} + {alpha}{b} + {a}{beta} + {alpha}{beta}");
    } else {
      scene.remark(
          "{x}{y} = 2{x_0}{y_0} + 2{x_1}{y_1} - ({x_0} - {x_1})({y_0} - {y_1}),   and   {x_0} - {x_1} = {a_0} - {a_1}");
    }
    scene.formula("{z} = {z_0} + {z_1}")
        .at(PARTY_0, field.blind("z_0", "share of the product", stage.party0().noted("z")))
        .at(PARTY_1, field.blind("z_1", "share of the product", stage.party1().noted("z"))).done();
  }

  /// What is opened, for two secrets, many times.
  private static void nothing(Script script, Arguments in, LessonField field) {
    script.scene("Why the opened numbers say nothing",
        "The same x, masked " + Numbers.count(Repetitions.COUNT)
            + " times with a new mask each time, for your x and for another one. Whoever sees \u03b1 sees a number that falls everywhere alike, whatever x is. "
            + "That holds as long as a is used for this x only: see lesson reuse.")
        .remark("{alpha} = {x} - {a}")
        .histogram(Repetitions.masked(in, field, "\u03b1", "x", in.number("x")))
        .insight(PUBLIC, "For each x there is exactly one a that gives this \u03b1, and all a are equally likely.")
        .done();
  }

  private static Result reveal(Script script, LessonField field, Stage stage, Splitting x, Splitting y) {
    List<BigInteger> result = stage.party0().noted("result");
    script.scene("Reveal",
        "If the product is what they want to know, the parties exchange their shares of it. Usually they go on computing with the shares instead. "
            + "Both factors were multiplied by 2^" + field.bits()
            + ", so the product carries that twice: lesson truncate brings it back.")
        .formula("{z} = {z_0} + {z_1}")
        .send(PARTY_0, PARTY_1, field.blind("z_0", "share of the product", stage.party0().sent("reveal")))
        .send(PARTY_1, PARTY_0, field.blind("z_1", "share of the product", stage.party1().sent("reveal")))
        .at(PUBLIC, field.clear("z", "the product", result, 2))
        .insight(PUBLIC, "The product, and nothing else: other factors with the same product give the same picture.")
        .done();
    BigInteger exact = field.signed(x.secret().getFirst()).multiply(field.signed(y.secret().getFirst()));
    boolean equal = result.getFirst().equals(exact.mod(field.p()));
    boolean wrapped = !field.signed(result.getFirst()).equals(exact);
    return new Result(equal ? Result.Outcome.AGREES : Result.Outcome.DIFFERS,
        wrapped
            ? "The shares add up to the product modulo p; but the true product is too large for this p and wrapped around. A larger p, or fewer fraction bits, has room."
            : "The shares add up to the product: " + field.decode(result.getFirst(), 2) + ".",
        field.clear("z", "the sum of the shares", result, 2),
        field.clear("z", "computed in the clear, modulo p", List.of(exact.mod(field.p())), 2));
  }
}
