package org.moiety.experiments.session;

import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.online.StoredShares;
import org.moiety.experiments.run.ModelShares;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.model.Model;
import org.moiety.layers.tensor.Backend;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.train.Checkpoints;
import org.moiety.layers.train.Standing;

/// Checkpoints of one role of a training between processes. The parties write files; the dealer takes part in what makes and restores them, and keeps nothing.
final class RoleCheckpoints implements Checkpoints {
  private final Model model;
  private final PrivateBackend backend;
  private final SessionSettings settings;
  private final String session;
  private final Map<String, String> agreed;
  private final @Nullable CheckpointFolder folder;
  private final @Nullable ModelShares kept;
  private final @Nullable Standing start;
  private final Consumer<Standing> listener;

  /// @param folder the party's; null at the dealer
  /// @param from where the training goes on; null where it begins
  /// @param batches of an epoch
  /// @param listener told when this party's shares are kept
  RoleCheckpoints(Model model, PrivateBackend backend, SessionSettings settings, String session,
      Map<String, String> agreed,
      @Nullable CheckpointFolder folder, @Nullable CheckpointId from, int batches, Consumer<Standing> listener) {
    this.model = model;
    this.backend = backend;
    this.settings = settings;
    this.session = session;
    this.agreed = agreed;
    this.folder = folder;
    this.listener = listener;
    kept = folder == null || from == null ? null : folder.read(from);
    start = from == null ? null : standing(from.batches(), batches, kept == null ? Map.of() : kept.progress());
    if (folder != null && from != null) {
      folder.goOnFrom(from);
    }
  }

  private Standing standing(int done, int batches, Map<String, String> progress) {
    if (done > (long) settings.training().epochs() * batches) {
      throw new TransportException("malformed message: a checkpoint after the training's end");
    }
    int epoch = Math.max(1, Math.ceilDiv(done, batches));
    Standing told = StandingText.parse(progress);
    return new Standing(epoch, done - (epoch - 1) * batches, told.loss(), told.correct(), told.epochs());
  }

  @Override
  public @Nullable Standing resumed() {
    return start;
  }

  @Override
  public Parameters restore() {
    return model.restored(backend, () -> {
      if (kept == null) {
        throw new IllegalStateException("checkpoints are the parties' only");
      }
      return kept.stored();
    });
  }

  @Override
  public void reached(Standing standing, int batches, Parameters parameters) {
    int done = (standing.epoch() - 1) * batches + standing.batches();
    if (standing.batches() == batches || done % settings.training().checkpointEvery() == 0) {
      write(new CheckpointId(session, done), standing, parameters);
    }
  }

  private void write(CheckpointId id, Standing standing, Parameters parameters) {
    StoredShares shares = model.store(backend, parameters);
    if (folder != null && shares != null) {
      int party = backend.isParty(Backend.DATA_OWNER) ? Backend.DATA_OWNER : Backend.MODEL_OWNER;
      folder.write(id, ModelShares.of(party, id.toString(), settings.model(), settings.precision(), agreed,
          party == Backend.DATA_OWNER ? StandingText.of(standing) : Map.of(), shares));
      listener.accept(standing);
    }
  }
}
