package org.moiety.experiments.run;

import java.nio.file.Path;
import org.moiety.engine.field.Field;
import org.moiety.engine.fixed.Codec;
import org.moiety.engine.kernel.Workers;
import org.moiety.layers.file.FileException;

/// Elements of the field as files have them.
final class StoredElements {
  private StoredElements() {}

  /// @param what they are, for the message
  /// @throws FileException if some are no elements: then the file was damaged before its checksum was made
  static void require(Path file, String what, byte[] elements) {
    try (Workers workers = new Workers(1)) {
      Codec.fromBytes(Field.moiety(workers), elements);
    } catch (IllegalArgumentException e) {
      throw new FileException(file, "damaged, " + what + ": " + e.getMessage(), e);
    }
  }
}
