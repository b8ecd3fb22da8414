package org.moiety.experiments.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.moiety.engine.fixed.Precision;
import org.moiety.engine.online.Protocol;
import org.moiety.experiments.run.ModelShares;
import org.moiety.layers.file.FileException;
import org.moiety.layers.file.SharesFile;
import org.moiety.layers.model.ModelFile;
import org.moiety.layers.model.ModelSpec;
import org.moiety.triples.remote.AgreementException;
import org.moiety.triples.remote.Terms;

final class CheckpointFolderTest {
  private static final ModelSpec MODEL = ModelFile.parse("""
      {"input": [1, 2, 2], "layers": [{"type": "flatten"}, {"type": "dense", "units": 3}]}
      """, "small");
  private static final ModelSpec OTHER_MODEL = ModelFile.parse("""
      {"input": [1, 1, 4], "layers": [{"type": "flatten"}, {"type": "dense", "units": 3}]}
      """, "small");
  private static final String FIRST = "0123456789abcdef".repeat(4);
  private static final String SECOND = "fedcba9876543210".repeat(4);
  private static final Map<String, String> AGREED = Map.of("epochs", "3");

  @TempDir
  private Path folder;

  private Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  private static ModelShares shares(CheckpointId id, Map<String, String> agreed) {
    return new ModelShares(0, id.toString(), MODEL, Precision.DEFAULT, agreed, Map.of(), new byte[48],
        List.of(new SharesFile.Entry("dense.weight", new int[]{4, 3}, new byte[192], new byte[192]),
            new SharesFile.Entry("dense.bias", new int[]{3}, new byte[48], new byte[48])));
  }

  private SessionSettings settings(ModelSpec model) {
    return new Roles(folder, model, Protocol.malicious(), 4, 6).settings();
  }

  @Test
  void folderServesOneRunAtATime() {
    try (CheckpointFolder _ = CheckpointFolder.open(checkpoints(), 0, false)) {
      assertThatExceptionOfType(FileException.class)
          .isThrownBy(() -> CheckpointFolder.open(checkpoints(), 0, false))
          .withMessage(checkpoints() + ": is in use by another run");
    }
    CheckpointFolder.open(checkpoints(), 0, false).close();
  }

  /// A run that could not use the folder does not keep it from others.
  @Test
  void refusedFolderIsFree() {
    assertThatExceptionOfType(FileException.class).isThrownBy(() -> CheckpointFolder.open(checkpoints(), 0, true))
        .withMessageContaining("has no checkpoint to go on from");
    CheckpointFolder.open(checkpoints(), 0, false).close();
  }

  @Test
  void filesAreNamedByBatchesAndSession() {
    CheckpointId first = new CheckpointId(FIRST, 2);
    CheckpointId second = new CheckpointId(SECOND, 2);
    try (CheckpointFolder open = CheckpointFolder.open(checkpoints(), 0, false)) {
      open.write(first, shares(first, AGREED));
      open.write(second, shares(second, AGREED));
      assertThat(open.read(first).id()).isEqualTo(first.toString());
      assertThat(open.read(second).id()).isEqualTo(second.toString());
    }
    assertThat(Files.exists(checkpoints().resolve("checkpoint-000000002-0123456789abcdef.shares"))).isTrue();
  }

  @Test
  void checkpointOfAnotherTrainingIsRefused() {
    CheckpointId id = new CheckpointId(FIRST, 2);
    try (CheckpointFolder open = CheckpointFolder.open(checkpoints(), 0, false)) {
      open.write(id, shares(id, AGREED));
      open.require(id, settings(MODEL), AGREED);
      refused(() -> open.require(id, settings(MODEL), Map.of("epochs", "4")), "epochs is 4 here and was 3");
      refused(() -> open.require(id, settings(MODEL), Map.of("epochs", "3", "seed", "1")),
          "seed is 1 here and was nothing");
      refused(() -> open.require(id, settings(MODEL), Map.of()), "which had settings that this one has not");
      refused(() -> open.require(id, settings(OTHER_MODEL), AGREED), "model is ");
    }
  }

  /// What a peer has announced reaches the terminal through these messages.
  @Test
  void wordsOfAPeerCannotSteerATerminal() {
    CheckpointId id = new CheckpointId(FIRST, 2);
    try (CheckpointFolder open = CheckpointFolder.open(checkpoints(), 0, false)) {
      open.write(id, shares(id, Map.of("the data owner's n", "1")));
      refused(() -> open.require(id, settings(MODEL), Map.of("the data owner's n", "\u001b[2J\u202e2")),
          "the data owner's n is ?[2J?2 here and was 1");
    }
  }

  private static void refused(Runnable check, String message) {
    assertThatExceptionOfType(AgreementException.class).isThrownBy(check::run)
        .withMessageStartingWith("the checkpoints are of another training").withMessageContaining(message);
  }

  /// A data owner that announces an agreed setting changes nothing of what binds the model owner's checkpoints.
  @Test
  void whatTheDataOwnerAnnouncesTakesNoSettingsPlace() {
    Terms terms = new Terms().with("epochs", 3).with("resume", true);
    Terms announced = new Terms().with("epochs", 7).with("training examples", 40).with("checkpoint 1", FIRST + "-2");
    assertThat(RoleRun.agreed(terms, announced)).containsOnly(Map.entry("epochs", "3"),
        Map.entry("the data owner's epochs", "7"), Map.entry("the data owner's training examples", "40"));
  }
}
