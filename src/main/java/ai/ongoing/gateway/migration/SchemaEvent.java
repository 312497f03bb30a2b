package ai.ongoing.gateway.migration;

/**
 * One line of what was ever done to a schema.
 *
 * @param at when, as the backend prints it
 * @param event apply, undo, repair, adopt, baseline or backup
 * @param name the file, or the table, it was done to
 * @param actor user, machine and process
 * @param appVersion version of the program that did it
 * @param detail more, in words; empty when there is no more
 */
public record SchemaEvent(String at, String event, String name, String actor, String appVersion, String detail) {}
