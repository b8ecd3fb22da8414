package org.moiety.experiments.launch;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;

/// Finds an installed Java that can run Moiety, by the `release` file in its folder. Starts nothing.
final class LaunchJdks {
  /// The Java release that Moiety is built and tested on. A later one may do, where its Vector API is still this one's.
  static final int TESTED_FEATURE = 25;
  static final String MODULE = "jdk.incubator.vector";

  /// Folders whose every subfolder may be a Java; the last name is where the Java is inside that subfolder.
  private static final String[][] USUAL_FOLDERS = {{"/usr/lib/jvm", ""}, {"/usr/java", ""}, {"/opt/java", ""},
      {System.getProperty("user.home") + "/.sdkman/candidates/java", ""},
      {System.getProperty("user.home") + "/.jdks", ""},
      {"/Library/Java/JavaVirtualMachines", "Contents/Home"}};

  private LaunchJdks() {}

  /// The first Java of the tested release, else the first later one, else `null`.
  static File find() {
    File later = null;
    for (File home : candidates()) {
      int feature = usableFeature(home);
      if (feature == TESTED_FEATURE) {
        return home;
      }
      if (feature > TESTED_FEATURE && later == null) {
        later = home;
      }
    }
    return later;
  }

  /// The feature release that a version such as `25.0.3`, `26-ea` or `1.8.0_402` names; 0 if none.
  static int feature(String version) {
    String[] numbers = version.split("[^0-9]+");
    return numbers.length == 0 || numbers[0].isEmpty() ? 0 : Integer.parseInt(numbers[0]);
  }

  /// The feature release of the Java in a folder; 0 if there is none or it lacks the module.
  static int usableFeature(File home) {
    Properties release = new Properties();
    try (InputStream in = Files.newInputStream(new File(home, "release").toPath())) {
      release.load(in);
    } catch (IOException | IllegalArgumentException notJava) {
      return 0;
    }
    boolean hasModule = release.getProperty("MODULES", MODULE).contains(MODULE);
    return hasModule ? feature(release.getProperty("JAVA_VERSION", "").replace("\"", "")) : 0;
  }

  private static List<File> candidates() {
    List<File> homes = new ArrayList<>();
    homes.add(new File(System.getProperty("java.home")));
    for (String variable : new String[]{"JAVA" + TESTED_FEATURE + "_HOME", "JAVA_HOME"}) {
      if (System.getenv(variable) != null) {
        homes.add(new File(System.getenv(variable)));
      }
    }
    addFromPath(homes);
    for (String[] folder : USUAL_FOLDERS) {
      File[] inside = new File(folder[0]).listFiles();
      if (inside != null) {
        Arrays.sort(inside);
        for (File one : inside) {
          homes.add(new File(one, folder[1]));
        }
      }
    }
    return homes;
  }

  private static void addFromPath(List<File> homes) {
    String path = System.getenv("PATH");
    for (String folder : path == null ? new String[0] : path.split(File.pathSeparator)) {
      try {
        File bin = new File(folder, "java").getCanonicalFile().getParentFile();
        if (bin != null && bin.getParentFile() != null) {
          homes.add(bin.getParentFile());
        }
      } catch (IOException unreadable) {
        continue;
      }
    }
  }
}
