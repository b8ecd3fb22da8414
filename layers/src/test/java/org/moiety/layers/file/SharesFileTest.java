package org.moiety.layers.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SharesFileTest {
  @TempDir
  private Path folder;

  private static byte[] bytes(int elements, int first) {
    byte[] bytes = new byte[16 * elements];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (first + i);
    }
    return bytes;
  }

  private static SharesFile.Content content(boolean macs) {
    return new SharesFile.Content(Map.of("session", "ab\u00e9\"cd"), macs ? bytes(3, 7) : null,
        List.of(new SharesFile.Entry("dense.weights", new int[]{2, 3}, bytes(6, 1), macs ? bytes(6, 2) : null),
            new SharesFile.Entry("dense.bias", new int[]{3}, bytes(3, 3), macs ? bytes(3, 4) : null),
            new SharesFile.Entry("empty", new int[]{0, 5}, bytes(0, 3), macs ? bytes(0, 4) : null)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsWrittenIsRead(boolean macs) throws IOException {
    Path file = folder.resolve("a.shares");
    SharesFile.write(file, content(macs));
    assertThat(SharesFile.read(file)).usingRecursiveComparison().isEqualTo(content(macs));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
    assertThat(folder.toFile().list()).containsExactly("a.shares");
  }

  @Test
  void everyFlippedByteAndEveryCutIsNoticed() throws IOException {
    Path file = folder.resolve("a.shares");
    SharesFile.write(file, content(true));
    byte[] whole = Files.readAllBytes(file);
    for (int i = 0; i < whole.length; i++) {
      byte[] flipped = whole.clone();
      flipped[i] ^= 0x10;
      Files.write(file, flipped);
      assertThatThrownBy(() -> SharesFile.read(file)).as("byte %d", i).isInstanceOf(FileException.class)
          .hasMessageStartingWith(file + ": ");
      Files.write(file, java.util.Arrays.copyOf(whole, i));
      assertThatThrownBy(() -> SharesFile.read(file)).as("cut at %d", i).isInstanceOf(FileException.class);
    }
  }

  @Test
  void fileThatOthersMayReadIsRefused() throws IOException {
    Path file = folder.resolve("a.shares");
    SharesFile.write(file, content(true));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> SharesFile.read(file)).isInstanceOf(FileException.class)
        .hasMessage(file + ": may be read by others (rw-r-----), expected rw-------: chmod 600");
  }

  @Test
  void shareIsNeverPrinted() {
    assertThat(content(true)).hasToString("Content[dense.weights[2, 3], dense.bias[3], empty[0, 5]]");
  }

  @Test
  void macsComeWithTheirKeyAndForAllOrNone() {
    SharesFile.Entry with = new SharesFile.Entry("a", new int[]{1}, bytes(1, 0), bytes(1, 0));
    SharesFile.Entry without = new SharesFile.Entry("b", new int[]{1}, bytes(1, 0), null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SharesFile.Content(Map.of(), bytes(3, 0), List.of(with, without)));
    assertThatIllegalArgumentException().isThrownBy(() -> new SharesFile.Content(Map.of(), null, List.of(with)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new SharesFile.Entry("a", new int[]{2}, bytes(1, 0), null));
  }
}
