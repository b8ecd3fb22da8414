package org.moiety.engine.kernel;

/// Chooses the kernels of this machine.
public final class KernelProvider {
  private KernelProvider() {}

  /// The fastest kernels that this JVM and processor run, for a modulus.
  public static FieldKernels field(Modulus modulus) {
    return new ScalarFieldKernels(modulus);
  }

  /// The fastest float kernels that this JVM and processor run.
  public static FloatKernels floats() {
    return new ScalarFloatKernels();
  }
}
