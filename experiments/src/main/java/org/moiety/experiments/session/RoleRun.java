package org.moiety.experiments.session;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.engine.channel.StreamChannel;
import org.moiety.engine.channel.TlsNetwork;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.fixed.TruncationRisk;
import org.moiety.engine.kernel.Modulus;
import org.moiety.engine.online.Role;
import org.moiety.engine.random.Seed;
import org.moiety.experiments.run.DivergenceGuard;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.FixedSeeds;
import org.moiety.experiments.session.RoleSettings.OwnData;
import org.moiety.layers.data.AbsentExamples;
import org.moiety.layers.data.DataSource;
import org.moiety.layers.data.Examples;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.train.Trainer;
import org.moiety.layers.train.TrainingListener;
import org.moiety.layers.train.TrainingOptions;
import org.moiety.layers.train.TrainingResult;
import org.moiety.triples.dealer.SessionSeeds;
import org.moiety.triples.remote.Agreement;
import org.moiety.triples.remote.AgreementException;
import org.moiety.triples.remote.RemoteSession;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.remote.Terms;

/// One role of a training whose other roles are other processes.
public final class RoleRun {
  /// What may wait for the network, and what may wait for the program: in each direction, for each peer. A dealer is ahead by twice that, or by two messages where they are larger.
  static final long CHANNEL_BYTES = 64L << 20;
  private static final String TRAINING = "training ";
  private static final String TEST = "test ";

  private final RoleSettings settings;
  private final String version;
  private final @Nullable Examples train;
  private final @Nullable Examples test;

  private RoleRun(RoleSettings settings, String version, @Nullable Examples train, @Nullable Examples test) {
    this.settings = settings;
    this.version = version;
    this.train = train;
    this.test = test;
  }

  /// Loads this role's own data, and checks that they fit the model.
  public static RoleRun prepare(RoleSettings settings, String version, DataSource.Settings where) {
    Model model = Model.build(settings.session().model(), Activation.RELU_APPROX, true);
    OwnData data = settings.data();
    if (data == null) {
      return new RoleRun(settings, version, null, null);
    }
    DataSource source = DataSource.resolve(data.source(), where);
    Examples train = data.limit() == null ? source.train() : source.train(data.limit());
    Trainer.requireFit(model, train);
    Integer testLimit = data.testLimit();
    if (testLimit != null && testLimit == 0) {
      return new RoleRun(settings, version, train, null);
    }
    Examples test = testLimit == null ? source.test() : source.test(testLimit);
    Trainer.requireFit(model, test);
    return new RoleRun(settings, version, train, test);
  }

  public RoleSettings settings() {
    return settings;
  }

  /// Told how far it is. Iterations and epochs are told at the data owner only.
  public interface Listener extends TrainingListener {
    /// It listens, and waits for the others.
    void listening(Endpoint at);

    /// A connection was refused, or the like: one line.
    void warning(String line);

    /// All roles are there and agree.
    void started(Started session);
  }

  /// A session that begins.
  ///
  /// @param testExamples 0 for no test
  public record Started(String sessionId, int examples, int testExamples) {}

  /// What a role has of it in the end.
  ///
  /// @param training what it knows of losses and weights
  /// @param sent to its peers, as counted where it is sent
  /// @param iterations the same by iterations
  /// @param sentTo what went to each peer; the dealer's parties get their seeds as well
  public record Result(Started session, TrainingResult training, List<Count> sent, Iterations iterations,
      Map<SessionRole, SentTo> sentTo, TruncationRisk truncationRisk) {
    /// Bytes that went into the network.
    public long networkBytes() {
      return sentTo.values().stream().mapToLong(SentTo::networkBytes).sum();
    }

    private Result withSentTo(Map<SessionRole, SentTo> peers) {
      return new Result(session, training, sent, iterations, peers, truncationRisk);
    }
  }

  /// What was sent by iterations; the initial weights are the first, then each batch is one, of training or of a test.
  ///
  /// @param mostBytes in that in which most were sent
  public record Iterations(long count, long mostBytes) {}

  /// What went to one peer.
  ///
  /// @param bytes of the messages after the start
  /// @param networkBytes what went into the network for them, and for the start
  public record SentTo(long bytes, long networkBytes) {
    private SentTo since(@Nullable SentTo start) {
      return start == null ? this : new SentTo(bytes - start.bytes, networkBytes);
    }
  }

  /// Joins the others and trains.
  ///
  /// @throws org.moiety.engine.channel.PeerException if a peer is somebody else
  /// @throws AgreementException if the roles were told different things
  /// @throws TransportException if a peer is lost, or sends what makes no sense
  public Result run(Listener listener) {
    Map<SessionRole, Channel> channels = new EnumMap<>(SessionRole.class);
    Map<String, StreamChannel> streams = join(listener);
    try {
      for (SessionRole role : settings.role().others()) {
        StreamChannel channel = streams.get(role.title());
        if (channel == null) {
          throw new IllegalArgumentException("the " + role.title() + " is no peer");
        }
        channels.put(role, channel);
      }
      Agreement agreement = agree(channels, streams);
      Map<SessionRole, SentTo> start = sentTo(streams);
      Result result = train(agreement, channels, listener);
      streams.values().forEach(StreamChannel::end);
      streams.values().forEach(StreamChannel::finish);
      Map<SessionRole, SentTo> sentTo = sentTo(streams);
      sentTo.replaceAll((role, all) -> all.since(start.get(role)));
      return result.withSentTo(sentTo);
    } finally {
      streams.values().forEach(StreamChannel::close);
    }
  }

  private Map<SessionRole, SentTo> sentTo(Map<String, StreamChannel> streams) {
    Map<SessionRole, SentTo> sentTo = new EnumMap<>(SessionRole.class);
    for (SessionRole role : settings.role().others()) {
      StreamChannel stream = streams.get(role.title());
      if (stream != null) {
        sentTo.put(role, new SentTo(stream.payloadBytes(), stream.bytesWritten()));
      }
    }
    return sentTo;
  }

  private Map<String, StreamChannel> join(Listener listener) {
    try (TlsNetwork network = TlsNetwork.open(settings.identity(), settings.listen(), settings.timeouts(),
        CHANNEL_BYTES)) {
      Endpoint at = network.listening();
      if (at != null) {
        listener.listening(at);
      }
      return network.join(settings.peers(), listener::warning);
    }
  }

  /// Where roles disagree, all shall hear of it before any leaves.
  private Agreement agree(Map<SessionRole, Channel> channels, Map<String, StreamChannel> streams) {
    try {
      return Agreement.reach(settings.role(), settings.session().terms(version), announcement(), channels);
    } catch (AgreementException e) {
      try {
        streams.values().forEach(StreamChannel::end);
        streams.values().forEach(StreamChannel::finish);
      } catch (TransportException gone) {
        e.addSuppressed(gone);
      }
      throw e;
    }
  }

  private Terms announcement() {
    Terms terms = new Terms();
    announce(terms, TRAINING, train);
    announce(terms, TEST, test);
    return terms;
  }

  private static void announce(Terms terms, String of, @Nullable Examples examples) {
    if (examples != null) {
      terms.with(of + "examples", examples.count()).with(of + "channels", examples.channels())
          .with(of + "height", examples.height()).with(of + "width", examples.width())
          .with(of + "classes", examples.classes());
    }
  }

  private static @Nullable Examples announced(Terms terms, String of) {
    try {
      return terms.has(of + "examples")
          ? new AbsentExamples(number(terms, of + "examples"), number(terms, of + "channels"),
              number(terms, of + "height"), number(terms, of + "width"), number(terms, of + "classes"))
          : null;
    } catch (IllegalArgumentException e) {
      throw new TransportException("malformed message: the data owner announces examples that cannot be");
    }
  }

  private static int number(Terms terms, String name) {
    return Integer.parseInt(terms.get(name));
  }

  private Result train(Agreement agreement, Map<SessionRole, Channel> channels, Listener listener) {
    boolean owner = settings.role() == SessionRole.DATA_OWNER;
    Examples training = owner ? train : announced(agreement.announced(), TRAINING);
    Examples testing = owner ? test : announced(agreement.announced(), TEST);
    if (training == null) {
      throw new TransportException("malformed message: the data owner announces no examples");
    }
    Started started = new Started(agreement.sessionId(), training.count(), testing == null ? 0 : testing.count());
    listener.started(started);
    SessionSettings session = settings.session();
    TrainingListener guarded = new DivergenceGuard(Encoding.PRIVATE, session.precision(), listener);
    return as(channels, role -> {
      PrivateBackend backend = new PrivateBackend(role, session.precision());
      Model model = Model.build(session.model(), Activation.RELU_APPROX, backend.mergesPooling());
      TrainingResult result = new Trainer(model, backend, session.batchSize(), guarded).train(training, testing,
          new TrainingOptions(session.epochs(), session.batchSize(), session.learningRate(), session.seed(),
              session.release()),
          weights());
      Meter meter = role.meter();
      return new Result(started, result, meter.counts(),
          new Iterations(meter.iterations(), meter.mostBytesInAnIteration()), Map.of(), role.truncationRisk());
    });
  }

  private Result as(Map<SessionRole, Channel> channels, Function<Role, Result> program) {
    RemoteSession roles = new RemoteSession(Modulus.MOIETY, settings.session().protocol(), settings.threads());
    return switch (settings.role()) {
      case DEALER -> roles.dealer(seeds(), channel(channels, SessionRole.DATA_OWNER),
          channel(channels, SessionRole.MODEL_OWNER), program);
      case DATA_OWNER, MODEL_OWNER -> roles.party(settings.role(), channel(channels, peer()),
          channel(channels, SessionRole.DEALER), program);
    };
  }

  private static Channel channel(Map<SessionRole, Channel> channels, SessionRole role) {
    Channel channel = channels.get(role);
    if (channel == null) {
      throw new IllegalStateException("no channel to the " + role.title());
    }
    return channel;
  }

  private SessionRole peer() {
    return settings.role() == SessionRole.DATA_OWNER ? SessionRole.MODEL_OWNER : SessionRole.DATA_OWNER;
  }

  /// Known to the dealer, and each half to its party.
  private SessionSeeds seeds() {
    Long fixed = settings.session().insecureSeed();
    return fixed == null
        ? new SessionSeeds(Seed.random(), Seed.random())
        : SessionSeeds.of(FixedSeeds.session(fixed));
  }

  /// The model owner's own.
  private @Nullable Seed weights() {
    if (settings.role() != SessionRole.MODEL_OWNER) {
      return null;
    }
    Long fixed = settings.session().insecureSeed();
    return fixed == null ? Seed.random() : FixedSeeds.weights(fixed);
  }
}
