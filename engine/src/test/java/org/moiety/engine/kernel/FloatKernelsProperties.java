package org.moiety.engine.kernel;

import net.jqwik.api.Group;

/// [FloatKernelsLaws] for the scalar kernels and for every width of the SIMD kernels.
class FloatKernelsProperties {
  @Group
  class Scalar implements FloatKernelsLaws {
    @Override
    public FloatKernels kernels() {
      return new ScalarFloatKernels();
    }
  }

  @Group
  class Vector128 implements FloatKernelsLaws {
    @Override
    public FloatKernels kernels() {
      return new VectorFloatKernels(128);
    }
  }

  @Group
  class Vector256 implements FloatKernelsLaws {
    @Override
    public FloatKernels kernels() {
      return new VectorFloatKernels(256);
    }
  }

  @Group
  class Vector512 implements FloatKernelsLaws {
    @Override
    public FloatKernels kernels() {
      return new VectorFloatKernels(512);
    }
  }
}
