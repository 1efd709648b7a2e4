package dev.terrarium.message;

public final class Item {
  private Item() {}
}
