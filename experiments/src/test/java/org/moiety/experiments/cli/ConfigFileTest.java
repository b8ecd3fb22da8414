package org.moiety.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.ConfigTemplate;
import org.moiety.layers.file.FileException;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

final class ConfigFileTest {
  @TempDir
  private Path folder;

  static CommandLine commands() {
    CommandLine line = new CommandLine(CommandSpec.create()).addSubcommand(new PartyCommand())
        .addSubcommand(new DealerCommand()).addSubcommand(new KeysCommand());
    Converters.register(line);
    return line;
  }

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("c.toml"), text);
  }

  private String[] expand(String text, String... args) throws IOException {
    String[] all = new String[args.length + 1];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = "--config=" + file(text);
    return ConfigFile.expand(commands(), all);
  }

  @ParameterizedTest
  @EnumSource
  void templatesSayNothingThatTheirCommandDoesNotKnow(SessionRole role) throws IOException {
    String command = role == SessionRole.DEALER ? "dealer" : "party";
    String template = ConfigTemplate.of(role);
    commands().parseArgs(expand(template, command));
    String all = template.replaceAll("(?m)^# ([a-z-]+ = )", "$1");
    assertThat(all.lines().filter(line -> line.matches("[a-z-]+ = .*")).count())
        .isGreaterThan(template.lines().filter(line -> line.matches("[a-z-]+ = .*")).count());
    commands().parseArgs(expand(all, command));
  }

  @ParameterizedTest
  @EnumSource(names = {"MODEL_OWNER", "DEALER"})
  void templatesNameSeveralDataOwners(SessionRole role) throws IOException {
    String command = role == SessionRole.DEALER ? "dealer" : "party";
    String several = ConfigTemplate.of(role).replaceAll("(?m)^data-owner.*$", "").replaceAll("(?m)^#(?=[\\[a-z])", "");
    String[] words = expand(several, command);
    commands().parseArgs(words);
    assertThat(words).contains("--data-owner=north," + "0".repeat(64),
        "--data-owner=south," + "1".repeat(64) + ",south.example:7002");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"[[data-owner]];name = 'a'|without name or fingerprint",
      "[[data-owner]];name = 'a';fingerprint = 'b';listen = 'c'|[[data-owner]] has no 'listen'",
      "[[data-owner]];name = ['a'];fingerprint = 'b'|[[data-owner]] has no 'name'", "[[epochs]];a = 1|no single value"})
  void tableThatIsNoneIsNamed(String text, String message) {
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> expand(text.replace(';', '\n'), "dealer"))
        .withMessageContaining("c.toml: ").withMessageContaining(message);
  }

  @Test
  void commandLineWins() throws IOException {
    assertThat(expand("epochs = 2\nseed = 3\nmodel = \"mlp\"\nquiet = true\n", "dealer", "--seed", "4",
        "--model=deep")).containsExactly("dealer", "--seed", "4", "--model=deep",
            "--config=" + folder.resolve("c.toml"), "--epochs=2", "--quiet=true");
  }

  @Test
  void commandLineWinsByAnyOfAnOptionsNames() throws IOException {
    assertThat(expand("quiet = true\n", "dealer", "-q"))
        .containsExactly("dealer", "-q", "--config=" + folder.resolve("c.toml"));
  }

  @Test
  void commandsWithoutAConfigurationAreLeftAlone() {
    for (String[] args : new String[][]{{}, {"keys", "--config", "x"}, {"--help"}, {"dealer", "--config"}}) {
      assertThat(ConfigFile.expand(commands(), args)).isSameAs(args);
    }
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"epochz = 1|has no setting 'epochz'", "config = 'x'|has no setting 'config'",
      "data = 'strokes'|has no setting 'data'", "epochs = [1]|epochs is no single value",
      "[epochs]|epochs is no single value"})
  void settingThatIsNoneIsNamed(String text, String message) {
    assertThatExceptionOfType(UsageException.class).isThrownBy(() -> expand(text, "dealer"))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', value = {"epochs = |line 1", "epochs = 1;epochs = 2|line 2", "seed = 1;epochs|line 2"})
  void whatIsNoTomlIsShown(String text, String message) {
    assertThatExceptionOfType(FileException.class).isThrownBy(() -> expand(text.replace(';', '\n'), "dealer"))
        .withMessageContaining("is no TOML").withMessageContaining(message);
  }

  @Test
  void missingFileIsNamed() {
    assertThatExceptionOfType(FileException.class)
        .isThrownBy(() -> ConfigFile.expand(commands(), "dealer", "--config", "nowhere.toml"))
        .withMessageContaining("nowhere.toml: no such file");
  }
}
