package org.duixian.local;

/** A database user and its password. */
public record Login(String user, String password) {
  /** Never shows the password. */
  @Override
  public String toString() {
    return user;
  }
}
