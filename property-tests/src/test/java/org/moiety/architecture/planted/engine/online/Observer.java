package org.moiety.architecture.planted.engine.online;

/// Stands for what watches a session.
public interface Observer {}
