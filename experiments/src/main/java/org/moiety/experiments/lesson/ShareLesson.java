package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.PARTY_0;
import static org.moiety.experiments.transcript.Place.PARTY_1;
import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;
import org.moiety.experiments.transcript.Value;

/// A number, and an image, split in two and put together again.
final class ShareLesson implements Lesson {
  private static final int PIXEL_MAX = 255;

  @Override
  public String name() {
    return "share";
  }

  @Override
  public String title() {
    return "Split a secret in two";
  }

  @Override
  public String intro() {
    return "Party 0 has a number. It wants party 1 to hold a part of it, so that neither part says anything, and both together say all. "
        + "That is a secret sharing, and everything else is built on it.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.number("x", "the secret number", "3.5", "3.5", -2000, 2000),
        Input.image("image", "the secret image", 32, Picture.DIGITS), Input.bits(1), Input.prime(97));
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    try (LessonField field = new LessonField(in.modulus(), in.integer("bits"))) {
      Script script = new Script(in, out);
      double x = in.number("x");
      Splitting split = Splitting.of(field, field.encode("x", x), in.seed("share x"));
      encode(script, field, x, split);
      split(script, field, split);
      lookAtOneShare(script, in, field, x, split);
      List<BigInteger> sum = putTogether(script, in, field, split);
      image(script, in, field);
      boolean equal = sum.equals(split.secret());
      return new Result(equal ? Result.Outcome.AGREES : Result.Outcome.DIFFERS,
          "The shares add up to the encoded number, which stands for "
              + field.decode(sum.getFirst(), 1)
              + ". A lesson of its own, fixed-point, shows what encoding does to numbers.",
          field.clear("x", "the sum of the shares", sum, 1), field.clear("x", "the encoded number", split.secret(), 1));
    }
  }

  private static void encode(Script script, LessonField field, double x, Splitting split) {
    script.scene("Encode",
        "Shares are whole numbers from 0 to p - 1, and one computes with them modulo p: when a result is p or more, or negative, p is taken off or added. "
            + "So party 0 first makes its number a whole one: times 2^" + field.bits()
            + ", rounded. A negative number becomes p less its size.")
        .remark("{x} = round(" + Numbers.text(x) + " \u00b7 2^" + field.bits() + ") mod p")
        .at(PARTY_0, field.clear("x", "the secret, encoded", split.secret(), 1))
        .at(PUBLIC, field.blind("p", "the prime; everybody knows it", List.of(field.p()))).done();
  }

  private static void split(Script script, LessonField field, Splitting split) {
    script.scene("Split",
        "Party 0 draws a random number x\u2081 from 0 to p - 1, all equally likely, and sends it to party 1. It keeps the difference. "
            + "From now on it could forget x: the shares have it.")
        .formula("{x_0} = {x} - {x_1}")
        .at(PARTY_0, field.clear("x", "the secret, encoded", split.secret(), 1),
            field.blind("x_0", "party 0's share", split.share0()))
        .at(PARTY_1, field.blind("x_1", "party 1's share", split.share1()))
        .send(PARTY_0, PARTY_1, field.blind("x_1", "party 1's share", split.share1()))
        .insight(PARTY_1, "Sees x\u2081 only: a number that was drawn without looking at x.").done();
  }

  /// Which secrets fit a share, and how shares fall when the sharing is repeated.
  private static void lookAtOneShare(Script script, Arguments in, LessonField field, double x, Splitting split) {
    BigInteger share = split.share1().getFirst();
    List<List<String>> rows = new ArrayList<>();
    double limit = field.half().doubleValue() / StrictMath.pow(2, field.bits());
    for (double guess : new double[]{x, 0, 1, -1, 2}) {
      if (Math.abs(guess) <= limit && (rows.isEmpty() || guess != x)) {
        BigInteger other = field.integers(field.encode("guess", guess)).getFirst().subtract(share).mod(field.p());
        rows.add(List.of(Numbers.text(guess), Numbers.brief(other, field.p())));
      }
    }
    Map<String, List<BigInteger>> shares = new LinkedHashMap<>();
    double other = Repetitions.other(x);
    shares.put("party 1's share of " + Numbers.text(x), repeated(field, in, x, "repeat").share1());
    shares.put("party 0's share of " + Numbers.text(x), repeated(field, in, x, "repeat").share0());
    shares.put("party 0's share of " + Numbers.text(other), repeated(field, in, other, "repeat other").share0());
    script.scene("Look at one share",
        "Whatever the secret is, there is exactly one share of party 0 that fits the share that party 1 holds, and all of them are equally likely. So party 1 learns nothing, however long it computes. "
            + "Below, the sharing was repeated " + Numbers.count(Repetitions.COUNT)
            + " times: the shares fall everywhere alike, for this secret and for another.")
        .at(PARTY_1, field.blind("x_1", "party 1's share", split.share1()))
        .grid(
            new Grid("What party 1 cannot tell apart", List.of("if the secret were", "party 0's share would be"), rows))
        .histogram(Histograms.of("Where shares fall", field.p(), shares))
        .insight(PARTY_1, "Nothing about x: all secrets fit its share equally well.")
        .insight(PARTY_0, "It knew x. Its share alone, found by somebody else, says nothing either.").done();
  }

  private static Splitting repeated(LessonField field, Arguments in, double x, String purpose) {
    return Splitting.of(field, field.encode("x", Repetitions.of(x)), in.seed(purpose));
  }

  /// In a session: both hold shares, and reveal.
  private static List<BigInteger> putTogether(Script script, Arguments in, LessonField field, Splitting split) {
    Stage stage = reveal(in, split, "session");
    List<BigInteger> from0 = stage.party0().sent("reveal");
    List<BigInteger> from1 = stage.party1().sent("reveal");
    List<BigInteger> sum = stage.party0().noted("sum");
    script.scene("Put together", "Each party sends the other its share. Now both add: the random part cancels.")
        .formula("{x} = {x_0} + {x_1}")
        .at(PARTY_0, field.blind("x_0", "party 0's share", split.share0()))
        .at(PARTY_1, field.blind("x_1", "party 1's share", split.share1()))
        .send(PARTY_0, PARTY_1, field.blind("x_0", "party 0's share", from0))
        .send(PARTY_1, PARTY_0, field.blind("x_1", "party 1's share", from1))
        .at(PUBLIC, field.clear("x", "the secret again", sum, 1))
        .insight(PUBLIC, "Everybody who saw both shares knows x. Before this step nobody but its owner did.").done();
    return sum;
  }

  /// A session that does nothing but reveal.
  private static Stage reveal(Arguments in, Splitting split, String purpose) {
    return Stage.play(in.modulus(), Protocol.semiHonest(MaskPolicy.REUSE, TruncationMethod.MASKED), in.seed(purpose),
        (role, recorder) -> {
          role.begin(1);
          role.enter("reveal", Meter.Phase.REVEAL);
          recorder.note("sum", role.importShare(split.length(),
              () -> LessonField.array(role.field(), split.share(role.party()))).reveal(Receiver.BOTH));
        });
  }

  private static void image(Script script, Arguments in, LessonField field) {
    Picture picture = Picture.parse(Input.image("image", "", 32, Picture.DIGITS), in.text("image"));
    double[] brightness = picture.pixels().stream().mapToDouble(pixel -> (double) pixel / PIXEL_MAX).toArray();
    FieldArray encoded = field.encode("image", brightness);
    Splitting split = Splitting.of(field, encoded, in.seed("share image"));
    Value secret = field.image("m", "the image: a number from 0 to 1 a pixel", picture.shape(), split.secret(),
        picture.pixels(), 1);
    Value share0 = field.noise("m_0", "party 0's share", picture.shape(), split.share0());
    Value share1 = field.noise("m_1", "party 1's share", picture.shape(), split.share1());
    script.scene("The same with an image",
        "An image is " + picture.pixels().size()
            + " numbers, and each gets a random number of its own. Shown as brightness, both shares are noise.")
        .formula("{m_0} = {m} - {m_1}")
        .at(PARTY_0, secret, share0).at(PARTY_1, share1).send(PARTY_0, PARTY_1, share1)
        .insight(PARTY_1,
            "Sees noise. Not even where the image is dark: each pixel's share is as likely to be any number.")
        .done();
    List<BigInteger> sum = reveal(in, split, "image session").party0().noted("sum");
    List<Integer> pixels = sum.stream().map(element -> (int) Math.max(0, Math.min(PIXEL_MAX,
        Math.round(PIXEL_MAX * field.signed(element).doubleValue() / StrictMath.pow(2, field.bits()))))).toList();
    script.scene("And together again", "Pixel by pixel, the two noise images add up to the image."
        + (field.bits() < 8 ? " With so few fraction bits there are only few shades of grey." : ""))
        .formula("{m} = {m_0} + {m_1}")
        .send(PARTY_0, PARTY_1, share0).send(PARTY_1, PARTY_0, share1)
        .at(PUBLIC, field.image("m", "the image again", picture.shape(), sum, pixels, 1)).done();
  }
}
