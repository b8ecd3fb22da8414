package org.moiety.engine.field;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;
import org.moiety.engine.kernel.Workers;

final class RegionTest {
  private final Field field = Field.moiety(new Workers(1));

  private FieldArray ones(int length) {
    return field.plus(field.zeros(length), field.element(1));
  }

  private static long[] words(Field field, FieldArray a) {
    return field.planes(a)[1];
  }

  @Test
  void nextRegionUsesTheMemoryAgain() {
    field.openRegion();
    long[] words = words(field, ones(7));
    field.closeRegion();
    field.openRegion();
    assertThat(words(field, field.array(8))).isNotSameAs(words);
    assertThat(words(field, field.array(7))).isSameAs(words);
    assertThat(words(field, field.array(7))).isNotSameAs(words);
    field.closeRegion();
  }

  @Test
  void zerosAreZeroInUsedMemory() {
    field.openRegion();
    ones(5);
    field.closeRegion();
    field.openRegion();
    assertThat(field.planes(field.zeros(5))).isDeepEqualTo(new long[2][5]);
    FieldArray encoded = field.ofSigned(new long[]{1, -1, 0, 5, 7});
    assertThat(field.integers(encoded).hi()[0]).isZero();
    field.closeRegion();
  }

  @Test
  void anArrayOfAClosedRegionCannotBeUsed() {
    field.openRegion();
    FieldArray a = ones(3);
    field.closeRegion();
    assertThat(a.length()).isEqualTo(3);
    assertThatIllegalStateException().isThrownBy(() -> field.negate(a))
        .withMessage("an array of 3 elements was used after its region was closed; keep it");
  }

  @Test
  void aReleasedArrayServesTheSameRegion() {
    field.openRegion();
    FieldArray a = ones(3);
    long[] words = words(field, a);
    field.release(a);
    field.release(a); // once is enough
    assertThat(words(field, field.array(3))).isSameAs(words);
    assertThat(words(field, field.array(3))).isNotSameAs(words);
    field.closeRegion();
  }

  @Test
  void aKeptArrayLastsUntilTheRegionInWhichItIsDismissedCloses() {
    field.openRegion();
    FieldArray a = ones(3);
    field.keep(a);
    long[] words = words(field, a);
    field.closeRegion();
    field.openRegion();
    assertThat(words(field, field.array(3))).isNotSameAs(words);
    field.dismiss(a);
    assertThat(words(field, field.array(3))).isNotSameAs(words);
    assertThat(words(field, a)).isSameAs(words).containsOnly(words(field, ones(1))[0]);
    field.closeRegion();
    assertThatIllegalStateException().isThrownBy(() -> field.negate(a));
  }

  @Test
  void anArrayKeptAndDismissedInOneRegionEndsWithIt() {
    field.openRegion();
    FieldArray a = ones(3);
    field.keep(a);
    field.dismiss(a);
    field.negate(a);
    field.closeRegion();
    assertThatIllegalStateException().isThrownBy(() -> field.negate(a));
  }

  @Test
  void aLentArrayLastsUntilItIsGivenBack() {
    field.openRegion();
    FieldArray a = ones(3);
    Runnable read = field.lend(a);
    field.release(a);
    long[] words = words(field, a);
    field.closeRegion();
    field.openRegion();
    assertThat(words(field, field.array(3))).isNotSameAs(words);
    read.run();
    assertThat(words(field, field.array(3))).isSameAs(words);
    field.closeRegion();
  }

  @Test
  void borrowedWordsAreGivenBackOnceWhenTheArrayEnds() {
    int[] given = new int[1];
    field.openRegion();
    FieldArray a = field.ofWords(new long[]{0, 1}, new long[]{2, 3}, () -> given[0]++);
    FieldArray b = field.ofWords(new long[]{0, 1}, new long[]{2, 3}, () -> given[0] += 10);
    field.release(a);
    assertThat(given[0]).isEqualTo(1);
    field.keep(b);
    field.closeRegion();
    assertThat(given[0]).isEqualTo(1);
    field.openRegion();
    field.dismiss(b);
    field.closeRegion();
    assertThat(given[0]).isEqualTo(11);
  }

  @Test
  void arraysMadeOutsideRegionsStay() {
    FieldArray a = ones(3);
    field.openRegion();
    field.keep(a);
    field.dismiss(a);
    field.release(a);
    field.closeRegion();
    field.negate(a);
    field.lend(a).run();
    field.openRegion();
    field.closeRegion();
    field.negate(a);
  }

  @Test
  void regionsDoNotNest() {
    assertThatIllegalStateException().isThrownBy(field::closeRegion).withMessage("no region is open");
    field.openRegion();
    assertThatIllegalStateException().isThrownBy(field::openRegion).withMessage("a region is open already");
    field.closeRegion();
  }
}
