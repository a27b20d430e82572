package org.duixian.alert;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.duixian.commitment.Commitment;
import org.duixian.commitment.Role;

/** The roles that are told of an alert, and how people call them. */
final class Roles {
  static final String COUNTY_BUREAU = Role.COUNTY_BUREAU.code();
  static final String REFORM_SUPERVISOR = Role.REFORM_SUPERVISOR.code();
  static final String DATA_OWNER = Role.DATA_OWNER.code();
  static final String AUDITOR = Role.AUDITOR.code();

  /** Who is told when nobody acknowledges: the first who has not been told yet. */
  private static final List<String> UPWARDS =
      List.of(Role.TOWNSHIP_LEAD.code(), COUNTY_BUREAU, REFORM_SUPERVISOR);

  private Roles() {}

  /** Who can do something about an alert: an auditor only reads. */
  static Set<String> mayAct() {
    var roles = new LinkedHashSet<>(Role.codes());
    roles.remove(AUDITOR);
    return roles;
  }

  /** Who is asked to acknowledge and to act. */
  static List<String> asked(String severity, Commitment commitment) {
    return severity.equals(AlertLife.RED)
        ? commitment.recipientsBreached()
        : commitment.recipientsAtRisk();
  }

  /** Who has been told by this step: those whom it concerns while yellow hear of red, too. */
  static List<String> told(AlertLife.Step step, Commitment commitment) {
    var roles = new LinkedHashSet<>(commitment.recipientsAtRisk());
    if (step.overdue()) {
      UPWARDS.stream().filter(role -> !roles.contains(role)).findFirst().ifPresent(roles::add);
    }
    if (step.severity().equals(AlertLife.RED)) {
      roles.addAll(commitment.recipientsBreached());
      roles.add(COUNTY_BUREAU);
      roles.add(REFORM_SUPERVISOR);
    }
    if (step.audited()) {
      roles.add(AUDITOR);
    }
    return new ArrayList<>(roles);
  }

  static String zh(String role) {
    return Role.find(role).map(Role::zh).orElse(role);
  }

  static String zh(List<String> roles) {
    return String.join("、", roles.stream().map(Roles::zh).toList());
  }

  static String en(List<String> roles) {
    return String.join(", ", roles);
  }
}
