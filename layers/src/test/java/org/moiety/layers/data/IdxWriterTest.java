package org.moiety.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moiety.layers.file.FileException;

final class IdxWriterTest {
  @TempDir
  private Path folder;

  private static LabelledImages images(int count, int channels) {
    byte[] pixels = new byte[count * channels * 6];
    byte[] labels = new byte[count];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (7 * i);
    }
    for (int i = 0; i < count; i++) {
      labels[i] = (byte) (i % 4);
    }
    return new LabelledImages(channels, 2, 3, 4, pixels, labels);
  }

  @ParameterizedTest
  @CsvSource({"1, idx3", "5, idx4"})
  void folderIsReadBackAsItWas(int channels, String layout) throws IOException {
    Path data = folder.resolve("new/digits");
    IdxWriter.write(data, images(9, channels), images(3, channels));
    DataSource source = DataSource.resolve(data.toString(),
        new DataSource.Settings(null, folder, Mnist.DEFAULT_MIRROR, 1, DataSource.Progress.NONE));
    assertThat(source.train().sha256()).isEqualTo(images(9, channels).sha256());
    assertThat(source.test().sha256()).isEqualTo(images(3, channels).sha256());
    try (var files = Files.list(data)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(
          "train-images-" + layout + "-ubyte", "train-labels-idx1-ubyte", "t10k-images-" + layout + "-ubyte",
          "t10k-labels-idx1-ubyte");
    }
  }

  @Test
  void folderThatCannotBeMadeIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("taken"));
    assertThatThrownBy(() -> IdxWriter.write(file.resolve("digits"), images(1, 1), images(1, 1)))
        .isInstanceOf(FileException.class).hasMessageContaining("taken");
  }
}
