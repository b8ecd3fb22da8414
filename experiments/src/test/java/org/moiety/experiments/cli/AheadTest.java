package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moiety.triples.remote.SessionRole;

/// `moiety dealer --to-files` and `moiety party --preprocessing`.
final class AheadTest {
  private static final List<String> TRAINING = List.of("--model", "tiny.json", "--batch-size", "16", "--seed", "5",
      "--learning-rate", "0.1", "--epochs", "2", "--security", "malicious");
  private static final String[] DATA = {"--data", "strokes", "--limit", "40", "--test-limit", "16"};

  @TempDir
  private Path folder;

  private static String[] words(List<String> training, String... more) {
    return Cli.words(List.of(more), training.toArray(String[]::new)).toArray(String[]::new);
  }

  private Cli cli() {
    return Cli.forShortRuns(folder);
  }

  @BeforeEach
  void describeASmallModel() throws IOException {
    Cli.describeTinyModel(folder);
  }

  @Test
  void filesAreUsedOnceAndGiveTheWeightsOfADealer() throws Exception {
    List<String> inOne = new ArrayList<>(TRAINING);
    inOne.addAll(List.of(DATA));
    JsonNode expected = cli().run(words(inOne, "train", "--json", "--quiet")).summary();

    JsonNode made = cli().run(words(TRAINING, "dealer", "--to-files", "ahead", "--examples", "40", "--test-examples",
        "16", "--insecure-seed", "5", "--json", "--quiet")).summary();
    assertThat(made.get("files")).hasSize(2);
    for (JsonNode file : made.get("files")) {
      assertThat(folder.resolve(file.get("file").asText())).hasSize(file.get("bytes").asLong());
    }
    Path modelOwners = folder.resolve("ahead/model-owner.preprocessing");
    Path copy = Files.copy(modelOwners, folder.resolve("copy"), StandardCopyOption.COPY_ATTRIBUTES);

    try (SessionProcesses session = new SessionProcesses(folder, cli(),
        List.of(words(TRAINING, "--insecure-seed", "5")))) {
      session.start(SessionRole.MODEL_OWNER, "--preprocessing", "ahead/model-owner.preprocessing");
      List<String> dataOwner = new ArrayList<>(List.of(DATA));
      dataOwner.addAll(List.of("--preprocessing", "ahead/data-owner.preprocessing"));
      session.start(SessionRole.DATA_OWNER, dataOwner.toArray(String[]::new));
      JsonNode trained = session.summary(SessionRole.MODEL_OWNER);
      assertThat(trained.get("weightsSha256")).isEqualTo(expected.get("weightsSha256"));
      assertThat(trained.get("preprocessing").asText()).isEqualTo("trusted dealer, ahead");
      assertThat(session.summary(SessionRole.DATA_OWNER).get("testAccuracy")).isEqualTo(expected.get("testAccuracy"));
    }

    refused("was used before, up to iteration " + trainedIterations());
    Files.copy(copy, modelOwners, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    refused("is a copy of a file that was used before");
  }

  /// The initial weights, and in each epoch three batches and a test.
  private static int trainedIterations() {
    return 1 + 2 * (3 + 1);
  }

  private void refused(String why) throws Exception {
    Cli.Result again = cli().run(words(TRAINING, "party", "--role", "model-owner", "--keys", "keys-model-owner",
        "--data-owner-fingerprint", "ab".repeat(32), "--listen", "127.0.0.1:0", "--insecure-seed", "5",
        "--preprocessing", "ahead/model-owner.preprocessing"));
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).hasSize(1).first().asString().startsWith("moiety: ahead/model-owner.preprocessing: ")
        .contains(why);
  }

  /// No file may grow beyond some bytes, as on a disk that is full.
  @Test
  void fullDiskLeavesNoFiles() throws Exception {
    List<String> words = List.of(words(TRAINING, "sh", "-c", "ulimit -f 400; exec \"$0\" \"$@\"",
        cli().with("-XX:-UsePerfData").launcher(folder.resolve("moiety")).toString(), "dealer", "--to-files", "ahead",
        "--examples", "40"));
    Path err = folder.resolve("err");
    Process dealer = new ProcessBuilder(words).directory(folder.toFile()).redirectOutput(Redirect.DISCARD)
        .redirectError(err.toFile()).start();
    assertThat(dealer.waitFor()).isEqualTo(2);
    assertThat(Cli.errLines(err)).hasSize(1).first().asString()
        .isEqualTo("moiety: ahead/.model-owner.preprocessing.tmp: cannot be written (File too large)");
    try (Stream<Path> left = Files.list(folder.resolve("ahead"))) {
      assertThat(left).containsExactly(folder.resolve("ahead/.lock"));
    }
  }

  @Test
  void toFilesNeedsTheNumberOfExamples() throws Exception {
    Cli.Result none = cli().run("dealer", "--to-files", "ahead");
    assertThat(none.exitCode()).isEqualTo(2);
    assertThat(none.err()).hasSize(1).first().asString().contains("--to-files needs --examples");
    Cli.Result alone = cli().run("dealer", "--examples", "3");
    assertThat(alone.exitCode()).isEqualTo(2);
    assertThat(alone.err()).hasSize(1).first().asString().contains("are for --to-files");
    Cli.Result nowhere = cli().run("dealer", "--to-files", "ahead", "--examples", "3", "--resume", "--checkpoint-every",
        "2");
    assertThat(nowhere.exitCode()).isEqualTo(2);
    assertThat(nowhere.err()).hasSize(1).first().asString().contains("needs --batches-done");
    Cli.Result fresh = cli().run("dealer", "--to-files", "ahead", "--examples", "3", "--batches-done", "2");
    assertThat(fresh.exitCode()).isEqualTo(2);
    assertThat(fresh.err()).hasSize(1).first().asString().contains("is for --resume");
  }
}
