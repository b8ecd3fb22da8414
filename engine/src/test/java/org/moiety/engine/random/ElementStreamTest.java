package org.moiety.engine.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moiety.engine.field.Elements;
import org.moiety.engine.field.Field;
import org.moiety.engine.field.FieldArray;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.kernel.Modulus;

/// The format of the generator: material made on one machine, or by one version, is that of every other.
final class ElementStreamTest {
  /// Elements of `Seed.of(1).derive("party 0")` at ("truncation mask", 5, 2), 16 little-endian bytes each.
  @ParameterizedTest
  @CsvSource({
      "moiety,0,"
          + "c587d47365c0fe999bc9fc70628be577a6ca82902865441189f4111efe61fe6c"
          + "5f2c80531aeea76313a30461cd45fb4932619187265b887bdcb930e331ba5473",
      "moiety,4095,"
          + "520b5ba94a7e3046b83aabe78bf0bb0f1cfeb481d780a0de5384fb6b3844992a"
          + "025b56921da5c1857baf12dcce38de2d752ecb8d3868ce69502feb4683da5c24",
      "97,0,"
          + "1100000000000000000000000000000024000000000000000000000000000000"
          + "3000000000000000000000000000000041000000000000000000000000000000"})
  void elementsAreTheOnesOfTheVectors(String prime, long index, String expected) {
    Field field = Elements.field(modulus(prime));
    FieldArray a = field.zeros(4);
    Seed.of(1).derive("party 0").stream(new Address("truncation mask", 5, 2), index).next(field, a, 0, 4);
    assertThat(HexFormat.of().formatHex(Codec.toBytes(field, a))).isEqualTo(expected);
  }

  private static Modulus modulus(String prime) {
    return prime.equals("moiety") ? Modulus.MOIETY : new Modulus(new BigInteger(prime));
  }

  @Test
  void publicNumbersOfASeedAreTheOnesOfTheVectors() {
    assertThat(Long.toHexString(Seed.of(1).number("order"))).isEqualTo("1b4db1886001d79a");
    assertThat(Long.toHexString(Seed.of(-1).derive("x").number("order"))).isEqualTo("dcfbef3030ce8542");
  }

  /// The definition once more, block by block.
  @ParameterizedTest
  @CsvSource({"moiety,0", "moiety,2047", "97,0", "97,2045", "3,1", "18446744073709551629,0"})
  void elementsFollowFromTheDefinition(String prime, int index) throws GeneralSecurityException {
    Modulus modulus = modulus(prime);
    Field field = Elements.field(modulus);
    FieldArray a = field.zeros(30);
    Seed.of(9).stream(new Address("mask", 1L << 40, 77), index).next(field, a, 0, 30);
    byte[] root = hmac(ByteBuffer.allocate(32).putLong(9).array(), "moiety seed".getBytes(StandardCharsets.UTF_8));
    byte[] key = Arrays.copyOf(hmac(root, ByteBuffer.allocate(17).put((byte) 's').putLong(1L << 40).putInt(77)
        .put("mask".getBytes(StandardCharsets.UTF_8)).array()), 16);
    List<BigInteger> expected = new ArrayList<>();
    BigInteger unR = BigInteger.ONE.shiftLeft(128).modInverse(modulus.value());
    for (int i = index; i < index + 30; i++) {
      expected.add(word(key, i, modulus).multiply(unR).mod(modulus.value()));
    }
    assertThat(Elements.integers(field, a)).isEqualTo(expected);
  }

  private static BigInteger word(byte[] key, long i, Modulus modulus) throws GeneralSecurityException {
    BigInteger mask = BigInteger.ONE.shiftLeft(modulus.bits()).subtract(BigInteger.ONE);
    BigInteger candidate = half(key, 1, i / 2, (int) (i % 2)).shiftLeft(64).add(half(key, 0, i / 2, (int) (i % 2)));
    for (int attempt = 1; candidate.and(mask).compareTo(modulus.value()) >= 0; attempt++) {
      candidate = half(key, 1 + attempt, i, 1).shiftLeft(64).add(half(key, 1 + attempt, i, 0));
    }
    return candidate.and(mask);
  }

  /// A 64-bit word, little-endian, of the cipher's block with this counter.
  private static BigInteger half(byte[] key, long high, long low, int which) throws GeneralSecurityException {
    Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
    aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"));
    byte[] block = aes.doFinal(ByteBuffer.allocate(16).putLong(high).putLong(low).array());
    byte[] word = new byte[8];
    for (int k = 0; k < 8; k++) {
      word[k] = block[8 * which + 7 - k];
    }
    return new BigInteger(1, word);
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }

  @Test
  void randomSeedsDiffer() {
    Field field = Elements.field(Modulus.MOIETY);
    FieldArray a = field.zeros(2);
    Seed.random().stream(new Address("x", 0, 0), 0).next(field, a, 0, 1);
    Seed.random().stream(new Address("x", 0, 0), 0).next(field, a, 1, 2);
    assertThat(Elements.integers(field, a)).doesNotHaveDuplicates();
  }
}
