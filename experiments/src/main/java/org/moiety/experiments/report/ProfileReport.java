package org.moiety.experiments.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.moiety.engine.profile.Activity;
import org.moiety.experiments.run.TimeProfile;
import org.moiety.experiments.run.TimeProfile.Row;

/// Where the time went, as JSON: a `profile` for each role, layer and phase, and a `profileRole` for each role.
public final class ProfileReport {
  private ProfileReport() {}

  public static void print(TimeProfile profile, JsonLines lines) {
    for (TimeProfile.Role role : profile.roles()) {
      for (Row row : role.rows()) {
        lines.print(times(JsonLines.event("profile").put("role", role.name()).put("layer", row.layer()).put("phase",
            row.phase()), row));
      }
      ObjectNode total = JsonLines.event("profileRole").put("role", role.name());
      JsonLines.put(total, "secondsBefore", role.secondsBefore());
      times(total, TimeProfile.sum("", role.rows()));
      JsonLines.put(total, "secondsAfter", role.secondsAfter());
      JsonLines.put(total, "processSeconds", profile.processSeconds());
      JsonLines.put(total, "pauseSeconds", profile.pauseSeconds());
      lines.print(total);
    }
  }

  private static ObjectNode times(ObjectNode object, Row row) {
    for (Activity activity : Activity.values()) {
      JsonLines.put(object, activity.field(), row.seconds(activity));
    }
    JsonLines.put(object, "seconds", row.seconds());
    JsonLines.put(object, "processorSeconds", row.processorSeconds());
    return object;
  }
}
