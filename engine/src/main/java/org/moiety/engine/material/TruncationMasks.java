package org.moiety.engine.material;

import org.moiety.engine.field.FieldArray;

/// The masks r of a private run's truncations, in program order: with them a public run rounds exactly as the private one does.
@FunctionalInterface
public interface TruncationMasks {
  /// The mask of the next truncation. The caller may write it.
  FieldArray next(int length);
}
