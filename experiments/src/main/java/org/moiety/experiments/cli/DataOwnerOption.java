package org.moiety.experiments.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Fingerprint;
import org.moiety.experiments.run.UsageException;

/// A data owner, as the model owner and the dealer are told of it: where it listens; of several each by name and fingerprint.
///
/// @param name null where there is one only
/// @param fingerprint null where there is one only
/// @param address null if it connects to this role
record DataOwnerOption(@Nullable String name, @Nullable Fingerprint fingerprint, @Nullable Endpoint address) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,40}");
  private static final Set<String> FIELDS = Set.of("name", "fingerprint", "address");

  /// `HOST:PORT`, or `NAME,SHA256` with or without `,HOST:PORT`.
  ///
  /// @throws IllegalArgumentException if the text is neither
  static DataOwnerOption parse(String text) {
    String[] parts = text.split(",", -1);
    if (parts.length == 1) {
      return new DataOwnerOption(null, null, Endpoint.parse(text));
    }
    if (parts.length > 3 || !NAME.matcher(parts[0]).matches()) {
      throw new IllegalArgumentException("'" + text
          + "', expected NAME,SHA256 or NAME,SHA256,HOST:PORT with a name of letters, digits, - and _");
    }
    return new DataOwnerOption(parts[0], Fingerprint.parse(parts[1]),
        parts.length == 3 ? Endpoint.parse(parts[2]) : null);
  }

  /// A `[[data-owner]]` table of a configuration as [#parse] takes it.
  ///
  /// @throws UsageException if something is missing, or too much
  static String text(JsonNode table) {
    for (Map.Entry<String, JsonNode> field : table.properties()) {
      if (!FIELDS.contains(field.getKey()) || !field.getValue().isValueNode()) {
        throw new UsageException(
            "[[data-owner]] has no '" + field.getKey() + "', expected name, fingerprint and address");
      }
    }
    if (!table.has("name") || !table.has("fingerprint")) {
      throw new UsageException("a [[data-owner]] without name or fingerprint");
    }
    String known = table.path("name").asText() + "," + table.path("fingerprint").asText();
    return table.has("address") ? known + "," + table.path("address").asText() : known;
  }
}
