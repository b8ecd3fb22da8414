package org.moiety.layers.train;

import org.jspecify.annotations.Nullable;
import org.moiety.layers.layer.Parameters;

/// Keeps the state of a training with several data owners while it runs, and has what one that was broken off left: [Checkpoints] of all its sessions together. All roles must answer alike.
///
/// A checkpoint is after a number of batches, of all data owners together; at which of them the network is then follows from the schedule.
public interface HubCheckpoints {
  /// Keeps nothing.
  HubCheckpoints NONE = new HubCheckpoints() {
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
      throw new IllegalStateException("nothing was kept");
    }

    @Override
    public void reached(int batches, int spoke, @Nullable Parameters parameters, Standing standing) {}
  };

  /// After how many batches the training goes on; null where it begins.
  @Nullable
  Integer resumed();

  /// How far a data owner was there, at itself; null elsewhere.
  @Nullable
  Standing standing(int spoke);

  /// The parameters there, in the session with the data owner that has the network.
  Parameters restore(int spoke);

  /// Told before the first batch, and after each.
  ///
  /// @param batches of all data owners together
  /// @param spoke where the network is
  /// @param parameters null at the other data owners
  /// @param standing of that data owner; at the others, their own
  void reached(int batches, int spoke, @Nullable Parameters parameters, Standing standing);
}
