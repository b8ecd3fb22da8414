package org.moiety.engine.kernel;

/// Chooses the kernels of this machine: SIMD where the JVM compiles it and vectors are wide enough, else scalar.
public final class KernelProvider {
  private static final String VECTOR_MODULE = "jdk.incubator.vector";
  /// Narrower vectors hold two elements at most, and lose to 64 x 64 bit multiplications.
  private static final int MIN_LANE_BITS = 256;

  private KernelProvider() {}

  /// The fastest kernels that this JVM and processor run, for a modulus.
  public static FieldKernels field(Modulus modulus) {
    return obstacle().isEmpty()
        ? new VectorFieldKernels(modulus, Lanes.preferredBits())
        : new ScalarFieldKernels(modulus);
  }

  /// The fastest float kernels that this JVM and processor run.
  public static FloatKernels floats() {
    return obstacle().isEmpty() ? new VectorFloatKernels(Lanes.preferredBits()) : new ScalarFloatKernels();
  }

  /// One line for logs and reports: what was chosen, and why if it is not SIMD.
  public static String description() {
    String obstacle = obstacle();
    return obstacle.isEmpty() ? "SIMD, " + Lanes.preferredBits() + "-bit vectors" : "scalar, because " + obstacle;
  }

  /// Why SIMD kernels cannot run or would be slow here; empty when they can.
  private static String obstacle() {
    if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
      return "the JVM was started without --add-modules " + VECTOR_MODULE;
    }
    String compiler = System.getProperty("java.vm.info", "");
    if (compiler.contains("interpreted") || compiler.contains("client")) {
      return "the JVM runs without its optimising compiler (" + compiler + ")";
    }
    if (Lanes.preferredBits() < MIN_LANE_BITS) {
      return "vectors have " + Lanes.preferredBits() + " bits, expected at least " + MIN_LANE_BITS;
    }
    return "";
  }
}
