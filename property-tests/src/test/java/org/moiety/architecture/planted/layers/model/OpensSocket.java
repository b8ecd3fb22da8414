package org.moiety.architecture.planted.layers.model;

/// Uses the network.
public final class OpensSocket {
  Object offence = new java.net.Socket();
}
