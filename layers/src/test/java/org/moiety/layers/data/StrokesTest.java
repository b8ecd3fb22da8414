package org.moiety.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.moiety.engine.kernel.Workers;

final class StrokesTest {
  private static final int PIXELS = Strokes.SIZE * Strokes.SIZE;
  private static Workers one;
  private static Workers four;

  @BeforeAll
  static void start() {
    one = new Workers(1);
    four = new Workers(4);
  }

  @AfterAll
  static void stop() {
    one.close();
    four.close();
  }

  /// Whoever changes the generator changes every reported accuracy: do it on purpose and say so.
  @Test
  void firstHundredImagesAreTheSameOnEveryMachine() {
    assertThat(Strokes.train(Strokes.DEFAULT_SEED, 100, one).sha256())
        .isEqualTo("96303f13475000e6446572d0ee54f7ffb0395f1f736c2bc84ab56c135a58bf13");
    assertThat(Strokes.test(Strokes.DEFAULT_SEED, 100, one).sha256())
        .isEqualTo("b84c7c01f4574a243c6f70ba2002e2cadc6004b6bb8eeb5637274c28c2fca5b8");
  }

  @Test
  void examplesDoNotDependOnWorkersOrCount() {
    LabelledImages many = Strokes.train(5, 1000, four);
    assertThat(many.sha256()).isEqualTo(Strokes.train(5, 1000, one).sha256());
    assertThat(many.take(123).sha256()).isEqualTo(Strokes.train(5, 123, one).sha256());
  }

  @Test
  void seedsAndSplitsDiffer() {
    String train = Strokes.train(5, 50, one).sha256();
    assertThat(train).isNotEqualTo(Strokes.test(5, 50, one).sha256()).isNotEqualTo(Strokes.train(6, 50, one).sha256());
  }

  @Test
  void eachTenHoldEveryDigitOnce() {
    LabelledImages data = Strokes.train(7, 2000, one);
    assertThat(data.labelCounts()).containsOnly(200);
    for (int block = 0; block < 200; block++) {
      int seen = 0;
      for (int i = 0; i < 10; i++) {
        seen |= 1 << data.label(10 * block + i);
      }
      assertThat(seen).isEqualTo(1023);
    }
  }

  @Test
  void noTwoImagesAreAlike() {
    LabelledImages data = Strokes.train(1, 3000, four);
    byte[][] images = images(data);
    assertThat(Arrays.stream(images).map(Arrays::hashCode).distinct().count()).isEqualTo(3000);
  }

  @Test
  void brightnessResemblesMnist() {
    LabelledImages data = Strokes.train(1, 2000, four);
    double sum = 0;
    double squares = 0;
    float[] image = new float[PIXELS];
    for (int i = 0; i < data.count(); i++) {
      data.image(i, image, 0);
      for (float value : image) {
        sum += value;
        squares += value * value;
      }
    }
    double mean = sum / (data.count() * PIXELS);
    assertThat(mean).isBetween(0.11, 0.15); // MNIST 0.1307
    assertThat(StrictMath.sqrt(squares / (data.count() * PIXELS) - mean * mean)).isBetween(0.27, 0.33); // MNIST 0.3081
  }

  /// The plainest classifier there is: nearest mean image. It tells that digits look like their class, yet are not all alike.
  @Test
  void nearestMeanTellsMostDigitsApartButNotAll() {
    LabelledImages train = Strokes.train(1, 4000, four);
    LabelledImages test = Strokes.test(1, 1000, four);
    double[][] mean = new double[10][PIXELS];
    float[] image = new float[PIXELS];
    for (int i = 0; i < train.count(); i++) {
      train.image(i, image, 0);
      for (int j = 0; j < PIXELS; j++) {
        mean[train.label(i)][j] += image[j] / 400;
      }
    }
    int right = 0;
    for (int i = 0; i < test.count(); i++) {
      test.image(i, image, 0);
      right += nearest(mean, image) == test.label(i) ? 1 : 0;
    }
    assertThat(right).isBetween(650, 900); // MNIST: 82 %
  }

  private static int nearest(double[][] means, float[] image) {
    int best = 0;
    double bestDistance = Double.MAX_VALUE;
    for (int c = 0; c < means.length; c++) {
      double distance = 0;
      for (int j = 0; j < image.length; j++) {
        distance += (means[c][j] - image[j]) * (means[c][j] - image[j]);
      }
      if (distance < bestDistance) {
        bestDistance = distance;
        best = c;
      }
    }
    return best;
  }

  @Test
  void countsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> Strokes.train(1, 60_001, one)).isInstanceOf(DataException.class)
        .hasMessage("asked for 60001 generated digits, expected 1 to 60000");
    assertThatThrownBy(() -> Strokes.test(1, 10_001, one)).isInstanceOf(DataException.class)
        .hasMessage("asked for 10001 generated digits, expected 1 to 10000");
    assertThatThrownBy(() -> Strokes.test(1, 0, one)).isInstanceOf(DataException.class);
  }

  private static byte[][] images(LabelledImages data) {
    byte[][] images = new byte[data.count()][data.pixelsPerImage()];
    for (int i = 0; i < images.length; i++) {
      data.pixels(i, images[i], 0);
    }
    return images;
  }
}
