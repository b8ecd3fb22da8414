package org.moiety.engine.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoTest {
  private final List<Integer> made = new ArrayList<>();

  private Memo<Integer, int[]> memo() {
    return new Memo<>(length -> {
      made.add(length);
      return new int[length];
    }, array -> array.length);
  }

  @Test
  void valuesAreMadeOnce() {
    Memo<Integer, int[]> memo = memo();
    assertThat(memo.of(1000)).isSameAs(memo.of(1000));
    assertThat(made).containsExactly(1000);
  }

  @Test
  void whatWasAskedForLongestAgoMakesRoom() {
    Memo<Integer, int[]> memo = memo();
    int half = Memo.CAPACITY / 2;
    memo.of(half);
    memo.of(half - 1);
    memo.of(half);
    memo.of(2);
    memo.of(half);
    memo.of(half - 1);
    assertThat(made).containsExactly(half, half - 1, 2, half - 1);
  }

  @Test
  void whatIsLargerThanTheRoomIsKeptUntilTheNext() {
    Memo<Integer, int[]> memo = memo();
    memo.of(Memo.CAPACITY + 1);
    memo.of(Memo.CAPACITY + 1);
    memo.of(1);
    memo.of(Memo.CAPACITY + 1);
    assertThat(made).containsExactly(Memo.CAPACITY + 1, 1, Memo.CAPACITY + 1);
  }

  @Test
  void stepsOfATrainingShareTheirPlans() {
    ConvolutionGeometry geometry = new ConvolutionGeometry(3, 2, 7, 7, 4, 3, 3, 2);
    assertThat(geometry.offsets()).isSameAs(new ConvolutionGeometry(3, 2, 7, 7, 4, 3, 3, 2).offsets());
    assertThat(geometry.offsets()).isNotSameAs(geometry.withBatch(2).offsets());
  }
}
