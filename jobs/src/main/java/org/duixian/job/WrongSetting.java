package org.duixian.job;

/** A setting that stops start-up; the message names the key and what it should be. */
public final class WrongSetting extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  WrongSetting(String key, String what) {
    super("setting --" + key + " " + what);
  }
}
