package org.moiety.engine.channel;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a role listens.
///
/// @param host a name or an address; an IPv6 address without brackets
/// @param port 0 for any that is free
public record Endpoint(String host, int port) {
  private static final Pattern FORM = Pattern.compile("(?:\\[([0-9a-fA-F:.%a-z]+)]|([^:\\[\\]\\s]+)):(\\d{1,5})");
  private static final int MAX_PORT = 65_535;

  public Endpoint {
    if (host.isEmpty() || port < 0 || port > MAX_PORT) {
      throw new IllegalArgumentException("port=" + port + " of host '" + host + "', expected 0 to " + MAX_PORT);
    }
  }

  /// An endpoint as users write it: `example.org:7000`, `127.0.0.1:0`, `[::1]:7000`.
  ///
  /// @throws IllegalArgumentException if the text is none
  public static Endpoint parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + text + "', expected HOST:PORT such as example.org:7000 or [::1]:7000");
    }
    return new Endpoint(parts.group(1) == null ? parts.group(2) : parts.group(1), Integer.parseInt(parts.group(3)));
  }

  InetSocketAddress resolve() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
