package org.moiety.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.material.TruncationMasks;
import org.moiety.engine.online.CheatingDetectedException;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.StoredShares;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.train.HubCheckpoints;
import org.moiety.layers.train.HubTrainer;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Schedule;
import org.moiety.layers.train.Standing;
import org.moiety.triples.dealer.ReplayedMasks;

/// A training with several data owners that is broken off and goes on in other sessions, with other masks: exactly what it would have been.
@Timeout(600)
final class ResumedHubTest {
  private static final int EPOCHS = 2;
  private static final int BATCHES = EPOCHS * Hub.BATCHES_OF_AN_EPOCH;
  private static final Seed SECOND = Seed.of(12);

  /// What one role kept.
  private record Kept(Standing standing, @Nullable StoredShares shares) {}

  /// Checkpoints of one role, in memory, after each batch.
  private static final class Memory implements HubCheckpoints {
    private final List<@Nullable PrivateBackend> sessions;
    private final boolean dataOwner;
    private final @Nullable Integer from;
    private final List<Kept> all;

    /// @param from after how many batches to go on; null for a training that begins
    Memory(int role, List<@Nullable PrivateBackend> sessions, @Nullable Integer from, List<Kept> all) {
      this.sessions = sessions;
      dataOwner = role >= 1 && role <= Hub.EXAMPLES.length;
      this.from = from;
      this.all = all;
    }

    @Override
    public @Nullable Integer resumed() {
      return from;
    }

    @Override
    public @Nullable Standing standing(int spoke) {
      return from != null && dataOwner && sessions.get(spoke) != null ? all.get(from).standing : null;
    }

    @Override
    public Parameters restore(int spoke) {
      PrivateBackend backend = Objects.requireNonNull(sessions.get(spoke));
      return Hub.model(backend).restored(backend,
          () -> Objects.requireNonNull(all.get(Objects.requireNonNull(from)).shares));
    }

    @Override
    public void reached(int batches, int spoke, @Nullable Parameters parameters, Standing standing) {
      if (from == null) {
        assertThat(batches).isEqualTo(all.size());
        PrivateBackend backend = sessions.get(spoke);
        all.add(new Kept(standing,
            backend == null ? null : Hub.model(backend).store(backend, Objects.requireNonNull(parameters))));
      }
    }
  }

  /// What the roles keep in a training, by role.
  private static Map<Integer, List<Kept>> kept(Hub hub) {
    Map<Integer, List<Kept>> kept = new ConcurrentHashMap<>();
    assertThat(hub.privately(Hub.Cheat.NONE, (role, sessions) -> {
      kept.put(role, new ArrayList<>());
      return new Memory(role, sessions, null, kept.get(role));
    }).failures()).containsOnlyNulls();
    assertThat(kept.values()).hasSize(2 + Hub.EXAMPLES.length).allSatisfy(all -> assertThat(all).hasSize(1 + BATCHES));
    return kept;
  }

  private static Hub.Keeper from(Map<Integer, List<Kept>> kept, int from) {
    return (role, sessions) -> new Memory(role, sessions, from, Objects.requireNonNull(kept.get(role)));
  }

  private static Hub.Endings resumed(Hub hub, Map<Integer, List<Kept>> kept, int from) {
    return hub.privately(Hub.Cheat.NONE, from(kept, from));
  }

  /// Rounds as the first sessions up to a checkpoint, then as the second ones.
  private static final class Relayed implements TruncationMasks, HubCheckpoints {
    private final TruncationMasks second;
    private final int from;
    private TruncationMasks now;

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
    public @Nullable Integer resumed() {
      return null;
    }

    @Override
    public @Nullable Standing standing(int spoke) {
      return null;
    }

    @Override
    public Parameters restore(int spoke) {
      throw new IllegalStateException("a training that is not broken off");
    }

    @Override
    public void reached(int batches, int spoke, @Nullable Parameters parameters, Standing standing) {
      now = batches == from ? second : now;
    }
  }

  private static List<HubTrainer.@Nullable Result> publicly(Hub first, Hub second, Map<Integer, List<Kept>> kept,
      int from) {
    try (Workers workers = new Workers(1)) {
      Field field = Field.moiety(workers);
      try (ReplayedMasks whole = first.replayed(field, (role, sessions) -> HubCheckpoints.NONE);
          ReplayedMasks rest = second.replayed(field, from(kept, from))) {
        Relayed masks = new Relayed(whole, rest, from);
        return first.publicly(field, masks, masks);
      }
    }
  }

  private static Map<String, String> digests(HubTrainer.@Nullable Result result) {
    return Run.digests(Objects.requireNonNull(Objects.requireNonNull(result).weights()));
  }

  private static Hub hub(Security security, Schedule schedule) {
    Protocol protocol = security == Security.MALICIOUS
        ? Protocol.malicious()
        : Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED);
    return new Hub(protocol, schedule, EPOCHS, Release.BOTH);
  }

  /// Wherever it is broken off, at whichever data owner: the weights, and the reports of all epochs.
  @ParameterizedTest
  @CsvSource({"MALICIOUS, BATCHES", "MALICIOUS, EPOCHS", "SEMI_HONEST, BATCHES"})
  void resumedTrainingOfSeveralDataOwnersIsThePublicOneBitForBit(Security security, Schedule schedule) {
    Hub first = hub(security, schedule);
    Hub second = first.with(SECOND);
    Map<Integer, List<Kept>> kept = kept(first);
    for (int from = 0; from <= BATCHES; from++) {
      List<HubTrainer.@Nullable Result> expected = publicly(first, second, kept, from);
      Hub.Endings endings = resumed(second, kept, from);
      assertThat(endings.failures()).as("after %s", from).containsOnlyNulls();
      for (int i = 0; i < Hub.EXAMPLES.length; i++) {
        assertThat(digests(endings.modelOwner().get(i))).as("after %s", from).isEqualTo(digests(expected.get(i)));
        HubTrainer.Result dataOwner = endings.dataOwner(i);
        assertThat(digests(dataOwner)).isEqualTo(digests(expected.get(i)));
        assertThat(dataOwner.epochs()).as("after %s, data owner %s", from, i)
            .isEqualTo(Objects.requireNonNull(expected.get(i)).epochs());
        assertThat(dataOwner.accuracy()).isEqualTo(Objects.requireNonNull(expected.get(i)).accuracy());
      }
    }
  }

  /// Shares of one checkpoint at the model owner, of another at the data owner that had the network at both.
  @Test
  void sharesOfTwoCheckpointsAreNoNetwork() {
    Hub hub = hub(Security.MALICIOUS, Schedule.EPOCHS);
    Map<Integer, List<Kept>> kept = kept(hub);
    List<Kept> mixed = new ArrayList<>(Objects.requireNonNull(kept.get(1)));
    mixed.set(1, mixed.get(2));
    kept.put(1, mixed);
    assertRefused(resumed(hub.with(SECOND), kept, 1));
  }

  @ParameterizedTest
  @CsvSource({"0", "2"})
  void changedShareIsDetected(int role) {
    Hub hub = hub(Security.MALICIOUS, Schedule.EPOCHS);
    Map<Integer, List<Kept>> kept = kept(hub);
    int from = 3; // after the second data owner's only batch
    List<Kept> changed = new ArrayList<>(Objects.requireNonNull(kept.get(role)));
    StoredShares shares = Objects.requireNonNull(changed.get(from).shares);
    List<StoredShares.Part> parts = new ArrayList<>(shares.parts());
    byte[] share = parts.getFirst().share().clone();
    share[0] ^= 1;
    parts.set(0, new StoredShares.Part(share, parts.getFirst().mac()));
    changed.set(from, new Kept(changed.get(from).standing, new StoredShares(shares.key(), parts)));
    kept.put(role, changed);
    assertRefused(resumed(hub.with(SECOND), kept, from));
  }

  /// Nobody has an output, and the first to find it says why.
  private static void assertRefused(Hub.Endings endings) {
    List<@Nullable Throwable> failures = endings.failures();
    assertThat(failures).allSatisfy(
        failure -> assertThat(failure).isInstanceOfAny(CheatingDetectedException.class, TransportException.class));
    assertThat(failures).anySatisfy(failure -> assertThat(failure).isInstanceOf(CheatingDetectedException.class)
        .hasMessage("a stored share is not what it was when it was stored"));
  }
}
