/**
 * Settings: typed values by key, and where each of them came from.
 *
 * <p>Read by every component when it is built, and by {@code muster config}. Order of precedence: code, system property,
 * environment, file, defaults.
 *
 * <p>The library that parses files stays inside: none of its types may show in a public signature.
 */
@NullMarked
package dev.muster.config;

import org.jspecify.annotations.NullMarked;
