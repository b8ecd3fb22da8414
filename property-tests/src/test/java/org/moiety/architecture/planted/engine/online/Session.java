package org.moiety.architecture.planted.engine.online;

/// What the packages below must not know.
public final class Session {}
