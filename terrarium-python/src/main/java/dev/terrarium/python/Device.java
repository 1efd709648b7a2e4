package dev.terrarium.python;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Where an array's memory is.
///
/// @param id the device's number among those of its kind
public record Device(Kind kind, int id) {
  /// The memory that Java reads.
  public static final Device CPU = new Device(Kind.CPU, 0);

  /// What kinds of memory DLPack names.
  public enum Kind {
    CPU(1, true),
    CUDA(2, false),
    /// The host's memory, pinned for CUDA.
    CUDA_HOST(3, true),
    OPENCL(4, false),
    VULKAN(7, false),
    METAL(8, false),
    VPI(9, false),
    ROCM(10, false),
    /// The host's memory, pinned for ROCm.
    ROCM_HOST(11, true),
    EXTENSION(12, false),
    CUDA_MANAGED(13, false),
    ONE_API(14, false),
    WEB_GPU(15, false),
    HEXAGON(16, false),
    MAIA(17, false);

    final int code;
    final boolean readable;

    Kind(int code, boolean readable) {
      this.code = code;
      this.readable = readable;
    }
  }

  static @Nullable Device of(int code, int id) {
    for (Kind kind : Kind.values()) {
      if (kind.code == code) {
        return new Device(kind, id);
      }
    }
    return null;
  }

  /// Whether Java can read and write it.
  public boolean isReadable() {
    return kind.readable;
  }

  /// The device as frameworks write it: `cpu`, `cuda:0`.
  @Override
  public String toString() {
    String name = kind.name().toLowerCase(Locale.ROOT);
    return kind == Kind.CPU ? name : name + ":" + id;
  }
}
