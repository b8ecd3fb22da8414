package org.moiety.architecture;

import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  @Test
  void holds() {}
}
