package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.PARTY_0;
import static org.moiety.experiments.transcript.Place.PARTY_1;
import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.moiety.engine.field.Field;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Observer;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.transcript.Grid;
import org.moiety.experiments.transcript.Plot;
import org.moiety.experiments.transcript.Result;
import org.moiety.experiments.transcript.Step;
import org.moiety.experiments.transcript.Value;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.data.Strokes;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.LayerSpec.DenseSpec;
import org.moiety.layers.model.LayerSpec.FlattenSpec;
import org.moiety.layers.model.LayerSpec.ReluSpec;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.tensor.PublicBackend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.train.Trainer;
import org.moiety.layers.train.TrainingListener;
import org.moiety.layers.train.TrainingOptions;
import org.moiety.layers.train.TrainingResult;
import org.moiety.triples.dealer.Bystanders;
import org.moiety.triples.dealer.EmbeddedSession;
import org.moiety.triples.dealer.ReplayedMasks;
import org.moiety.triples.dealer.SessionSeeds;

/// A small network learns digits, live.
final class TrainLesson implements Lesson {
  private static final int STEPS = 8;
  private static final int TEST_IMAGES = 200;
  private static final int THREADS = 2;
  private static final int SHOWN_WEIGHTS = 8;

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String title() {
    return "Train a network";
  }

  @Override
  public String intro() {
    return "All of it together. Party 0 has images of digits and their labels, party 1 a network with random weights. They train it, and neither sees what the other brought: "
        + "images and weights are shared, products and truncations are those of the lessons before. Two things are told on purpose: the network's outputs, to party 0, who compares them with its labels; and the trained weights, to both.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(
        Input.choice("network", "dense: 784-32-10; shallow: a convolution and a dense layer", "dense", "shallow"),
        Input.integer("iterations", "how many steps", 40, 40, 1, 80),
        Input.integer("batch", "images a step", 16, 16, 1, 32),
        Input.number("rate", "learning rate", "0.1", "0.1", 0.001, 1),
        Input.choice("security", "against whom", "semi-honest", "malicious"));
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    Script script = new Script(in, out);
    Setting setting = Setting.of(in);
    try (LessonField field = new LessonField(Modulus.MOIETY, Precision.DEFAULT.digits())) {
      begin(script, in, field, setting);
      Watch zero = new Watch();
      Watch one = new Watch();
      Telling telling = new Telling(script, in, field, zero, one);
      TrainingResult trained = new EmbeddedSession(Modulus.MOIETY, setting.protocol(), setting.session(), THREADS, null,
          new Bystanders(zero, one, Observer.NONE))
          .run(role -> setting.train(new PrivateBackend(role, Precision.DEFAULT), telling)).party0();
      telling.rest();
      seen(script, zero, one);
      TrainingResult plain = setting.replay();
      return end(field, trained, plain);
    }
  }

  /// What is trained on what.
  private record Setting(ModelSpec spec, Protocol protocol, Seed session, Seed weights, LabelledImages train,
      LabelledImages test,
      TrainingOptions options) {
    static Setting of(Arguments in) {
      ModelSpec spec = in.text("network").equals("shallow")
          ? ModelSpec.shallow()
          : new ModelSpec("dense", Shape.of(1, Strokes.SIZE, Strokes.SIZE),
              List.of(new FlattenSpec(), new DenseSpec(32, true), new ReluSpec(3, 1), new DenseSpec(10, true)));
      Protocol protocol = in.text("security").equals("malicious")
          ? Protocol.malicious()
          : Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED);
      try (Workers workers = new Workers(1)) {
        return new Setting(spec, protocol, in.seed("session"), in.seed("weights"),
            Strokes.train(Strokes.DEFAULT_SEED, in.integer("iterations") * in.integer("batch"), workers),
            Strokes.test(Strokes.DEFAULT_SEED, TEST_IMAGES, workers),
            new TrainingOptions(1, in.integer("batch"), new BigDecimal(in.text("rate")), in.number()));
      }
    }

    TrainingResult train(Backend backend, TrainingListener listener) {
      Model model = Model.build(spec, Activation.RELU_APPROX, backend.mergesPooling());
      return new Trainer(model, backend, options.batchSize(), listener).train(train, test, options, weights);
    }

    /// In the clear, with the masks of the session's truncations.
    TrainingResult replay() {
      try (Workers workers = new Workers(THREADS)) {
        Field field = new Field(KernelProvider.field(Modulus.MOIETY), workers);
        return train(
            new PublicBackend(field, Precision.DEFAULT, protocol.masks(),
                new ReplayedMasks(field, SessionSeeds.of(session))),
            TrainingListener.NONE);
      }
    }
  }

  private static void begin(Script script, Arguments in, LessonField field, Setting setting) {
    byte[] pixels = new byte[Strokes.SIZE * Strokes.SIZE];
    setting.train().pixels(0, pixels, 0);
    Picture picture = Picture.of(Strokes.SIZE, Strokes.SIZE, pixels);
    double[] brightness = picture.pixels().stream().mapToDouble(pixel -> pixel / 255.0).toArray();
    List<BigInteger> encoded = field.integers(field.encode("image", brightness));
    script.scene("Who has what", "Party 0 has " + setting.train().count()
        + " images with labels; one of them is shown. Party 1 has the weights to begin with. Both know the network's shape, the learning rate and the number of steps.")
        .at(PARTY_0, field.image("m", "one of its images", picture.shape(), encoded, picture.pixels(), 1)).done();
  }

  /// Tells of some steps while the training goes on.
  private static final class Telling implements TrainingListener {
    private final Script script;
    private final LessonField field;
    private final Watch zero;
    private final Watch one;
    private final int every;
    private final List<Double> numbers = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> accuracies = new ArrayList<>();
    private double testAccuracy = Double.NaN;

    Telling(Script script, Arguments in, LessonField field, Watch zero, Watch one) {
      this.script = script;
      this.field = field;
      this.zero = zero;
      this.one = one;
      every = Math.ceilDiv(in.integer("iterations"), STEPS);
    }

    @Override
    public void iteration(Iteration report) {
      numbers.add((double) report.iteration());
      losses.add(report.loss());
      accuracies.add(100 * report.accuracy());
      if (report.iteration() % every == 0 || report.iteration() == report.iterations()) {
        tell(report.iteration());
      }
    }

    private void tell(int iteration) {
      double loss = losses.getLast();
      Script.Scene scene = script.scene("Step " + iteration,
          "Loss " + Numbers.text(Math.rint(loss * 1e4) / 1e4) + ", accuracy on these images "
              + Numbers.text(Math.rint(10 * accuracies.getLast()) / 10)
              + " %: party 0 knows that, from the outputs that were revealed to it. Party 0 has sent "
              + Numbers.count(zero.bytes()) + " bytes, party 1 " + Numbers.count(one.bytes()) + ".");
      scene.send(PARTY_0, PARTY_1, field.blind("f_" + iteration, "first numbers of a message", zero.latest()));
      scene.send(PARTY_1, PARTY_0, field.blind("h_" + iteration, "first numbers of a message", one.latest()));
      if (iteration == every) {
        List<BigInteger> masked = zero.firstImage();
        scene.at(PARTY_1, field.noise("n", "the first image of the batch as party 1 got it: masked",
            List.of(Strokes.SIZE, Strokes.SIZE), masked));
      }
      scene.plot(new Plot("Learning", "step", "", List.of(new Plot.Curve("loss", numbers, losses, false)))).done();
    }

    @Override
    public void epoch(Epoch report) {
      testAccuracy = report.testAccuracy();
    }

    void rest() {
      script.scene("Trained", "After " + numbers.size() + " steps the network gets "
          + Numbers.text(Math.rint(1000 * testAccuracy) / 10) + " % of " + TEST_IMAGES
          + " new images right (guessing gets 10 %); they were tested on shares, too. A longer training: moiety train.")
          .plot(new Plot("Loss", "step", "", List.of(new Plot.Curve("loss", numbers, losses, false))))
          .plot(new Plot("Accuracy on each batch, in percent", "step", "",
              List.of(new Plot.Curve("accuracy", numbers, accuracies, false))))
          .done();
    }
  }

  private static void seen(Script script, Watch zero, Watch one) {
    Map<String, List<BigInteger>> series = new LinkedHashMap<>();
    int size = Math.min(zero.sample().size(), one.sample().size());
    series.put("seen by party 0", zero.sample().subList(0, size));
    series.put("seen by party 1", one.sample().subList(0, size));
    script.scene("What each party saw",
        "Of each message some numbers were kept. Those that party 0 got came from weights, those that party 1 got from images and labels: nothing of that shows. "
            + "(Left out is what is told on purpose: outputs and final weights.)")
        .grid(new Grid("Traffic", List.of("", "numbers", "bytes"), List.of(
            List.of("party 0 to party 1", Numbers.count(zero.values()), Numbers.count(zero.bytes())),
            List.of("party 1 to party 0", Numbers.count(one.values()), Numbers.count(one.bytes())))))
        .histogram(Histograms.of("Where numbers fall that a party received", Modulus.MOIETY.value(), series))
        .insight(PUBLIC,
            "Sizes: of the network, of the batches, how many steps. Not the images, not the labels, not the weights before they are revealed.")
        .done();
  }

  private static Result end(LessonField field, TrainingResult trained, TrainingResult plain) {
    boolean equal = true;
    for (Map.Entry<String, Backend.Revealed> weights : Watch.weights(trained).entrySet()) {
      equal &= Arrays.equals(weights.getValue().bytes(), Watch.weights(plain).get(weights.getKey()).bytes());
    }
    return new Result(equal ? Result.Outcome.AGREES : Result.Outcome.DIFFERS,
        "The same training in the clear, with the same rounding, gives "
            + (equal ? "the same weights, all digits of all of them." : "other weights."),
        weights(field, trained, "some trained weights, revealed"),
        weights(field, plain, "the same, trained in the clear"));
  }

  private static Value weights(LessonField field, TrainingResult result, String label) {
    Backend.Revealed first = Watch.weights(result).values().iterator().next();
    List<BigInteger> all = field.integers(Codec.fromBytes(field.field(), first.bytes()));
    int middle = all.size() / 2;
    List<BigInteger> some = all.subList(middle, Math.min(all.size(), middle + SHOWN_WEIGHTS));
    return field.clear("W", label, List.of(some.size()), some, 1);
  }
}
