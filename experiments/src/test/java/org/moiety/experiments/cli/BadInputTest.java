package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moiety.layers.file.Npy;

/// Whatever is wrong costs one line and exit code 2, and leaves no file behind.
final class BadInputTest {
  @TempDir
  private Path folder;

  private Cli cli() {
    return Cli.forShortRuns(folder);
  }

  @BeforeEach
  void makeFiles() throws IOException {
    Npy.write(folder.resolve("x.npy"), new int[]{2, 3}, new double[]{1, 2, 3, 4, 5, 6});
    Npy.write(folder.resolve("nan.npy"), new int[]{3}, new double[]{1, 2, Double.NaN});
    Npy.write(folder.resolve("large.npy"), new int[]{1}, new double[]{1e9});
    Npy.write(folder.resolve("empty.npy"), new int[]{0}, new double[]{});
    Files.writeString(folder.resolve("bad.json"), """
        {"input": [1, 28, 28], "layers": [{"type": "flatten"}, {"type": "dnese", "units": 10}]}""");
    Files.writeString(folder.resolve("wide.json"), """
        {"input": [1, 30, 30], "layers": [{"type": "flatten"}, {"type": "dense", "units": 10}]}""");
    Files.writeString(folder.resolve("few.json"), """
        {"input": [1, 28, 28], "layers": [{"type": "flatten"}, {"type": "dense", "units": 3}]}""");
    Files.createDirectory(folder.resolve("folder"));
    TestImages.idx(folder.resolve("digits.idx"), 1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|',
      textBlock = """
          trian | did you mean train?
          train --epoch 3 | did you mean --epochs?
          train more | Unmatched argument
          train --limit | Missing required parameter for option '--limit'
          train --limit many | 'many', expected a whole number
          train --limit 0 | --limit 0, expected at least 1
          train --limit 60001 | 60001
          train --test-limit -1 | expected at least 0
          train --epochs 0 | --epochs 0
          train --batch-size 0 | --batch-size 0
          train --threads 0 | --threads 0
          train --learning-rate 0 | --learning-rate 0
          train --learning-rate 1e999999999 | --learning-rate
          train --learning-rate fast | 'fast', expected a number such as 0.01
          train --seed one | 'one', expected a whole number
          train --tensor secret | expected one of native, public, private
          train --security none | expected one of semi-honest, malicious
          train --tensor public --security malicious | --security is for --tensor private
          train --security malicious --masks reuse | --security malicious, the default, needs --masks fused and --truncation masked
          train --masks reuse | they take --security semi-honest
          train --truncation local | --security malicious, the default, needs --masks fused and --truncation masked
          train --masks none | expected one of fresh, reuse, fused
          train --activation relu | --tensor private has shares only
          train --rounding replay | --rounding is for --tensor public
          train --tensor public --rounding replay --truncation local | needs --truncation masked
          train --precision 99 | 1 to 40 bits
          train --precision x | expected a number of bits such as 24
          train --link fast | 'fast', expected rate and round trip such as 200Mbit/40ms
          train --link 200MB/40ms | '200MB/40ms', expected rate and round trip
          train --link 0Mbit/40ms | '0Mbit/40ms', expected a rate of 0.001kbit to 1000Gbit
          train --link 1Gbit/2000s | and a round trip of at most 60s
          train --tensor native --link 1Gbit/1ms | --link is for --tensor private
          train --tensor public --link 1Gbit/1ms | --link is for --tensor private
          train --model nothing | no model 'nothing', expected shallow, deep, mlp
          train --model bad.json | layer 2 (dnese): unknown type, did you mean 'dense'?
          train --model wide.json | takes images of 1x30x30, the data has 1x28x28
          train --model few.json | has 3 logits, the data 10 classes
          train --data nothing | no data set 'nothing'
          train --data folder | train-images-idx3-ubyte
          train --save none/w.safetensors | none
          train --save folder | is a directory
          train --tensor native --limit 2560 --batch-size 32 --learning-rate 100 | diverged
          train --tensor public --precision 40 --integer-bits 40 --limit 64 --test-limit 0 | no headroom: a value with
          experiment precisoin | no experiment 'precisoin', expected one of relu, field, shares
          experiment relu --model wide.json | --model is for experiment communication
          experiment relu --data nothing | no data set 'nothing'
          experiment relu --out x.npy | x.npy
          experiment relu --out /proc/moiety | /proc/moiety
          evaluate | Missing required option: '--weights=FILE'
          evaluate --weights none.safetensors | no such file
          evaluate --weights x.npy | x.npy: not a safetensors file
          predict --weights x.npy digits.idx | x.npy: not a safetensors file
          share none.npy --out s | none.npy: no such file
          share nan.npy --out s | nan.npy[2] = NaN has no encoding
          share large.npy --out s | large.npy[0] = 1.0E9 has no encoding
          share empty.npy --out s | has no values
          share x.npy --out x.npy | x.npy: is a file
          reconstruct folder --out y.npy | party-0.share: no such file
          reconstruct x.npy --out y.npy | x.npy: is no folder
          bench products | no benchmark 'products', expected a group (calibration, product, element, generator
          bench product.double | no benchmark 'product.double', expected product.float, product.field,
          bench product --plot x.svg | --plot draws growth, which is not among what is to run
          bench growth --plot none/x.svg | none
          bench --threads 0 | --threads 0, expected 1 to 1024
          bench --threads many | 'many', expected a whole number
          experiment speed | no experiment 'speed', expected one of relu,
          experiment relu --model wide.json | --model is for experiment communication
          experiment communication --model none.json | no model 'none.json'
          experiment communication --model wide.json | takes images of 1x30x30, the data has 1x28x28
          compute divide folder folder --out z | expected one of add, subtract, multiply, matmul, conv2d
          train --quiet --limit 5 --quiet | --quiet is given more than once (see moiety train --help)
          train -q --limit 5 --quiet=true | --quiet is given more than once
          train --limit 5 --seed 1 --limit=5 | --limit is given more than once
          local --limit 5 --json --json | --json is given more than once (see moiety local --help)
          party --role data-owner --keys k --data strokes --keys k | --keys is given more than once (see moiety party --help)
          party --role data-owner --role data-owner | --role is given more than once (see moiety party --help)
          party predict --role model-owner -q -q | --quiet is given more than once (see moiety party predict --help)
          bench --json --json | --json is given more than once
          """)
  void isOneLineAndExitCode2(String command, String expected) throws Exception {
    Set<String> before = files();
    Cli.Result result = cli().run(command.split(" "));
    assertThat(result.err()).hasSize(1);
    assertThat(result.err().getFirst()).startsWith("moiety: ").contains(expected);
    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(files()).isEqualTo(before);
  }

  /// What names several data owners is given for each, and takes nothing away.
  @Test
  void repeatedDataOwnersAreNoMistake() throws Exception {
    String[] fingerprints = {"0".repeat(64), "1".repeat(64), "2".repeat(64)};
    Cli.Result result = cli().run("dealer", "--keys", "nowhere", "--quiet", "--data-owner", "a," + fingerprints[0],
        "--listen", "127.0.0.1:0", "--data-owner", "b," + fingerprints[1], "--model-owner-fingerprint",
        fingerprints[2], "--epochs", "2");
    assertThat(result.err()).singleElement().asString().contains("nowhere: has no identity.key");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  @Test
  void outOfMemoryIsOneLineAndExitCode1() throws Exception {
    Cli.Result result = cli().with("-Xmx48m").run("train", "--limit", "4096", "--batch-size", "4096", "--quiet");
    assertThat(result.err()).hasSize(1);
    assertThat(result.err().getFirst()).startsWith("moiety: out of memory").contains("MOIETY_JAVA_OPTIONS");
    assertThat(result.exitCode()).isEqualTo(1);
  }

  /// The folder is read by the first run only.
  @Test
  void experimentOnAFolderWithoutDataIsOneLineAndExitCode2() throws Exception {
    for (String name : List.of("relu", "precision")) {
      Cli.Result result = cli().run("experiment", name, "--data", "folder", "--quick", "--quiet", "--out", "out");
      assertThat(result.err()).singleElement().asString().startsWith("moiety: ./moiety train --data folder")
          .contains("ended with exit code 2", "train-images-idx3-ubyte");
      assertThat(result.exitCode()).isEqualTo(2);
      assertThat(folder.resolve("out/pieces")).isEmptyDirectory();
    }
  }

  @Test
  void damagedWeightsAreRefused() throws Exception {
    assertThat(
        cli().run("train", "--tensor", "native", "--model", "mlp", "--limit", "32", "--test-limit", "0", "--save",
            "w.safetensors", "-q").exitCode())
        .isZero();
    byte[] good = Files.readAllBytes(folder.resolve("w.safetensors"));
    Files.write(folder.resolve("w.safetensors"), Arrays.copyOf(good, good.length - 5));
    Cli.Result result = cli().run("evaluate", "--weights", "w.safetensors", "--tensor", "native");
    assertThat(result.err()).singleElement().asString().contains("w.safetensors: truncated");
    assertThat(result.exitCode()).isEqualTo(2);
  }

  private Set<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.map(Path::toString).collect(Collectors.toSet());
    }
  }
}
