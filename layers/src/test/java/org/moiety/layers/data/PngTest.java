package org.moiety.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class PngTest {
  @TempDir
  Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.png");
  }

  @Test
  void greyIsTakenAsStored() throws IOException {
    BufferedImage image = new BufferedImage(256, 1, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 256; i++) {
      image.getRaster().setSample(i, 0, 0, i);
    }
    float[] values = read(image, 1);
    for (int i = 0; i < 256; i++) {
      assertThat(values[i]).isEqualTo(i / 255f);
    }
    assertThat(Arrays.copyOfRange(read(image, 3), 256, 512)).isEqualTo(values);
  }

  @Test
  void sixteenBitGreyIsScaled() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(1, 0, 0, 0x8080);
    image.getRaster().setSample(2, 0, 0, 0xffff);
    assertThat(read(image, 1)).containsExactly(0, 128 / 255f, 1);
  }

  @Test
  void blackAndWhiteIsZeroAndOne() throws IOException {
    BufferedImage image = new BufferedImage(2, 2, BufferedImage.TYPE_BYTE_BINARY);
    image.setRGB(1, 0, 0xffffffff);
    assertThat(read(image, 1)).containsExactly(0, 1, 0, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_INT_ARGB})
  void colourBecomesGreyOrThreePlanes(int type) throws IOException {
    BufferedImage image = new BufferedImage(2, 1, type);
    image.setRGB(0, 0, 0xffff0000);
    image.setRGB(1, 0, 0xff0080ff);
    assertThat(read(image, 1)).containsExactly(76 / 255f, 104 / 255f);
    assertThat(read(image, 3)).containsExactly(1, 0, 0, 128 / 255f, 0, 1);
  }

  @Test
  void paletteColoursAreResolved() throws IOException {
    BufferedImage image = new BufferedImage(1, 1, BufferedImage.TYPE_BYTE_INDEXED);
    image.setRGB(0, 0, 0xff00ff00);
    assertThat(read(image, 3)).containsExactly(0, 1, 0);
  }

  @Test
  void transparentPixelsLieOnBlack() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00ffffff);
    image.setRGB(1, 0, 0x80ffffff);
    assertThat(read(image, 1)).containsExactly(0, 128 / 255f);
  }

  @Test
  void anotherSizeIsNamed() throws IOException {
    ImageIO.write(new BufferedImage(30, 28, BufferedImage.TYPE_BYTE_GRAY), "png", file.toFile());
    assertThatThrownBy(() -> Png.read(file, 1, 28, 28)).isInstanceOf(DataException.class)
        .hasMessage(file + ": 30 x 28 pixels (width x height), expected 28 x 28");
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "gif", file.toFile());
    assertThatThrownBy(() -> Png.read(file, 1, 28, 28)).isInstanceOf(DataException.class)
        .hasMessageStartingWith(file + ": starts with 47 49 46 38")
        .hasMessageEndingWith("expected a PNG (89 50 4e 47 0d 0a 1a 0a)");
    Files.write(file, new byte[0]);
    assertThatThrownBy(() -> Png.read(file, 1, 28, 28)).isInstanceOf(DataException.class);
  }

  @Test
  void everyTruncationIsAnError() throws IOException {
    BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_BYTE_GRAY);
    for (int i = 0; i < 64; i++) {
      image.getRaster().setSample(i % 8, i / 8, 0, i * 37 % 256);
    }
    ImageIO.write(image, "png", file.toFile());
    byte[] whole = Files.readAllBytes(file);
    int imageData = new String(whole, StandardCharsets.ISO_8859_1).indexOf("IEND") - 4;
    for (int length = 0; length < imageData - 8; length++) { // without checksums of the data, ImageIO accepts the picture
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Png.read(file, 1, 8, 8)).as("%d bytes", length).isInstanceOf(DataException.class)
          .hasMessageNotContaining("\n");
    }
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> Png.read(file, 1, 28, 28)).isInstanceOf(DataException.class)
        .hasMessage(file + ": no such file, expected a PNG");
    assertThatThrownBy(() -> Png.read(file, 2, 28, 28)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("channels=2, expected 1 or 3");
  }

  private float[] read(BufferedImage image, int channels) throws IOException {
    ImageIO.write(image, "png", file.toFile());
    return Png.read(file, channels, image.getHeight(), image.getWidth());
  }
}
