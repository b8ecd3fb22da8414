package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.PARTY_0;
import static org.moiety.experiments.transcript.Place.PARTY_1;
import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.material.Addresses;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.Secret;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Place;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;
import org.moiety.experiments.transcript.Value;

/// MACs: a party that changes what it sends is caught.
final class MacLesson implements Lesson {
  private static final String NONE = "none";
  private static final String RESULT = "result";
  private static final String INPUT = "input";
  private static final String CHECK = "check";
  /// Up to here all guesses and coefficients can be tried.
  private static final int MOST = 1024;
  private static final int MAX_DELTA = 1_000_000;

  @Override
  public String name() {
    return "mac";
  }

  @Override
  public String title() {
    return "Catch a cheater";
  }

  @Override
  public String intro() {
    return "So far both parties did as they were told. But party 1 could send another number than its share, and the result would be off by just what it likes. "
        + "Against that each secret x has a tag, its MAC: \u0394 \u00b7 x for a key \u0394 that nobody knows. Be the cheater: choose what party 1 changes, and by how much.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.number("x", "secret of party 0", "3.5", "3.5", -2000, 2000),
        Input.number("y", "secret of party 1", "-2", "-2", -2000, 2000),
        Input.choice("cheat",
            "what party 1 changes: its share of the result, what it tells about its input, a message of the check, or nothing",
            RESULT, INPUT, CHECK, NONE),
        Input.integer("delta", "by how much", 1, 1, -MAX_DELTA, MAX_DELTA),
        Input.integer("sessions", "sessions to count in, with a small prime", 300, 300, 0, 2000), Input.bits(1),
        Input.prime(97));
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    try (LessonField field = new LessonField(in.modulus(), in.integer("bits"))) {
      BigInteger delta = BigInteger.valueOf(in.integer("delta")).mod(field.p());
      if (delta.signum() == 0 && !in.text("cheat").equals(NONE)) {
        throw new UsageException("delta=" + in.text("delta") + " changes nothing modulo p, expected another number");
      }
      List<BigInteger> x = field.integers(field.encode("x", in.number("x")));
      List<BigInteger> y = field.integers(field.encode("y", in.number("y")));
      Stage stage = play(in, in.text("cheat"), delta, x, y, "session");
      Script script = new Script(in, out);
      key(script, field, stage);
      tags(script, in, field, stage, x, y);
      sum(script, field, stage);
      cheat(script, in, field, delta, stage);
      check(script, field, stage);
      odds(script, in, field, delta, stage, x, y);
      return end(in, field, stage, x, y);
    }
  }

  private static Stage play(Arguments in, String cheat, BigInteger delta, List<BigInteger> x, List<BigInteger> y,
      String seed) {
    return Stage.play(in.modulus(), Protocol.malicious(), in.seed(seed), pair -> switch (cheat) {
      case INPUT -> TamperedChannel.elements(pair, in.modulus(), 0, delta);
      case RESULT -> TamperedChannel.elements(pair, in.modulus(), 1, delta);
      case CHECK -> TamperedChannel.words(pair, 3);
      default -> pair;
    }, (role, recorder) -> {
      role.begin(1);
      role.enter("input x", Meter.Phase.INPUT);
      Secret left = role.input(0, 1, () -> LessonField.array(role.field(), x));
      role.enter("input y", Meter.Phase.INPUT);
      Secret right = role.input(1, 1, () -> LessonField.array(role.field(), y));
      Secret z = left.plus(right);
      recorder.note("z", role.exportShare(z));
      role.enter("reveal", Meter.Phase.REVEAL);
      recorder.note("result", z.reveal(Receiver.BOTH));
    });
  }

  private static BigInteger key(Stage stage, int party) {
    return stage.party(party).hasDrawn("reveal", "mac key")
        ? stage.party(party).drawn("reveal", "mac key").getFirst()
        : BigInteger.ZERO;
  }

  private static void key(Script script, LessonField field, Stage stage) {
    script.scene("A key that nobody knows",
        "Before all else the dealer gave each party a random number. Their sum is the key \u0394. No party knows it.")
        .remark("{Delta} = {Delta_0} + {Delta_1}")
        .shares(field, "Delta", "its part of the key", List.of(), List.of(key(stage, 0)), List.of(key(stage, 1)))
        .done();
  }

  /// What was told about both inputs, as a party has it.
  private static BigInteger told(LessonField field, Stage stage, int party) {
    return told(stage, 0, party).add(told(stage, 1, party)).mod(field.p());
  }

  /// What the owner told about its input, as a party has it.
  private static BigInteger told(Stage stage, int owner, int party) {
    String place = owner == 0 ? "input x" : "input y";
    return party == owner
        ? stage.party(party).sent(place).getFirst()
        : stage.party(party).first(place, Recorder.Act.RECEIVE, "").getFirst();
  }

  private static void tags(Script script, Arguments in, LessonField field, Stage stage, List<BigInteger> x,
      List<BigInteger> y) {
    Recorder zero = stage.party0();
    Recorder one = stage.party1();
    script.scene("Inputs with tags",
        "Party 0 takes a random number a off its x and tells the difference; party 1 does the same with y and b. "
            + "What they do not know of x is a, which the dealer knows, and so the tag of a is all that is missing for the tag of x.")
        .remark("{alpha} = {x} - {a},   {beta} = {y} - {b}")
        .remark("{Delta} \u00b7 {x} = {Delta} \u00b7 {a} + {Delta} \u00b7 {alpha}")
        .at(PARTY_0, field.clear("x", "its secret", x, 1),
            field.blind("a", "its mask", zero.drawn("input x", Addresses.INPUT)))
        .at(PARTY_1, field.clear("y", "its secret", y, 1),
            field.blind("b", "its mask", one.drawn("input y", Addresses.INPUT)))
        .send(PARTY_0, PARTY_1, field.blind("alpha", "x - a", zero.sent("input x")))
        .send(PARTY_1, PARTY_0, field.blind("beta", "y - b", zero.first("input y", Recorder.Act.RECEIVE, "")))
        .histogram(Repetitions.masked(in, field, "\u03b1", "x", in.number("x")))
        .insight(PUBLIC, "\u03b1 and \u03b2, of which each is as random as the mask that hides the secret.").done();
  }

  private static void sum(Script script, LessonField field, Stage stage) {
    script.scene("Compute, and keep track",
        "The parties add, as in lesson add. What was told adds up, too: the result is the sum of the masks, plus a number that everybody knows.")
        .remark("{u} = {alpha} + {beta},  as each party has it")
        .remark("{z} = {x} + {y} = {a} + {b} + {u}")
        .at(PARTY_0, field.blind("u(0)", "\u03b1 + \u03b2 as party 0 has it", List.of(told(field, stage, 0))))
        .at(PARTY_1, field.blind("u(1)", "\u03b1 + \u03b2 as party 1 has it", List.of(told(field, stage, 1))))
        .shares(field, "z", "share of the result", List.of(), stage.party0().noted("z"), stage.party1().noted("z"))
        .done();
  }

  private static void cheat(Script script, Arguments in, LessonField field, BigInteger delta, Stage stage) {
    String cheat = in.text("cheat");
    String what = switch (cheat) {
      case RESULT -> "Party 1 adds " + in.text("delta")
          + " to its share of the result. Party 0 cannot see that: one share looks as random as another.";
      case INPUT -> "Party 1 told party 0 another \u03b2 than it uses itself: larger by " + in.text("delta")
          + ". From then on their shares do not fit.";
      case CHECK -> "Party 1 sends the right share, and will change a message of the check below.";
      default -> "Nobody cheats: choose a cheat to see the difference.";
    };
    List<BigInteger> sent = stage.party1().sent("reveal");
    List<BigInteger> got = stage.party0().first("reveal", Recorder.Act.RECEIVE, "");
    Script.Scene scene = script.scene("Reveal, with a cheater", what + " Each adds up what it has.")
        .send(PARTY_0, PARTY_1, field.blind("z_0", "party 0's share", stage.party0().sent("reveal")))
        .send(PARTY_1, PARTY_0, field.blind(cheat.equals(RESULT) ? "t_1" : "z_1",
            cheat.equals(RESULT) ? "a changed share" : "party 1's share", got));
    List<BigInteger> seen = stage.add(stage.party0().noted("z"), got);
    scene.at(PARTY_0, field.clear("s(0)", "what party 0 takes for the result", seen, 1));
    scene.at(PARTY_1,
        field.clear("s(1)", "what party 1 takes for the result", stage.add(sent, stage.party0().sent("reveal")), 1));
    if (cheat.equals(RESULT)) {
      scene.at(PARTY_1, field.blind("d", "what it adds", List.of(delta)));
    }
    scene.insight(PARTY_0, "Has a number, and no reason to trust it yet.").done();
  }

  private static void check(Script script, LessonField field, Stage stage) {
    boolean weighed = stage.party0().hasDone("reveal", Recorder.Act.WEIGH);
    boolean compared = stage.party0().hasDone("reveal", Recorder.Act.CHECK);
    Script.Scene scene = script.scene("Check",
        "First comes a coin, for a factor w. The dealer gave each party one half of it beforehand, with tags, so that neither can tell another; nobody knew it while values were told and revealed, but for the dealer. (With many values to check, each gets a factor, and all are checked at once.) "
            + "The dealer, who knew w, has given both parties shares of the tag of w times the masks. Each computes its share of the tag of w times what is wrong. These are committed to, told, and must add up to zero. (The halves of the coin, and commitments, are not shown.)")
        .formula("{sigma_i} = {m_i} + {Delta_i} \u00b7 {w} \u00b7 ({u(i)} - {s(i)})")
        .remark("{m_0} + {m_1} = {Delta} \u00b7 {w} \u00b7 ({a} + {b})")
        .remark("{sigma_0} + {sigma_1} = 0  if and only if  {s} = {z},  but for luck");
    if (weighed) {
      scene.at(PUBLIC, field.blind("w", "the factor", stage.party0().first("reveal", Recorder.Act.WEIGH, "")));
    }
    for (int party = 0; party < 2 && weighed; party++) {
      scene.at(party == 0 ? PARTY_0 : PARTY_1, field.blind("m_" + party, "its share of the tag of the masks",
          stage.party(party).drawn("reveal", Addresses.MAC)));
    }
    if (compared) {
      for (int party = 0; party < 2; party++) {
        List<BigInteger> values = stage.party(party).first("reveal", Recorder.Act.CHECK, "");
        Value sigma = field.blind("sigma_" + party, "its part of the sum", values.subList(0, 1));
        scene.at(Place.party(party), sigma).send(Place.party(party), Place.party(1 - party), sigma);
      }
      scene.at(PUBLIC,
          field.blind("e", "both sums together", stage.party0().first("reveal", Recorder.Act.CHECK, "").subList(1, 2)));
    }
    scene.insight(PUBLIC, stage.caught()
        ? compared
            ? "The sum is not zero: somebody cheated. The session ends, the key and all prepared numbers are destroyed, and nobody uses the result."
            : "A commitment was not opened as it was made: somebody cheated. The session ends before the sums are compared."
        : "The sum is zero: the result is taken for right.").done();
  }

  /// The chances of a cheater, by formula, for all guesses, and in sessions.
  private static void odds(Script script, Arguments in, LessonField field, BigInteger delta, Stage stage,
      List<BigInteger> x, List<BigInteger> y) {
    BigInteger p = field.p();
    List<List<String>> rows = new ArrayList<>();
    boolean small = p.compareTo(BigInteger.valueOf(MOST)) <= 0;
    BigInteger d = delta.signum() == 0 ? BigInteger.ONE : delta;
    rows.add(List.of("guesses of party 0's part of the key that get a false share through", "1 of " + (small ? p : "p"),
        small ? guesses(field, d, key(stage, 0)) + " of " + p : "too many to try"));
    rows.add(List.of("pairs of random factors u, v whose product is zero, so that anything passes",
        small ? p.intValue() * 2 - 1 + " of " + p.pow(2) : "2p - 1 of p^2",
        small ? zeroFactors(field) + " of " + p.pow(2) : "too many to try"));
    int sessions = in.integer("sessions");
    if (small && sessions > 0) {
      double expected = sessions * (1 - StrictMath.pow(1 - 1 / p.doubleValue(), 3));
      int passed = 0;
      for (int i = 0; i < sessions; i++) {
        passed += play(in, RESULT, d, x, y, "odds " + i).caught() ? 0 : 1;
      }
      rows.add(List.of("sessions with a changed share that were not noticed",
          "about " + Numbers.text(Math.rint(expected * 10) / 10) + " of " + sessions, passed + " of " + sessions));
    }
    script.scene("The odds", "A changed share adds " + (delta.signum() == 0 ? "d" : in.text("delta"))
        + " times the key to the sum. To hide that, party 1 would have to change its sum by the change times w and party 0's part of the key, which it can only guess: one guess of p is right. "
        + "Moiety's factor is a product w = u v of two random numbers (that makes checks of matrices cheap), so it is zero for 2 of p coins, too. "
        + (small
            ? "With a prime as small as this a cheater gets through now and then: just count."
            : "With Moiety's prime that is 3 in 2^127: a cheater could try until the end of the world, but has one try a session, for it is then dead."))
        .grid(new Grid("Getting away with it", List.of("", "expected", "counted"), rows)).done();
  }

  /// For each guess g, whether w (g - Delta_0) d is zero, for a w that is not.
  private static long guesses(LessonField field, BigInteger delta, BigInteger key) {
    Field f = field.field();
    FieldArray all = field
        .array(LongStream.range(0, field.p().longValueExact()).mapToObj(BigInteger::valueOf).toList());
    FieldArray off = f.times(f.plus(all, f.element(key.negate())), f.element(delta));
    return field.integers(off).stream().filter(value -> value.signum() == 0).count();
  }

  private static long zeroFactors(LessonField field) {
    Field f = field.field();
    FieldArray all = field
        .array(LongStream.range(0, field.p().longValueExact()).mapToObj(BigInteger::valueOf).toList());
    long zero = 0;
    for (long u = 0; u < field.p().longValueExact(); u++) {
      zero += field.integers(f.times(all, f.element(u))).stream().filter(value -> value.signum() == 0).count();
    }
    return zero;
  }

  private static Result end(Arguments in, LessonField field, Stage stage, List<BigInteger> x, List<BigInteger> y) {
    List<BigInteger> plain = stage.add(x, y);
    boolean cheated = !in.text("cheat").equals(NONE);
    if (stage.caught()) {
      return new Result(cheated ? Result.Outcome.CAUGHT : Result.Outcome.DIFFERS,
          "The check failed, and the session ended without a result.", null,
          field.clear("z", "what it would have been", plain, 1));
    }
    List<BigInteger> result = stage.party0().noted("result");
    boolean equal = result.equals(plain);
    return new Result(equal ? Result.Outcome.AGREES : cheated ? Result.Outcome.UNNOTICED : Result.Outcome.DIFFERS,
        equal
            ? "The check passed, and the result is right."
            : "The check passed by luck, and party 0 took a wrong result: with a small prime that happens. Try another seed.",
        field.clear("z", "what party 0 has", result, 1), field.clear("z", "computed in the clear", plain, 1));
  }
}
