package org.moiety.experiments.cli;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.Function;
import org.moiety.engine.channel.Endpoint;
import org.moiety.engine.channel.Fingerprint;
import org.moiety.engine.channel.Link;
import org.moiety.engine.online.MaskPolicy;
import org.moiety.engine.online.Security;
import org.moiety.engine.online.TruncationMethod;
import org.moiety.experiments.run.Encoding;
import org.moiety.experiments.run.Links;
import org.moiety.experiments.run.Names;
import org.moiety.experiments.run.Rounding;
import org.moiety.experiments.run.ShareOperation;
import org.moiety.experiments.run.UsageException;
import org.moiety.experiments.session.RoleLog;
import org.moiety.experiments.session.RoleSettings;
import org.moiety.layers.model.Activation;
import org.moiety.layers.train.Release;
import org.moiety.layers.train.Schedule;
import org.moiety.triples.remote.SessionRole;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/// Values of options, with messages in Moiety's own words.
final class Converters {
  private Converters() {}

  static void register(CommandLine line) {
    line.registerConverter(Integer.class, Converters::integer);
    line.registerConverter(int.class, Converters::integer);
    line.registerConverter(long.class, Converters::longInteger);
    line.registerConverter(Long.class, Converters::longInteger);
    line.registerConverter(BigDecimal.class, Converters::decimal);
    line.registerConverter(Path.class, Converters::path);
    line.registerConverter(Link.class, Converters::link);
    line.registerConverter(Endpoint.class, text -> checked(text, Endpoint::parse));
    line.registerConverter(Fingerprint.class, text -> checked(text, Fingerprint::parse));
    register(line, Encoding.class);
    line.registerConverter(DataOwnerOption.class, text -> checked(text, DataOwnerOption::parse));
    line.registerConverter(RoleSettings.Part.class, text -> checked(text, RoleSettings.Part::parse));
    register(line, SessionRole.class);
    register(line, Schedule.class);
    register(line, Rounding.class);
    register(line, MaskPolicy.class);
    register(line, TruncationMethod.class);
    register(line, Security.class);
    register(line, Release.class);
    register(line, RoleLog.Level.class);
    register(line, Activation.class);
    register(line, ShareOperation.class);
  }

  private static <T> T checked(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static <E extends Enum<E>> void register(CommandLine line, Class<E> type) {
    line.registerConverter(type, text -> {
      try {
        return Names.parse(type, text);
      } catch (UsageException e) {
        throw new TypeConversionException(e.getMessage());
      }
    });
  }

  private static int integer(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "', expected a whole number below 2^31");
    }
  }

  private static long longInteger(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "', expected a whole number of at most 63 bits");
    }
  }

  private static BigDecimal decimal(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "', expected a number such as 0.01");
    }
  }

  private static Link link(String text) {
    try {
      return Links.parse(text);
    } catch (UsageException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static Path path(String text) {
    try {
      if (!text.isEmpty()) {
        return Path.of(text);
      }
    } catch (InvalidPathException e) {
      // Said below.
    }
    throw new TypeConversionException("'" + text + "', expected the name of a file or folder");
  }
}
