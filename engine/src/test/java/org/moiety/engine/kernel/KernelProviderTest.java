package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KernelProviderTest {
  @Test
  void descriptionSaysWhatWasChosen() {
    String kernels = KernelProvider.field(Modulus.MOIETY).description();
    assertThat(KernelProvider.description()).startsWith(kernels.substring(0, kernels.indexOf(',')));
  }
}
