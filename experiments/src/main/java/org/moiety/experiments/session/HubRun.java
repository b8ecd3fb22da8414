package org.moiety.experiments.session;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.engine.channel.StreamChannel;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.fixed.TruncationRisk;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.Role;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.run.DivergenceGuard;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.ModelShares;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.data.Examples;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.Backend.Revealed;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.train.HubCheckpoints;
import org.moiety.layers.train.HubTrainer;
import org.moiety.layers.train.Spoke;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.dealer.SessionSeeds;
import org.moiety.triples.remote.HubAgreement;
import org.moiety.triples.remote.RemoteHub;
import org.moiety.triples.remote.RemoteSession;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.remote.Terms;

/// One role of a training with several data owners, whose other roles are other processes. The model owner and the dealer speak with all, a data owner with these two.
public final class HubRun {
  private final RoleSettings settings;
  private final String version;
  private final OwnExamples own;
  private final @Nullable CheckpointFolder checkpoints;

  private HubRun(RoleSettings settings, String version, OwnExamples own) {
    this.settings = settings;
    this.version = version;
    this.own = own;
    Path folder = settings.checkpoints();
    checkpoints = folder == null
        ? null
        : CheckpointFolder.open(folder, settings.role().party(), settings.session().training().resume());
  }

  /// Loads this role's own data, and checks that they fit the model.
  public static HubRun prepare(RoleSettings settings, String version, DataSource.Settings where) {
    return new HubRun(settings, version, OwnExamples.load(settings.session().model(), settings.data(), where));
  }

  /// Joins the others and trains.
  ///
  /// @throws org.moiety.engine.channel.PeerException if a peer is somebody else
  /// @throws org.moiety.triples.remote.AgreementException if the roles were told different things
  /// @throws TransportException if a peer is lost, or sends what makes no sense; where that is after the end, the listener has been told the result
  public void run(RoleRun.Listener listener) {
    try (CheckpointFolder _ = checkpoints) {
      new Meeting(settings, version).hold(listener, streams -> begin(streams, listener));
    }
  }

  /// A data owner's examples, as this role has them.
  ///
  /// @param test null for no test
  record Data(Examples train, @Nullable Examples test) {}

  private Supplier<RoleRun.Result> begin(Map<String, StreamChannel> streams, RoleRun.Listener listener) {
    StreamChannel.loseTogether(streams.values()); // also who has no turn may be lost
    HubAgreement agreement = agree(streams);
    List<Data> all = new ArrayList<>();
    for (int i = 0; i < agreement.dataOwners().size(); i++) {
      all.add(data(agreement, i));
    }
    if (all.size() != settings.session().requireHub().dataOwners()) {
      throw new TransportException("malformed message: a model owner with " + all.size() + " data owners");
    }
    CheckpointId from = settings.session().training().resume() ? CheckpointId.chosen(agreement) : null;
    if (checkpoints != null && from != null) {
      checkpoints.require(from, settings.session(), agreed(agreement));
    }
    List<Data> shown = agreement.number() < 0 ? all : List.of(all.get(agreement.number()));
    RoleRun.Started started = new RoleRun.Started(agreement.id(),
        shown.stream().mapToInt(one -> one.train.count()).sum(),
        shown.stream().mapToInt(one -> one.test == null ? 0 : one.test.count()).sum(),
        from == null ? 0 : from.batches());
    listener.started(started);
    return () -> work(streams, agreement, part -> train(part, streams, agreement, all, from, started, listener));
  }

  /// What binds checkpoints to their training; a data owner's also to its place in it, for its images and its turns are those of that place.
  private Map<String, String> agreed(HubAgreement agreement) {
    Map<String, Terms> announced = new LinkedHashMap<>();
    agreement.dataOwners().forEach(terms -> announced.put("data owner " + (announced.size() + 1), terms));
    Map<String, String> agreed = RoleRun.agreed(settings.session().terms(version), announced);
    if (agreement.number() >= 0) {
      agreed.put("this data owner's number", Integer.toString(agreement.number() + 1));
    }
    return agreed;
  }

  private HubAgreement agree(Map<String, StreamChannel> streams) {
    Terms terms = settings.session().terms(version);
    Terms announcement = own.announcement();
    if (checkpoints != null && settings.session().training().resume()) {
      checkpoints.announce(announcement);
    }
    return switch (settings.role()) {
      case DATA_OWNER -> HubAgreement.reach(settings.identity().fingerprint().hex(), terms, announcement,
          Meeting.channel(streams, SessionRole.MODEL_OWNER.title()),
          Meeting.channel(streams, SessionRole.DEALER.title()));
      case MODEL_OWNER -> HubAgreement.reach(SessionRole.MODEL_OWNER, terms, announcement,
          Meeting.channel(streams, SessionRole.DEALER.title()), known(streams));
      case DEALER -> HubAgreement.reach(SessionRole.DEALER, terms, announcement,
          Meeting.channel(streams, SessionRole.MODEL_OWNER.title()), known(streams));
    };
  }

  private List<HubAgreement.DataOwner> known(Map<String, StreamChannel> streams) {
    return settings.dataOwners().stream().map(peer -> new HubAgreement.DataOwner(peer.name(), peer.fingerprint().hex(),
        Meeting.channel(streams, peer.name()))).toList();
  }

  private Data data(HubAgreement agreement, int dataOwner) {
    boolean here = dataOwner == agreement.number();
    Terms announced = agreement.dataOwners().get(dataOwner);
    Examples train = here ? own.train() : OwnExamples.TRAINING.in(announced);
    if (train == null) {
      throw new TransportException("malformed message: a data owner announces no examples");
    }
    return new Data(train, here ? own.test() : OwnExamples.TEST.in(announced));
  }

  private RoleRun.Result work(Map<String, StreamChannel> streams, HubAgreement agreement,
      Function<RemoteHub.Part, RoleRun.Result> program) {
    SessionSettings session = settings.session();
    RemoteHub roles = new RemoteHub(
        new RemoteSession(Modulus.MOIETY, session.protocol(), settings.threads()));
    List<Channel> dataOwners = dataOwners(streams);
    return switch (settings.role()) {
      case DEALER -> {
        List<SessionSeeds> seeds = new ArrayList<>();
        for (int i = 0; i < dataOwners.size(); i++) {
          seeds.add(session.seeds(i));
        }
        yield roles.dealer(seeds, session.seals(), dataOwners,
            Meeting.channel(streams, SessionRole.MODEL_OWNER.title()), program);
      }
      case MODEL_OWNER -> roles.modelOwner(dataOwners, Meeting.channel(streams, SessionRole.DEALER.title()), program);
      case DATA_OWNER -> roles.dataOwner(agreement.number(), agreement.dataOwners().size(),
          Meeting.channel(streams, SessionRole.MODEL_OWNER.title()),
          Meeting.channel(streams, SessionRole.DEALER.title()), program);
    };
  }

  private RoleRun.Result train(RemoteHub.Part part, Map<String, StreamChannel> streams, HubAgreement agreement,
      List<Data> all, @Nullable CheckpointId from, RoleRun.Started started, RoleRun.Listener listener) {
    SessionSettings session = settings.session();
    TrainingListener guarded = new DivergenceGuard(Encoding.PRIVATE, session.precision(), listener);
    Runnable turn = turn(streams);
    List<Role> roles = new ArrayList<>();
    List<@Nullable PrivateBackend> sessions = new ArrayList<>();
    List<@Nullable Spoke> spokes = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      Role role = part.roles().get(i);
      if (role == null) {
        sessions.add(null);
        spokes.add(null);
      } else {
        roles.add(role);
        role.meter().watch(settings.role() == SessionRole.DATA_OWNER ? listener : listener.with(nameOf(i)));
        PrivateBackend backend = new PrivateBackend(role, session.precision());
        sessions.add(backend);
        spokes.add(spoke(session, i, backend, guarded, all.get(i), turn));
      }
    }
    HubTrainer trainer = trainer(session, all, started.sessionId(), part.seals());
    HubCheckpoints kept = session.training().checkpointEvery() == 0
        ? HubCheckpoints.NONE
        : new HubRoleCheckpoints(settings.role(), session, started.sessionId(), agreed(agreement), checkpoints, from,
            trainer.batches(), sessions, parties(streams), turn, listener::checkpoint);
    return result(started, roles,
        trainer.train(spokes, settings.role() == SessionRole.MODEL_OWNER ? session.weights() : null, kept));
  }

  /// Waits for this data owner's.
  private Runnable turn(Map<String, StreamChannel> streams) {
    return settings.role() == SessionRole.DATA_OWNER
        ? Meeting.channel(streams, SessionRole.MODEL_OWNER.title())::awaitMessage
        : () -> {
        };
  }

  /// The other parties: at the model owner the data owners, at a data owner the model owner.
  private List<Channel> parties(Map<String, StreamChannel> streams) {
    return settings.role() == SessionRole.DATA_OWNER
        ? List.of(Meeting.channel(streams, SessionRole.MODEL_OWNER.title()))
        : dataOwners(streams);
  }

  private List<Channel> dataOwners(Map<String, StreamChannel> streams) {
    List<Channel> dataOwners = new ArrayList<>();
    settings.dataOwners().forEach(peer -> dataOwners.add(Meeting.channel(streams, peer.name())));
    return dataOwners;
  }

  /// One data owner in the program.
  ///
  /// @param number of the data owner, from 0
  static Spoke spoke(SessionSettings session, int number, Backend backend, TrainingListener listener, Data data,
      Runnable turn) {
    return new Spoke(session.network(backend), backend, listener, data.train, data.test,
        session.trainingOptions(number), turn);
  }

  /// The program that every role runs.
  static HubTrainer trainer(SessionSettings session, List<Data> all, String id, @Nullable Seed seals) {
    int[] batches = all.stream().mapToInt(one -> Math.ceilDiv(one.train.count(), session.batchSize())).toArray();
    return new HubTrainer(session.requireHub().schedule(), session.training().epochs(), batches, id, seals);
  }

  private RoleRun.Result result(RoleRun.Started started, List<Role> roles, List<HubTrainer.@Nullable Result> results) {
    List<TrainingListener.Epoch> epochs = List.of();
    MutableOrderedMap<String, Revealed> weights = null;
    Map<String, ModelShares> shares = new LinkedHashMap<>();
    for (int i = 0; i < results.size(); i++) {
      HubTrainer.Result one = results.get(i);
      if (one != null) {
        weights = one.weights();
        epochs = withLastTest(one);
        if (one.shares() != null) {
          SessionSettings session = settings.session();
          shares.put(settings.role() == SessionRole.DATA_OWNER ? "" : nameOf(i),
              ModelShares.of(roles.getFirst().party(), started.sessionId() + "-" + (i + 1), session.model(),
                  session.precision(), Map.of(), Map.of(), one.shares()));
        }
      }
    }
    TruncationRisk risk = new TruncationRisk();
    roles.forEach(role -> risk.add(role.truncationRisk()));
    return new RoleRun.Result(started, epochs, weights, shares, counts(roles), iterations(roles), Map.of(), risk);
  }

  private String nameOf(int dataOwner) {
    return RoleSettings.nameOf(settings.dataOwners().get(dataOwner));
  }

  /// The accuracy of the last report is that of the trained network; when this data owner's last epoch was over, others still had turns.
  private static List<TrainingListener.Epoch> withLastTest(HubTrainer.Result result) {
    List<TrainingListener.Epoch> epochs = new ArrayList<>(result.epochs());
    if (!epochs.isEmpty()) {
      TrainingListener.Epoch last = epochs.removeLast();
      epochs.add(new TrainingListener.Epoch(last.epoch(), last.trainLoss(), last.trainAccuracy(), result.accuracy()));
    }
    return epochs;
  }

  private static RoleRun.Iterations iterations(List<Role> roles) {
    return new RoleRun.Iterations(roles.stream().mapToLong(role -> role.meter().iterations()).sum(),
        roles.stream().mapToLong(role -> role.meter().mostBytesInAnIteration()).max().orElse(0));
  }

  private record Place(String layer, Meter.Phase phase) {}

  /// Of all sessions together.
  private static List<Count> counts(List<Role> roles) {
    Map<Place, Count> counts = new LinkedHashMap<>();
    for (Role role : roles) {
      role.meter().counts().forEach(count -> counts.merge(new Place(count.layer(), count.phase()), count,
          (one, other) -> new Count(one.layer(), one.phase(), one.values() + other.values(),
              one.bytes() + other.bytes(),
              one.rounds() + other.rounds())));
    }
    return List.copyOf(counts.values());
  }
}
