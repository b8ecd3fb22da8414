package org.moiety.experiments.experiment.report;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.moiety.experiments.experiment.Plot;
import org.moiety.experiments.experiment.Section;
import org.moiety.experiments.experiment.Section.NetworkPicture;
import org.moiety.experiments.experiment.Section.Text;
import org.moiety.experiments.experiment.Table;

/// All that a report says.
///
/// @param command that makes the whole of it again
/// @param data what the networks were trained on
/// @param quick whether there were fewer examples than the experiments ask for
record Report(String version, String command, String data, boolean quick, Machine machine, List<Section> sections) {
  Report {
    sections = List.copyOf(sections);
    Set<String> ids = new HashSet<>();
    for (Section section : sections) {
      section.blocks().stream().map(Report::id).filter(id -> !id.isEmpty()).forEach(id -> {
        if (!ids.add(id)) {
          throw new IllegalArgumentException("two blocks of the report have the id '" + id + "'");
        }
      });
    }
  }

  private static String id(Section.Block block) {
    return switch (block) {
      case Text _ -> "";
      case Table table -> table.id();
      case Plot plot -> plot.id();
      case NetworkPicture network -> network.id();
    };
  }
}
