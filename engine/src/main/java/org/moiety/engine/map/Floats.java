package org.moiety.engine.map;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.kernel.FloatKernels;
import org.moiety.engine.kernel.FloatMatrix;
import org.moiety.engine.kernel.KernelProvider;
import org.moiety.engine.kernel.Shelves;
import org.moiety.engine.kernel.Workers;
import org.moiety.engine.profile.Activity;
import org.moiety.engine.profile.Profile;

/// What maps on floats need: kernels, threads and memory. The counterpart of [org.moiety.engine.field.Field], regions included; for one thread.
public final class Floats {
  private static final int PIECE = 1 << 13;
  /// Floats that wait while new arrays are made, 128 MiB.
  private static final long AMPLE = 32 << 20;

  private final FloatKernels kernels;
  private final Workers workers;
  private final Shelves<float[]> shelves = new Shelves<>(float[]::new, AMPLE);
  private final Set<float[]> kept = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<float[]> held = new ArrayList<>();
  private boolean open;

  public Floats(FloatKernels kernels, Workers workers) {
    this.kernels = kernels;
    this.workers = workers;
  }

  public static Floats of(Workers workers) {
    return new Floats(KernelProvider.floats(), workers);
  }

  public Workers workers() {
    return workers;
  }

  // Memory

  /// An array to be written: what it holds is undefined.
  public float[] array(int length) {
    if (!open) {
      return new float[length];
    }
    float[] array = shelves.take(length);
    held.add(array);
    return array;
  }

  /// Opens the region of a training step: arrays made from now on must not be used after [#closeRegion], for the next region uses their memory.
  ///
  /// @throws IllegalStateException if one is open
  public void openRegion() {
    if (open) {
      throw new IllegalStateException("a region is open already");
    }
    open = true;
  }

  /// Ends all arrays made since [#openRegion], but for those that are kept.
  public void closeRegion() {
    for (float[] array : held) {
      if (!kept.contains(array)) {
        shelves.put(array.length, array);
      }
    }
    held.clear();
    shelves.dropUnused();
    open = false;
  }

  /// Keeps an array beyond the region that is open.
  public void keep(float[] array) {
    kept.add(array);
  }

  /// Takes back a [#keep]: the array ends with the region that is open.
  @SuppressWarnings("ReferenceEquality") // an array is its memory
  public void dismiss(float[] array) {
    if (kept.remove(array) && open && held.stream().noneMatch(other -> other == array)) {
      held.add(array);
    }
  }

  /// Ends an array of the open region that will not be used any more; the one made last, or nearly.
  @SuppressWarnings("ReferenceEquality") // an array is its memory
  void release(float[] array) {
    for (int i = held.size() - 1; i >= 0; i--) {
      if (held.get(i) == array) {
        held.remove(i);
        shelves.put(array.length, array);
        return;
      }
    }
  }

  void matmul(FloatMatrix a, FloatMatrix b, FloatMatrix c) {
    try (Profile.Span _ = Profile.on(Activity.PRODUCT)) {
      kernels.matmul(a, b, c, workers);
    }
  }

  /// Runs `part` over `0 .. length`, split over the threads.
  public void inParts(int length, Workers.Part part) {
    try (Profile.Span _ = Profile.on(Activity.ELEMENT_WISE)) {
      workers.pieces(length, PIECE, part);
    }
  }
}
