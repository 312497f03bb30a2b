/** Stores of other gateways, read into one of ours: who owned calls, with which keys they were made, and the calls. */
@NullMarked
package ai.ongoing.gateway.transfer.foreign;

import org.jspecify.annotations.NullMarked;
