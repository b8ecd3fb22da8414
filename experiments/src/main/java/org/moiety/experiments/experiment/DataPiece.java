package org.moiety.experiments.experiment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/// Data that later pieces read: made in this process, in a folder of its own.
///
/// @param key all that the data depend on
/// @param maker writes the folder and describes it
public record DataPiece(String id, String title, double weight, List<String> key, Path folder,
    Function<Path, ObjectNode> maker) implements Piece {
  public DataPiece {
    key = List.copyOf(key);
  }

  @Override
  public Path output() {
    return folder;
  }
}
