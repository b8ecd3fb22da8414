package org.moiety.experiments.cli;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import javax.imageio.ImageIO;
import org.moiety.experiments.lesson.Input;
import org.moiety.experiments.lesson.Lesson;
import org.moiety.experiments.run.UsageException;

/// Picture files as inputs of lessons: grey, and small.
final class DemoPicture {
  private static final int SIDE = 28;
  private static final long MAX_FILE_BYTES = 64L << 20;

  private DemoPicture() {}

  /// Puts the pixels in the place of the name of each file.
  static void replaceFiles(Lesson lesson, Map<String, String> inputs) {
    for (Input input : lesson.inputs()) {
      String value = inputs.get(input.name());
      if (input.type() == Input.Type.IMAGE && value != null && !value.contains(":")
          && !input.options().contains(value)) {
        inputs.put(input.name(), read(Path.of(value)));
      }
    }
  }

  private static String read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new UsageException(file + ": " + Files.size(file) + " bytes, expected a smaller picture");
      }
      BufferedImage picture = ImageIO.read(new ByteArrayInputStream(Files.readAllBytes(file)));
      if (picture == null) {
        throw new UsageException(file + ": expected a PNG or JPEG picture");
      }
      return text(picture);
    } catch (IOException e) {
      throw new UsageException(file + ": this picture cannot be read");
    }
  }

  private static String text(BufferedImage picture) {
    double scale = Math.min(1, (double) SIDE / Math.max(picture.getWidth(), picture.getHeight()));
    int width = Math.max(1, (int) Math.round(picture.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(picture.getHeight() * scale));
    BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
    Graphics2D graphics = small.createGraphics();
    graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.drawImage(picture, 0, 0, width, height, null);
    graphics.dispose();
    StringBuilder text = new StringBuilder(width + "x" + height + ":");
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        text.append(String.format(Locale.ROOT, "%02x", small.getRaster().getSample(x, y, 0)));
      }
    }
    return text.toString();
  }
}
