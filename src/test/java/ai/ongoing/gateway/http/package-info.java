@NullMarked
package ai.ongoing.gateway.http;

import org.jspecify.annotations.NullMarked;
