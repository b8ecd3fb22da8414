package org.moiety.layers.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.eclipse.collections.impl.map.ordered.mutable.OrderedMapAdapter;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.profile.Profile;
import org.moiety.engine.random.PublicRandom;
import org.moiety.engine.random.Seed;
import org.moiety.layers.data.Examples;
import org.moiety.layers.layer.Gradients;
import org.moiety.layers.layer.Parameter;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.layer.Pass;
import org.moiety.layers.loss.SoftmaxCrossEntropy;
import org.moiety.layers.loss.SoftmaxCrossEntropy.Evaluation;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelException;
import org.moiety.layers.optimizer.Sgd;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.Backend.Revealed;
import org.moiety.layers.tensor.Tensor;

/// Trains and evaluates a model; the same program in every encoding and every role. Iterations of the backend are numbered from 1 on: one for the initial
/// weights, then one for each batch, of training or of evaluation.
public final class Trainer {
  private final Model model;
  private final Backend backend;
  private final TrainingListener listener;
  private final int batchSize;
  private long iteration;

  public Trainer(Model model, Backend backend, int batchSize, TrainingListener listener) {
    this.model = model;
    this.backend = backend;
    this.batchSize = batchSize;
    this.listener = backend.isParty(Backend.DATA_OWNER) ? listener : TrainingListener.NONE;
  }

  /// Trains from initial weights, tests after every epoch, and reveals the weights to whom the options say.
  ///
  /// @param test tested after each epoch; null for no test
  /// @param weights seed of the initial weights; null where this role is not the model owner
  public TrainingResult train(Examples train, @Nullable Examples test, TrainingOptions options,
      @Nullable Seed weights) {
    return train(train, test, options, weights, Checkpoints.NONE);
  }

  /// The same with checkpoints. A training that goes on from one takes the batches that are left, in the same order and under the same numbers.
  public TrainingResult train(Examples train, @Nullable Examples test, TrainingOptions options,
      @Nullable Seed weights, Checkpoints checkpoints) {
    requireFit(model, train);
    PublicRandom random = new PublicRandom(options.seed());
    Standing start = checkpoints.resumed();
    backend.begin(++iteration);
    Parameters parameters = start == null ? model.initial(backend, weights) : checkpoints.restore();
    Backend.Table images = table("training image", train, options.epochs() > 1);
    Backend.@Nullable Table testImages = test == null ? null : table("test image", test, options.epochs() > 1);
    Sgd optimizer = Sgd.of(options.learningRate());
    Standing standing = start == null ? Standing.START : start;
    if (start == null) {
      checkpoints.reached(standing, batches(train), parameters);
    }
    for (int epoch = 1; epoch <= options.epochs(); epoch++) {
      int[] order = random.permutation(train.count());
      for (int batch = 0; batch < batches(train); batch++) {
        long seed = random.nextLong();
        if (standing.includes(epoch, batch)) {
          iteration++;
        } else {
          int[] rows = Arrays.copyOfRange(order, batch * batchSize, Math.min(order.length, (batch + 1) * batchSize));
          standing = standing.after(epoch, batch,
              trainBatch(epoch, batch, train, images, rows, parameters, optimizer, seed));
          checkpoints.reached(standing, batches(train), parameters);
        }
      }
      if (standing.epoch() > epoch) {
        iteration += test == null ? 0 : batches(test);
      } else {
        standing = endEpoch(standing, train, test, testImages, parameters);
      }
    }
    Receiver receiver = options.release().receiver();
    return new TrainingResult(standing.epochs(), parameters, receiver == null ? null : reveal(parameters, receiver));
  }

  int batches(Examples examples) {
    return Math.ceilDiv(examples.count(), batchSize);
  }

  Standing endEpoch(Standing standing, Examples train, @Nullable Examples test,
      Backend.@Nullable Table testImages, Parameters parameters) {
    Sum tested = test == null || testImages == null ? null : evaluate(test, testImages, parameters);
    if (!backend.isParty(Backend.DATA_OWNER)) {
      return standing;
    }
    TrainingListener.Epoch report = new TrainingListener.Epoch(standing.epoch(), standing.loss() / train.count(),
        standing.correct() / (double) train.count(),
        tested == null || test == null ? Double.NaN : tested.correct / (double) test.count());
    listener.epoch(report);
    return standing.with(report);
  }

  private static final class Sum {
    private double loss;
    private int correct;
    private final List<Integer> predictions = new ArrayList<>();
    private final List<double[]> probabilities = new ArrayList<>();

    void add(@Nullable Evaluation evaluation) {
      if (evaluation != null) {
        loss += evaluation.loss();
        correct += evaluation.correct();
      }
    }

    void addWithPredictions(@Nullable Evaluation evaluation) {
      add(evaluation);
      if (evaluation != null) {
        Arrays.stream(evaluation.predictions()).forEach(predictions::add);
        int classes = evaluation.probabilities().length / evaluation.predictions().length;
        for (int i = 0; i < evaluation.predictions().length; i++) {
          probabilities.add(Arrays.copyOfRange(evaluation.probabilities(), i * classes, (i + 1) * classes));
        }
      }
    }
  }

  @Nullable
  Evaluation trainBatch(int epoch, int batch, Examples train, Backend.Table images, int[] rows,
      Parameters parameters, Sgd optimizer, long seed) {
    Evaluation evaluation = step(train, images, rows, parameters, optimizer, seed);
    if (evaluation != null) {
      listener.iteration(new TrainingListener.Iteration(epoch, batch + 1, batches(train), rows.length,
          evaluation.loss() / rows.length, evaluation.correct() / (double) rows.length));
    }
    return evaluation;
  }

  private @Nullable Evaluation step(Examples train, Backend.Table images, int[] rows, Parameters parameters,
      Sgd optimizer, long seed) {
    try (Backend.Region _ = backend.region()) {
      SoftmaxCrossEntropy.Labels labels = example -> train.label(rows[example]);
      Model.Forward forward = forward(images, rows, parameters, true, seed);
      Evaluation evaluation = SoftmaxCrossEntropy.evaluate(backend, forward.logits(), labels);
      Tensor gradient = SoftmaxCrossEntropy.gradient(backend, forward.logits().shape(), evaluation, labels);
      Gradients gradients = forward.backward(gradient);
      backend.enter("sgd", Meter.Phase.UPDATE);
      optimizer.step(parameters, gradients, rows.length);
      gradients.dismiss();
      return evaluation;
    }
  }

  private Model.Forward forward(Backend.Table images, int[] rows, Parameters parameters, boolean training, long seed) {
    backend.begin(++iteration);
    backend.enter("images", Meter.Phase.INPUT);
    Tensor x = images.rows(rows, model.inputShape().batch(rows.length));
    return model.forward(new Pass(backend, parameters, training, seed), x);
  }

  /// Classifies images with given parameters.
  ///
  /// @return at the data owner, mean loss, accuracy and predictions; null at the other roles
  public @Nullable Test test(Examples images, Map<String, double[]> weights) {
    return test(images, () -> model.given(backend, weights));
  }

  /// The same with parameters that are brought into the session first.
  public @Nullable Test test(Examples images, Supplier<Parameters> brought) {
    requireFit(model, images);
    backend.begin(++iteration);
    Parameters parameters = brought.get();
    Sum sum = evaluate(images, table("image", images, false), parameters);
    return backend.isParty(Backend.DATA_OWNER)
        ? new Test(sum.loss / images.count(), sum.correct / (double) images.count(),
            sum.predictions.stream().mapToInt(p -> p).toArray(), sum.probabilities)
        : null;
  }

  /// @param predictions class of each image
  /// @param probabilities of each class, an array for each image
  public record Test(double loss, double accuracy, int[] predictions, List<double[]> probabilities) {}

  /// Accuracy on images, at the data owner; NaN elsewhere.
  double accuracy(Examples images, Backend.Table table, Parameters parameters) {
    Sum sum = evaluate(images, table, parameters);
    return backend.isParty(Backend.DATA_OWNER) ? sum.correct / (double) images.count() : Double.NaN;
  }

  /// Begins an iteration that is no batch.
  void begin() {
    backend.begin(++iteration);
  }

  /// Leaves out iterations.
  void pass(int iterations) {
    iteration += iterations;
  }

  /// Begins the last iteration that was left out, after all.
  void beginLast() {
    backend.begin(iteration);
  }

  private Sum evaluate(Examples images, Backend.Table table, Parameters parameters) {
    Sum sum = new Sum();
    try (Profile.Span _ = Profile.testing()) {
      for (int from = 0; from < images.count(); from += batchSize) {
        int first = from;
        int[] rows = IntStream.range(from, Math.min(images.count(), from + batchSize)).toArray();
        try (Backend.Region _ = backend.region()) {
          Model.Forward forward = forward(table, rows, parameters, false, 0);
          sum.addWithPredictions(
              SoftmaxCrossEntropy.evaluate(backend, forward.logits(), example -> images.label(first + example)));
        }
        listener.testing(Math.min(images.count(), from + batchSize), images.count());
      }
    }
    return sum;
  }

  Backend.Table table(String name, Examples images, boolean keep) {
    return backend.table(Backend.DATA_OWNER, name, images.count(), model.inputShape().length(), keep, images::image);
  }

  /// Checks that images are of the size that a model takes, and that it has a logit for each class.
  ///
  /// @throws ModelException if not; names both
  public static void requireFit(Model model, Examples images) {
    int[] shape = model.inputShape().toArray();
    if (shape.length != 3 || shape[0] != images.channels() || shape[1] != images.height()
        || shape[2] != images.width()) {
      throw new ModelException(
          "model '" + model.name() + "' takes images of " + model.inputShape() + ", the data has " + images.channels()
              + "x" + images.height() + "x" + images.width());
    }
    if (model.classes() < images.classes()) {
      throw new ModelException(
          "model '" + model.name() + "' has " + model.classes() + " logits, the data " + images.classes() + " classes");
    }
  }

  @Nullable
  MutableOrderedMap<String, Revealed> reveal(Parameters parameters, Receiver receiver) {
    MutableOrderedMap<String, Revealed> weights = OrderedMapAdapter.adapt(new LinkedHashMap<>());
    boolean known = true;
    for (Parameter parameter : parameters.all()) {
      backend.enter(parameter.name(), Meter.Phase.REVEAL);
      Revealed revealed = backend.revealEncoded(parameters.get(parameter), receiver);
      if (revealed == null) {
        known = false;
      } else {
        weights.put(parameter.name(), revealed);
      }
    }
    return known ? weights : null;
  }
}
