package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.PARTY_0;
import static org.moiety.experiments.transcript.Place.PARTY_1;
import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.EncodingException;
import org.moiety.engine.fixed.HeadroomException;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Plot;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.layer.Pass;
import org.moiety.layers.layer.Polynomial;
import org.moiety.layers.layer.PolynomialActivation;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.tensor.PublicBackend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.tensor.Tensor;
import org.moiety.triples.dealer.ReplayedMasks;
import org.moiety.triples.dealer.SessionSeeds;

/// ReLU by a polynomial.
final class ReluLesson implements Lesson {
  private static final int MAX_DEGREE = 9;
  private static final int MOST_POINTS = 16;
  private static final int CURVE_POINTS = 81;
  private static final Protocol PROTOCOL = Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED);

  @Override
  public String name() {
    return "relu";
  }

  @Override
  public String title() {
    return "A polynomial in the place of ReLU";
  }

  @Override
  public String intro() {
    return "Neural networks need something that is not linear, most often ReLU: 0 for negative numbers, the number itself for others. Which one it is cannot be seen on shares: a share of -1 looks like a share of 1. "
        + "Sums and products are all there is, and from these one can build polynomials. So ReLU is replaced by the polynomial that is nearest to it on an interval.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(Input.integer("degree", "degree of the polynomial", 3, 2, 1, MAX_DEGREE),
        Input.number("interval", "fitted from minus this to this", "1", "1", 0.25, 16),
        Input.numbers("x", "numbers to compute it for", "-1,-0.5,0,0.5,1", "-1,-0.5,0,0.5,1", 64, MOST_POINTS),
        Input.integer("bits", "fraction bits of encoded numbers", 24, 3, 1, 30),
        Input.integer("room", "integer bits: all values must be below 2^room", 12, 2, 1, 20), Input.prime(1_000_003));
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    double radius = in.number("interval");
    Polynomial polynomial = Polynomial.relu(in.integer("degree"), radius);
    double[] x = in.numbers("x");
    Precision precision = new Precision(2, in.integer("bits"), in.integer("room"));
    try (LessonField field = new LessonField(in.modulus(), in.integer("bits"))) {
      Script script = new Script(in, out);
      fit(script, polynomial, radius);
      degrees(script, in, radius);
      Stage stage = play(in, precision, polynomial, x, "session");
      List<BigInteger> onShares = stage.party0().noted("z");
      shares(script, in, field, precision, polynomial, x, stage);
      compare(script, field, polynomial, radius, x, onShares);
      List<BigInteger> plain = replayed(in, field, precision, polynomial, x);
      return new Result(onShares.equals(plain) ? Result.Outcome.AGREES : Result.Outcome.DIFFERS,
          "What the shares give is what the same program gives in the clear with the same rounding, digit for digit. How near that is to ReLU is a matter of degree and interval.",
          field.clear("z", "the sum of the shares", List.of(x.length), onShares, 1),
          field.clear("z", "computed in the clear, rounded by the same masks", List.of(x.length), plain, 1));
    } catch (HeadroomException | EncodingException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
  }

  private static Tensor program(Backend backend, Polynomial polynomial, double[] x) {
    backend.begin(1);
    backend.enter("input", Meter.Phase.INPUT);
    Shape shape = Shape.of(1, x.length);
    Tensor input = backend.input(Backend.DATA_OWNER, "x", shape, () -> x);
    backend.enter("polynomial", Meter.Phase.FORWARD);
    Pass pass = new Pass(backend, new Parameters(), false, 0);
    Tensor z = new PolynomialActivation("relu", Shape.of(x.length), polynomial).forward(pass, input).output()
        .rescaled();
    backend.enter("reveal", Meter.Phase.REVEAL);
    return z;
  }

  private static Stage play(Arguments in, Precision precision, Polynomial polynomial, double[] x, String seed) {
    return Stage.play(in.modulus(), PROTOCOL, in.seed(seed),
        (role, recorder) -> {
          PrivateBackend backend = new PrivateBackend(role, precision);
          Backend.Revealed z = backend.revealEncoded(program(backend, polynomial, x), Receiver.BOTH);
          if (z != null) {
            recorder.note("z", Codec.fromBytes(role.field(), z.bytes()));
          }
        });
  }

  /// In the clear, with the masks that the session's truncations had.
  private static List<BigInteger> replayed(Arguments in, LessonField field, Precision precision, Polynomial polynomial,
      double[] x) {
    try (ReplayedMasks masks = ReplayedMasks.of(field.field(), PROTOCOL, SessionSeeds.of(in.seed("session")),
        dealer -> program(new PrivateBackend(dealer, precision), polynomial, x))) {
      PublicBackend backend = new PublicBackend(field.field(), precision, MaskPolicy.FUSED, masks);
      return field.integers(Codec.fromBytes(field.field(),
          backend.revealEncoded(program(backend, polynomial, x), Receiver.BOTH).bytes()));
    }
  }

  private static double relu(double x) {
    return Math.max(x, 0);
  }

  private static Plot.Curve curve(String name, DoubleUnaryOperator f, double radius) {
    List<Double> x = IntStream.range(0, CURVE_POINTS).mapToObj(i -> radius * (2.0 * i / (CURVE_POINTS - 1) - 1))
        .toList();
    return new Plot.Curve(name, x, x.stream().map(f::applyAsDouble).toList(), false);
  }

  private static void fit(Script script, Polynomial polynomial, double radius) {
    script.scene("Fit", "Among all polynomials of degree " + polynomial.degree()
        + " this is the one whose squared distance from ReLU, from " + Numbers.text(-radius) + " to "
        + Numbers.text(radius)
        + ", is least. Its coefficients are fractions that everybody knows. Outside the interval it goes its own way, so a network must keep its values inside.")
        .remark("P(x) = " + polynomial.toString().replace(" x", " {x}").replace("(x/", "({x}/"))
        .plot(new Plot("ReLU and its polynomial", "x", "",
            List.of(curve("ReLU", ReluLesson::relu, 1.25 * radius),
                curve("polynomial", polynomial::evaluate, 1.25 * radius))))
        .done();
  }

  private static void degrees(Script script, Arguments in, double radius) {
    List<List<String>> rows = new ArrayList<>();
    for (int degree = 1; degree <= MAX_DEGREE; degree++) {
      Polynomial polynomial = Polynomial.relu(degree, radius);
      double largest = 0;
      for (double x : curve("", ReluLesson::relu, radius).x()) {
        largest = Math.max(largest, Math.abs(polynomial.evaluate(x) - relu(x)));
      }
      double outside = Math.abs(polynomial.evaluate(2 * radius) - 2 * radius);
      rows.add(List.of(degree + (degree == in.integer("degree") ? " (chosen)" : ""),
          Numbers.text(Math.rint(largest * 1e4) / 1e4), Numbers.text(Math.rint(outside * 1e4) / 1e4)));
    }
    script.scene("Which degree",
        "A higher degree is nearer on the interval and worse outside. Odd powers above the first do nothing, for ReLU is x/2 plus an even function. On shares each power costs a product.")
        .grid(new Grid("Distance from ReLU", List.of("degree", "largest on the interval", "at twice its end"), rows))
        .done();
  }

  private static void shares(Script script, Arguments in, LessonField field, Precision precision,
      Polynomial polynomial, double[] x, Stage stage) {
    List<Integer> shape = List.of(x.length);
    List<BigInteger> encoded = field.integers(field.encode("x", x));
    List<List<BigInteger>> opened = stage.party0().all("polynomial", Recorder.Act.OPEN, "");
    Script.Scene scene = script.scene("On shares",
        "Party 0 has the numbers and tells them masked, each less a random number. Then come powers of x, each a product (lesson multiply) and, but for the last, a truncation (lesson truncate); coefficients are public factors (lesson add). "
            + "At the end one truncation brings the sum back to size. Each party sent "
            + stage.party0().sentCount("polynomial") + " numbers for " + x.length + " values.")
        .at(PARTY_0, field.clear("x", "its numbers, encoded", shape, encoded, 1))
        .send(PARTY_0, PARTY_1, field.blind("alpha", "x, masked", shape, stage.party0().sent("input")));
    for (int i = 0; i < opened.size(); i++) {
      List<BigInteger> both = opened.get(i);
      int length = both.size() / 2;
      scene.at(PUBLIC, field.blind("c(" + (i + 1) + ")", "masked by a truncation", List.of(length),
          stage.add(both.subList(0, length), both.subList(length, both.size()))));
    }
    Map<String, List<BigInteger>> told = new LinkedHashMap<>();
    told.put("for your numbers", allOpened(play(in, precision, polynomial, Repetitions.of(x), "repeat")));
    told.put("for zeros",
        allOpened(play(in, precision, polynomial, Repetitions.of(new double[x.length]), "repeat zeros")));
    scene.histogram(Histograms.of("Where the opened numbers fall, over many runs", field.p(), told))
        .insight(PARTY_1,
            "The degree, the coefficients and how many numbers there are. What it saw of the numbers is random.")
        .done();
  }

  private static List<BigInteger> allOpened(Stage stage) {
    List<BigInteger> all = new ArrayList<>();
    for (List<BigInteger> both : stage.party0().all("polynomial", Recorder.Act.OPEN, "")) {
      int length = both.size() / 2;
      all.addAll(stage.add(both.subList(0, length), both.subList(length, both.size())));
    }
    return all;
  }

  private static void compare(Script script, LessonField field, Polynomial polynomial, double radius, double[] x,
      List<BigInteger> onShares) {
    List<List<String>> rows = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int i = 0; i < x.length; i++) {
      String decoded = field.decode(onShares.get(i), 1);
      y.add(field.signed(onShares.get(i)).doubleValue() / StrictMath.pow(2, field.bits()));
      rows.add(List.of(Numbers.text(x[i]), decoded, Numbers.text(polynomial.evaluate(x[i])),
          Numbers.text(relu(x[i]))));
    }
    double widest = Math.max(radius, Arrays.stream(x).map(Math::abs).max().orElse(radius));
    script.scene("Compare", "Shares and polynomial differ by rounding only; polynomial and ReLU by the fit.")
        .at(PUBLIC, field.clear("z", "revealed", List.of(x.length), onShares, 1))
        .grid(new Grid("Values", List.of("x", "on shares", "polynomial", "ReLU"), rows))
        .plot(new Plot("Values on shares", "x", "",
            List.of(curve("ReLU", ReluLesson::relu, widest), curve("polynomial", polynomial::evaluate, widest),
                new Plot.Curve("on shares", Arrays.stream(x).boxed().toList(), y, true))))
        .done();
  }
}
