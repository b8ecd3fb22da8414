package org.moiety.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.field.Field;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.online.CheatingDetectedException;
import org.moiety.engine.online.Handover;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Party;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.StoredShares;
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
  private static final String ID = "training";
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
          new TrainingOptions(epochs, BATCH, new BigDecimal("0.1"), 7 + number, release), () -> {
          });
    }

    /// @param id what a data owner takes for the training's; null elsewhere
    private List<HubTrainer.@Nullable Result> train(List<@Nullable Spoke> spokes, @Nullable Seed weights,
        @Nullable String id) {
      int[] batches = Arrays.stream(EXAMPLES).map(examples -> Math.ceilDiv(examples, BATCH)).toArray();
      return new HubTrainer(schedule, epochs, batches, id == null ? "" : id, id == null ? null : MASTER.derive("seals"))
          .train(spokes, weights);
    }

    /// The public training that rounds alike.
    List<HubTrainer.@Nullable Result> publicly() {
      try (Workers workers = new Workers(1)) {
        Field field = Field.moiety(workers);
        try (ReplayedMasks masks = new ReplayedMasks(field)) {
          masks.run(() -> train(spokes(i -> privately(masks.dealer(protocol, seeds(i)))), null, null));
          return train(spokes(i -> new PublicBackend(field, Precision.DEFAULT, protocol.masks(), masks)), Seed.of(1),
              ID);
        }
      }
    }

    private List<@Nullable Spoke> spokes(IntFunction<Backend> backend) {
      List<@Nullable Spoke> spokes = new ArrayList<>();
      for (int i = 0; i < EXAMPLES.length; i++) {
        spokes.add(spoke(i, backend.apply(i)));
      }
      return spokes;
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

    Endings privately(Cheat cheat) {
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
          own.add(spoke(i, cheat.model.apply(privately(new Party(1, field, protocol,
              cheat.hub && i == cheat.spoke ? cheat.channel.apply(channel) : channel,
              DealtMaterial.party1(field, seeds(i).party1(), dealing.right()), new Meter())))));
        }
        return train(own, Seed.of(1), null);
      }));
      for (int i = 0; i < EXAMPLES.length; i++) {
        int number = i;
        Channel channel = spokes.get(i).left();
        all.add(start(channels, field -> {
          List<@Nullable Spoke> own = new ArrayList<>(Collections.nCopies(EXAMPLES.length, null));
          own.set(number, spoke(number, privately(new Party(0, field, protocol,
              !cheat.hub && number == cheat.spoke ? cheat.channel.apply(channel) : channel,
              DealtMaterial.party0(field, seeds(number).party0()), new Meter()))));
          return train(own, null, number == cheat.spoke ? cheat.id : ID);
        }));
      }
      all.add(start(channels, field -> {
        return train(spokes(i -> privately(new Dealer(field, protocol, seeds(i), dealing.left(), new Meter()))), null,
            null);
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

  /// What one of the roles does otherwise.
  ///
  /// @param spoke whose session it is
  /// @param hub whether it is the model owner's channel, or the data owner's
  /// @param channel what becomes of it
  /// @param model what becomes of the model owner's backends, in all sessions
  /// @param id what the data owner takes for the training's
  private record Cheat(int spoke, boolean hub, UnaryOperator<Channel> channel, UnaryOperator<Backend> model,
      String id) {
    static final Cheat NONE = new Cheat(-1, false, channel -> channel, backend -> backend, ID);

    static Cheat on(int spoke, boolean hub, UnaryOperator<Channel> channel) {
      return new Cheat(spoke, hub, channel, backend -> backend, ID);
    }
  }

  private static Map<String, String> digests(HubTrainer.@Nullable Result result) {
    assertThat(result.weights() == null).isFalse();
    return Run.digests(result.weights());
  }

  private static void assertExact(Hub hub) {
    List<HubTrainer.@Nullable Result> expected = hub.publicly();
    Hub.Endings endings = hub.privately(Cheat.NONE);
    assertThat(endings.failures()).containsOnlyNulls();
    for (int i = 0; i < EXAMPLES.length; i++) {
      assertThat(digests(expected.get(i))).isEqualTo(digests(expected.getFirst()));
      assertThat(digests(endings.modelOwner().get(i))).as("model owner, spoke %s", i)
          .isEqualTo(digests(expected.getFirst()));
      HubTrainer.Result dataOwner = endings.dataOwner(i);
      assertThat(dataOwner.accuracy()).isEqualTo(expected.get(i).accuracy());
      assertThat(dataOwner.epochs()).isEqualTo(expected.get(i).epochs());
      if (hub.release == Release.BOTH) {
        assertThat(digests(dataOwner)).isEqualTo(digests(expected.getFirst()));
      } else {
        assertThat(dataOwner.weights() == null).isTrue();
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

  /// Each data owner can use the network together with the model owner, whatever became of it afterwards.
  @ParameterizedTest
  @EnumSource
  void eachDataOwnerHasSharesOfANetworkThatNobodyLearns(Security security) {
    Protocol protocol = security == Security.MALICIOUS
        ? Protocol.malicious()
        : Protocol.semiHonest(MaskPolicy.FUSED, TruncationMethod.MASKED);
    List<BigInteger> expected = new Hub(protocol, Schedule.EPOCHS, 1, Release.BOTH).publicly().getFirst().weights()
        .values().stream().flatMap(revealed -> integers(revealed.bytes())).toList();
    Hub.Endings endings = new Hub(protocol, Schedule.EPOCHS, 1, Release.NONE).privately(Cheat.NONE);
    assertThat(endings.failures()).containsOnlyNulls();
    for (int i = 0; i < EXAMPLES.length; i++) {
      List<BigInteger> shares0 = integers(endings.dataOwner(i).shares());
      List<BigInteger> shares1 = integers(endings.modelOwner().get(i).shares());
      assertThat(IntStream.range(0, shares0.size())
          .mapToObj(j -> shares0.get(j).add(shares1.get(j)).mod(Modulus.MOIETY.value())).toList())
          .as("spoke %s", i).isEqualTo(expected);
    }
  }

  private static List<BigInteger> integers(@Nullable StoredShares shares) {
    return shares.parts().stream().flatMap(part -> integers(part.share())).toList();
  }

  /// Of 16 little-endian bytes each.
  private static Stream<BigInteger> integers(byte[] bytes) {
    return IntStream.range(0, bytes.length / 16).mapToObj(i -> {
      byte[] integer = new byte[16];
      for (int j = 0; j < 16; j++) {
        integer[j] = bytes[16 * i + 15 - j];
      }
      return new BigInteger(1, integer);
    });
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
        .privately(Cheat.on(1, true, channel -> shifting(channel, parameter)));
    assertRefused(endings, 1);
  }

  private static void assertRefused(Hub.Endings endings, int spoke) {
    List<@Nullable Throwable> failures = endings.failures();
    assertThat(failures.get(1 + spoke)).isInstanceOf(CheatingDetectedException.class)
        .hasMessage("what was taken over is not what was handed over");
    assertThat(failures.get(0)).isInstanceOfAny(TransportException.class, CheatingDetectedException.class);
  }

  /// Passes on, at one of the handovers, what was handed over at an earlier one.
  private static final class Replaying {
    private final int replayed;
    private final int at;
    private final List<Handover> seen = new ArrayList<>();

    Replaying(int replayed, int at) {
      this.replayed = replayed;
      this.at = at;
    }

    Backend model(Backend honest) {
      return (Backend) Proxy.newProxyInstance(Backend.class.getClassLoader(), new Class<?>[]{Backend.class},
          (proxy, method, arguments) -> {
            if (method.getName().equals("handOver")) {
              Handover handed = (Handover) method.invoke(honest, arguments);
              seen.add(handed);
              return seen.size() == at ? seen.get(replayed - 1) : handed;
            }
            try {
              return method.invoke(honest, arguments);
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          });
    }
  }

  /// Either past a data owner, as if its turn had not been, or between the same two as at the first time. With batches the network goes 0 1 2 0 2, and 0 1 2 to end.
  @ParameterizedTest
  @CsvSource({"1, 2, 2", "1, 6, 1", "4, 7, 2"})
  void handoverThatTheHubReplaysIsRefused(int replayed, int at, int spoke) {
    Replaying hub = new Replaying(replayed, at);
    Hub.Endings endings = new Hub(Protocol.malicious(), Schedule.BATCHES, 1, Release.MODEL_OWNER)
        .privately(new Cheat(-1, true, channel -> channel, hub::model, ID));
    assertRefused(endings, spoke);
  }

  /// The same key and the same step, but another session.
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void sealOfAnotherTrainingIsRefused(int spoke) {
    Hub.Endings endings = new Hub(Protocol.malicious(), Schedule.EPOCHS, 1, Release.MODEL_OWNER)
        .privately(new Cheat(spoke, false, channel -> channel, backend -> backend, "another"));
    assertRefused(endings, 1);
  }

  /// Whichever message of elements a data owner changes, its own session ends, and nobody has an output.
  @Test
  void messagesThatADataOwnerShiftsAreDetected() {
    Hub hub = new Hub(Protocol.malicious(), Schedule.BATCHES, 1, Release.MODEL_OWNER);
    for (int which : new int[]{0, 1, 7, 30}) {
      List<@Nullable Throwable> failures = hub.privately(Cheat.on(0, false, channel -> shifting(channel, which)))
          .failures();
      assertThat(failures.getFirst()).as("message %s", which).isInstanceOf(CheatingDetectedException.class);
    }
  }
}
