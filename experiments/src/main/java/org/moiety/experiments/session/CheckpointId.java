package org.moiety.experiments.session;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.TransportException;
import org.moiety.triples.remote.Agreement;
import org.moiety.triples.remote.AgreementException;
import org.moiety.triples.remote.HubAgreement;
import org.moiety.triples.remote.SessionRole;
import org.moiety.triples.remote.Terms;

/// Which checkpoint: the two parties' files of one id belong together, and nothing else has it.
///
/// @param session the one that made it
/// @param batches done in the training by then, all epochs together
record CheckpointId(String session, int batches) {
  private static final String ANNOUNCED = "checkpoint ";
  private static final Pattern TEXT = Pattern.compile("([0-9a-f]{64})-([0-9]{1,9})");
  private static final int SHOWN = 8;

  /// Null for text that is none.
  static @Nullable CheckpointId parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches() ? new CheckpointId(matcher.group(1), Integer.parseInt(matcher.group(2))) : null;
  }

  static void announce(Terms terms, List<CheckpointId> ids) {
    for (int i = 0; i < ids.size(); i++) {
      terms.with(ANNOUNCED + (i + 1), ids.get(i));
    }
  }

  /// Whether a role says by this name which checkpoint it has.
  static boolean isAnnounced(String name) {
    return name.startsWith(ANNOUNCED);
  }

  /// The last one that both parties have. Who has more of them was quicker, by one, when the session was broken off.
  ///
  /// @throws AgreementException if there is none; says what there is
  static CheckpointId chosen(Agreement agreement) {
    return chosen(announced(agreement.announced(SessionRole.DATA_OWNER)),
        announced(agreement.announced(SessionRole.MODEL_OWNER)));
  }

  /// The last one that the model owner and all data owners have.
  ///
  /// @throws AgreementException if there is none; says what there is
  static CheckpointId chosen(HubAgreement agreement) {
    Map<String, List<CheckpointId>> all = new LinkedHashMap<>();
    for (Terms dataOwner : agreement.dataOwners()) {
      all.put("data owner " + (all.size() + 1), announced(dataOwner));
    }
    all.put("the model owner", announced(agreement.modelOwner()));
    return chosen(all);
  }

  static CheckpointId chosen(List<CheckpointId> dataOwner, List<CheckpointId> modelOwner) {
    Map<String, List<CheckpointId>> all = new LinkedHashMap<>();
    all.put("the data owner", dataOwner);
    all.put("the model owner", modelOwner);
    return chosen(all);
  }

  private static CheckpointId chosen(Map<String, List<CheckpointId>> all) {
    return all.values().iterator().next().stream()
        .filter(id -> all.values().stream().allMatch(ids -> ids.contains(id)))
        .max(Comparator.comparingInt(CheckpointId::batches).thenComparing(CheckpointId::session))
        .orElseThrow(() -> new AgreementException("the parties have no checkpoint in common: " + shown(all)));
  }

  private static String shown(Map<String, List<CheckpointId>> all) {
    return all.entrySet().stream().map(one -> one.getKey() + " has " + shown(one.getValue()))
        .collect(Collectors.joining(", "));
  }

  private static List<CheckpointId> announced(Terms terms) {
    List<CheckpointId> ids = new ArrayList<>();
    for (int i = 1; terms.has(ANNOUNCED + i); i++) {
      CheckpointId id = parse(terms.get(ANNOUNCED + i));
      if (id == null) {
        throw new TransportException("malformed message: a checkpoint that cannot be");
      }
      ids.add(id);
    }
    return ids;
  }

  private static String shown(List<CheckpointId> ids) {
    return ids.isEmpty()
        ? "none"
        : ids.stream().map(id -> "that after " + id.batches + " batches of session " + id.session.substring(0, SHOWN))
            .collect(Collectors.joining(" and "));
  }

  @Override
  public String toString() {
    return session + "-" + batches;
  }
}
