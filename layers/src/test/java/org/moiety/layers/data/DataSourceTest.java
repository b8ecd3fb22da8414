package org.moiety.layers.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DataSourceTest {
  @TempDir
  Path folder;

  @Test
  void folderGivesTrainingAndTestPart() throws IOException {
    IdxFiles.writeFour(folder, 30, 20);
    DataSource source = resolve(folder.toString());
    assertThat(source.name()).isEqualTo(folder.toString());
    assertThat(source.train()).hasToString("30 images of 1 x 2 x 3, 10 classes");
    assertThat(source.test(5)).hasToString("5 images of 1 x 2 x 3, 10 classes");
    assertThatThrownBy(() -> source.train(31)).isInstanceOf(DataException.class)
        .hasMessage("asked for 31 examples, but the data set holds 30");
  }

  @ParameterizedTest
  @CsvSource({"train-images.idx3-ubyte,t10k-images.idx3-ubyte,.idx1-ubyte,t10k",
      "train-images-idx3-ubyte.gz,test-images-idx3-ubyte.gz,-idx1-ubyte.gz,test",
      "train-images-idx4-ubyte.gz,t10k-images.idx4-ubyte,.idx1-ubyte.gz,t10k"})
  void usualNamesAreFound(String trainImages, String testImages, String labelEnding, String test) throws IOException {
    Files.write(folder.resolve(trainImages), images(trainImages, 7));
    Files.write(folder.resolve(testImages), images(testImages, 5));
    Files.write(folder.resolve("train-labels" + labelEnding), IdxFiles.gzip(IdxFiles.labels(7, 3)));
    Files.write(folder.resolve(test + "-labels" + labelEnding), IdxFiles.gzip(IdxFiles.labels(5, 2)));
    DataSource source = resolve(folder.toString());
    assertThat(source.train().count()).isEqualTo(7);
    assertThat(source.test().count()).isEqualTo(5);
    assertThat(source.test().classes()).isEqualTo(3);
  }

  private static byte[] images(String name, int count) {
    return name.contains("idx4") ? IdxFiles.idx(count, 3, 2, 2) : IdxFiles.idx(count, 2, 2);
  }

  @Test
  void testLabelsUnknownInTrainingAreRefused() throws IOException {
    IdxFiles.writeFour(folder, 30, 20);
    Path labels = Files.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxFiles.labels(20, 12));
    assertThat(resolve(folder.toString()).train().classes()).isEqualTo(10);
    assertThatThrownBy(() -> resolve(folder.toString()).test()).isInstanceOf(DataException.class)
        .hasMessage(labels + ": label 10 at example 10, expected 0..9");
  }

  @Test
  void missingFileIsNamed() throws IOException {
    IdxFiles.writeFour(folder, 30, 20);
    Files.delete(folder.resolve("train-labels-idx1-ubyte"));
    assertThatThrownBy(() -> resolve(folder.toString()).train()).isInstanceOf(DataException.class).hasMessage(folder
        + ": no file train-labels-idx1-ubyte or train-labels-idx1-ubyte.gz, expected four IDX files");
  }

  @ParameterizedTest
  @ValueSource(strings = {"minst", "/nowhere/at/all", "bad\0name", ""})
  void unknownNamesAreRefused(String name) {
    assertThatThrownBy(() -> resolve(name)).isInstanceOf(DataException.class).hasMessage(
        "no data set '" + name.replace('\0', '?') + "': expected strokes, mnist or a folder with IDX files");
  }

  @Test
  void strokesDependOnTheSeed() {
    DataSource one = resolve("strokes");
    assertThat(one.name()).isEqualTo("strokes");
    assertThat(one.train(20)).hasToString("20 images of 1 x 28 x 28, 10 classes");
    String other = DataSource.resolve("strokes", settings(Map.of()).withStrokesSeed(2)).train(20).sha256();
    assertThat(one.train(20).sha256()).isEqualTo(resolve("strokes").train(20).sha256()).isNotEqualTo(other);
    assertThat(one.test(20).sha256()).isNotEqualTo(one.train(20).sha256());
    assertThatThrownBy(() -> one.train(60_001)).isInstanceOf(DataException.class)
        .hasMessage("asked for 60001 generated digits, expected 1 to 60000");
  }

  @Test
  void settingsFollowTheEnvironment() {
    DataSource.Settings plain = settings(Map.of("MOIETY_DATA", "", "XDG_CACHE_HOME", "relative"));
    assertThat(plain.dataFolder()).isNull();
    assertThat(plain.cacheFolder()).isEqualTo(folder.resolve(".cache/moiety"));
    assertThat(plain.mnistMirror()).isEqualTo("https://ossci-datasets.s3.amazonaws.com/mnist");
    DataSource.Settings set = settings(
        Map.of("MOIETY_DATA", "/data", "XDG_CACHE_HOME", "/cache", "MOIETY_MNIST_MIRROR", "http://localhost:1/x"));
    assertThat(set.dataFolder()).isEqualTo(Path.of("/data"));
    assertThat(set.cacheFolder()).isEqualTo(Path.of("/cache/moiety"));
    assertThat(set.mnistMirror()).isEqualTo("http://localhost:1/x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://host/mnist", "host", "http://", "https://ho st", "http://[", "http:///x", "https://a b"})
  void badMirrorsAreRefused(String mirror) {
    assertThatThrownBy(() -> settings(Map.of()).withMnistMirror(mirror)).isInstanceOf(DataException.class)
        .hasMessage(
            "MNIST mirror '" + mirror + "': expected an address such as https://ossci-datasets.s3.amazonaws.com/mnist");
  }

  private DataSource resolve(String name) {
    return DataSource.resolve(name, settings(Map.of()));
  }

  private DataSource.Settings settings(Map<String, String> environment) {
    return DataSource.Settings.of(environment, folder);
  }
}
