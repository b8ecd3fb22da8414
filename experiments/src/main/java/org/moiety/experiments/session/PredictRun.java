package org.moiety.experiments.session;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Meter;
import org.moiety.engine.channel.Meter.Count;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.fixed.TruncationRisk;
import org.moiety.engine.online.Role;
import org.moiety.experiments.run.DivergenceGuard;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.ModelShares;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.SavedModel;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.file.FileException;
import org.moiety.layers.data.Examples;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.file.SharesFile;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.Model;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.model.ModelSpec;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.train.Trainer;
import org.moiety.layers.train.TrainingListener;
import org.moiety.triples.remote.Agreement;
import org.moiety.triples.remote.AgreementException;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.remote.Terms;

/// One role of a prediction whose other roles are other processes: the data owner's images, and a network that the model owner has or that both parties have shares of. The data owner alone
/// learns what comes of it.
public final class PredictRun {
  private static final AnnouncedExamples IMAGES = new AnnouncedExamples("images");
  private static final String NETWORK = "network";
  private static final String OF_THE_MODEL_OWNER = "the model owner's";

  private final RoleSettings settings;
  private final String version;
  private final @Nullable LabelledImages images;
  private final @Nullable ModelShares shares;
  private final Map<String, double[]> weights;

  private PredictRun(RoleSettings settings, String version, @Nullable LabelledImages images,
      @Nullable ModelShares shares, Map<String, double[]> weights) {
    this.settings = settings;
    this.version = version;
    this.images = images;
    this.shares = shares;
    this.weights = weights;
  }

  /// Reads what this role has of the network.
  ///
  /// @param images the data owner's; null elsewhere
  /// @param network a file with this party's shares, or at the model owner one with weights; null where the role has neither
  /// @throws UsageException if it is not of the network that was agreed on
  public static PredictRun prepare(RoleSettings settings, String version, @Nullable LabelledImages images,
      @Nullable Path network) {
    SessionSettings session = settings.session();
    if (network == null) {
      return new PredictRun(settings, version, images, null, Map.of());
    }
    if (SharesFile.is(network)) {
      ModelShares shares = ModelShares.read(network);
      if (!shares.hasShares()) {
        throw new FileException(network, "has no shares: the network was at another data owner when it was written");
      }
      requireModel(network, shares.model(), session.model());
      require(network, "shares", settings.role().title(),
          shares.party() == 0 ? SessionRole.DATA_OWNER.title() : SessionRole.MODEL_OWNER.title());
      require(network, "precision", session.precision(), shares.precision());
      require(network, "security", Names.of(session.protocol().security()), Names.of(shares.security()));
      return new PredictRun(settings, version, images, shares, Map.of());
    }
    SavedModel saved = SavedModel.read(network);
    requireModel(network, saved.model(), session.model());
    if (settings.role() != SessionRole.MODEL_OWNER) {
      throw new UsageException(network + " has weights, which are the model owner's; this is the "
          + settings.role().title() + ", which has shares or nothing");
    }
    if (saved.activation() != Activation.RELU_APPROX) {
      throw new UsageException(network + " was trained with exact ReLU, which shares do not have");
    }
    return new PredictRun(settings, version, images, null, saved.weights());
  }

  private static void requireModel(Path file, ModelSpec found, ModelSpec agreed) {
    if (!found.input().equals(agreed.input()) || !found.layers().equals(agreed.layers())) {
      throw new UsageException(
          file + " is of another network than --model: " + ModelFile.text(found) + ", expected " + ModelFile
              .text(agreed));
    }
  }

  private static void require(Path file, String what, Object agreed, Object found) {
    if (!agreed.equals(found)) {
      throw new UsageException(file + ": " + what + " of " + found + ", expected " + agreed);
    }
  }

  public RoleSettings settings() {
    return settings;
  }

  /// Told how far it is; of images that are done at the data owner only.
  public interface Listener extends TrainingListener, MeetingListener<Result>, Meter.Watcher {
    /// All roles are there and agree.
    void started(String sessionId);
  }

  /// What a role has of it in the end.
  ///
  /// @param test what became of the images; null but at the data owner
  /// @param sent to its peers, as counted where it is sent
  /// @param sentTo what went to each peer
  public record Result(String sessionId, int images, Trainer.@Nullable Test test, List<Count> sent,
      TruncationRisk truncationRisk, Map<SessionRole, SentTo> sentTo) implements Meeting.Result<Result> {
    @Override
    public Result with(Map<SessionRole, SentTo> peers) {
      return new Result(sessionId, images, test, sent, truncationRisk, peers);
    }

    /// Bytes that went into the network.
    public long networkBytes() {
      return sentTo.values().stream().mapToLong(SentTo::networkBytes).sum();
    }
  }

  /// Joins the others and predicts.
  ///
  /// @throws org.moiety.engine.channel.PeerException if a peer is somebody else
  /// @throws AgreementException if the roles were told different things, or the parties have shares of different networks
  /// @throws TransportException if a peer is lost, or sends what makes no sense; where that is after the end, the listener has been told the result
  public void run(Listener listener) {
    new Meeting(settings, version).hold(announcement(), listener, PredictRun::requireOneNetwork,
        agreement -> program(agreement, listener));
  }

  private Terms announcement() {
    Terms terms = new Terms();
    if (settings.role() != SessionRole.DEALER) {
      terms.with(NETWORK, shares == null ? OF_THE_MODEL_OWNER : "shares of " + shares.id());
    }
    if (images != null) {
      IMAGES.announce(terms, images);
    }
    return terms;
  }

  private static void requireOneNetwork(Agreement agreement) {
    String dataOwners = agreement.announced(SessionRole.DATA_OWNER).get(NETWORK);
    String modelOwners = agreement.announced(SessionRole.MODEL_OWNER).get(NETWORK);
    if (!dataOwners.equals(modelOwners)) {
      throw new AgreementException("the parties do not have the same network: " + AgreementException.shown(dataOwners)
          + " at the data owner, " + AgreementException.shown(modelOwners) + " at the model owner");
    }
  }

  private Function<Role, Result> program(Agreement agreement, Listener listener) {
    Terms announced = agreement.announced(SessionRole.DATA_OWNER);
    Examples examples = images == null ? IMAGES.in(announced) : images;
    if (examples == null) {
      throw new TransportException("malformed message: the data owner announces no images");
    }
    listener.started(agreement.sessionId());
    boolean shared = !announced.get(NETWORK).equals(OF_THE_MODEL_OWNER);
    SessionSettings session = settings.session();
    TrainingListener guarded = new DivergenceGuard(Encoding.PRIVATE, session.precision(), listener);
    return role -> {
      role.meter().watch(listener);
      PrivateBackend backend = new PrivateBackend(role, session.precision());
      Model model = session.network(backend);
      Trainer.Test test = new Trainer(model, backend, session.batchSize(), guarded).test(examples,
          () -> shared
              ? model.restored(backend, () -> own().stored())
              : model.given(backend, weights));
      return new Result(agreement.sessionId(), examples.count(), test, role.meter().counts(), role.truncationRisk(),
          Map.of());
    };
  }

  private ModelShares own() {
    if (shares == null) {
      throw new IllegalStateException("no shares at the " + settings.role().title());
    }
    return shares;
  }
}
