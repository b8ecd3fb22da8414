package org.moiety.layers.train;

import org.jspecify.annotations.Nullable;
import org.moiety.layers.layer.Parameters;

/// Keeps a training's state while it runs, and has what one that was broken off left. All roles of a session must answer alike, for they call the backend.
public interface Checkpoints {
  /// Keeps nothing.
  Checkpoints NONE = new Checkpoints() {
    @Override
    public @Nullable Standing resumed() {
      return null;
    }

    @Override
    public Parameters restore() {
      throw new IllegalStateException("nothing was kept");
    }

    @Override
    public void reached(Standing standing, int batches, Parameters parameters) {}
  };

  /// Where the training goes on; null where it begins.
  @Nullable
  Standing resumed();

  /// The parameters there.
  Parameters restore();

  /// Told before the first batch, and after each.
  ///
  /// @param batches of an epoch
  void reached(Standing standing, int batches, Parameters parameters);
}
