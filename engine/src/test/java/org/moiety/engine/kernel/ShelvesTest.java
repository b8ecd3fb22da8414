package org.moiety.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ShelvesTest {
  private final Shelves<long[]> shelves = new Shelves<>(long[]::new, 10);

  @Test
  void givesBackTheLastArrayOfTheLength() {
    long[] a = new long[3];
    long[] b = new long[3];
    shelves.put(3, a);
    shelves.put(3, b);
    assertThat(shelves.take(4)).hasSize(4);
    assertThat(shelves.take(3)).isSameAs(b);
    assertThat(shelves.take(3)).isSameAs(a);
    assertThat(shelves.take(3)).isNotSameAs(a).isNotSameAs(b).hasSize(3);
  }

  @Test
  void dropsWhatAStepDidNotAskFor() {
    shelves.take(3);
    long[] asked = new long[3];
    long[] other = new long[4];
    shelves.put(3, asked);
    shelves.put(4, other);
    shelves.dropUnused();
    assertThat(shelves.take(4)).isNotSameAs(other);
    assertThat(shelves.take(3)).isSameAs(asked);
    shelves.put(3, asked);
    shelves.dropUnused();
    shelves.dropUnused();
    assertThat(shelves.take(3)).isNotSameAs(asked);
  }

  @Test
  void aNewArrayTakesThePlaceOfWhatWasAskedForLongestAgoWhereMuchWaits() {
    long[] oldest = new long[6];
    long[] old = new long[5];
    shelves.put(6, oldest);
    shelves.put(5, old);
    shelves.take(2); // 11 wait
    assertThat(shelves.take(5)).isSameAs(old);
    assertThat(shelves.take(6)).isNotSameAs(oldest);
  }

  @Test
  void littleThatWaitsStays() {
    long[] a = new long[6];
    shelves.put(6, a);
    shelves.take(9);
    assertThat(shelves.take(6)).isSameAs(a);
  }
}
