package org.moiety.experiments.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// What the options of `moiety local` say to the roles.
///
/// @param everybody for all roles
/// @param dataOwners for data owners alone
record LocalWords(List<String> everybody, List<String> dataOwners) {
  /// @param own options of the command itself, which it turns into others or keeps
  /// @param dataOwners options of data owners
  static LocalWords of(CommandSpec command, Set<String> own, Set<String> dataOwners) {
    LocalWords words = new LocalWords(new ArrayList<>(), new ArrayList<>());
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      String name = option.longestName();
      if (!own.contains(name)) {
        String value = option.typeInfo().isBoolean() ? "true" : option.originalStringValues().getLast();
        (dataOwners.contains(name) ? words.dataOwners : words.everybody).add(name + "=" + value);
      }
    }
    return words;
  }
}
