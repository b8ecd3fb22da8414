package org.moiety.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdxReaderTest {
  @TempDir
  Path folder;
  private Path images;
  private Path labels;

  @BeforeEach
  void writePair() throws IOException {
    images = Files.write(folder.resolve("images"), IdxFiles.idx(4, 2, 3));
    labels = Files.write(folder.resolve("labels"), IdxFiles.labels(4, 4));
  }

  @Test
  void readsGreyImages() {
    LabelledImages data = IdxReader.read(images, labels, 10);
    assertThat(data).hasToString("4 images of 1 x 2 x 3, 10 classes");
    byte[] pixels = new byte[6];
    data.pixels(2, pixels, 0);
    assertThat(pixels).containsExactly(12, 13, 14, 15, 16, 17);
    assertThat(data.labelCounts()).containsExactly(1, 1, 1, 1, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void readsImagesWithChannels() throws IOException {
    Files.write(images, IdxFiles.idx(4, 3, 2, 5));
    assertThat(IdxReader.read(images, labels)).hasToString("4 images of 3 x 2 x 5, 4 classes");
  }

  @Test
  void gzipIsToldByContentNotByName() throws IOException {
    String plain = IdxReader.read(images, labels).sha256();
    Path packed = Files.write(folder.resolve("packed"), IdxFiles.gzip(Files.readAllBytes(images)));
    Path misnamed = Files.copy(labels, folder.resolve("labels.gz"));
    assertThat(IdxReader.read(packed, misnamed).sha256()).isEqualTo(plain);
  }

  @Test
  void classesFollowFromTheLargestLabel() throws IOException {
    assertThat(IdxReader.classes(labels)).isEqualTo(4);
    Files.write(labels, IdxFiles.labels(4, 1));
    assertThat(IdxReader.classes(labels)).isEqualTo(2);
    Files.write(labels, HexFormat.of().parseHex("0000080100000001ff"));
    assertThat(IdxReader.classes(labels)).isEqualTo(256);
  }

  @Test
  void labelsOutOfRangeAreNamed() {
    assertThatThrownBy(() -> IdxReader.read(images, labels, 3)).isInstanceOf(DataException.class)
        .hasMessage(labels + ": label 3 at example 3, expected 0..2");
  }

  @Test
  void differentCountsAreNamed() throws IOException {
    Files.write(labels, IdxFiles.labels(5, 4));
    assertThatThrownBy(() -> IdxReader.read(images, labels)).isInstanceOf(DataException.class)
        .hasMessage(images + ": 4 images, but " + labels + " has 5 labels; expected as many of each");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {
      "504b0304 00000000 | starts with 50 4b 03 04, expected 00 00 08 03 or 00 00 08 04 (IDX images)",
      "00000801 00000001 05 | starts with 00 00 08 01 (1 dimensions), expected 00 00 08 03 or 00 00 08 04 (IDX images)",
      "00000805 00000001 | starts with 00 00 08 05 (5 dimensions), expected 00 00 08 03 or 00 00 08 04 (IDX images)",
      "00000d03 00000001 00000001 00000001 00 | unsupported IDX type float32 (0d), expected unsigned byte (08)",
      "00000903 00000001 00000001 00000001 00 | unsupported IDX type signed byte (09), expected unsigned byte (08)",
      "00000703 00000001 00000001 00000001 00 | unsupported IDX type unknown (07), expected unsigned byte (08)",
      "00000803 00000000 00000001 00000001 | 0 images, expected at least 1",
      "00000803 00000001 00000000 00000001 | size 0 in dimension 1, expected at least 1",
      "00000803 ffffffff 00000001 00000001 | size 4294967295 in dimension 0 is too large",
      "00000803 7fffffff 7fffffff 7fffffff | shape 2147483647 x 2147483647 x 2147483647 is too large, at most 2147483639 bytes can be read",
      "00000803 00000001 00000001 00000002 00 | truncated, shape 1 x 1 x 2 needs 2 bytes, found 1",
      "00000803 7f000000 00000001 00000001 00 | truncated, shape 2130706432 x 1 x 1 needs 2130706432 bytes, found 1",
      "00000803 00000001 00000001 | truncated, the file ends before its images do",
      "0000 | truncated, the file ends before its images do", //
      "'' | truncated, the file ends before its images do",
      "00000803 00000001 00000001 00000002 000000 | trailing bytes after 1 x 1 x 2 images, expected the end of the file"})
  void saysWhatIsWrongInPlainAndPackedFiles(String hex, String problem) throws IOException {
    byte[] content = HexFormat.of().parseHex(hex.replace(" ", ""));
    Files.write(images, content);
    assertThatThrownBy(() -> IdxReader.read(images, labels)).isInstanceOf(DataException.class)
        .hasMessage(images + ": " + problem);
    Files.write(images, IdxFiles.gzip(content));
    if (problem.contains("2130706432 x")) { // packed, the claim is measured against the best that gzip can do
      assertThatThrownBy(() -> IdxReader.read(images, labels)).isInstanceOf(DataException.class)
          .hasMessageContaining("truncated, shape 2130706432 x 1 x 1 needs 2130706432 bytes, found at most ");
    } else {
      assertThatThrownBy(() -> IdxReader.read(images, labels)).isInstanceOf(DataException.class)
          .hasMessage(images + ": " + problem);
    }
  }

  @Test
  void imagesInPlaceOfLabelsAreRefused() {
    assertThatThrownBy(() -> IdxReader.read(images, images)).isInstanceOf(DataException.class)
        .hasMessage(images + ": starts with 00 00 08 03 (3 dimensions), expected 00 00 08 01 (IDX labels)");
  }

  @Test
  void everyTruncationIsAnError() throws IOException {
    for (byte[] whole : new byte[][]{Files.readAllBytes(images), IdxFiles.gzip(Files.readAllBytes(images))}) {
      for (int length = 0; length < whole.length; length++) {
        Files.write(images, Arrays.copyOf(whole, length));
        assertThatThrownBy(() -> IdxReader.read(images, labels)).isInstanceOf(DataException.class)
            .hasMessageStartingWith(images + ": truncated").hasMessageNotContaining("\n");
      }
    }
  }

  @Test
  void damagedGzipIsNamed() throws IOException {
    byte[] packed = IdxFiles.gzip(Files.readAllBytes(images));
    packed[packed.length - 6] ^= 1; // the checksum
    Files.write(images, packed);
    assertThatThrownBy(() -> IdxReader.read(images, labels)).isInstanceOf(DataException.class)
        .hasMessage(images + ": damaged gzip stream (Corrupt GZIP trailer)");
  }

  @Test
  void missingFilesAreNamed() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> IdxReader.read(images, none)).isInstanceOf(DataException.class)
        .hasMessage(none + ": no such file, expected IDX labels");
    assertThatThrownBy(() -> IdxReader.read(folder, labels)).isInstanceOf(DataException.class)
        .hasMessageStartingWith(folder + ": cannot be read (");
  }
}
