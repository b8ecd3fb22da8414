package org.moiety.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.material.TruncationMasks;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.StoredShares;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.data.Strokes;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.LayerSpec;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.tensor.PublicBackend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.train.Checkpoints;
import org.moiety.layers.train.Standing;
import org.moiety.layers.train.Trainer;
import org.moiety.layers.train.TrainingListener;
import org.moiety.layers.train.TrainingOptions;
import org.moiety.layers.train.TrainingResult;
import org.moiety.triples.dealer.EmbeddedSession;
import org.moiety.triples.dealer.ReplayedMasks;
import org.moiety.triples.dealer.SessionSeeds;

/// A training that is broken off and goes on in another session, with other masks: exactly what it would have been.
final class ResumedTrainingTest {
  private static final ModelSpec SPEC = new ModelSpec("small", Shape.of(1, 28, 28),
      List.of(new LayerSpec.Conv2dSpec(2, 5, 5, 3, false, true), new LayerSpec.AveragePoolingSpec(2),
          new LayerSpec.ReluSpec(3, 1), new LayerSpec.FlattenSpec(), new LayerSpec.DropoutSpec(new BigDecimal("0.25")),
          new LayerSpec.DenseSpec(10, true)));
  private static final int EPOCHS = 2;
  private static final int BATCH = 4;
  private static final int BATCHES = 3;
  private static final int TESTS = 2;
  private static final Seed FIRST = Seed.of(11);
  private static final Seed SECOND = Seed.of(12);
  private static final Seed WEIGHTS = Seed.of(13);

  private static LabelledImages images(int batches, long seed) {
    try (Workers workers = new Workers(1)) {
      return Strokes.train(seed, BATCH * batches - 1, workers);
    }
  }

  private static final LabelledImages TRAIN = images(BATCHES, 7);
  private static final LabelledImages TEST = images(TESTS, 8);

  private static TrainingResult train(Backend backend, Checkpoints checkpoints) {
    Model model = Model.build(SPEC, Activation.RELU_APPROX, backend.mergesPooling());
    return new Trainer(model, backend, BATCH, TrainingListener.NONE).train(TRAIN, TEST,
        new TrainingOptions(EPOCHS, BATCH, new BigDecimal("0.05"), 3), WEIGHTS, checkpoints);
  }

  /// What one role kept.
  private record Kept(Standing standing, @Nullable StoredShares shares) {}

  /// Checkpoints of one role, in memory.
  private static final class Memory implements Checkpoints {
    private final PrivateBackend backend;
    private final Model model;
    private final @Nullable Kept from;
    private final List<Kept> all = new ArrayList<>();

    Memory(PrivateBackend backend, @Nullable Kept from) {
      this.backend = backend;
      model = Model.build(SPEC, Activation.RELU_APPROX, backend.mergesPooling());
      this.from = from;
    }

    @Override
    public @Nullable Standing resumed() {
      return from == null ? null : from.standing;
    }

    @Override
    public Parameters restore() {
      return model.restored(backend, () -> Objects.requireNonNull(Objects.requireNonNull(from).shares));
    }

    @Override
    public void reached(Standing standing, int batches, Parameters parameters) {
      all.add(new Kept(standing, model.store(backend, parameters)));
    }
  }

  /// What the roles keep in a training, by role; each as after 0, 1, 2, ... batches.
  private static Map<Integer, List<Kept>> kept(Protocol protocol) {
    Map<Integer, List<Kept>> kept = new ConcurrentHashMap<>();
    new EmbeddedSession(Modulus.MOIETY, protocol, FIRST, 2).run(role -> {
      PrivateBackend backend = new PrivateBackend(role, Precision.DEFAULT);
      Memory memory = new Memory(backend, null);
      train(backend, memory);
      return kept.put(role.party(), memory.all) == null;
    });
    return kept;
  }

  private static EmbeddedSession.Outcome<TrainingResult> resumed(Protocol protocol, Seed session,
      Map<Integer, List<Kept>> kept, int batches) {
    return new EmbeddedSession(Modulus.MOIETY, protocol, session, 2).run(role -> resume(role, kept, batches));
  }

  private static TrainingResult resume(Role role, Map<Integer, List<Kept>> kept, int batches) {
    PrivateBackend backend = new PrivateBackend(role, Precision.DEFAULT);
    return train(backend, new Memory(backend, Objects.requireNonNull(kept.get(role.party())).get(batches)));
  }

  /// Rounds as the first session up to a checkpoint, then as the second.
  private static final class Relayed implements TruncationMasks, Checkpoints {
    private final TruncationMasks second;
    private final int from;
    private TruncationMasks now;
    private int reached;

    Relayed(TruncationMasks first, TruncationMasks second, int from) {
      this.second = second;
      this.from = from;
      now = first;
    }

    @Override
    public FieldArray next(int length) {
      return now.next(length);
    }

    @Override
    public @Nullable Standing resumed() {
      return null;
    }

    @Override
    public Parameters restore() {
      throw new IllegalStateException("a training that is not broken off");
    }

    @Override
    public void reached(Standing standing, int batches, Parameters parameters) {
      now = reached++ == from ? second : now;
    }
  }

  private static TrainingResult publicly(Protocol protocol, Map<Integer, List<Kept>> kept, int batches, Seed second) {
    try (Workers workers = new Workers(2)) {
      Field field = Field.moiety(workers);
      try (
          ReplayedMasks whole = ReplayedMasks.of(field, protocol, SessionSeeds.of(FIRST),
              dealer -> train(new PrivateBackend(dealer, Precision.DEFAULT), Checkpoints.NONE));
          ReplayedMasks rest = ReplayedMasks.of(field, protocol, SessionSeeds.of(second),
              dealer -> resume(dealer, kept, batches))) {
        Relayed masks = new Relayed(whole, rest, batches);
        return train(new PublicBackend(field, Precision.DEFAULT, protocol.masks(), masks), masks);
      }
    }
  }

  static Stream<Protocol> protocols() {
    return Stream.of(Protocol.malicious(), Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED),
        Protocol.semiHonest(MaskPolicy.FRESH, TruncationMethod.MASKED));
  }

  /// Wherever it is broken off: the weights, and the reports of all epochs.
  @ParameterizedTest
  @MethodSource("protocols")
  void resumedTrainingIsThePublicOneBitForBit(Protocol protocol) {
    Map<Integer, List<Kept>> kept = kept(protocol);
    IntStream.rangeClosed(0, EPOCHS * BATCHES).forEach(batches -> {
      EmbeddedSession.Outcome<TrainingResult> trained = resumed(protocol, SECOND, kept, batches);
      TrainingResult expected = publicly(protocol, kept, batches, SECOND);
      assertThat(Run.digests(trained.party0())).as("after %s", batches).isEqualTo(Run.digests(expected));
      assertThat(Run.digests(trained.party1())).isEqualTo(Run.digests(expected));
      assertThat(trained.party0().epochs()).isEqualTo(expected.epochs());
      assertThat(trained.party1().epochs()).isEmpty();
    });
  }
}
