package org.moiety.experiments.cli;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// The user's browser.
final class WebBrowser {
  private WebBrowser() {}

  /// Asks the system to show a page. What the browser prints is not shown.
  static boolean open(String address) {
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    try {
      new ProcessBuilder(List.of(mac ? "open" : "xdg-open", address)).redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
