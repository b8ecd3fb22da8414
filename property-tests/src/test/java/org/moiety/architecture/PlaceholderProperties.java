package org.moiety.architecture;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class PlaceholderProperties {
  @Property
  void additionCommutes(@ForAll int a, @ForAll int b) {
    if (a + b != b + a) {
      throw new AssertionError();
    }
  }
}
