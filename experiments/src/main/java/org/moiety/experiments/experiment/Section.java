package org.moiety.experiments.experiment;

import java.util.List;

/// One experiment's part of the report.
///
/// @param name of the experiment
/// @param found what was found, a sentence or two for the first page
/// @param blocks text, tables and plots, from top to bottom
/// @param commands what repeats it, piece by piece
public record Section(String name, String title, String found, List<Block> blocks, List<String> commands) {
  public Section {
    blocks = List.copyOf(blocks);
    commands = List.copyOf(commands);
  }

  /// A part of a section.
  public sealed interface Block permits Text, Table, Plot, NetworkPicture {}

  /// A paragraph.
  public record Text(String text) implements Block {}

  /// A network with what is public and what is private.
  ///
  /// @param caption with the number of the paper's table
  public record NetworkPicture(String id, String caption, List<Layer> layers) implements Block {
    public NetworkPicture {
      layers = List.copyOf(layers);
    }

    /// @param isPrivate computed on shares
    public record Layer(String name, String shape, boolean isPrivate) {}
  }
}
