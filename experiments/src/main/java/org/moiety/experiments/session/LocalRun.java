package org.moiety.experiments.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Fingerprint;
import org.moiety.engine.channel.TransportException;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.OwnCommand;
import org.moiety.experiments.run.UsageException;
import org.moiety.triples.remote.SessionRole;

/// All roles of a session as processes on this machine, joined by TLS over the loopback interface, with identities that last as long.
public final class LocalRun {
  private static final String ANY_PORT = "127.0.0.1:0";
  private static final int LOST = 3;
  private static final int BY_SIGNAL = 128;
  private static final String SUMMARY = "{\"event\":\"summary\"";
  private static final String LOSS = "moiety: the session ended: ";
  private static final long GRACE_SECONDS = 15;
  /// Silence on one machine says that it has much to do: who is gone has closed its connections.
  private static final String PATIENCE = "--timeout=60";
  private static final ObjectMapper JSON = new ObjectMapper();

  /// One of the processes.
  ///
  /// @param number of a data owner, from 1, where there are several; else 0
  public record Member(SessionRole role, int number) {
    /// A role that is there once.
    public static Member of(SessionRole role) {
      return new Member(role, 0);
    }

    /// For files: `data-owner`, or `data-owner.2` where there are several.
    public String name() {
      return number == 0 ? Names.of(role) : Names.of(role) + "." + number;
    }

    String title() {
      return number == 0 ? role.title() : RoleSettings.titleOf(Integer.toString(number));
    }

    /// Whether this one is told of the other: data owners are not of each other.
    private boolean knows(Member other) {
      return !equals(other) && (role != SessionRole.DATA_OWNER || other.role != SessionRole.DATA_OWNER);
    }
  }

  private final List<String> task;
  private final Map<Member, List<String>> arguments;
  /// Each knows where those before it listen; what the last one prints is shown.
  private final List<Member> order;
  private final Consumer<String> errors;
  private final boolean hasTerminal;
  private final boolean ahead;
  private final Map<Member, Process> processes = new LinkedHashMap<>();
  private final Map<Member, Fingerprint> fingerprints = new LinkedHashMap<>();
  private final Map<Member, Endpoint> addresses = new LinkedHashMap<>();
  private final Map<Member, JsonNode> summaries = Collections.synchronizedMap(new LinkedHashMap<>());
  private final LinkedBlockingQueue<Process> ended = new LinkedBlockingQueue<>();
  private final List<Thread> followers = new ArrayList<>();
  /// What roles say of having lost others: of interest where no other reason is known.
  private final List<String> losses = Collections.synchronizedList(new ArrayList<>());

  /// @param task what the roles do: the name of a subcommand, or nothing where they train
  /// @param arguments of each command, but for identities and addresses
  /// @param ahead whether the dealer makes files first, and is gone then
  /// @param errors told what roles print on standard error, the (first) data owner's as it is, the others' with their names
  /// @param hasTerminal whether the (first) data owner may draw on this process's standard error; then that is not told
  public LocalRun(List<String> task, Map<Member, List<String>> arguments, boolean ahead, Consumer<String> errors,
      boolean hasTerminal) {
    this.task = task;
    this.arguments = arguments;
    order = arguments.keySet().stream().sorted(Comparator
        .comparingInt((Member member) -> List.of(SessionRole.DEALER, SessionRole.MODEL_OWNER, SessionRole.DATA_OWNER)
            .indexOf(member.role))
        .thenComparing(Comparator.comparingInt(Member::number).reversed())).toList();
    this.ahead = ahead;
    this.errors = errors;
    this.hasTerminal = hasTerminal;
  }

  /// How many batches a training has done that goes on from the parties' checkpoints.
  public static int batchesDone(Path dataOwners, Path modelOwners) {
    return CheckpointFolder.batchesDone(dataOwners, modelOwners);
  }

  /// Runs all roles to their end.
  ///
  /// @return 0, or the exit code of the role that is to blame; 3 where one was ended from outside
  public int run() {
    Thread end = new Thread(this::end, "moiety-local-end");
    Runtime.getRuntime().addShutdownHook(end);
    Path folder = null;
    try {
      folder = Files.createTempDirectory("moiety-local-");
      for (Member member : order) {
        fingerprints.put(member, new KeyFolder(folder.resolve(member.name())).create().fingerprint());
      }
      if (ahead) {
        int code = makeAhead(folder);
        if (code != 0) {
          return code;
        }
      }
      for (Member member : order) {
        if (ahead && member.role == SessionRole.DEALER) {
          continue;
        }
        start(member, folder);
        if (member.role != SessionRole.DATA_OWNER && !addresses.containsKey(member)) {
          int code = begun(member).waitFor(); // it said why, unless it was killed
          return code > BY_SIGNAL ? lost(member, code) : code;
        }
      }
      return exitCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransportException("interrupted");
    } catch (IOException e) {
      throw new UsageException("the roles could not be run: " + e.getMessage());
    } finally {
      end();
      remove(folder);
      removeHook(end);
    }
  }

  private static Path filesAhead(Path folder) {
    return folder.resolve("ahead");
  }

  /// @return the dealer's exit code
  private int makeAhead(Path folder) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("dealer", "--to-files=" + filesAhead(folder), "--json"));
    Member member = Member.of(SessionRole.DEALER);
    words.addAll(arguments.getOrDefault(member, List.of()));
    Process dealer = begin(member, new ProcessBuilder(OwnCommand.line(words))
        .redirectInput(Redirect.from(Path.of("/dev/null").toFile())).redirectOutput(Redirect.DISCARD));
    follow(() -> forward(member, dealer.errorReader(StandardCharsets.UTF_8)));
    return dealer.waitFor();
  }

  /// What the last one prints on standard error is shown as it is.
  private boolean isShown(Member member) {
    return member.equals(order.getLast());
  }

  private List<String> words(Member member, Path folder) {
    List<String> words = new ArrayList<>();
    words.add(member.role == SessionRole.DEALER ? "dealer" : "party");
    words.addAll(task);
    if (member.role != SessionRole.DEALER) {
      words.add("--role=" + Names.of(member.role));
    }
    words.addAll(List.of("--keys=" + folder.resolve(member.name()), PATIENCE));
    if (ahead) {
      words.add("--preprocessing=" + filesAhead(folder).resolve(member.name() + ".preprocessing"));
    }
    order.stream().filter(member::knows).sorted(Comparator.comparingInt(Member::number)).forEach(other -> {
      if (other.number == 0) {
        words.add("--" + other.name() + "-fingerprint=" + fingerprints.get(other));
        if (addresses.containsKey(other)) {
          words.add("--" + other.name() + "=" + addresses.get(other));
        }
      } else {
        words.add("--data-owner=" + other.number + "," + fingerprints.get(other));
      }
    });
    if (member.role != SessionRole.DATA_OWNER) {
      words.add("--listen=" + ANY_PORT);
    }
    if (!isShown(member)) {
      words.addAll(List.of("--json", "--quiet"));
    }
    words.addAll(arguments.getOrDefault(member, List.of()));
    return words;
  }

  private void start(Member member, Path folder) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(OwnCommand.line(words(member, folder)))
        .redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    if (isShown(member)) {
      Process process = begin(member, builder.redirectOutput(Redirect.INHERIT)
          .redirectError(hasTerminal ? Redirect.INHERIT : Redirect.PIPE));
      follow(() -> forward(member, process.errorReader(StandardCharsets.UTF_8)));
    } else {
      Process process = begin(member, builder);
      follow(() -> forward(member, process.errorReader(StandardCharsets.UTF_8)));
      BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
      if (member.role != SessionRole.DATA_OWNER) {
        awaitAddress(member, out);
      }
      follow(() -> read(member, out));
    }
  }

  private synchronized Process begin(Member member, ProcessBuilder builder) throws IOException {
    Process process = builder.start();
    processes.put(member, process);
    CompletableFuture<Void> _ = process.onExit().thenAccept(ended::add);
    return process;
  }

  private void follow(Runnable reading) {
    followers.add(Thread.ofPlatform().daemon().start(reading));
  }

  private void forward(Member member, BufferedReader reader) {
    try (reader) {
      for (String line; (line = reader.readLine()) != null;) {
        String told = isShown(member) ? line : member.title() + ": " + line;
        if (line.startsWith(LOSS)) {
          losses.add(told);
        } else if (!line.contains("incubator modules")) {
          errors.accept(told);
        }
      }
    } catch (IOException e) {
      return; // the process was ended
    }
  }

  /// Where a role listens it says first.
  private void awaitAddress(Member member, BufferedReader out) throws IOException {
    String line = out.readLine();
    if (line != null) {
      JsonNode event = JSON.readTree(line);
      addresses.put(member, new Endpoint(event.path("host").asText(), event.path("port").asInt()));
    }
  }

  /// What it prints later is dropped, but for its summary.
  private void read(Member member, BufferedReader out) {
    try (out) {
      for (String line; (line = out.readLine()) != null;) {
        if (line.startsWith(SUMMARY)) {
          summaries.put(member, JSON.readTree(line));
        }
      }
    } catch (IOException e) {
      return; // the process was ended
    }
  }

  /// The summaries of all roles but that which is shown, as far as there are any.
  public Map<Member, JsonNode> summaries() {
    return Collections.unmodifiableMap(summaries);
  }

  /// Waits for all; for those that are left when one has failed, only so long as they may take to notice. Who lost a peer is not to blame where another role had a reason of its own.
  private int exitCode() throws InterruptedException {
    int code = 0;
    String reason = null;
    for (int left = processes.size(); left > 0;) {
      Process process = code == 0 ? ended.take() : ended.poll(GRACE_SECONDS, TimeUnit.SECONDS);
      if (process == null) {
        break;
      }
      left--;
      int one = process.exitValue();
      if (one > BY_SIGNAL) {
        reason = killed(member(process), one);
        one = LOST;
      }
      code = code == 0 || (code == LOST && one != 0) ? one : code;
    }
    end();
    for (Thread follower : followers) {
      follower.join();
    }
    if (code == LOST) {
      (reason == null ? List.copyOf(losses) : List.of(reason)).forEach(errors);
    }
    return code;
  }

  private int lost(Member member, int code) {
    errors.accept(killed(member, code));
    return LOST;
  }

  private static String killed(Member member, int code) {
    return LOSS + (member.number == 0 ? "the " : "") + member.title() + " was ended by signal " + (code - BY_SIGNAL);
  }

  @SuppressWarnings("ReferenceEquality") // a process is itself
  private synchronized Member member(Process process) {
    return processes.entrySet().stream().filter(one -> one.getValue() == process).findFirst().orElseThrow().getKey();
  }

  private synchronized Process begun(Member member) {
    Process process = processes.get(member);
    if (process == null) {
      throw new IllegalStateException("the " + member.title() + " was not started");
    }
    return process;
  }

  private synchronized void end() {
    processes.values().forEach(Process::destroy);
  }

  private static void remove(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      return; // keys of a session that is over
    }
  }

  private static void removeHook(Thread hook) {
    try {
      boolean _ = Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the JVM is ending, and the hook runs
    }
  }
}
