package org.moiety.experiments.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Channel;
import org.moiety.engine.channel.Frame;
import org.moiety.engine.channel.TransportException;
import org.moiety.engine.online.StoredShares;
import org.moiety.experiments.run.ModelShares;
import org.moiety.layers.layer.Parameters;
import org.moiety.layers.tensor.PrivateBackend;
import org.moiety.layers.train.HubCheckpoints;
import org.moiety.layers.train.Standing;
import org.moiety.triples.remote.SessionRole;

/// Checkpoints of one role of a training with several data owners between processes.
///
/// The model owner and the data owner that has the network write their shares, the other data owners how far they are: all of them the same checkpoint, before the training goes on. To the others the model owner says when, in one word, and
/// waits for theirs; its session with them rests meanwhile. So when one writes a checkpoint, all have the one before. The dealer takes part in what makes and restores shares, and keeps nothing.
final class HubRoleCheckpoints implements HubCheckpoints {
  private final SessionRole role;
  private final SessionSettings settings;
  private final String training;
  private final Map<String, String> agreed;
  private final @Nullable CheckpointFolder folder;
  private final @Nullable CheckpointId from;
  private final @Nullable ModelShares kept;
  private final int batchesOfAnEpoch;
  private final List<@Nullable PrivateBackend> sessions;
  private final List<Channel> peers;
  private final Runnable turn;
  private final Consumer<Standing> listener;

  /// @param training its id
  /// @param folder the party's; null at the dealer
  /// @param from where the training goes on; null where it begins
  /// @param batches of an epoch, by data owner
  /// @param sessions by data owner; null where this role has no part
  /// @param peers at the model owner the channels to the data owners, at a data owner that to the model owner
  /// @param turn waits at a data owner for what comes next, however long the others' turns take
  /// @param listener told when a checkpoint is kept here
  HubRoleCheckpoints(SessionRole role, SessionSettings settings, String training, Map<String, String> agreed,
      @Nullable CheckpointFolder folder, @Nullable CheckpointId from, int[] batches,
      List<@Nullable PrivateBackend> sessions, List<Channel> peers, Runnable turn, Consumer<Standing> listener) {
    this.role = role;
    this.settings = settings;
    this.training = training;
    this.agreed = agreed;
    this.folder = folder;
    this.from = from;
    this.sessions = sessions;
    this.peers = peers;
    this.turn = turn;
    this.listener = listener;
    batchesOfAnEpoch = Arrays.stream(batches).sum();
    if (from != null && from.batches() > (long) settings.training().epochs() * batchesOfAnEpoch) {
      throw new TransportException("malformed message: a checkpoint after the training's end");
    }
    kept = folder == null || from == null ? null : folder.read(from);
    if (folder != null && from != null) {
      folder.goOnFrom(from);
    }
  }

  @Override
  public @Nullable Integer resumed() {
    return from == null ? null : from.batches();
  }

  @Override
  public @Nullable Standing standing(int spoke) {
    return kept == null || role != SessionRole.DATA_OWNER || sessions.get(spoke) == null
        ? null
        : StandingText.parse(kept.progress());
  }

  @Override
  public Parameters restore(int spoke) {
    PrivateBackend backend = session(spoke);
    return settings.network(backend).restored(backend, () -> {
      if (kept == null) {
        throw new IllegalStateException("checkpoints are the parties' only");
      }
      return kept.stored();
    });
  }

  private PrivateBackend session(int spoke) {
    PrivateBackend backend = sessions.get(spoke);
    if (backend == null) {
      throw new IllegalStateException("the network is in a session without this role");
    }
    return backend;
  }

  @Override
  public void reached(int batches, int spoke, @Nullable Parameters parameters, Standing standing) {
    if (batches % batchesOfAnEpoch != 0 && batches % settings.training().checkpointEvery() != 0) {
      return;
    }
    StoredShares shares = parameters == null
        ? null
        : settings.network(session(spoke)).store(session(spoke), parameters);
    boolean waits = role == SessionRole.DATA_OWNER && parameters == null;
    if (waits) {
      turn.run();
      requireWord(peers.getFirst(), batches);
    }
    if (folder != null) {
      write(folder, new CheckpointId(training, batches), shares, standing);
      listener.accept(standing);
    }
    if (waits) {
      peers.getFirst().send(word(batches));
    } else if (role == SessionRole.MODEL_OWNER) {
      List<Channel> others = new ArrayList<>(peers);
      Channel _ = others.remove(spoke);
      others.forEach(other -> other.send(word(batches)));
      others.forEach(other -> requireWord(other, batches));
    }
  }

  private void write(CheckpointFolder to, CheckpointId id, @Nullable StoredShares shares, Standing standing) {
    Map<String, String> progress = role == SessionRole.DATA_OWNER ? StandingText.of(standing) : Map.of();
    to.write(id, shares == null
        ? ModelShares.none(role.party(), id.toString(), settings.model(), settings.precision(), agreed, progress)
        : ModelShares.of(role.party(), id.toString(), settings.model(), settings.precision(), agreed, progress,
            shares));
  }

  /// Which checkpoint.
  private static Frame word(int batches) {
    return new Frame(new long[]{batches});
  }

  private static void requireWord(Channel peer, int batches) {
    long[][] planes = peer.receive().planes();
    if (planes.length != 1 || !Arrays.equals(planes[0], new long[]{batches})) {
      throw new TransportException("malformed message: expected one about the checkpoint after " + batches
          + " batches");
    }
  }
}
