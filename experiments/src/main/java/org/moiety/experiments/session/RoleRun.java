package org.moiety.experiments.session;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.collections.api.map.MutableOrderedMap;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.fixed.TruncationRisk;
import org.moiety.engine.online.Role;
import org.moiety.engine.online.StoredShares;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.run.DivergenceGuard;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.ModelShares;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.data.Examples;
import org.moiety.layers.file.FileException;
import org.moiety.layers.file.OwnerOnly;
import org.moiety.layers.model.Model;
import org.moiety.layers.tensor.Backend.Revealed;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.train.Checkpoints;
import org.moiety.layers.train.Standing;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Trainer;
import org.moiety.layers.train.TrainingListener;
import org.moiety.layers.train.TrainingResult;
import org.moiety.triples.remote.Agreement;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.remote.Terms;
import org.moiety.triples.store.MaterialFile;
import org.moiety.triples.store.StoreException;

/// One role of a training whose other roles are other processes.
public final class RoleRun {
  static final AnnouncedExamples TRAINING = OwnExamples.TRAINING;
  static final AnnouncedExamples TEST = OwnExamples.TEST;

  private final RoleSettings settings;
  private final String version;
  private final @Nullable Examples train;
  private final @Nullable Examples test;
  private final @Nullable CheckpointFolder checkpoints;
  private final @Nullable MaterialFile material;

  private RoleRun(RoleSettings settings, String version, @Nullable Examples train, @Nullable Examples test) {
    this.settings = settings;
    this.version = version;
    this.train = train;
    this.test = test;
    material = openMaterial();
    checkpoints = openCheckpoints();
  }

  private @Nullable CheckpointFolder openCheckpoints() {
    Path folder = settings.checkpoints();
    if (folder == null) {
      return null;
    }
    try {
      return CheckpointFolder.open(folder, settings.role().party(), settings.session().training().resume());
    } catch (FileException e) {
      if (material != null) {
        material.close();
      }
      throw e;
    }
  }

  /// @throws StoreException if the file serves no session, or not this one
  private @Nullable MaterialFile openMaterial() {
    RoleSettings.Preprocessing preprocessing = settings.preprocessing();
    if (preprocessing == null) {
      return null;
    }
    Path file = preprocessing.file();
    if (Files.exists(file)) {
      OwnerOnly.require(file);
    }
    MaterialFile opened = MaterialFile.open(file, preprocessing.spent());
    boolean fits = false;
    try {
      SessionRole role = SessionRole.of(opened.header().party());
      if (role != settings.role()) {
        throw new StoreException(file, "is the " + role.title() + "'s, this is the " + settings.role().title());
      }
      Terms.Difference difference = settings.session().terms(version).difference(opened.header().terms());
      if (difference != null) {
        throw new StoreException(file, "was made for another session: " + difference.name() + " is "
            + difference.ours() + " here and " + difference.theirs() + " there");
      }
      if (settings.role() == SessionRole.DATA_OWNER) {
        requireMadeFor(opened, train, test);
      }
      fits = true;
      return opened;
    } finally {
      if (!fits) {
        opened.close();
      }
    }
  }

  /// Only their numbers matter: images of another size do not fit the model either.
  private static void requireMadeFor(MaterialFile material, @Nullable Examples train, @Nullable Examples test) {
    requireMadeFor(material.file(), TRAINING.in(material.header().announced()), "training", train);
    requireMadeFor(material.file(), TEST.in(material.header().announced()), "test", test);
  }

  private static void requireMadeFor(Path file, @Nullable Examples expected, String of, @Nullable Examples examples) {
    int made = expected == null ? 0 : expected.count();
    int there = examples == null ? 0 : examples.count();
    if (made != there) {
      throw new StoreException(file, "was made for " + made + " " + of + " examples, the data owner has " + there);
    }
  }

  /// Loads this role's own data, and checks that they fit the model.
  public static RoleRun prepare(RoleSettings settings, String version, DataSource.Settings where) {
    OwnExamples own = OwnExamples.load(settings.session().model(), settings.data(), where);
    return new RoleRun(settings, version, own.train(), own.test());
  }

  public RoleSettings settings() {
    return settings;
  }

  /// Told how far it is. Iterations and epochs are told at the data owner only.
  public interface Listener extends TrainingListener, MeetingListener<Result>, Meter.Watcher {
    /// All roles are there and agree.
    void started(Started session);

    /// This party's shares are kept; told on the training thread.
    void checkpoint(Standing standing);

    /// Told where the session with one of several data owners is, at the roles that take part in all.
    default Meter.Watcher with(String dataOwner) {
      return this;
    }
  }

  /// A session that begins.
  ///
  /// @param testExamples 0 for no test
  /// @param batchesDone in the sessions before, all epochs together; 0 for a new training
  public record Started(String sessionId, int examples, int testExamples, int batchesDone) {}

  /// What a role has of it in the end.
  ///
  /// @param epochs reports of all epochs; empty where losses are not known
  /// @param weights the trained parameters by name, in the order of the layers; null where they are not known
  /// @param sent to its peers, as counted where it is sent
  /// @param shares this party's of the trained network, where nobody learns it, at a model owner of several data owners by their names; else under an empty name
  /// @param iterations the same by iterations
  /// @param sentTo what went to each peer; the dealer's parties get their seeds as well
  public record Result(Started session, List<TrainingListener.Epoch> epochs,
      @Nullable MutableOrderedMap<String, Revealed> weights, Map<String, ModelShares> shares,
      List<Count> sent, Iterations iterations,
      Map<SessionRole, SentTo> sentTo, TruncationRisk truncationRisk) implements Meeting.Result<Result> {
    /// Bytes that went into the network.
    public long networkBytes() {
      return sentTo.values().stream().mapToLong(SentTo::networkBytes).sum();
    }

    @Override
    public Result with(Map<SessionRole, SentTo> peers) {
      return new Result(session, epochs, weights, shares, sent, iterations, peers, truncationRisk);
    }
  }

  /// What was sent by iterations; the initial weights are the first, then each batch is one, of training or of a test.
  ///
  /// @param mostBytes in that in which most were sent
  public record Iterations(long count, long mostBytes) {}

  /// Joins the others and trains.
  ///
  /// @throws org.moiety.engine.channel.PeerException if a peer is somebody else
  /// @throws org.moiety.triples.remote.AgreementException if the roles were told different things
  /// @throws TransportException if a peer is lost, or sends what makes no sense; where that is after the end, the listener has been told the result
  public void run(Listener listener) {
    try (CheckpointFolder _ = checkpoints; MaterialFile ahead = material) {
      new Meeting(settings, version, ahead).hold(announcement(), listener, this::requireCheckpoint,
          agreement -> program(agreement, listener));
    }
  }

  private Terms announcement() {
    Terms terms = new OwnExamples(train, test).announcement();
    if (checkpoints != null && settings.session().training().resume()) {
      checkpoints.announce(terms);
    }
    return terms;
  }

  /// All roles come to the same end; the parties also look whether what they kept is of this training.
  private void requireCheckpoint(Agreement agreement) {
    if (settings.session().training().resume()) {
      CheckpointId id = CheckpointId.chosen(agreement);
      if (material != null) {
        AheadRun.requireMadeFor(material.header(), id);
      }
      if (checkpoints != null) {
        checkpoints.require(id, settings.session(), agreed(agreement));
      }
    }
  }

  /// What binds checkpoints to their training. What the data owner says of itself has names that no setting has.
  private Map<String, String> agreed(Agreement agreement) {
    return agreed(settings.session().terms(version), agreement.announced(SessionRole.DATA_OWNER));
  }

  static Map<String, String> agreed(Terms terms, Terms dataOwners) {
    return agreed(terms, Map.of("the data owner", dataOwners));
  }

  /// @param dataOwners what each of them announces
  static Map<String, String> agreed(Terms terms, Map<String, Terms> dataOwners) {
    Map<String, String> agreed = new LinkedHashMap<>(terms.all());
    agreed.keySet().removeAll(Task.Training.OF_A_SESSION);
    dataOwners.forEach((who, announced) -> announced.all().forEach((name, value) -> {
      if (!CheckpointId.isAnnounced(name)) {
        agreed.put(who + "'s " + name, value);
      }
    }));
    return agreed;
  }

  private Function<Role, Result> program(Agreement agreement, Listener listener) {
    boolean owner = settings.role() == SessionRole.DATA_OWNER;
    Terms announced = agreement.announced(SessionRole.DATA_OWNER);
    Examples training = owner ? train : TRAINING.in(announced);
    Examples testing = owner ? test : TEST.in(announced);
    if (training == null) {
      throw new TransportException("malformed message: the data owner announces no examples");
    }
    if (material != null) {
      requireMadeFor(material, training, testing);
    }
    SessionSettings session = settings.session();
    Task.Training task = session.training();
    CheckpointId from = task.resume() ? CheckpointId.chosen(agreement) : null;
    Started started = new Started(agreement.sessionId(), training.count(), testing == null ? 0 : testing.count(),
        from == null ? 0 : from.batches());
    listener.started(started);
    TrainingListener guarded = new DivergenceGuard(Encoding.PRIVATE, session.precision(), listener);
    return role -> {
      role.meter().watch(listener);
      Trained trained = train(role, session, training, testing, guarded, weights(),
          (model, backend) -> new RoleCheckpoints(model, backend, session, agreement.sessionId(), agreed(agreement),
              checkpoints, from, Math.ceilDiv(training.count(), session.batchSize()), listener::checkpoint));
      StoredShares stored = trained.stored();
      Map<String, ModelShares> shares = stored == null
          ? Map.of()
          : Map.of("", ModelShares.of(role.party(), started.sessionId(), session.model(), session.precision(), Map.of(),
              Map.of(), stored));
      Meter meter = role.meter();
      return new Result(started, trained.result().epochs(), trained.result().weights(), shares, meter.counts(),
          new Iterations(meter.iterations(), meter.mostBytesInAnIteration()), Map.of(), role.truncationRisk());
    };
  }

  /// What the program gives a role.
  ///
  /// @param stored its shares of the weights, where nobody learns them; null at the dealer
  record Trained(TrainingResult result, @Nullable StoredShares stored) {}

  /// The program that every role runs.
  ///
  /// @param checkpoints made where there are any
  static Trained train(Role role, SessionSettings session, Examples training, @Nullable Examples testing,
      TrainingListener listener, @Nullable Seed weights, BiFunction<Model, PrivateBackend, Checkpoints> checkpoints) {
    Task.Training task = session.training();
    PrivateBackend backend = new PrivateBackend(role, session.precision());
    Model model = session.network(backend);
    TrainingResult result = new Trainer(model, backend, session.batchSize(), listener).train(training, testing,
        session.trainingOptions(), weights,
        task.checkpointEvery() == 0 ? Checkpoints.NONE : checkpoints.apply(model, backend));
    return new Trained(result, task.release() == Release.NONE ? model.store(backend, result.parameters()) : null);
  }

  /// The model owner's own.
  private @Nullable Seed weights() {
    return settings.role() == SessionRole.MODEL_OWNER ? settings.session().weights() : null;
  }
}
