package org.moiety.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.online.CheatingDetectedException;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Party;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.engine.random.Seed;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.data.Strokes;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.LayerSpec;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.tensor.PublicBackend;
import org.moiety.layers.tensor.Shape;
import org.moiety.layers.train.HubTrainer;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Schedule;
import org.moiety.layers.train.Spoke;
import org.moiety.layers.train.TrainingListener;
import org.moiety.layers.train.TrainingOptions;
import org.moiety.triples.dealer.Dealer;
import org.moiety.triples.dealer.DealtMaterial;
import org.moiety.triples.dealer.ReplayedMasks;
import org.moiety.triples.dealer.SessionSeeds;

/// A training with several data owners: hub, spokes and dealer as threads, as many sessions as data owners.
@Timeout(600)
final class HubTest {
  private static final Seed MASTER = Seed.of(11);
  private static final int BATCH = 4;
  /// Examples of each data owner: batches are 2, 1 and 3, the last ones smaller.
  private static final int[] EXAMPLES = {8, 3, 10};
  private static final ModelSpec NETWORK = new ModelSpec("tiny", Shape.of(1, 28, 28),
      List.of(new LayerSpec.Conv2dSpec(2, 3, 3, 2, true, true), new LayerSpec.ReluSpec(3, 1),
          new LayerSpec.FlattenSpec(), new LayerSpec.DropoutSpec(new BigDecimal("0.25")),
          new LayerSpec.DenseSpec(10, true)));

  /// @param epochs of the training
  private record Hub(Protocol protocol, Schedule schedule, int epochs, Release release) {
    private static SessionSeeds seeds(int spoke) {
      return SessionSeeds.of(MASTER.derive("spoke " + spoke));
    }

    private static LabelledImages images(int spoke) {
      try (Workers workers = new Workers(1)) {
        return Strokes.train(20 + spoke, EXAMPLES[spoke], workers);
      }
    }

    private Spoke spoke(int number, Backend backend) {
      Model model = Model.build(NETWORK, Activation.RELU_APPROX, backend.mergesPooling());
      LabelledImages images = images(number);
      return new Spoke(model, backend, TrainingListener.NONE, images, images,
          new TrainingOptions(epochs, BATCH, new BigDecimal("0.1"), 7 + number, release));
    }

    private List<HubTrainer.@Nullable Result> train(List<@Nullable Spoke> spokes, @Nullable Seed weights,
        boolean dataOwner) {
      int[] batches = Arrays.stream(EXAMPLES).map(examples -> Math.ceilDiv(examples, BATCH)).toArray();
      return new HubTrainer(schedule, epochs, batches, dataOwner ? MASTER.derive("seals") : null).train(spokes,
          weights);
    }

    /// The public training that rounds alike.
    List<HubTrainer.@Nullable Result> publicly() {
      try (Workers workers = new Workers(1)) {
        Field field = Field.moiety(workers);
        return train(IntStream.range(0, EXAMPLES.length).mapToObj(i -> spoke(i,
            new PublicBackend(field, Precision.DEFAULT, protocol.masks(), new ReplayedMasks(field, seeds(i)))))
            .toList(),
            Seed.of(1), true);
      }
    }

    /// What the model owner has, then each data owner, then the dealer.
    record Endings(List<CompletableFuture<List<HubTrainer.@Nullable Result>>> all) {
      List<HubTrainer.@Nullable Result> modelOwner() {
        return all.getFirst().join();
      }

      HubTrainer.Result dataOwner(int i) {
        return all.get(1 + i).join().get(i);
      }

      List<@Nullable Throwable> failures() {
        List<@Nullable Throwable> failures = new ArrayList<>();
        for (CompletableFuture<?> one : all) {
          one.handle((result, failure) -> failures.add(failure)).join();
        }
        return failures;
      }
    }

    /// @param tamper what becomes of the channel of each data owner to the model owner, and of the model owner to each data owner
    Endings privately(Function<Channel, Channel> tamper, int tampered, boolean hubTampers) {
      List<InMemoryChannel.Pair> spokes = new ArrayList<>();
      for (int i = 0; i < EXAMPLES.length; i++) {
        spokes.add(InMemoryChannel.pair(1 << 24));
      }
      InMemoryChannel.Pair dealing = InMemoryChannel.pair(1 << 24);
      List<Channel> channels = new ArrayList<>(List.of(dealing.left()));
      spokes.forEach(pair -> channels.add(pair.left()));
      List<CompletableFuture<List<HubTrainer.@Nullable Result>>> all = new ArrayList<>();
      all.add(start(channels, field -> {
        List<@Nullable Spoke> own = new ArrayList<>();
        for (int i = 0; i < EXAMPLES.length; i++) {
          Channel channel = spokes.get(i).right();
          own.add(spoke(i, privately(new Party(1, field, protocol,
              hubTampers && i == tampered ? tamper.apply(channel) : channel,
              DealtMaterial.party1(field, seeds(i).party1(), dealing.right()), new Meter()))));
        }
        return train(own, Seed.of(1), false);
      }));
      for (int i = 0; i < EXAMPLES.length; i++) {
        int number = i;
        Channel channel = spokes.get(i).left();
        all.add(start(channels, field -> {
          List<@Nullable Spoke> own = new ArrayList<>(Collections.nCopies(EXAMPLES.length, null));
          own.set(number, spoke(number, privately(new Party(0, field, protocol,
              !hubTampers && number == tampered ? tamper.apply(channel) : channel,
              DealtMaterial.party0(field, seeds(number).party0()), new Meter()))));
          return train(own, null, true);
        }));
      }
      all.add(start(channels, field -> {
        List<@Nullable Spoke> own = new ArrayList<>();
        for (int i = 0; i < EXAMPLES.length; i++) {
          own.add(spoke(i, privately(new Dealer(field, protocol, seeds(i), dealing.left(), new Meter()))));
        }
        return train(own, null, false);
      }));
      return new Endings(all);
    }

    private static Backend privately(Role role) {
      return new PrivateBackend(role, Precision.DEFAULT);
    }

    private static <T> CompletableFuture<T> start(List<Channel> channels, Function<Field, T> role) {
      CompletableFuture<T> ending = new CompletableFuture<>();
      Thread.ofPlatform().daemon().start(() -> {
        try (Workers workers = new Workers(1)) {
          ending.complete(role.apply(Field.moiety(workers)));
        } catch (RuntimeException | Error e) {
          ending.completeExceptionally(e);
          channels.forEach(Channel::close);
        }
      });
      return ending;
    }
  }

  private static Map<String, String> digests(HubTrainer.@Nullable Result result) {
    return Run.digests(result.training());
  }

  private static void assertExact(Hub hub) {
    List<HubTrainer.@Nullable Result> expected = hub.publicly();
    Hub.Endings endings = hub.privately(channel -> channel, -1, false);
    assertThat(endings.failures()).containsOnlyNulls();
    for (int i = 0; i < EXAMPLES.length; i++) {
      assertThat(digests(expected.get(i))).isEqualTo(digests(expected.getFirst()));
      assertThat(digests(endings.modelOwner().get(i))).as("model owner, spoke %s", i)
          .isEqualTo(digests(expected.getFirst()));
      HubTrainer.Result dataOwner = endings.dataOwner(i);
      assertThat(dataOwner.accuracy()).isEqualTo(expected.get(i).accuracy());
      assertThat(dataOwner.training().epochs()).isEqualTo(expected.get(i).training().epochs());
      if (hub.release == Release.BOTH) {
        assertThat(digests(dataOwner)).isEqualTo(digests(expected.getFirst()));
      } else {
        assertThat(dataOwner.training().weights() == null).isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"EPOCHS, MODEL_OWNER", "BATCHES, BOTH"})
  void maliciousTrainingOfSeveralDataOwnersIsThePublicOne(Schedule schedule, Release release) {
    assertExact(new Hub(Protocol.malicious(), schedule, 2, release));
  }

  @ParameterizedTest
  @CsvSource({"FUSED, BATCHES", "REUSE, EPOCHS", "FRESH, EPOCHS"})
  void semiHonestTrainingOfSeveralDataOwnersIsThePublicOne(MaskPolicy masks, Schedule schedule) {
    assertExact(new Hub(Protocol.semiHonest(masks, TruncationMethod.MASKED), schedule, 1, Release.MODEL_OWNER));
  }

  @Test
  void orderOfTurnsMatters() {
    Hub epochs = new Hub(Protocol.malicious(), Schedule.EPOCHS, 1, Release.BOTH);
    Hub batches = new Hub(Protocol.malicious(), Schedule.BATCHES, 1, Release.BOTH);
    assertThat(digests(epochs.publicly().getFirst())).isNotEqualTo(digests(batches.publicly().getFirst()));
  }

  /// Adds to the first element of the n-th message of elements.
  private static Channel shifting(Channel channel, int which) {
    return new Channel() {
      private int elements;

      @Override
      public void send(Frame frame) {
        if (frame.planes().length == 2 && elements++ == which) {
          long[][] planes = {frame.planes()[0].clone(), frame.planes()[1].clone()};
          planes[1][0] ^= 1;
          frame.read().run();
          channel.send(new Frame(planes));
        } else {
          channel.send(frame);
        }
      }

      @Override
      public Frame receive() {
        return channel.receive();
      }

      @Override
      public void close() {
        channel.close();
      }
    };
  }

  /// What the model owner passes on first in the second data owner's session is the network: nobody but the seal could tell.
  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void networkThatTheHubShiftsIsRefused(int parameter) {
    Hub.Endings endings = new Hub(Protocol.malicious(), Schedule.EPOCHS, 1, Release.MODEL_OWNER)
        .privately(channel -> shifting(channel, parameter), 1, true);
    List<@Nullable Throwable> failures = endings.failures();
    assertThat(failures.get(2)).isInstanceOf(CheatingDetectedException.class)
        .hasMessage("what was taken over is not what was handed over");
    assertThat(failures.get(0)).isInstanceOfAny(TransportException.class, CheatingDetectedException.class);
  }

  /// Whichever message of elements a data owner changes, its own session ends, and nobody has an output.
  @Test
  void messagesThatADataOwnerShiftsAreDetected() {
    Hub hub = new Hub(Protocol.malicious(), Schedule.BATCHES, 1, Release.MODEL_OWNER);
    for (int which : new int[]{0, 1, 7, 30}) {
      List<@Nullable Throwable> failures = hub.privately(channel -> shifting(channel, which), 0, false).failures();
      assertThat(failures.getFirst()).as("message %s", which).isInstanceOf(CheatingDetectedException.class);
    }
  }
}
