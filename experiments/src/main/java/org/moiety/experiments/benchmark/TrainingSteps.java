package org.moiety.experiments.benchmark;

import java.math.BigDecimal;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.PublicRandom;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Engine;
import org.moiety.experiments.run.Rounding;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.train.Trainer;
import org.moiety.layers.train.TrainingListener;
import org.moiety.layers.train.TrainingOptions;

/// A training on generated images that goes one step whenever it is asked to, on a thread of its own.
///
/// It is [Trainer]'s own loop, stopped between iterations at the data owner; what the other roles can do ahead they do. Sessions of [#STEPS] iterations follow
/// each other, so that every step takes its images as inputs, as in a first epoch.
final class TrainingSteps {
  private static final int STEPS = 64;
  private static final int CLASSES = 10;
  /// Every fourth pixel is not black, about as in drawn digits.
  private static final int DARK = 4;
  private static final BigDecimal LEARNING_RATE = new BigDecimal("0.01");

  private final ModelSpec model;
  private final Engine engine;
  private final int batch;
  private final LabelledImages images;
  private final Semaphore asked = new Semaphore(0);
  private final Semaphore done = new Semaphore(0);
  private final Thread thread = Thread.ofPlatform().daemon().name("moiety-training").unstarted(this::train);
  private volatile @Nullable Throwable failure;

  /// Starts the training, which waits before its first step.
  TrainingSteps(ModelSpec model, Encoding encoding, int batch, int threads) {
    this.model = model;
    this.batch = batch;
    engine = new Engine(encoding, Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED), Rounding.FLOOR,
        Precision.DEFAULT, threads,
        Seed.of(1));
    images = images(model.input(), STEPS * batch);
    thread.start();
  }

  private static LabelledImages images(Shape shape, int count) {
    PublicRandom random = new PublicRandom(1);
    byte[] pixels = new byte[count * shape.length()];
    for (int i = 0; i < pixels.length; i++) {
      long bits = random.nextLong();
      pixels[i] = (byte) (bits % DARK == 0 ? bits >>> 8 : 0);
    }
    byte[] labels = new byte[count];
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % CLASSES);
    }
    return new LabelledImages(shape.size(0), shape.size(1), shape.size(2), CLASSES, pixels, labels);
  }

  private void train() {
    TrainingListener listener = new TrainingListener() {
      @Override
      public void iteration(Iteration report) {
        done.release();
        awaitRequest();
      }
    };
    TrainingOptions options = new TrainingOptions(1, batch, LEARNING_RATE, 1);
    try {
      awaitRequest();
      while (!Thread.currentThread().isInterrupted()) {
        engine.run(backend -> new Trainer(Model.build(model, Activation.RELU_APPROX, backend.mergesPooling()), backend,
            batch, listener).train(images, null, options, Seed.of(1)));
      }
    } catch (RuntimeException | Error e) {
      failure = e;
      done.release();
    }
  }

  private void awaitRequest() {
    try {
      asked.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the training was stopped", e);
    }
  }

  /// Runs one iteration.
  void next() throws InterruptedException {
    asked.release();
    done.acquire();
    Throwable cause = failure;
    if (cause != null) {
      throw new IllegalStateException("the training ended: " + cause, cause);
    }
  }

  /// Ends the training, and waits.
  void stop() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
