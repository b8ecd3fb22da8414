package org.moiety.engine.map;

import org.moiety.engine.kernel.FloatKernels;
import org.moiety.engine.kernel.FloatMatrix;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// What maps on floats need: kernels and threads. The counterpart of [org.moiety.engine.field.Field].
public record Floats(FloatKernels kernels, Workers workers) {
  private static final int GRAIN = 1 << 15;

  public static Floats of(Workers workers) {
    return new Floats(KernelProvider.floats(), workers);
  }

  void matmul(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    try (Profile.Span _ = Profile.on(Activity.PRODUCT)) {
      kernels.matmul(a, b, c, workers);
    }
  }

  /// Runs `part` over `0 .. length`, split over the threads.
  public void inParts(int length, Workers.Part part) {
    try (Profile.Span _ = Profile.on(Activity.ELEMENT_WISE)) {
      workers.range(length, GRAIN, part);
    }
  }
}
