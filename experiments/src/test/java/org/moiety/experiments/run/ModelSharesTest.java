package org.moiety.experiments.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.Security;
import org.moiety.layers.file.FileException;
import org.moiety.layers.file.SharesFile;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.model.ModelSpec;

final class ModelSharesTest {
  private static final ModelSpec MODEL = ModelFile.parse("""
      {"input": [1, 2, 2], "layers": [{"type": "flatten"}, {"type": "dense", "units": 3}]}
      """, "shared");

  @TempDir
  private Path folder;

  private static ModelShares shares(String first, int... shape) {
    int length = shape[0] * shape[1];
    return new ModelShares(1, "s-7", MODEL, new Precision(10, 7, 12), Map.of("batch-size", "16"),
        Map.of("epoch", "2"), new byte[48],
        List.of(new SharesFile.Entry(first, shape, new byte[16 * length], new byte[16 * length]),
            new SharesFile.Entry("dense.bias", new int[]{3}, new byte[48], new byte[48])));
  }

  @Test
  void whatIsWrittenIsRead() {
    Path file = folder.resolve("a");
    shares("dense.weight", 4, 3).write(file);
    assertThat(ModelShares.read(file)).usingRecursiveComparison().isEqualTo(shares("dense.weight", 4, 3));
    assertThat(ModelShares.read(file).security()).isEqualTo(Security.MALICIOUS);
  }

  @Test
  void sharesOfAnotherNetworkAreRefused() {
    Path file = folder.resolve("a");
    for (ModelShares wrong : List.of(shares("dense.kernel", 4, 3), shares("dense.weight", 3, 4))) {
      wrong.write(file);
      assertThatThrownBy(() -> ModelShares.read(file)).isInstanceOf(FileException.class)
          .hasMessageContaining("which are not those of its network");
    }
  }

  /// As an old or a foreign program could write them: the checksum fits.
  @Test
  void numbersThatAreNoElementsAreRefused() {
    byte[] tooLarge = new byte[48];
    Arrays.fill(tooLarge, 16, 32, (byte) 0xff);
    ModelShares good = shares("dense.weight", 4, 3);
    Map<String, ModelShares> wrong = Map.of("key",
        with(good, tooLarge, good.tensors().getLast()),
        "share", with(good, good.key(), new SharesFile.Entry("dense.bias", new int[]{3}, tooLarge, new byte[48])),
        "mac", with(good, good.key(), new SharesFile.Entry("dense.bias", new int[]{3}, new byte[48], tooLarge)));
    wrong.forEach((what, shares) -> {
      Path file = folder.resolve(what);
      shares.write(file);
      assertThatThrownBy(() -> ModelShares.read(file)).as(what).isInstanceOf(FileException.class)
          .hasMessage(file + ": damaged, " + (what.equals("key") ? "the key" : "dense.bias")
              + ": element 1 of 3 is not below p");
    });
  }

  private static ModelShares with(ModelShares shares, byte @Nullable [] key, SharesFile.Entry last) {
    return new ModelShares(shares.party(), shares.id(), shares.model(), shares.precision(), shares.agreed(),
        shares.progress(), key, List.of(shares.tensors().getFirst(), last));
  }

  @Test
  void shareIsNeverPrinted() {
    assertThat(shares("dense.weight", 4, 3)).hasToString("ModelShares[party 1, s-7]");
  }
}
