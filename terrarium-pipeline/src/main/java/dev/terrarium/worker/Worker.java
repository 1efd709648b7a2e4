package dev.terrarium.worker;

public final class Worker {
  private Worker() {}
}
