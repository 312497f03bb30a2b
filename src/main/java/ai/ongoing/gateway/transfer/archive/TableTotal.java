package ai.ongoing.gateway.transfer.archive;

import ai.ongoing.gateway.transfer.proof.TableHash;

/** What a table held when it was backed up. */
public record TableTotal(String table, TableHash hash) {}
