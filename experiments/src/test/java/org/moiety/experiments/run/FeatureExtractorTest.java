package org.moiety.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.moiety.engine.fixed.Precision;
import org.moiety.experiments.run.FeatureExtractor.Features;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.model.Activation;
import org.moiety.layers.model.ModelFile;

final class FeatureExtractorTest {
  private static final byte[] PIXELS = {0, 20, 80, (byte) 160, //
      (byte) 250, 32, (byte) 128, (byte) 255, //
      0, 32, 80, (byte) 160};
  private final LabelledImages images = new LabelledImages(1, 2, 2, 2, PIXELS, new byte[]{1, 0, 1});

  /// A filter that keeps the image, and one that turns it into a negative of half its size.
  private static SavedModel saved() {
    return new SavedModel(ModelFile.parse("""
        {"input": [1, 2, 2], "layers": [
          {"type": "conv2d", "filters": 2, "kernel": 1}, {"type": "average_pooling2d", "size": 2},
          {"type": "flatten"}, {"type": "dense", "units": 2}]}
        """, "tiny"), Activation.RELU_APPROX, Precision.DEFAULT,
        Map.of("conv2d.weight", new double[]{1, -0.5}, "conv2d.bias", new double[]{0, 3}), Map.of(), Map.of());
  }

  private static byte[] pixels(LabelledImages features, int index) {
    byte[] pixels = new byte[features.pixelsPerImage()];
    features.pixels(index, pixels, 0);
    return pixels;
  }

  @Test
  void whatIsUsualAtAPlaceIsNearZeroAndAChannelsSpanIsThatOfTheBytes() {
    FeatureExtractor extractor = new FeatureExtractor(saved(), 1, images);
    assertThat(extractor.shape()).hasToString("2x2x2");
    Features features = extractor.of(images);
    assertThat(features.outside()).isZero();
    assertThat(features.images().label(0)).isEqualTo(1);
    assertThat(features.images().classes()).isEqualTo(2);
    assertThat(pixels(features.images(), 0)).containsExactly(0, 12, 0, 0, 0, 12, 0, 0);
    assertThat(pixels(features.images(), 1)).containsExactly(250, 0, 48, 95, 250, 0, 48, 95);
    assertThat(pixels(features.images(), 2)).containsOnly(0);
  }

  @Test
  void whatTheReferenceDoesNotSpanIsCutOffAndCounted() {
    Features features = new FeatureExtractor(saved(), 1, images.take(1)).of(images);
    assertThat(features.images().count()).isEqualTo(3);
    assertThat(features.outside()).isEqualTo(6 / 24.0);
    assertThat(pixels(features.images(), 1)[0]).isEqualTo((byte) 255);
    assertThat(pixels(features.images(), 1)).endsWith(0, 0, 0, 0);
  }

  @Test
  void poolingIsPartOfTheFeatures() {
    Features features = new FeatureExtractor(saved(), 2, images).of(images);
    assertThat(features.images().height()).isEqualTo(1);
    assertThat(pixels(features.images(), 0)[0]).isZero();
    assertThat(pixels(features.images(), 1)[0]).isEqualTo((byte) 255);
  }

  @Test
  void rowsAreNoFeatures() {
    assertThatThrownBy(() -> new FeatureExtractor(saved(), 4, images)).isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected channels x height x width");
  }
}
