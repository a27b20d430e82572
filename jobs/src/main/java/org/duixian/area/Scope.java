package org.duixian.area;

/**
 * What is reported about. A commitment is about one of them; a source reports, in an area, about
 * those of which it has any there, and only its silence is waited for.
 */
public enum Scope {
  /** Sites and routes, and areas that events name. */
  places,
  /** Road segments. */
  roads,
  /** The people who lived in the area, wherever they are served. */
  residents
}
