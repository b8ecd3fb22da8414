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
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NpyTest {
  private static final String PREFIX = "\u0093NUMPY\1\0";

  @TempDir
  Path folder;
  private Path file;

  @BeforeEach
  void nameFile() {
    file = folder.resolve("a.npy");
  }

  /// What `numpy.save(f, numpy.array([[1.5, -2], [nan, inf]], 'f4'))` of numpy 2.4.6 wrote.
  @Test
  void writesTheBytesThatNumpyWrites() {
    Npy.write(file, new int[]{2, 2}, new float[]{1.5f, -2, Float.NaN, Float.POSITIVE_INFINITY});
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 2), }";
    String text = PREFIX + "\u0076\0" + header + " ".repeat(117 - header.length()) + "\n";
    byte[] data = HexFormat.of().parseHex("0000c03f000000c00000c07f0000807f");
    assertThat(file).hasBinaryContent(concat(text.getBytes(StandardCharsets.ISO_8859_1), data));
  }

  @ParameterizedTest
  @CsvSource({"0,128", "1,128", "2,128", "14,128", "15,192", "32,192"})
  void dataBeginAtAMultipleOf64(int dimensions, int begin) throws IOException {
    int[] shape = new int[dimensions];
    Arrays.fill(shape, 1);
    Npy.write(file, shape, new double[]{7});
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes.length).isEqualTo(begin + Double.BYTES);
    assertThat(bytes[begin - 1]).isEqualTo((byte) '\n');
    assertThat(Npy.read(file).values()).containsExactly(7);
    assertThat(Npy.read(file).shape()).isEqualTo(shape);
  }

  @ParameterizedTest
  @CsvSource({"<f4,0000803f000020c1,1,-10", "<f8,000000000000f03f00000000000024c0,1,-10", "<i4,01000000f6ffffff,1,-10",
      "<i8,0100000000000000f6ffffffffffffff,1,-10", "|u1,01ff,1,255", "<u1,01ff,1,255", "|b1,0001,0,1"})
  void readsEveryType(String descr, String data, double first, double second) {
    NpyArray array = read("{'descr': '" + descr + "', 'fortran_order': False, 'shape': (2,), }\n", data);
    assertThat(array.shape()).containsExactly(2);
    assertThat(array.values()).containsExactly(first, second);
    assertThat(array.floats()).containsExactly((float) first, (float) second);
  }

  @Test
  void readsFortranOrder() {
    NpyArray array = read("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 3), }", "010203040506");
    assertThat(array.values()).containsExactly(1, 3, 5, 2, 4, 6);
    NpyArray cube = read("{'descr': '|u1', 'fortran_order': True, 'shape': (2, 2, 2), }", "0102030405060708");
    assertThat(cube.values()).containsExactly(1, 5, 3, 7, 2, 6, 4, 8);
  }

  @Test
  void readsScalarsAndEmptyArrays() {
    assertThat(read("{'descr': '|u1', 'fortran_order': False, 'shape': (), }", "05").values()).containsExactly(5);
    NpyArray empty = read("{'descr': '<f8', 'fortran_order': True, 'shape': (0, 3), }", "");
    assertThat(empty.values()).isEmpty();
    assertThat(empty).hasToString("NpyArray[0, 3]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"shape\":(1,),\"fortran_order\":False,\"descr\":\"|u1\"}",
      "{ 'shape' : ( 1 , ) , 'descr':'|u1','fortran_order':False,}  \n",
      "{'descr':'|u1','fortran_order':False,'shape':(1L,)}"})
  void readsHeadersThatOthersWrite(String header) {
    assertThat(read(header, "09").values()).containsExactly(9);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3})
  void readsLongHeaderVersions(int version) throws IOException {
    String header = "{'descr': '|u1', 'fortran_order': False, 'shape': (1,), }\n";
    ByteBuffer bytes = ByteBuffer.allocate(12 + header.length() + 1).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("\u0093NUMPY".getBytes(StandardCharsets.ISO_8859_1)).put((byte) version).put((byte) 0)
        .putInt(header.length()).put(header.getBytes(StandardCharsets.US_ASCII)).put((byte) 9);
    Files.write(file, bytes.array());
    assertThat(Npy.read(file).values()).containsExactly(9);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
      "{'descr': '>f4', 'fortran_order': False, 'shape': (1,)} | unsupported type '>f4', expected little-endian float32, float64, int32, int64, uint8 or bool",
      "{'descr': '<f2', 'fortran_order': False, 'shape': (1,)} | unsupported type '<f2', expected little-endian float32, float64, int32, int64, uint8 or bool",
      "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)} | unsupported structured type, expected a plain one such as '<f4'",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} | truncated, shape [2] of '<f4' needs 8 bytes, found 4",
      "{'descr': '<u1', 'fortran_order': False, 'shape': (2,)} | too long, shape [2] of '<u1' needs 2 bytes, found 4",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (65536, 65536)} | shape [65536, 65536] is too large, at most 2147483639 values can be read",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1)} | header has a number as shape, expected a tuple such as (3,)",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)} | header has '-' at character 51, expected a size",
      "{'descr': '<f4', 'fortran_order': False} | header lacks one of descr, fortran_order, shape",
      "{'descr': '<f4', 'descr': '<f4'} | header has key 'descr' where descr, fortran_order and shape are expected once each",
      "{'colour': 1} | header has key 'colour' where descr, fortran_order and shape are expected once each",
      "{'descr': '<f4', 'fortran_order': 0 | header has '0' at character 34, expected True or False",
      "{'descr': '<f4' 'fortran_order': True} | header has ''' at character 16, expected '}'",
      "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)} x | header has 'x' at character 56, expected the end",
      "{'descr | header has ''' at character 1, expected a quoted string",
      "[1] | header has '[' at character 0, expected '{'"})
  void saysWhatIsWrongWithTheHeader(String header, String problem) {
    assertThatThrownBy(() -> read(header, "00000000")).isInstanceOf(FileException.class)
        .hasMessage(file + ": " + problem);
  }

  @Test
  void refusesIntegersThatADoubleCannotHold() {
    String header = "{'descr': '<i8', 'fortran_order': False, 'shape': (1,), }";
    assertThat(read(header, "0000000000002000").values()).containsExactly(0x1p53);
    assertThatThrownBy(() -> read(header, "0100000000002000")).isInstanceOf(FileException.class)
        .hasMessage(file + ": int64 value 9007199254740993 is too large, at most 2^53 can be kept exactly");
  }

  @Test
  void refusesOtherFiles() throws IOException {
    Files.writeString(file, "PK\3\4 something else");
    assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(FileException.class)
        .hasMessage(file + ": starts with 50 4b 03 04 20 73, expected 93 4e 55 4d 50 59 (an .npy file)");
    Files.write(file, "\u0093NUMPY\4\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Npy.read(file)).hasMessage(file + ": unsupported .npy version 4, expected 1, 2 or 3");
    Files.write(file, (PREFIX + "\u00ff\u00ff").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Npy.read(file)).hasMessage(file + ": header of 65535 bytes, at most 10000 are read");
  }

  @Test
  void everyTruncationIsAnError() throws IOException {
    Npy.write(file, new int[]{3}, new float[]{1, 2, 3});
    byte[] whole = Files.readAllBytes(file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(file, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(FileException.class)
          .hasMessageStartingWith(file + ": truncated").hasMessageNotContaining("\n");
    }
  }

  @Test
  void unreadableFilesAreNamed() {
    assertThatThrownBy(() -> Npy.read(file)).isInstanceOf(FileException.class).hasMessage(file + ": no such file");
    assertThatThrownBy(() -> Npy.read(folder)).isInstanceOf(FileException.class)
        .hasMessageStartingWith(folder + ": cannot be read (");
  }

  @Test
  void refusesValuesThatDoNotFitTheShape() {
    assertThatThrownBy(() -> Npy.write(file, new int[]{2, 2}, new float[3]))
        .isInstanceOf(IllegalArgumentException.class).hasMessage("shape=[2, 2], values=3");
    assertThatThrownBy(() -> Npy.write(file, new int[]{-1, -3}, new double[3]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new NpyArray(new int[]{65536, 65536}, new double[0]))
        .isInstanceOf(IllegalArgumentException.class);
    int[] deep = new int[65];
    Arrays.fill(deep, 1);
    assertThatThrownBy(() -> Npy.write(file, deep, new float[1])).isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dimensions=65, at most 64 can be written");
    assertThat(file).doesNotExist();
  }

  private NpyArray read(String header, String data) {
    byte[] text = header.getBytes(StandardCharsets.US_ASCII);
    byte[] length = {(byte) text.length, (byte) (text.length >> 8)};
    byte[] start = concat(PREFIX.getBytes(StandardCharsets.ISO_8859_1), length);
    try {
      Files.write(file, concat(concat(start, text), HexFormat.of().parseHex(data)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return Npy.read(file);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }
}
