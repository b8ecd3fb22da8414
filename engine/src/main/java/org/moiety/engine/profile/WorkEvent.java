package org.moiety.engine.profile;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;

/// A role's stay in a layer's phase. The times of its activities add up to the event's duration, but for what recording takes.
@Name(WorkEvent.NAME)
@Label("Work")
@Category("Moiety")
@Description("What a role did in a phase of a layer; the times of its activities add up")
@StackTrace(false)
public final class WorkEvent extends Event {
  /// The event's name in recordings.
  public static final String NAME = "org.moiety.Work";

  @Label("Role")
  String role = "";

  @Label("Layer")
  String layer = "";

  @Label("Phase")
  String phase = "";

  @Label("Product")
  @Timespan(Timespan.NANOSECONDS)
  long product;

  @Label("Element-wise")
  @Timespan(Timespan.NANOSECONDS)
  long elementWise;

  @Label("Generator")
  @Timespan(Timespan.NANOSECONDS)
  long generator;

  @Label("Packing")
  @Timespan(Timespan.NANOSECONDS)
  long packing;

  @Label("Waiting for Peer")
  @Timespan(Timespan.NANOSECONDS)
  long waitingForPeer;

  @Label("Waiting for Dealer")
  @Timespan(Timespan.NANOSECONDS)
  long waitingForDealer;

  @Label("Other")
  @Timespan(Timespan.NANOSECONDS)
  long other;

  @Label("Processor Time")
  @Description("Of the role's own thread")
  @Timespan(Timespan.NANOSECONDS)
  long processor;

  WorkEvent() {}
}
