package org.moiety.experiments.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.moiety.experiments.run.UsageException;
import org.moiety.layers.file.FileException;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/// Options from a file: each line `name = value` of a TOML file stands for `--name=value`, where the command line does not say it, and so does each `[[data-owner]]` table. A file serves
/// the tasks of a command alike: what only another one of them takes is left out.
final class ConfigFile {
  private static final String OPTION = "--config";
  /// What may be an array of tables.
  private static final String TABLES = "data-owner";
  private static final int MAX_BYTES = 1 << 20;

  private ConfigFile() {}

  /// The arguments, with those of the file behind them.
  ///
  /// @throws UsageException if the file says something that the command has no option for
  static String[] expand(CommandLine line, String... args) {
    CommandLine outer = args.length == 0 ? null : line.getSubcommands().get(args[0]);
    CommandLine inner = outer == null || args.length < 2 ? null : outer.getSubcommands().get(args[1]);
    CommandLine command = inner == null ? outer : inner;
    String file = command == null || !command.getCommandSpec().optionsMap().containsKey(OPTION) ? null : file(args);
    if (outer == null || command == null || file == null) {
      return args;
    }
    List<String> all = new ArrayList<>(Arrays.asList(args));
    Map<String, OptionSpec> options = command.getCommandSpec().optionsMap();
    Set<String> known = outer.getCommandSpec().optionsMap().keySet();
    for (Map.Entry<String, JsonNode> entry : read(Path.of(file)).properties()) {
      String option = "--" + entry.getKey();
      if (!(options.containsKey(option) || known.contains(option)) || option.equals(OPTION)) {
        throw new UsageException(
            file + ": moiety " + args[0] + " has no setting '" + entry.getKey() + "', expected options without dashes");
      }
      List<String> values = values(file, entry.getKey(), entry.getValue());
      OptionSpec spec = options.get(option);
      if (spec != null && Arrays.stream(spec.names()).noneMatch(name -> isGiven(name, args))) {
        values.forEach(value -> all.add(option + "=" + value));
      }
    }
    return all.toArray(String[]::new);
  }

  private static boolean isGiven(String name, String... args) {
    return Arrays.stream(args).anyMatch(arg -> arg.equals(name) || arg.startsWith(name + "="));
  }

  private static List<String> values(String file, String name, JsonNode value) {
    try {
      if (name.equals(TABLES) && value.isArray()) {
        return StreamSupport.stream(value.spliterator(), false).map(DataOwnerOption::text).toList();
      }
    } catch (UsageException e) {
      throw new UsageException(file + ": " + e.getMessage());
    }
    if (!value.isValueNode()) {
      throw new UsageException(file + ": " + name + " is no single value");
    }
    return List.of(value.asText());
  }

  private static @Nullable String file(String... args) {
    for (int i = 1; i < args.length; i++) {
      if (args[i].startsWith(OPTION + "=")) {
        return args[i].substring(OPTION.length() + 1);
      }
      if (args[i].equals(OPTION) && i + 1 < args.length) {
        return args[i + 1];
      }
    }
    return null;
  }

  private static JsonNode read(Path file) {
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new FileException(file, Files.size(file) + " bytes, expected a small TOML file");
      }
      return new TomlMapper().readTree(Files.readString(file));
    } catch (JsonProcessingException e) {
      throw new FileException(file, "is no TOML: line " + e.getLocation().getLineNr() + ", " + e.getOriginalMessage());
    } catch (IOException e) {
      throw FileException.of(file, "read", e);
    }
  }
}
