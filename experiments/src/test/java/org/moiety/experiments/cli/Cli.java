package org.moiety.experiments.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Runs the command as a user does: as a process of its own, in a folder of its own.
///
/// Without the Vector API unless asked for: short runs are over before SIMD kernels are compiled.
final class Cli {
  private static final long TIMEOUT_SECONDS = 120;
  private static final JsonMapper JSON = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
      .build();

  private final Path folder;
  private final Class<?> main;
  private final List<String> jvmOptions = new ArrayList<>(
      List.of("-XX:+UseSerialGC", "-Xmx1g", "-XX:+IgnoreUnrecognizedVMOptions"));

  Cli(Path folder) {
    this(folder, Main.class);
  }

  /// @param main another program on the same class path
  Cli(Path folder, Class<?> main) {
    this.folder = folder;
    this.main = main;
  }

  /// For runs so short that whatever else the compiler would do for them takes longer than they do.
  static Cli forShortRuns(Path folder) {
    return new Cli(folder).with("-XX:TieredStopAtLevel=1");
  }

  /// Writes `tiny.json`, a network of every kind of layer and few weights.
  static void describeTinyModel(Path folder) throws IOException {
    Files.writeString(folder.resolve("tiny.json"), """
        {"input": [1, 28, 28], "layers": [
          {"type": "conv2d", "filters": 2, "kernel": 3}, {"type": "average_pooling2d", "size": 2}, {"type": "relu"},
          {"type": "flatten"}, {"type": "dropout", "rate": 0.25}, {"type": "dense", "units": 10}]}
        """);
  }

  /// Arguments, and more of them.
  static List<String> words(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  Cli with(String... options) {
    Cli other = new Cli(folder, main);
    other.jvmOptions.addAll(List.of(options));
    return other;
  }

  Cli withSimd() {
    return with("--add-modules=jdk.incubator.vector");
  }

  /// What a process left.
  ///
  /// @param err without the JVM's own warning
  record Result(int exitCode, List<String> out, List<String> err) {
    /// Standard output as JSON objects, a line each.
    List<JsonNode> json() throws IOException {
      List<JsonNode> objects = new ArrayList<>();
      for (String line : out) {
        objects.add(JSON.readTree(line));
      }
      return objects;
    }

    /// The last object, which must be the summary.
    JsonNode summary() throws IOException {
      JsonNode last = json().getLast();
      if (exitCode != 0 || !last.path("event").asText().equals("summary")) {
        throw new AssertionError("exit code " + exitCode + ", " + err);
      }
      return last;
    }
  }

  Process start(Path out, Path err, String... args) throws IOException {
    return builder(List.of(args)).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
  }

  /// Starts a process whose standard output is for the caller to read.
  Process start(List<String> args, Path err) throws IOException {
    return builder(args).redirectError(err.toFile()).start();
  }

  /// Starts a process that reads a file as its standard input.
  Process startWithInput(Path in, Path out, Path err, String... args) throws IOException {
    return builder(List.of(args)).redirectInput(in.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile())
        .start();
  }

  /// Writes a shell script that runs the command in the caller's folder.
  Path launcher(Path file) throws IOException {
    String command = builder(List.of()).command().stream().map(word -> "'" + word + "'")
        .collect(Collectors.joining(" "));
    Files.writeString(file, "#!/bin/sh\nexec " + command + " \"$@\"\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return file;
  }

  private ProcessBuilder builder(List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.addAll(List.of("-cp", absoluteClassPath(), main.getName()));
    command.addAll(args);
    return new ProcessBuilder(command).directory(folder.toFile()).redirectInput(new File("/dev/null"));
  }

  private static String absoluteClassPath() {
    return String.join(File.pathSeparator, List.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .stream().map(entry -> Path.of(entry).toAbsolutePath().toString()).toList());
  }

  Result run(String... args) throws IOException, InterruptedException {
    return runOn(Path.of("/dev/null"), args);
  }

  /// @param input on standard input
  Result runOn(Path input, String... args) throws IOException, InterruptedException {
    Path out = Files.createTempFile("moiety-cli", ".out");
    Path err = Files.createTempFile("moiety-cli", ".err");
    try {
      Process process = builder(List.of(args)).redirectInput(input.toFile()).redirectOutput(out.toFile())
          .redirectError(err.toFile()).start();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("no end after " + TIMEOUT_SECONDS + " s: " + String.join(" ", args));
      }
      return new Result(process.exitValue(), Files.readAllLines(out), errLines(err));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  static List<String> errLines(Path err) throws IOException {
    return Files.readAllLines(err).stream().filter(line -> !line.contains("incubator modules")).toList();
  }
}
