package org.moiety.training;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.data.Strokes;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.tensor.PublicBackend;
import org.moiety.layers.train.Trainer;
import org.moiety.layers.train.TrainingListener;
import org.moiety.layers.train.TrainingOptions;
import org.moiety.layers.train.TrainingResult;
import org.moiety.triples.dealer.EmbeddedSession;
import org.moiety.triples.dealer.ReplayedMasks;
import org.moiety.triples.dealer.SessionSeeds;

/// One training as a user runs it, in the private or in the public encoding.
record Run(ModelSpec spec, Protocol protocol, Precision precision, int batchSize, int batches, int epochs,
    int threads) {
  private static final long SEED = 7;

  Run(ModelSpec spec, MaskPolicy masks, TruncationMethod truncation, int batchSize, int batches) {
    this(spec, Protocol.semiHonest(masks, truncation), Precision.DEFAULT, batchSize, batches, 1, 2);
  }

  /// The same with active security.
  Run malicious() {
    return new Run(spec, Protocol.malicious(), precision, batchSize, batches, epochs, threads);
  }

  Run withThreads(int count) {
    return new Run(spec, protocol, precision, batchSize, batches, epochs, count);
  }

  Run withPrecision(Precision other) {
    return new Run(spec, protocol, other, batchSize, batches, epochs, threads);
  }

  Run withEpochs(int count) {
    return new Run(spec, protocol, precision, batchSize, batches, count, threads);
  }

  private LabelledImages images() {
    try (Workers workers = new Workers(1)) {
      return Strokes.train(SEED, batchSize * batches, workers);
    }
  }

  private TrainingResult train(Backend backend, LabelledImages images) {
    Model model = Model.build(spec, Activation.RELU_APPROX, backend.mergesPooling());
    return new Trainer(model, backend, batchSize, TrainingListener.NONE).train(images, null,
        new TrainingOptions(epochs, batchSize, new BigDecimal("0.01"), SEED), Seed.of(SEED));
  }

  /// What the two parties learned, and what party 0 and party 1 sent to the other.
  record Private(TrainingResult party0, TrainingResult party1, Meter meter0, Meter meter1, double failureBound) {}

  Private privately() {
    LabelledImages images = images();
    record Own(TrainingResult result, Meter meter, double failureBound) {}
    EmbeddedSession.Outcome<Own> outcome = new EmbeddedSession(Modulus.MOIETY, protocol, Seed.of(SEED),
        threads).run(
            role -> new Own(train(new PrivateBackend(role, precision), images), role.meter(),
                role.truncationRisk().failureBound()));
    return new Private(outcome.party0().result(), outcome.party1().result(), outcome.party0().meter(),
        outcome.party1().meter(), outcome.party0().failureBound());
  }

  /// The public run that rounds as the private one.
  TrainingResult replayed() {
    try (Workers workers = new Workers(threads)) {
      Field field = Field.moiety(workers);
      LabelledImages images = images();
      try (ReplayedMasks masks = ReplayedMasks.of(field, protocol, SessionSeeds.of(Seed.of(SEED)),
          dealer -> train(new PrivateBackend(dealer, precision), images))) {
        return train(new PublicBackend(field, precision, protocol.masks(), masks), images);
      }
    }
  }

  /// The public run that rounds down.
  TrainingResult floored() {
    try (Workers workers = new Workers(threads)) {
      return train(new PublicBackend(Field.moiety(workers), precision, protocol.masks(), null), images());
    }
  }

  /// SHA-256 of each parameter's elements, by name.
  static Map<String, String> digests(TrainingResult result) {
    return digests(weights(result));
  }

  static Map<String, String> digests(Map<String, Backend.Revealed> weights) {
    Map<String, String> digests = new LinkedHashMap<>();
    weights.forEach((name, revealed) -> digests.put(name, sha256(revealed.bytes())));
    return digests;
  }

  static Map<String, Backend.Revealed> weights(TrainingResult result) {
    @Nullable
    Map<String, Backend.Revealed> weights = result.weights();
    if (weights == null) {
      throw new AssertionError("weights were not revealed");
    }
    return weights;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
