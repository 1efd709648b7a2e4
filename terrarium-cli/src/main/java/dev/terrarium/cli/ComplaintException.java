package dev.terrarium.cli;

/// A complaint on its way to the one place that tells it.
final class ComplaintException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Complaint complaint;

  ComplaintException(Complaint complaint) {
    super(complaint.message(), complaint.thrown());
    this.complaint = complaint;
  }

  Complaint complaint() {
    return complaint;
  }
}
