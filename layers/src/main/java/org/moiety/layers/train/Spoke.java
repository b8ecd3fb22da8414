package org.moiety.layers.train;

import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.online.Handover;
import org.moiety.engine.online.Receiver;
import org.moiety.engine.random.PublicRandom;
import org.moiety.engine.random.Seed;
import org.moiety.layers.data.Examples;
import org.moiety.layers.layer.Parameter;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.model.Model;
import org.moiety.layers.optimizer.Sgd;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.Tensor;

/// One data owner in a training with several: its examples, and a session of its own with the model owner. Iterations of the session are numbered from 1 on: one for the initial weights, for
/// each handover and takeover, and for each batch.
public final class Spoke {
  private final Model model;
  private final Backend backend;
  private final Trainer trainer;
  private final Examples train;
  private final @Nullable Examples test;
  private final TrainingOptions options;
  private final PublicRandom random;
  private final Sgd optimizer;
  private final Backend.Table images;
  private final Backend.@Nullable Table testImages;
  private final Runnable turn;
  private int[] order = {};
  private Standing standing = Standing.START;
  private @Nullable Parameters parameters;

  /// @param test tested after each epoch, and at the end; null for no test
  /// @param options of this data owner: its seed is another than the others'
  /// @param turn returns when the network comes to this data owner; may return before
  public Spoke(Model model, Backend backend, TrainingListener listener, Examples train, @Nullable Examples test,
      TrainingOptions options, Runnable turn) {
    Trainer.requireFit(model, train);
    this.model = model;
    this.backend = backend;
    this.train = train;
    this.test = test;
    this.options = options;
    this.turn = turn;
    trainer = new Trainer(model, backend, options.batchSize(), listener);
    random = new PublicRandom(options.seed());
    optimizer = Sgd.of(options.learningRate());
    images = trainer.table("training image", train, options.epochs() > 1);
    testImages = test == null ? null : trainer.table("test image", test, true);
  }

  Parameters parameters() {
    if (parameters == null) {
      throw new IllegalStateException("the network is at another data owner");
    }
    return parameters;
  }

  Standing standing() {
    return standing;
  }

  /// Has been so far already.
  void goOn(Standing start) {
    standing = start;
  }

  /// Leaves out an iteration that is no batch, and was done before.
  void pass() {
    trainer.pass(1);
  }

  /// Leaves out a batch that was done before.
  void pass(int batch) {
    long _ = draw(batch);
    trainer.pass(1);
  }

  /// Has the network that was kept. The number of the last iteration that was passed is that of this one: it has had no other here.
  void restore(Supplier<Parameters> kept) {
    trainer.beginLast();
    parameters = kept.get();
  }

  void initial(@Nullable Seed weights) {
    trainer.begin();
    parameters = model.initial(backend, weights);
  }

  Handover handOver(Handover.@Nullable Seal seal) {
    trainer.begin();
    backend.enter("handover", Meter.Phase.REVEAL);
    List<Tensor> tensors = model.parameters().stream().map(parameters()::get).toList();
    Handover handed = backend.handOver(tensors, seal);
    tensors.forEach(Tensor::dismiss);
    parameters = null;
    return handed;
  }

  void takeOver(Handover.@Nullable Seal seal, Supplier<Handover> handed) {
    turn.run();
    trainer.begin();
    backend.enter("handover", Meter.Phase.INPUT);
    List<Parameter> all = model.parameters();
    List<Tensor> tensors = backend.takeOver(all.stream().map(Parameter::shape).toList(), seal, handed);
    Parameters taken = new Parameters();
    for (int i = 0; i < tensors.size(); i++) {
      taken.put(all.get(i), tensors.get(i));
    }
    parameters = taken;
  }

  void train(int epoch, int batch) {
    long seed = draw(batch);
    int size = options.batchSize();
    int[] rows = Arrays.copyOfRange(order, batch * size, Math.min(order.length, (batch + 1) * size));
    standing = standing.after(epoch, batch,
        trainer.trainBatch(epoch, batch, train, images, rows, parameters(), optimizer, seed));
  }

  /// What is drawn for a batch, passed or not.
  private long draw(int batch) {
    if (batch == 0) {
      order = random.permutation(train.count());
    }
    return random.nextLong();
  }

  /// Tests.
  ///
  /// @param passed whether it was done before
  void endEpoch(boolean passed) {
    if (passed) {
      trainer.pass(test == null ? 0 : trainer.batches(test));
    } else {
      standing = trainer.endEpoch(standing, train, test, testImages, parameters());
    }
  }

  /// Tests and releases, or stores, the network; it may go to another data owner afterwards.
  HubTrainer.Result end() {
    double accuracy = test == null || testImages == null
        ? Double.NaN
        : trainer.accuracy(test, testImages, parameters());
    Receiver receiver = options.release().receiver();
    return receiver == null
        ? new HubTrainer.Result(standing.epochs(), accuracy, null, model.store(backend, parameters()))
        : new HubTrainer.Result(standing.epochs(), accuracy, trainer.reveal(parameters(), receiver), null);
  }
}
