package org.moiety.experiments.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LaunchTest {
  private static final int JAVA_8_CLASS_FILES = 52;

  @ParameterizedTest
  @ValueSource(classes = {Launch.class, LaunchJdks.class})
  void oldJavaCanLoadTheEntryClass(Class<?> loaded) throws IOException {
    try (var in = new DataInputStream(loaded.getResourceAsStream(loaded.getSimpleName() + ".class"))) {
      in.skipBytes(Integer.BYTES + Short.BYTES); // magic number, minor version
      assertThat(in.readUnsignedShort()).isEqualTo(JAVA_8_CLASS_FILES);
    }
  }

  @ParameterizedTest
  @CsvSource({"25,25", "25.0.3,25", "26-ea,26", "1.8.0_402,1", "'',0", "unknown,0"})
  void featureIsTheFirstNumberOfAVersion(String version, int feature) {
    assertThat(LaunchJdks.feature(version)).isEqualTo(feature);
  }

  @Test
  void folderWithoutReleaseFileIsNoJava(@TempDir Path folder) {
    assertThat(LaunchJdks.usableFeature(folder.toFile())).isZero();
  }

  @Test
  void javaWithoutTheVectorModuleIsNotUsable(@TempDir Path folder) throws IOException {
    Files.writeString(folder.resolve("release"), "JAVA_VERSION=\"25.0.1\"\nMODULES=\"java.base java.logging\"\n");
    assertThat(LaunchJdks.usableFeature(folder.toFile())).isZero();
  }

  @Test
  void thisJavaIsUsable() {
    assertThat(LaunchJdks.usableFeature(new File(System.getProperty("java.home"))))
        .isEqualTo(Runtime.version().feature());
    assertThat(LaunchJdks.find()).isNotNull();
  }
}
