package org.moiety.layers.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
  private static final byte[] OLD = {1, 2, 3};
  private static final byte[] NEW = {4, 5};

  @TempDir
  Path folder;

  @Test
  void createsAFile() throws IOException {
    AtomicFile.write(folder.resolve("a"), NEW);
    assertThat(folder.resolve("a")).hasBinaryContent(NEW);
    assertOnly("a");
  }

  @Test
  void replacesAFile() throws IOException {
    Files.write(folder.resolve("a"), OLD);
    AtomicFile.write(folder.resolve("a"), NEW);
    assertThat(folder.resolve("a")).hasBinaryContent(NEW);
    assertOnly("a");
  }

  @Test
  void createsAFileByARelativeName() {
    Path relative = Path.of("").toAbsolutePath().relativize(folder.toAbsolutePath().resolve("a"));
    AtomicFile.write(relative, NEW);
    assertThat(folder.resolve("a")).hasBinaryContent(NEW);
  }

  @Test
  void failureKeepsTheOldContentAndLeavesNothingBeside() throws IOException {
    Path target = Files.write(folder.resolve("a"), OLD);
    assertThatThrownBy(() -> AtomicFile.write(target, out -> {
      out.write(NEW);
      throw new IOException("No space left on device");
    })).isInstanceOf(FileException.class).hasMessage(target + ": cannot be written (No space left on device)");
    assertThat(target).hasBinaryContent(OLD);
    assertOnly("a");
  }

  @Test
  void othersExceptionsPassThroughAndLeaveNothingBeside() throws IOException {
    assertThatThrownBy(() -> AtomicFile.write(folder.resolve("a"), out -> {
      throw new IllegalStateException("shape");
    })).isInstanceOf(IllegalStateException.class).hasMessage("shape");
    assertOnly();
  }

  @Test
  void roomIsTakenUntilItIsGivenBack() throws IOException {
    AtomicFile.Room room = AtomicFile.reserve(folder.resolve("a"), 100_001);
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.toList()).hasSize(1).allSatisfy(file -> assertThat(file).hasSize(100_001));
    }
    room.close();
    assertOnly();
    AtomicFile.write(folder.resolve("a"), NEW);
    room.close();
    assertOnly("a");
    assertThatThrownBy(() -> AtomicFile.reserve(folder.resolve("no/a"), 1)).isInstanceOf(FileException.class)
        .hasMessageContaining("there is no directory");
  }

  @Test
  void missingDirectoryIsNamed() {
    Path target = folder.resolve("none").resolve("a");
    assertThatThrownBy(() -> AtomicFile.write(target, NEW)).isInstanceOf(FileException.class)
        .hasMessage(target + ": cannot be written, there is no directory " + folder.resolve("none"));
  }

  @Test
  void fileInPlaceOfADirectoryIsNamed() throws IOException {
    Path target = Files.write(folder.resolve("a"), OLD).resolve("b");
    assertThatThrownBy(() -> AtomicFile.write(target, NEW)).isInstanceOf(FileException.class)
        .hasMessage(target + ": cannot be written, there is no directory " + folder.resolve("a"));
  }

  @Test
  void directoryAsTargetIsRefused() throws IOException {
    assertThatThrownBy(() -> AtomicFile.write(folder, NEW)).isInstanceOf(FileException.class)
        .hasMessage(folder + ": is a directory, expected the name of a file");
    assertThatThrownBy(() -> AtomicFile.write(Path.of("/"), NEW)).isInstanceOf(FileException.class)
        .hasMessageContaining("is a directory");
    assertOnly();
  }

  @Test
  void deviceAsTargetIsRefused() {
    Path device = Path.of("/dev/null");
    assumeTrue(Files.exists(device));
    assertThatThrownBy(() -> AtomicFile.write(device, NEW)).isInstanceOf(FileException.class)
        .hasMessage("/dev/null: is not a regular file, so it cannot be replaced");
  }

  @Test
  void unwritableDirectoryIsNamed() throws IOException {
    Path closed = Files.createDirectory(folder.resolve("closed"));
    assumeTrue(closed.toFile().setWritable(false) && !Files.isWritable(closed), "root may write anywhere");
    Path target = closed.resolve("a");
    assertThatThrownBy(() -> AtomicFile.write(target, NEW)).isInstanceOf(FileException.class)
        .hasMessage(target + ": permission denied, directory " + closed + " must be writable");
  }

  @Test
  void symbolicLinkIsFollowed() throws IOException {
    Path real = Files.write(folder.resolve("real"), OLD);
    Path link = Files.createSymbolicLink(folder.resolve("link"), real);
    AtomicFile.write(link, NEW);
    assertThat(Files.isSymbolicLink(link)).isTrue();
    assertThat(real).hasBinaryContent(NEW);
  }

  @Test
  void interruptedThreadStillWrites() {
    Thread.currentThread().interrupt();
    try {
      AtomicFile.write(folder.resolve("a"), NEW);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(folder.resolve("a")).hasBinaryContent(NEW);
  }

  @Test
  void leftoverOfAKilledRunIsNoObstacle() throws IOException {
    Path leftover = Files.write(folder.resolve(".a." + ProcessHandle.current().pid() + "-0.tmp"), OLD);
    AtomicFile.write(folder.resolve("a"), NEW);
    assertThat(folder.resolve("a")).hasBinaryContent(NEW);
    assertThat(leftover).hasBinaryContent(OLD);
  }

  private void assertOnly(String... names) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString())).containsExactlyInAnyOrder(names);
    }
  }
}
