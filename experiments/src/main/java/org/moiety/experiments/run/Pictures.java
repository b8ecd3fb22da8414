package org.moiety.experiments.run;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.moiety.layers.data.DataException;
import org.moiety.layers.data.IdxReader;
import org.moiety.layers.data.LabelledImages;
import org.moiety.layers.data.Png;
import org.moiety.layers.tensor.Shape;

/// Images to predict, from PNG and IDX files, with a name each.
///
/// @param images labelled 0
public record Pictures(List<String> names, LabelledImages images) {
  private static final int PNG_START = 0x89;

  /// Reads the files in order.
  ///
  /// @param shape channels, height, width
  /// @param limit most images to take of each IDX file
  /// @throws DataException if a file is neither, or has images of another size
  public static Pictures read(List<Path> files, Shape shape, int classes, int limit) {
    List<String> names = new ArrayList<>();
    List<byte[]> pixels = new ArrayList<>();
    for (Path file : files) {
      if (isPng(file)) {
        names.add(file.toString());
        pixels.add(bytes(Png.read(file, shape.size(0), shape.size(1), shape.size(2))));
      } else {
        addIdx(file, shape, classes, limit, names, pixels);
      }
    }
    byte[] all = new byte[pixels.size() * shape.length()];
    for (int i = 0; i < pixels.size(); i++) {
      System.arraycopy(pixels.get(i), 0, all, i * shape.length(), shape.length());
    }
    return new Pictures(names, new LabelledImages(shape.size(0), shape.size(1), shape.size(2), classes, all,
        new byte[pixels.size()]));
  }

  private static void addIdx(Path file, Shape shape, int classes, int limit, List<String> names, List<byte[]> pixels) {
    LabelledImages images = IdxReader.unlabelled(file, classes);
    if (!Shape.of(images.channels(), images.height(), images.width()).equals(shape)) {
      throw new DataException(file + ": images of " + images.channels() + "x" + images.height() + "x" + images.width()
          + ", the model takes " + shape);
    }
    for (int i = 0; i < Math.min(images.count(), limit); i++) {
      byte[] one = new byte[shape.length()];
      images.pixels(i, one, 0);
      names.add(file + "[" + i + "]");
      pixels.add(one);
    }
  }

  private static boolean isPng(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return in.read() == PNG_START;
    } catch (IOException e) {
      return file.toString().endsWith(".png"); // its reader says what is wrong
    }
  }

  private static byte[] bytes(float[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(255 * values[i]);
    }
    return bytes;
  }
}
