package dev.terrarium.message.geometry;

import us.ihmc.euclid.tuple4D.interfaces.QuaternionReadOnly;

/// An orientation as a unit quaternion, written w, x, y, z.
///
/// It is normalised when it is made; one that already has length 1, to the last digits, stays as it
/// is. `q` and `-q` are the same orientation and not equal.
public record Quaternion(double w, double x, double y, double z) {
  /// No rotation.
  public static final Quaternion IDENTITY = new Quaternion(1, 0, 0, 0);

  private static final double UNIT = 1e-15;
  private static final double NEARLY_PARALLEL = 1 - 1e-10;

  /// @throws IllegalArgumentException if the numbers are not finite, or all zero
  public Quaternion {
    double largest =
        Math.max(Math.max(Math.abs(w), Math.abs(x)), Math.max(Math.abs(y), Math.abs(z)));
    if (!(largest > 0) || !Double.isFinite(largest) || Double.isNaN(w + x + y + z)) {
      throw new IllegalArgumentException(
          "A quaternion is four finite numbers, w x y z, that are not all zero, not ("
              + w
              + ", "
              + x
              + ", "
              + y
              + ", "
              + z
              + ")");
    }
    if (Math.abs(w * w + x * x + y * y + z * z - 1) > UNIT) {
      double scaledW = w / largest;
      double scaledX = x / largest;
      double scaledY = y / largest;
      double scaledZ = z / largest;
      double norm =
          Math.sqrt(scaledW * scaledW + scaledX * scaledX + scaledY * scaledY + scaledZ * scaledZ);
      w = scaledW / norm;
      x = scaledX / norm;
      y = scaledY / norm;
      z = scaledZ / norm;
    }
  }

  /// Makes a quaternion of `[w, x, y, z]`.
  ///
  /// @throws IllegalArgumentException if there are not four numbers, or they are no orientation
  public static Quaternion of(double[] wxyz) {
    if (wxyz.length != 4) {
      throw new IllegalArgumentException("A quaternion has 4 numbers, w x y z, not " + wxyz.length);
    }
    return new Quaternion(wxyz[0], wxyz[1], wxyz[2], wxyz[3]);
  }

  /// Makes a quaternion of `[x, y, z, w]`, the order of ROS.
  ///
  /// @throws IllegalArgumentException if there are not four numbers, or they are no orientation
  public static Quaternion ofXyzw(double[] xyzw) {
    if (xyzw.length != 4) {
      throw new IllegalArgumentException("A quaternion has 4 numbers, x y z w, not " + xyzw.length);
    }
    return new Quaternion(xyzw[3], xyzw[0], xyzw[1], xyzw[2]);
  }

  /// Makes the rotation about an axis by an angle in radians, by the right hand.
  ///
  /// @throws IllegalArgumentException if the axis has no length
  public static Quaternion about(Vec3 axis, double angle) {
    double norm = axis.norm();
    if (norm == 0) {
      throw new IllegalArgumentException("An axis of rotation has a length, not " + axis);
    }
    double sine = Math.sin(angle / 2) / norm;
    return new Quaternion(Math.cos(angle / 2), axis.x() * sine, axis.y() * sine, axis.z() * sine);
  }

  /// Makes a quaternion of one of Euclid's.
  public static Quaternion of(QuaternionReadOnly quaternion) {
    return new Quaternion(
        quaternion.getS(), quaternion.getX(), quaternion.getY(), quaternion.getZ());
  }

  /// Returns the Hamilton product `this · other`: the rotation by `other`, then by this one.
  public Quaternion multiply(Quaternion other) {
    return new Quaternion(
        w * other.w - x * other.x - y * other.y - z * other.z,
        w * other.x + x * other.w + y * other.z - z * other.y,
        w * other.y - x * other.z + y * other.w + z * other.x,
        w * other.z + x * other.y - y * other.x + z * other.w);
  }

  /// Returns the rotation back.
  public Quaternion inverse() {
    return new Quaternion(w, -x, -y, -z);
  }

  /// Returns the vector, rotated.
  public Vec3 rotate(Vec3 vector) {
    var axis = new Vec3(x, y, z);
    var twice = axis.cross(vector).times(2);
    return vector.plus(twice.times(w)).plus(axis.cross(twice));
  }

  /// Returns the orientation on the shortest way to another, at constant speed.
  ///
  /// @param t 0 for this one, 1 for the other
  /// @throws IllegalArgumentException if `t` is not within 0 and 1
  public Quaternion slerp(Quaternion other, double t) {
    if (!(t >= 0 && t <= 1)) {
      throw new IllegalArgumentException("slerp goes from 0 to 1, not to " + t);
    }
    double cosine = w * other.w + x * other.x + y * other.y + z * other.z;
    double sign = cosine < 0 ? -1 : 1;
    cosine = Math.min(Math.abs(cosine), 1);
    double from = 1 - t;
    double to = t;
    if (cosine < NEARLY_PARALLEL) {
      double angle = Math.acos(cosine);
      double sine = Math.sin(angle);
      from = Math.sin(from * angle) / sine;
      to = Math.sin(to * angle) / sine;
    }
    to *= sign;
    return new Quaternion(
        from * w + to * other.w,
        from * x + to * other.x,
        from * y + to * other.y,
        from * z + to * other.z);
  }

  /// Returns `[w, x, y, z]`.
  public double[] toArray() {
    return new double[] {w, x, y, z};
  }

  /// Returns `[x, y, z, w]`, the order of ROS.
  public double[] toXyzw() {
    return new double[] {x, y, z, w};
  }

  /// Returns it as one of Euclid's, which is mutable and the caller's own.
  public us.ihmc.euclid.tuple4D.Quaternion toEuclid() {
    var quaternion = new us.ihmc.euclid.tuple4D.Quaternion();
    quaternion.setUnsafe(x, y, z, w);
    return quaternion;
  }
}
