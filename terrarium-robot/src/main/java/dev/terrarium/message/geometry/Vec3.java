package dev.terrarium.message.geometry;

import us.ihmc.euclid.tuple3D.Vector3D;
import us.ihmc.euclid.tuple3D.interfaces.Tuple3DReadOnly;

/// Three finite numbers along x, y and z: a point, a direction, a velocity, a force.
public record Vec3(double x, double y, double z) {
  public static final Vec3 ZERO = new Vec3(0, 0, 0);
  public static final Vec3 X = new Vec3(1, 0, 0);
  public static final Vec3 Y = new Vec3(0, 1, 0);
  public static final Vec3 Z = new Vec3(0, 0, 1);

  /// @throws IllegalArgumentException if a number is not finite
  public Vec3 {
    if (!Double.isFinite(x) || !Double.isFinite(y) || !Double.isFinite(z)) {
      throw new IllegalArgumentException(
          "A vector is three finite numbers, not (" + x + ", " + y + ", " + z + ")");
    }
  }

  /// Makes a vector of `[x, y, z]`.
  ///
  /// @throws IllegalArgumentException if there are not three numbers, or one is not finite
  public static Vec3 of(double[] xyz) {
    if (xyz.length != 3) {
      throw new IllegalArgumentException("A vector has 3 numbers, x y z, not " + xyz.length);
    }
    return new Vec3(xyz[0], xyz[1], xyz[2]);
  }

  /// Makes a vector of one of Euclid's.
  public static Vec3 of(Tuple3DReadOnly tuple) {
    return new Vec3(tuple.getX(), tuple.getY(), tuple.getZ());
  }

  public Vec3 plus(Vec3 other) {
    return new Vec3(x + other.x, y + other.y, z + other.z);
  }

  public Vec3 minus(Vec3 other) {
    return new Vec3(x - other.x, y - other.y, z - other.z);
  }

  public Vec3 times(double factor) {
    return new Vec3(x * factor, y * factor, z * factor);
  }

  public double dot(Vec3 other) {
    return x * other.x + y * other.y + z * other.z;
  }

  /// Returns the cross product `this × other`, by the right hand.
  public Vec3 cross(Vec3 other) {
    return new Vec3(
        y * other.z - z * other.y, z * other.x - x * other.z, x * other.y - y * other.x);
  }

  public double norm() {
    return Math.sqrt(dot(this));
  }

  /// Returns `[x, y, z]`.
  public double[] toArray() {
    return new double[] {x, y, z};
  }

  /// Returns it as one of Euclid's, which is mutable and the caller's own.
  public Vector3D toEuclid() {
    return new Vector3D(x, y, z);
  }
}
