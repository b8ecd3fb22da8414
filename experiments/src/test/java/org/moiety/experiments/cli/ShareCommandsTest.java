package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moiety.engine.random.Sha256;
import org.moiety.layers.file.Npy;
import org.moiety.layers.file.NpyArray;

/// `share`, `compute` and `reconstruct` as processes, and the files between them.
final class ShareCommandsTest {
  private static final BigInteger P = BigInteger.ONE.shiftLeft(127).subtract(BigInteger.ONE.shiftLeft(65))
      .add(BigInteger.ONE);
  private static final double UNIT = 0x1p-24;
  private static final int HEADER_BYTES = 64 + 2 * 8;

  @TempDir
  private static Path folder;

  private static Cli cli() {
    return Cli.forShortRuns(folder);
  }

  private static void run(String command) throws Exception {
    Cli.Result result = cli().run(command.split(" "));
    assertThat(result.err()).isEmpty();
    assertThat(result.exitCode()).isZero();
  }

  private static void fails(String command, String expected) throws Exception {
    Cli.Result result = cli().run(command.split(" "));
    assertThat(result.err()).singleElement().asString().contains(expected);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(Files.exists(folder.resolve("out"))).isFalse();
  }

  @BeforeAll
  static void shareTwoArrays() throws Exception {
    Npy.write(folder.resolve("x.npy"), new int[]{2, 3}, new double[]{1, -2.5, 3, 0, 1 / 3.0, 4095});
    Npy.write(folder.resolve("y.npy"), new int[]{2, 3}, new double[]{0.5, 2, -3, 7, 3, 0.25});
    run("share x.npy --out x");
    run("share y.npy --out y");
  }

  @Test
  void sharesAddUpToTheEncodedArray() throws Exception {
    BigInteger[] sums = new BigInteger[6];
    ByteBuffer zero = body("x", 0);
    ByteBuffer one = body("x", 1);
    for (int i = 0; i < sums.length; i++) {
      BigInteger a = integer(zero);
      BigInteger b = integer(one);
      assertThat(a).isLessThan(P);
      assertThat(b).isLessThan(P);
      sums[i] = a.add(b).mod(P);
    }
    assertThat(sums[0]).isEqualTo(BigInteger.ONE.shiftLeft(24));
    assertThat(sums[1]).isEqualTo(P.subtract(BigInteger.valueOf(5L << 23)));
    assertThat(sums[3]).isZero();
  }

  private ByteBuffer body(String name, int party) throws Exception {
    byte[] all = Files.readAllBytes(folder.resolve(name).resolve("party-" + party + ".share"));
    assertThat(all).hasSize(HEADER_BYTES + 6 * 16 + 32).startsWith("MOIETYSH".getBytes());
    return ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN).position(HEADER_BYTES);
  }

  private static BigInteger integer(ByteBuffer in) {
    BigInteger low = new BigInteger(Long.toUnsignedString(in.getLong()));
    return new BigInteger(Long.toUnsignedString(in.getLong())).shiftLeft(64).add(low);
  }

  @Test
  void reconstructGivesTheArrayBack() throws Exception {
    run("reconstruct x --out back.npy");
    NpyArray back = Npy.read(folder.resolve("back.npy"));
    assertThat(back.shape()).containsExactly(2, 3);
    assertThat(back.values()).containsExactly(1, -2.5, 3, 0, Math.rint(0x1p24 / 3) * UNIT, 4095);
  }

  @ParameterizedTest
  @CsvSource({"add,1.5", "subtract,0.5", "multiply,0.5"})
  void computesEntryByEntry(String operation, double first) throws Exception {
    run("compute " + operation + " x y --out z");
    run("reconstruct z --out z.npy");
    double[] z = Npy.read(folder.resolve("z.npy")).values();
    double[] x = Npy.read(folder.resolve("x.npy")).values();
    double[] y = Npy.read(folder.resolve("y.npy")).values();
    assertThat(z[0]).isCloseTo(first, within(UNIT));
    for (int i = 0; i < z.length; i++) {
      double exact = switch (operation) {
        case "add" -> x[i] + y[i];
        case "subtract" -> x[i] - y[i];
        default -> x[i] * y[i];
      };
      assertThat(z[i]).isCloseTo(exact, within(4096 * UNIT));
    }
  }

  @Test
  void computesMatrixProductAndConvolution() throws Exception {
    Npy.write(folder.resolve("m.npy"), new int[]{3, 1}, new double[]{1, -2, 0.5});
    Npy.write(folder.resolve("i.npy"), new int[]{1, 1, 2, 2}, new double[]{1, 2, 3, 4});
    Npy.write(folder.resolve("f.npy"), new int[]{1, 1, 2, 2}, new double[]{1, 0, 0, -1});
    run("share m.npy --out m");
    run("share i.npy --out i");
    run("share f.npy --out f");
    run("compute matmul x m --out xm");
    run("compute conv2d i f --out c");
    run("reconstruct xm --out xm.npy");
    run("reconstruct c --out c.npy");
    NpyArray xm = Npy.read(folder.resolve("xm.npy"));
    assertThat(xm.shape()).containsExactly(2, 1);
    assertThat(xm.values()[0]).isCloseTo(7.5, within(2 * UNIT));
    NpyArray c = Npy.read(folder.resolve("c.npy"));
    assertThat(c.shape()).containsExactly(1, 1, 1, 1);
    assertThat(c.values()[0]).isCloseTo(-3, within(2 * UNIT));
  }

  @Test
  void sharesAreFreshUnlessSeeded() throws Exception {
    run("share x.npy --out again");
    assertThat(body("again", 1)).isNotEqualTo(body("x", 1));
    run("share x.npy --out s1 --seed 4");
    run("share x.npy --out s2 --seed 4");
    assertThat(folder.resolve("s1/party-0.share")).hasSameBinaryContentAs(folder.resolve("s2/party-0.share"));
  }

  @Test
  void filesThatDoNotBelongTogetherAreRefused() throws Exception {
    Path bad = Files.createDirectory(folder.resolve("bad"));
    Path y1 = bad.resolve("party-1.share");
    byte[] own = Files.readAllBytes(folder.resolve("y/party-1.share"));
    Files.copy(folder.resolve("y/party-0.share"), bad.resolve("party-0.share"));
    Files.write(y1, Files.readAllBytes(folder.resolve("x/party-1.share")));
    fails("reconstruct bad --out out", "different sharings");
    fails("compute add x bad --out out", "different sharings");
    Files.write(y1, Files.readAllBytes(folder.resolve("y/party-0.share")));
    fails("reconstruct bad --out out", "holds the share of party 0, expected that of party 1");
    own[HEADER_BYTES] ^= 1;
    Files.write(y1, own);
    fails("reconstruct bad --out out", "checksum");
    Arrays.fill(own, HEADER_BYTES, HEADER_BYTES + 16, (byte) 0xff);
    System.arraycopy(Sha256.of(own, own.length - 32), 0, own, own.length - 32, 32);
    Files.write(y1, own);
    fails("reconstruct bad --out out", "damaged, shares: element 0 of 6 is not below p");
    Files.write(y1, Arrays.copyOf(own, own.length - 1));
    fails("reconstruct bad --out out", "truncated");
    Files.write(y1, new byte[0]);
    fails("reconstruct bad --out out", "truncated");
  }

  @Test
  void shapesAndPrecisionsThatDoNotFitAreRefused() throws Exception {
    fails("compute matmul x y --out out", "matmul of x (2x3) and y (2x3), expected two matrices");
    run("share x.npy --out coarse --precision 16");
    fails("compute add x coarse --out out", "x (2x3) has 24 bits and 12 integer bits, coarse (2x3) has 16 bits");
  }
}
