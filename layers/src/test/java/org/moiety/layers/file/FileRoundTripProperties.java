package org.moiety.layers.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.UniqueElements;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/// What is written is read again, bit for bit. Values are arbitrary bit patterns, so NaN, infinities and -0 are among them.
final class FileRoundTripProperties {
  private static Path folder = Path.of("");

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("moiety-files");
  }

  @AfterContainer
  static void deleteFolder() throws IOException {
    Files.deleteIfExists(folder.resolve("a"));
    Files.delete(folder);
  }

  @Property(tries = 200)
  void npyKeepsFloat32(@ForAll @Size(max = 4) List<@IntRange(max = 5) Integer> sizes, @ForAll int seed) {
    int[] shape = ints(sizes);
    float[] values = floats(shape, seed);
    Npy.write(folder.resolve("a"), shape, values);
    NpyArray read = Npy.read(folder.resolve("a"));
    assertThat(read.shape()).isEqualTo(shape);
    assertThat(bits(read.floats())).isEqualTo(bits(values));
  }

  @Property(tries = 200)
  void npyKeepsFloat64(@ForAll double[] values) {
    Npy.write(folder.resolve("a"), new int[]{1, values.length}, values);
    NpyArray read = Npy.read(folder.resolve("a"));
    assertThat(Arrays.stream(read.values()).mapToLong(Double::doubleToLongBits).toArray())
        .isEqualTo(Arrays.stream(values).mapToLong(Double::doubleToLongBits).toArray());
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE) // there would be more of them than tries
  void safetensorsKeepEverything(@ForAll @UniqueElements @Size(max = 4) List<String> names,
      @ForAll @Size(max = 3) List<@IntRange(max = 4) Integer> sizes,
      @ForAll @Size(max = 3) Map<String, String> metadata, @ForAll int seed) {
    List<Safetensors.Entry> tensors = new ArrayList<>();
    for (String name : names) {
      int[] shape = ints(sizes.subList(0, tensors.size() % (sizes.size() + 1)));
      tensors
          .add(new Safetensors.Entry(wellFormed(name) + tensors.size(), shape, floats(shape, seed + tensors.size())));
    }
    Map<String, String> text = new LinkedHashMap<>();
    metadata.forEach((key, value) -> text.put(wellFormed(key), wellFormed(value)));
    Safetensors.write(folder.resolve("a"), text, tensors);
    Safetensors.Content read = Safetensors.read(folder.resolve("a"));
    assertThat(read.metadata()).isEqualTo(text);
    assertThat(read.tensors()).hasSameSizeAs(tensors);
    for (int i = 0; i < tensors.size(); i++) {
      assertThat(read.tensors().get(i).name()).isEqualTo(tensors.get(i).name());
      assertThat(read.tensors().get(i).shape()).isEqualTo(tensors.get(i).shape());
      assertThat(bits(read.tensors().get(i).values())).isEqualTo(bits(tensors.get(i).values()));
    }
  }

  /// UTF-8 has no half surrogate pairs.
  private static String wellFormed(String text) {
    return text.replaceAll("\\p{Cs}", "?");
  }

  private static int[] ints(List<Integer> sizes) {
    return sizes.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Bit patterns all over the place, signalling NaN excepted: a float in a register may be made quiet.
  private static float[] floats(int[] shape, int seed) {
    float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
    for (int i = 0; i < values.length; i++) {
      float value = Float.intBitsToFloat((seed + i) * 0x9E3779B1);
      values[i] = Float.isNaN(value) ? Float.NaN : value;
    }
    return values;
  }

  private static int[] bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
