package org.moiety.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class LabelledImagesTest {
  private final LabelledImages data = new LabelledImages(1, 1, 2, 3, new byte[]{0, (byte) 255, 51, 102, 1, 2},
      new byte[]{2, 0, 1});

  @Test
  void imageIsScaledToOneAtItsOffset() {
    float[] target = {9, 9, 9, 9};
    data.image(1, target, 1);
    assertThat(target).containsExactly(9, 0.2f, 0.4f, 9);
    data.image(0, target, 2);
    assertThat(target).containsExactly(9, 0.2f, 0, 1);
  }

  @Test
  void pixelsAreCopied() {
    byte[] target = new byte[3];
    data.pixels(0, target, 1);
    assertThat(target).containsExactly(0, 0, -1);
    target[1] = 7;
    data.pixels(0, target, 1);
    assertThat(target[1]).isZero();
  }

  @Test
  void takeKeepsTheFirst() {
    LabelledImages two = data.take(2);
    assertThat(two.count()).isEqualTo(2);
    assertThat(two.label(1)).isZero();
    assertThat(two.labelCounts()).containsExactly(1, 0, 1);
    assertThat(two.sha256())
        .isEqualTo(new LabelledImages(1, 1, 2, 3, new byte[]{0, (byte) 255, 51, 102}, new byte[]{2, 0}).sha256());
    assertThatThrownBy(() -> two.label(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> two.image(2, new float[2], 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(data.take(3)).isSameAs(data);
  }

  @Test
  void takeRefusesMoreThanThereAre() {
    assertThatThrownBy(() -> data.take(4)).isInstanceOf(DataException.class)
        .hasMessage("asked for 4 examples, but the data set holds 3");
    assertThatThrownBy(() -> data.take(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partsHaveEachImageOnce() {
    assertThat(data.part(0, 2).sha256())
        .isEqualTo(new LabelledImages(1, 1, 2, 3, new byte[]{0, (byte) 255, 1, 2}, new byte[]{2, 1}).sha256());
    assertThat(data.part(1, 2).sha256())
        .isEqualTo(new LabelledImages(1, 1, 2, 3, new byte[]{51, 102}, new byte[]{0}).sha256());
    assertThat(data.part(0, 1).sha256()).isEqualTo(data.sha256());
    assertThatThrownBy(() -> data.part(0, 4)).isInstanceOf(DataException.class)
        .hasMessage("3 examples cannot be cut into 4 parts");
    assertThatThrownBy(() -> data.part(2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void classesAreChosenAndRelabelled() {
    LabelledImages upper = data.ofClasses(1, 3);
    assertThat(upper.sha256())
        .isEqualTo(new LabelledImages(1, 1, 2, 2, new byte[]{0, (byte) 255, 1, 2}, new byte[]{1, 0}).sha256());
    assertThat(data.ofClasses(0, 3).sha256()).isEqualTo(data.sha256());
  }

  @Test
  void classesThatNoExampleHasAreRefused() {
    assertThatThrownBy(() -> data.take(1).ofClasses(0, 2)).isInstanceOf(DataException.class)
        .hasMessage("no example has a label in 0..1");
    assertThatThrownBy(() -> data.ofClasses(2, 4)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> data.ofClasses(1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void digestCoversShapeLabelsAndPixels() {
    byte[] pixels = {0, (byte) 255, 51, 102, 1, 2};
    assertThat(data.sha256()).matches("[0-9a-f]{64}")
        .isNotEqualTo(new LabelledImages(1, 2, 1, 3, pixels, new byte[]{2, 0, 1}).sha256())
        .isNotEqualTo(new LabelledImages(1, 1, 2, 4, pixels, new byte[]{2, 0, 1}).sha256())
        .isNotEqualTo(new LabelledImages(1, 1, 2, 3, pixels, new byte[]{2, 1, 1}).sha256())
        .isNotEqualTo(new LabelledImages(1, 1, 2, 3, new byte[6], new byte[]{2, 0, 1}).sha256());
  }

  @Test
  void labelsAreUnsigned() {
    LabelledImages many = new LabelledImages(1, 1, 1, 256, new byte[1], new byte[]{(byte) 255});
    assertThat(many.label(0)).isEqualTo(255);
  }

  @Test
  void refusesWhatDoesNotFitTogether() {
    assertThatThrownBy(() -> new LabelledImages(1, 2, 2, 2, new byte[5], new byte[1]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("pixels=5, expected 1 x 1 x 2 x 2");
    assertThatThrownBy(() -> new LabelledImages(1, 1, 1, 2, new byte[1], new byte[]{2}))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("label[0]=2, expected 0..1");
    assertThatThrownBy(() -> new LabelledImages(1, 1, 1, 2, new byte[0], new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LabelledImages(0, 1, 1, 2, new byte[0], new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new LabelledImages(1, 1, 1, 257, new byte[1], new byte[1]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
