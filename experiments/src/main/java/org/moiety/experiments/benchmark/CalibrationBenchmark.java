package org.moiety.experiments.benchmark;

import java.security.GeneralSecurityException;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.moiety.engine.kernel.Calibration;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// `moiety bench calibration`: what the machine can do, on one thread. Everything else is read as a share of these.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CalibrationBenchmark {
  /// A call's multiply-adds: a whole number of rounds for every width.
  static final int MULTIPLY_ADDS = 3 << 20;
  /// 160 MB: no operand stays in a core's caches.
  static final int COPIED_LONGS = 20_000_000;
  static final int CIPHER_BYTES = 16 * 1024;

  @Benchmark
  public float floatFma() {
    return Calibration.floatMultiplyAdds(MULTIPLY_ADDS / Calibration.floatsPerRound());
  }

  @Benchmark
  public double doubleFma() {
    return Calibration.doubleMultiplyAdds(MULTIPLY_ADDS / Calibration.wordsPerRound());
  }

  @Benchmark
  public long wordMultiplyAdd() {
    return Calibration.wordMultiplyAdds(MULTIPLY_ADDS / Calibration.wordsPerRound());
  }

  /// Two arrays.
  @State(Scope.Thread)
  public static class Memory {
    final long[] from = new long[COPIED_LONGS];
    final long[] to = new long[COPIED_LONGS];
  }

  @Benchmark
  public long[] copy(Memory memory) {
    System.arraycopy(memory.from, 0, memory.to, 0, COPIED_LONGS);
    return memory.to;
  }

  /// A cipher in counter mode.
  @State(Scope.Thread)
  public static class KeyStream {
    final byte[] plain = new byte[CIPHER_BYTES];
    final byte[] bytes = new byte[CIPHER_BYTES];
    final Cipher cipher = counterMode();

    private static Cipher counterMode() {
      try {
        Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(new byte[16], "AES"), new IvParameterSpec(new byte[16]));
        return cipher;
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("this Java has no AES/CTR/NoPadding", e);
      }
    }
  }

  @Benchmark
  public byte[] aesCtr(KeyStream stream) throws GeneralSecurityException {
    stream.cipher.update(stream.plain, 0, CIPHER_BYTES, stream.bytes, 0);
    return stream.bytes;
  }
}
