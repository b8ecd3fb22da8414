package org.moiety.layers.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderLockTest {
  @TempDir
  private Path folder;

  @Test
  void folderHasOneOwnerAtATime() {
    try (FolderLock _ = FolderLock.of(folder)) {
      assertThatExceptionOfType(FileException.class).isThrownBy(() -> FolderLock.of(folder))
          .withMessage(folder + ": is in use by another run");
    }
    FolderLock.of(folder).close();
  }

  @Test
  void whatAnotherRunHasLeftIsNoLock() throws Exception {
    Files.createFile(folder.resolve(".lock"));
    FolderLock.of(folder).close();
    assertThat(folder.resolve(".lock")).isEmptyFile();
  }
}
