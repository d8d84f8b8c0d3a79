/**
 * Settings: typed values by key, and where each of them came from.
 *
 * <p>{@link dev.muster.config.Settings} gathers them: code, system property, environment, file, defaults, in that order
 * of precedence. One record per component ({@code NodeSettings}, {@code WorkerSettings} …) takes from them what that
 * component needs, in types that carry their units; components, the machines among them, see only their record.
 *
 * <p>Read by every component when it is built, and by {@code muster config}. What a key means and defaults to stands in
 * {@code config/reference.conf} and nowhere else; what it takes stands in {@code Keys}. A new key is a line in both and a
 * field in a record; a plug-in's key is a line in a {@code reference.conf} of its own.
 *
 * <p>The library that parses files stays inside one type: none of its types may show in a public signature.
 */
@NullMarked
package dev.muster.config;

import org.jspecify.annotations.NullMarked;
