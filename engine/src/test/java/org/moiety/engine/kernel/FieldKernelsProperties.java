package org.moiety.engine.kernel;

import net.jqwik.api.Group;

/// [FieldKernelsLaws] for the scalar kernels and for every width of the SIMD kernels.
class FieldKernelsProperties {
  @Group
  class Scalar implements FieldKernelsLaws {
    @Override
    public FieldKernels kernels(Modulus modulus) {
      return new ScalarFieldKernels(modulus);
    }
  }

  @Group
  class Vector128 implements FieldKernelsLaws {
    @Override
    public FieldKernels kernels(Modulus modulus) {
      return new VectorFieldKernels(modulus, 128);
    }
  }

  @Group
  class Vector256 implements FieldKernelsLaws {
    @Override
    public FieldKernels kernels(Modulus modulus) {
      return new VectorFieldKernels(modulus, 256);
    }
  }

  @Group
  class Vector512 implements FieldKernelsLaws {
    @Override
    public FieldKernels kernels(Modulus modulus) {
      return new VectorFieldKernels(modulus, 512);
    }
  }
}
