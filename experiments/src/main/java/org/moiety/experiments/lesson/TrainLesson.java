package org.moiety.experiments.lesson;

import static org.moiety.experiments.transcript.Place.PARTY_0;
import static org.moiety.experiments.transcript.Place.PARTY_1;
import static org.moiety.experiments.transcript.Place.PUBLIC;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
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
import org.moiety.engine.random.PublicRandom;
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
    return "All of it together, live. Party 0 has images of digits and their labels, party 1 a network with random weights. They train it, and neither sees what the other brought: "
        + "images and weights are shared, products and truncations are those of the lessons before. Two things are told on purpose: the network's outputs, to party 0, who compares them with its labels; and the trained weights, to both.";
  }

  @Override
  public List<Input> inputs() {
    return List.of(
        Input.choice("network", "dense: 784-32-10; shallow: a convolution and a dense layer", "dense", "shallow"),
        Input.integer("iterations", "how many steps", 40, 40, 1, 80),
        Input.integer("batch", "images a step", 16, 16, 1, 32),
        Input.number("rate", "learning rate", "0.1", "0.1", 0.001, 1),
        Input.choice("security",
            "against whom: malicious parties, who may send what they like, or semi-honest ones, who do not",
            "malicious", "semi-honest"));
  }

  @Override
  public Result run(Arguments in, Consumer<Step> out) {
    Script script = new Script(in, out);
    Setting setting = Setting.of(in);
    try (LessonField field = new LessonField(Modulus.MOIETY, Precision.DEFAULT.digits())) {
      Watch zero = new Watch();
      Watch one = new Watch();
      Telling telling = new Telling(script, setting, field, zero, one);
      TrainingResult trained = new EmbeddedSession(Modulus.MOIETY, setting.protocol(), setting.session(), THREADS, null,
          new Bystanders(zero, one, Observer.NONE))
          .run(role -> setting.train(new PrivateBackend(role, Precision.DEFAULT), telling)).party0();
      telling.trained();
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

    /// The first of the first batch.
    int firstExample() {
      return new PublicRandom(options.seed()).permutation(train.count())[0];
    }

    TrainingResult train(Backend backend, TrainingListener listener) {
      Model model = Model.build(spec, Activation.RELU_APPROX, backend.mergesPooling());
      return new Trainer(model, backend, options.batchSize(), listener).train(train, test, options, weights);
    }

    /// In the clear, with the masks of the session's truncations.
    TrainingResult replay() {
      try (Workers workers = new Workers(THREADS)) {
        Field field = Field.moiety(workers);
        try (ReplayedMasks masks = ReplayedMasks.of(field, protocol, SessionSeeds.of(session),
            dealer -> train(new PrivateBackend(dealer, Precision.DEFAULT), TrainingListener.NONE))) {
          return train(new PublicBackend(field, Precision.DEFAULT, protocol.masks(), masks), TrainingListener.NONE);
        }
      }
    }
  }

  /// Tells how the training goes while it does.
  private static final class Telling implements TrainingListener {
    private final Script script;
    private final Setting setting;
    private final LessonField field;
    private final Watch zero;
    private final Watch one;
    private final Value image;
    private final List<Double> numbers = new ArrayList<>();
    private final List<Double> losses = new ArrayList<>();
    private final List<Double> accuracies = new ArrayList<>();
    private double testAccuracy = Double.NaN;

    Telling(Script script, Setting setting, LessonField field, Watch zero, Watch one) {
      this.script = script;
      this.setting = setting;
      this.field = field;
      this.zero = zero;
      this.one = one;
      image = image(field, setting.train(), setting.firstExample());
    }

    private static Value image(LessonField field, LabelledImages images, int example) {
      byte[] pixels = new byte[Strokes.SIZE * Strokes.SIZE];
      images.pixels(example, pixels, 0);
      Picture picture = Picture.of(Strokes.SIZE, Strokes.SIZE, pixels);
      double[] brightness = picture.pixels().stream().mapToDouble(pixel -> pixel / 255.0).toArray();
      return field.image("m", "the first image it puts in; its label is " + images.label(example), picture.shape(),
          field.integers(field.encode("image", brightness)), picture.pixels(), 1);
    }

    @Override
    public void iteration(Iteration report) {
      numbers.add((double) report.iteration());
      losses.add(report.loss());
      accuracies.add(100 * report.accuracy());
      Script.Scene scene = scene(report);
      if (report.iteration() < report.iterations()) {
        scene.goesOn("step " + report.iteration() + " of " + report.iterations() + ": loss " + loss(losses.getLast())
            + ", accuracy " + percent(accuracies.getLast()) + ", " + Numbers.count(zero.valueBytes() + one.valueBytes())
            + " bytes sent");
      } else {
        scene.done();
      }
    }

    private Script.Scene scene(Iteration report) {
      String number = "(" + report.iteration() + ")";
      List<Integer> shape = image.shape();
      return script.scene("Train",
          "Each step takes " + setting.options().batchSize()
              + " images through the network and back, and changes the weights a little. Party 0 sends each image once, less random numbers of its own; from then on both go on with shares. "
              + "Loss and accuracy follow from the outputs, so party 0 knows them, and nobody else.")
          .formula("{n} = {m} - {a}")
          .at(PARTY_0, image, field.noise("a", "random numbers that hide it", shape, zero.firstMask()),
              field.clear("o" + number,
                  "the outputs for the first image of the latest step, revealed to it: one for each digit",
                  List.of(zero.outputs().size()), zero.outputs(), 2))
          .send(PARTY_0, PARTY_1, field.noise("n", "the first image as it is sent", shape, zero.firstImage()))
          .send(PARTY_0, PARTY_1, field.blind("f" + number, "of its latest message", zero.latest()))
          .send(PARTY_1, PARTY_0, field.blind("h" + number, "of its latest message", one.latest()))
          .grid(new Grid("So far", List.of("", "step 1", "step " + report.iteration()),
              List.of(List.of("loss", loss(losses.getFirst()), loss(losses.getLast())),
                  List.of("accuracy on the step's images", percent(accuracies.getFirst()),
                      percent(accuracies.getLast())))))
          .grid(new Grid("Sent so far", List.of("", "numbers", "bytes"),
              traffic(List.of(zero, one), Watch::valueBytes)))
          .plot(loss()).plot(accuracy())
          .insight(PARTY_1, "That there are images, of which size and how many. What it got of them is noise.");
    }

    private static String loss(double loss) {
      return Numbers.text(Math.rint(loss * 1e4) / 1e4);
    }

    private static String percent(double percent) {
      return Numbers.text(Math.rint(10 * percent) / 10) + " %";
    }

    private Plot loss() {
      return new Plot("Loss", "step", "", List.of(new Plot.Curve("loss", numbers, losses, false)));
    }

    private Plot accuracy() {
      return new Plot("Accuracy on the images of each step, in percent", "step", "",
          List.of(new Plot.Curve("accuracy", numbers, accuracies, false)));
    }

    @Override
    public void epoch(Epoch report) {
      testAccuracy = report.testAccuracy();
    }

    void trained() {
      script.scene("Test", "After " + numbers.size() + " steps the network gets " + percent(100 * testAccuracy) + " of "
          + TEST_IMAGES + " new images right (guessing gets 10 %). They were tested on shares, too: "
          + "party 0 put them in like the others, and their outputs were revealed to it. A longer training gets further: moiety train.")
          .grid(new Grid("Right answers, of " + TEST_IMAGES + " new images", List.of("", "right"), List.of(
              List.of("guessing", "10 %"), List.of("the trained network", percent(100 * testAccuracy)))))
          .done();
    }
  }

  private static List<List<String>> traffic(List<Watch> parties, ToLongFunction<Watch> bytes) {
    List<List<String>> rows = new ArrayList<>();
    for (int party = 0; party < 2; party++) {
      Watch watch = parties.get(party);
      rows.add(List.of("party " + party + " to party " + (1 - party), Numbers.count(watch.values()),
          Numbers.count(bytes.applyAsLong(watch))));
    }
    return rows;
  }

  private static void seen(Script script, Watch zero, Watch one) {
    Map<String, List<BigInteger>> series = new LinkedHashMap<>();
    int size = Math.min(zero.sample().size(), one.sample().size());
    series.put("seen by party 0", zero.sample().subList(0, size));
    series.put("seen by party 1", one.sample().subList(0, size));
    script.scene("What each party saw",
        "Of each message some numbers were kept. Those that party 0 got came from weights, those that party 1 got from images and labels: nothing of that shows. "
            + "(Left out is what is told on purpose: outputs and final weights.)")
        .grid(new Grid("Sent in all", List.of("", "numbers", "bytes, with messages of the checks"),
            traffic(List.of(zero, one), Watch::bytes)))
        .histogram(Histograms.of("Where numbers fall that a party received", Modulus.MOIETY.value(), series))
        .insight(PUBLIC,
            "Sizes: of the network, of the batches, how many steps. Not the images, not the labels, not the weights before they are revealed.")
        .done();
  }

  private static Result end(LessonField field, TrainingResult trained, TrainingResult plain) {
    boolean equal = encoded(trained).equals(encoded(plain));
    return new Result(equal ? Result.Outcome.AGREES : Result.Outcome.DIFFERS,
        "The same training in the clear, with the same rounding, gives "
            + (equal ? "the same weights, all digits of all of them." : "other weights."),
        weights(field, trained, "some trained weights, revealed"),
        weights(field, plain, "the same, trained in the clear"));
  }

  private static List<ByteBuffer> encoded(TrainingResult result) {
    return Watch.weights(result).values().stream().map(weights -> ByteBuffer.wrap(weights.bytes())).toList();
  }

  private static Value weights(LessonField field, TrainingResult result, String label) {
    Backend.Revealed first = Watch.weights(result).values().iterator().next();
    List<BigInteger> all = field.integers(Codec.fromBytes(field.field(), first.bytes()));
    int middle = all.size() / 2;
    List<BigInteger> some = all.subList(middle, Math.min(all.size(), middle + SHOWN_WEIGHTS));
    return field.clear("W", label, List.of(some.size()), some, 1);
  }
}
