package org.moiety.training;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.InMemoryChannel;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.field.Field;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.material.TruncationMasks;
import org.moiety.engine.online.Party;
import org.moiety.engine.online.Protocol;
import org.moiety.engine.online.Role;
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
import org.moiety.layers.train.HubCheckpoints;
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

/// A small training with three data owners: model owner, data owners and dealer as threads, as many sessions as data owners.
///
/// @param master all secrets of the sessions follow from it
record Hub(Protocol protocol, Schedule schedule, int epochs, Release release, Seed master) {
  static final Seed MASTER = Seed.of(11);
  static final String ID = "training";
  /// Examples of each data owner: batches are 2, 1 and 3, the last ones smaller.
  static final int[] EXAMPLES = {8, 3, 10};
  static final int BATCHES_OF_AN_EPOCH = 6;
  private static final Keeper NOTHING = (role, sessions) -> HubCheckpoints.NONE;
  private static final int BATCH = 4;
  private static final ModelSpec NETWORK = new ModelSpec("tiny", Shape.of(1, 28, 28),
      List.of(new LayerSpec.Conv2dSpec(2, 3, 3, 2, true, true), new LayerSpec.ReluSpec(3, 1),
          new LayerSpec.FlattenSpec(), new LayerSpec.DropoutSpec(new BigDecimal("0.25")),
          new LayerSpec.DenseSpec(10, true)));

  Hub(Protocol protocol, Schedule schedule, int epochs, Release release) {
    this(protocol, schedule, epochs, release, MASTER);
  }

  Hub with(Seed other) {
    return new Hub(protocol, schedule, epochs, release, other);
  }

  SessionSeeds seeds(int spoke) {
    return SessionSeeds.of(master.derive("spoke " + spoke));
  }

  private static LabelledImages images(int spoke) {
    try (Workers workers = new Workers(1)) {
      return Strokes.train(20 + spoke, EXAMPLES[spoke], workers);
    }
  }

  static Model model(Backend backend) {
    return Model.build(NETWORK, Activation.RELU_APPROX, backend.mergesPooling());
  }

  private Spoke spoke(int number, Backend backend) {
    LabelledImages images = images(number);
    return new Spoke(model(backend), backend, TrainingListener.NONE, images, images,
        new TrainingOptions(epochs, BATCH, new BigDecimal("0.1"), 7 + number, release), () -> {
        });
  }

  /// @param id what a data owner takes for the training's; null elsewhere
  private List<HubTrainer.@Nullable Result> train(List<@Nullable Spoke> spokes, @Nullable Seed weights,
      @Nullable String id, HubCheckpoints checkpoints) {
    int[] batches = Arrays.stream(EXAMPLES).map(examples -> Math.ceilDiv(examples, BATCH)).toArray();
    return new HubTrainer(schedule, epochs, batches, id == null ? "" : id, id == null ? null : master.derive("seals"))
        .train(spokes, weights, checkpoints);
  }

  /// The public training that rounds alike.
  List<HubTrainer.@Nullable Result> publicly() {
    try (Workers workers = new Workers(1)) {
      Field field = Field.moiety(workers);
      try (ReplayedMasks masks = replayed(field, NOTHING)) {
        return publicly(field, masks, HubCheckpoints.NONE);
      }
    }
  }

  /// The masks of the private training, in the order of the program.
  ReplayedMasks replayed(Field field, Keeper keeper) {
    ReplayedMasks masks = new ReplayedMasks(field);
    masks.run(() -> {
      List<@Nullable PrivateBackend> sessions = sessions(i -> masks.dealer(protocol, seeds(i)));
      train(spokes(sessions, backend -> backend), null, null, keeper.of(1 + EXAMPLES.length, sessions));
    });
    return masks;
  }

  List<HubTrainer.@Nullable Result> publicly(Field field, TruncationMasks masks, HubCheckpoints checkpoints) {
    return train(IntStream.range(0, EXAMPLES.length)
        .mapToObj(i -> spoke(i, new PublicBackend(field, Precision.DEFAULT, protocol.masks(), masks))).toList(),
        Seed.of(1), ID, checkpoints);
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

  /// What one of the roles does otherwise.
  ///
  /// @param spoke whose session it is
  /// @param hub whether it is the model owner's channel, or the data owner's
  /// @param channel what becomes of it
  /// @param model what becomes of the model owner's backends, in all sessions
  /// @param id what the data owner takes for the training's
  record Cheat(int spoke, boolean hub, UnaryOperator<Channel> channel, UnaryOperator<Backend> model, String id) {
    static final Cheat NONE = new Cheat(-1, false, channel -> channel, backend -> backend, ID);

    static Cheat on(int spoke, boolean hub, UnaryOperator<Channel> channel) {
      return new Cheat(spoke, hub, channel, backend -> backend, ID);
    }
  }

  /// What a role keeps of the training.
  interface Keeper {
    /// @param role 0 is the model owner, then come the data owners, then the dealer
    /// @param sessions by data owner; null where the role has no part
    HubCheckpoints of(int role, List<@Nullable PrivateBackend> sessions);
  }

  Endings privately(Cheat cheat) {
    return privately(cheat, NOTHING);
  }

  Endings privately(Cheat cheat, Keeper keeper) {
    List<InMemoryChannel.Pair> spokes = new ArrayList<>();
    for (int i = 0; i < EXAMPLES.length; i++) {
      spokes.add(InMemoryChannel.pair(1 << 24));
    }
    InMemoryChannel.Pair dealing = InMemoryChannel.pair(1 << 24);
    List<Channel> channels = new ArrayList<>(List.of(dealing.left()));
    spokes.forEach(pair -> channels.add(pair.left()));
    List<CompletableFuture<List<HubTrainer.@Nullable Result>>> all = new ArrayList<>();
    all.add(start(channels, field -> {
      List<@Nullable PrivateBackend> own = sessions(i -> {
        Channel channel = spokes.get(i).right();
        return new Party(1, field, protocol,
            cheat.hub && i == cheat.spoke ? cheat.channel.apply(channel) : channel,
            DealtMaterial.party1(field, seeds(i).party1(), dealing.right()), new Meter());
      });
      return train(spokes(own, cheat.model), Seed.of(1), null, keeper.of(0, own));
    }));
    for (int i = 0; i < EXAMPLES.length; i++) {
      int number = i;
      Channel channel = spokes.get(i).left();
      all.add(start(channels, field -> {
        List<@Nullable PrivateBackend> own = sessions(spoke -> spoke == number
            ? new Party(0, field, protocol,
                !cheat.hub && number == cheat.spoke ? cheat.channel.apply(channel) : channel,
                DealtMaterial.party0(field, seeds(number).party0()), new Meter())
            : null);
        return train(spokes(own, backend -> backend), null, number == cheat.spoke ? cheat.id : ID,
            keeper.of(1 + number, own));
      }));
    }
    all.add(start(channels, field -> {
      List<@Nullable PrivateBackend> own = sessions(
          i -> new Dealer(field, protocol, seeds(i), dealing.left(), new Meter()));
      return train(spokes(own, backend -> backend), null, null, keeper.of(1 + EXAMPLES.length, own));
    }));
    return new Endings(all);
  }

  private static List<@Nullable PrivateBackend> sessions(IntFunction<@Nullable Role> roles) {
    List<@Nullable PrivateBackend> sessions = new ArrayList<>(Collections.nCopies(EXAMPLES.length, null));
    for (int i = 0; i < EXAMPLES.length; i++) {
      Role role = roles.apply(i);
      if (role != null) {
        sessions.set(i, new PrivateBackend(role, Precision.DEFAULT));
      }
    }
    return sessions;
  }

  private List<@Nullable Spoke> spokes(List<@Nullable PrivateBackend> sessions, UnaryOperator<Backend> changed) {
    List<@Nullable Spoke> spokes = new ArrayList<>();
    for (int i = 0; i < sessions.size(); i++) {
      PrivateBackend backend = sessions.get(i);
      spokes.add(backend == null ? null : spoke(i, changed.apply(backend)));
    }
    return spokes;
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
