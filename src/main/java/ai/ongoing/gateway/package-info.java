/** Hands the arguments to the command line and lists the request path on one page. */
@NullMarked
package ai.ongoing.gateway;

import org.jspecify.annotations.NullMarked;
