package org.moiety.experiments.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.random.Sha256;
import org.moiety.experiments.run.Shell;
import org.moiety.layers.file.FileException;

/// A `moiety` command with `--json`, run in another JVM: what it prints is the result, and whoever doubts it can run it again.
///
/// @param arguments of `moiety`, without `--json`
/// @param mayFail whether a wrong setting, such as too few bits, is a result too
/// @param inputs keys of earlier pieces that wrote what it reads
public record CommandPiece(String id, String title, double weight, List<String> arguments, boolean mayFail,
    List<String> inputs) implements Piece {
  private static final String SAVE = "--save";
  private static final String MODEL = "--model";

  public CommandPiece {
    arguments = List.copyOf(arguments);
    inputs = List.copyOf(inputs);
  }

  /// One that reads nothing of other pieces.
  public CommandPiece(String id, String title, double weight, List<String> arguments, boolean mayFail) {
    this(id, title, weight, arguments, mayFail, List.of());
  }

  /// The same, reading what an earlier piece wrote.
  public CommandPiece reading(Piece earlier) {
    List<String> all = new ArrayList<>(inputs);
    all.addAll(earlier.key());
    return new CommandPiece(id, title, weight, arguments, mayFail, all);
  }

  /// The arguments, and the keys of what is read; if that is nothing of other pieces, what a model file among the arguments holds.
  @Override
  public List<String> key() {
    List<String> key = new ArrayList<>(arguments);
    int model = arguments.indexOf(MODEL);
    if (inputs.isEmpty() && model >= 0 && Files.isRegularFile(Path.of(arguments.get(model + 1)))) {
      key.add(sha256(Path.of(arguments.get(model + 1))));
    }
    key.addAll(inputs);
    return key;
  }

  @Override
  public @Nullable Path output() {
    int save = arguments.indexOf(SAVE);
    return save < 0 ? null : Path.of(arguments.get(save + 1));
  }

  private static String sha256(Path file) {
    try {
      return HexFormat.of().formatHex(Sha256.start().digest(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw FileException.of(file, "read", e);
    }
  }

  /// What runs.
  List<String> jsonArguments() {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of("--json", "--quiet"));
    return all;
  }

  /// The command as a user types it.
  public String command() {
    return command(arguments);
  }

  /// A `moiety` command as a user types it.
  public static String command(List<String> arguments) {
    StringBuilder text = new StringBuilder("./moiety");
    for (String argument : arguments) {
      text.append(' ').append(Shell.word(argument));
    }
    return text.toString();
  }
}
