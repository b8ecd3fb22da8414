package org.moiety.layers.data;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.moiety.layers.file.AtomicFile;
import org.moiety.layers.file.FileException;

/// Writes images and labels as the four IDX files of a folder that `--data` takes; [IdxReader] has the layout.
///
/// Images with one channel are written as `N x height x width`, others as `N x channels x height x width`.
public final class IdxWriter {
  private static final int UNSIGNED_BYTE = 8;
  private static final String TRAIN = "train";
  private static final String TEST = "t10k";

  private IdxWriter() {}

  /// Writes training and test examples.
  ///
  /// @param folder made if it is not there
  /// @throws FileException if it cannot be written
  public static void write(Path folder, LabelledImages train, LabelledImages test) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw FileException.of(folder, "made", e);
    }
    write(folder, TRAIN, train);
    write(folder, TEST, test);
  }

  private static void write(Path folder, String part, LabelledImages images) {
    int dimensions = images.channels() == 1 ? 3 : 4;
    AtomicFile.write(folder.resolve(part + "-images-idx" + dimensions + "-ubyte"), out -> {
      if (dimensions == 3) {
        header(out, images.count(), images.height(), images.width());
      } else {
        header(out, images.count(), images.channels(), images.height(), images.width());
      }
      byte[] image = new byte[images.pixelsPerImage()];
      for (int i = 0; i < images.count(); i++) {
        images.pixels(i, image, 0);
        out.write(image);
      }
    });
    AtomicFile.write(folder.resolve(part + "-labels-idx1-ubyte"), out -> {
      header(out, images.count());
      for (int i = 0; i < images.count(); i++) {
        out.write(images.label(i));
      }
    });
  }

  private static void header(OutputStream out, int... shape) throws IOException {
    DataOutputStream header = new DataOutputStream(out);
    header.writeShort(0);
    header.writeByte(UNSIGNED_BYTE);
    header.writeByte(shape.length);
    for (int size : shape) {
      header.writeInt(size);
    }
  }
}
