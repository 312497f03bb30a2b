/** What every command is made of: its flags, what it sees of the outside, the store it works on, how it answers and refuses. */
@NullMarked
package ai.ongoing.gateway.cli.command;

import org.jspecify.annotations.NullMarked;
