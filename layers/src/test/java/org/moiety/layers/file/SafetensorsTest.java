package org.moiety.layers.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SafetensorsTest {
  @TempDir
  Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("m.safetensors");
  }

  @Test
  void layoutIsThatOfTheFormat() throws IOException {
    Safetensors.write(file, Map.of("seed", "1"),
        List.of(entry("w", new int[]{2, 1}, 1, -2), entry("b", new int[0], 3)));
    String header = "{\"__metadata__\":{\"seed\":\"1\"},\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]},"
        + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";
    String padded = header + " ".repeat((8 - header.length() % 8) % 8);
    ByteBuffer expected = ByteBuffer.allocate(8 + padded.length() + 12).order(ByteOrder.LITTLE_ENDIAN);
    expected.putLong(padded.length()).put(padded.getBytes(StandardCharsets.UTF_8)).putFloat(1).putFloat(-2).putFloat(3);
    assertThat(Files.readAllBytes(file)).isEqualTo(expected.array());
  }

  @Test
  void noMetadataMeansNoKeyForThem() throws IOException {
    Safetensors.write(file, Map.of(), List.of());
    assertThat(Files.readAllBytes(file))
        .isEqualTo(new byte[]{8, 0, 0, 0, 0, 0, 0, 0, '{', '}', ' ', ' ', ' ', ' ', ' ', ' '});
    assertThat(Safetensors.read(file).tensors()).isEmpty();
    assertThat(Safetensors.read(file).metadata()).isEmpty();
  }

  @Test
  void tensorsComeInTheOrderOfTheirData() throws IOException {
    put("{\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
        + "\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 8);
    assertThat(Safetensors.read(file).tensors()).extracting(Safetensors.Entry::name).containsExactly("a", "b");
    assertThat(Safetensors.read(file).tensors()).first().hasToString("a[1]");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'a':{'dtype':'F16','shape':[2],'data_offsets':[0,4]}} | 4 | tensor 'a' has type 'F16', expected F32",
      "{'a':{'shape':[2],'data_offsets':[0,4]}} | 4 | tensor 'a' has type '', expected F32",
      "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | 4 | tensor 'a' has shape [2] and data_offsets [0, 4], expected 8 bytes",
      "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | 4 | tensor 'a' has data_offsets [4, 0], expected [begin, end]",
      "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0]}} | 4 | tensor 'a' has data_offsets [0], expected [begin, end]",
      "{'a':{'dtype':'F32','shape':[1.5],'data_offsets':[0,4]}} | 4 | tensor 'a' has no list of whole numbers 'shape'",
      "{'a':{'dtype':'F32','shape':[-1],'data_offsets':[0,4]}} | 4 | tensor 'a' has no list of whole numbers 'shape'",
      "{'a':{'dtype':'F32','shape':3,'data_offsets':[0,4]}} | 4 | tensor 'a' has no list of whole numbers 'shape'",
      "{'a':{'dtype':'F32','shape':[1]}} | 4 | tensor 'a' has no list of whole numbers 'data_offsets'",
      "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,99999999999999999999]}} | 4 | tensor 'a' has no list of whole numbers 'data_offsets'",
      "{'a':{'dtype':'F32','shape':[65536,65536],'data_offsets':[0,4]}} | 4 | tensor 'a' has shape [65536, 65536], which is too large",
      "{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | tensor 'a' begins at 4, expected 0 (no gaps, no overlaps)",
      "{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'b':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | tensor 'b' begins at 4, expected 8 (no gaps, no overlaps)",
      "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 3 | truncated, the tensors need 4 bytes, found 3",
      "{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 5 | too long, the tensors need 4 bytes, found 5",
      "{'__metadata__':{'n':1}} | 0 | __metadata__ has 'n' that is no text",
      "{'__metadata__':'x'} | 0 | __metadata__ is not an object"})
  void saysWhatIsWrong(String header, int dataBytes, String problem) throws IOException {
    put(header.replace('\'', '"'), dataBytes);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FileException.class)
        .hasMessage(file + ": " + problem);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`',
      value = {"{'a':{},'a':{}}", "{} {}", "{'a'", "{'a':NaN}", "{'a':{'dtype':'F32','dtype':'F32'}}"})
  void refusesBadJsonAndDoubledKeys(String header) throws IOException {
    put(header.replace('\'', '"'), 0);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FileException.class)
        .hasMessageStartingWith(file + ": header is not valid JSON (").hasMessageNotContaining("\n");
  }

  @Test
  void headerMustBeginWithABrace() throws IOException {
    put(" {}", 0);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FileException.class)
        .hasMessage(file + ": not a safetensors file, its header does not begin with '{'");
  }

  @Test
  void refusesHeadersThatAreNotUtf8() throws IOException {
    Files.write(file, new byte[]{4, 0, 0, 0, 0, 0, 0, 0, '{', '"', (byte) 0xff, '"'});
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FileException.class)
        .hasMessage(file + ": header is not UTF-8");
  }

  @Test
  void refusesHeaderLengthsOutOfRange() throws IOException {
    putLength(-1);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FileException.class)
        .hasMessage(file + ": not a safetensors file, its header would have 18446744073709551615 bytes");
    putLength(100_000_001);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FileException.class)
        .hasMessage(file + ": not a safetensors file, its header would have 100000001 bytes");
    putLength(100);
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FileException.class)
        .hasMessage(file + ": truncated, the header has 100 bytes, the file 8");
  }

  @Test
  void everyTruncationIsAnError() throws IOException {
    Safetensors.write(file, Map.of(), List.of(entry("w", new int[]{2}, 1, 2)));
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FileException.class)
          .hasMessageStartingWith(file + ": truncated");
    }
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(FileException.class)
        .hasMessage(file + ": no such file");
  }

  @Test
  void refusesToWriteWhatTheFormatCannotHold() {
    assertThatThrownBy(() -> entry("__metadata__", new int[0], 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> entry("w", new int[]{2}, 1)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shape=[2], values=1");
    List<Safetensors.Entry> doubled = List.of(entry("w", new int[0], 1), entry("w", new int[0], 2));
    assertThatThrownBy(() -> Safetensors.write(file, Map.of(), doubled)).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("two tensors are called w");
    assertThat(file).doesNotExist();
  }

  private static Safetensors.Entry entry(String name, int[] shape, float... values) {
    return new Safetensors.Entry(name, shape, values);
  }

  private void put(String header, int dataBytes) throws IOException {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    Files.write(file, ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length).put(text).array());
  }

  private void putLength(long length) throws IOException {
    Files.write(file, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(length).array());
  }
}
