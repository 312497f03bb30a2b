package ai.ongoing.gateway.config.dsn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ongoing.gateway.config.ConfigError;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresDsnTest {

    private static PostgresDsn parse(String text) {
        return PostgresDsn.parse("storage.dsn", text);
    }

    private static String hosts(PostgresDsn dsn) {
        return dsn.hosts().stream().map(PostgresDsn.Host::toString).collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        postgres://u:p@h:5433/d                             | u    | p      | h:5433            | d
        postgresql://u:p@h:5433/d                           | u    | p      | h:5433            | d
        POSTGRES://u:p@h/d                                  | u    | p      | h:5432            | d
        postgres://u@h/d                                    | u    | ""     | h:5432            | d
        postgres://h                                        | ""   | ""     | h:5432            | ""
        postgres:///d                                       | ""   | ""     | localhost:5432    | d
        postgres://u:p%40%2F%3A%25w@h/d%20b                 | u    | p@/:%w | h:5432            | d b
        postgres://u:p@w@h/d                                | u    | p@w    | h:5432            | d
        postgres://u:p:w+x@h/d                              | u    | p:w+x  | h:5432            | d
        postgres://u:p@[::1]:5433/d                         | u    | p      | [::1]:5433        | d
        postgres://u:p@[fe80::1]/d                          | u    | p      | [fe80::1]:5432    | d
        postgres://u:p@a,b:5433/d                           | u    | p      | a:5432,b:5433     | d
        postgres://u:p@/d?host=x&port=9                     | u    | p      | x:9               | d
        jdbc:postgresql://h:5433/d?user=u&password=p        | u    | p      | h:5433            | d
        jdbc:postgresql://h/d?user=u&password=p+w           | u    | p w    | h:5432            | d
        jdbc:postgresql:d                                   | ""   | ""     | localhost:5432    | d
        host=h port=5433 user=u password=p dbname=d         | u    | p      | h:5433            | d
        host = h  user = u password = 'p w' dbname = d      | u    | p w    | h:5432            | d
        host=h user=u password='it\\'s \\\\' dbname=d       | u    | it's \\| h:5432            | d
        host=a,b port=5433 user=u password='' dbname=d      | u    | ""     | a:5433,b:5433     | d
        host=a,b port=1,2 user=u dbname=d                   | u    | ""     | a:1,b:2           | d
        hostaddr=::1 user=u dbname=d                        | u    | ""     | [::1]:5432        | d
        """)
    void readsEveryForm(String text, String user, String password, String hosts, String database) {
        PostgresDsn dsn = parse(text);

        assertThat(dsn.user()).isEqualTo(user);
        assertThat(dsn.password()).isEqualTo(password);
        assertThat(hosts(dsn)).isEqualTo(hosts);
        assertThat(dsn.database()).isEqualTo(database);
    }

    @Test
    void keepsParametersInOrderAndAsWritten() {
        PostgresDsn dsn = parse("postgres://u:p@h/d?sslmode=verify-full&application_name=a%20b&Custom=x");

        assertThat(dsn.parameters())
                .containsExactly(
                        java.util.Map.entry("sslmode", "verify-full"),
                        java.util.Map.entry("application_name", "a b"),
                        java.util.Map.entry("Custom", "x"));
        assertThat(dsn.sslMode()).isEqualTo("verify-full");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://u:p%40%2F%3A%25%C3%A9@h:1,[::1]:2/d%20b?sslmode=require&x=%26",
                "host=a,b port=1,2 user='u v' password='it\\'s' dbname='d/e' sslmode=disable",
                "jdbc:postgresql://h/d?user=u&password=a%26b&ApplicationName=x"
            })
    void readsBackWhatItWrites(String text) {
        PostgresDsn dsn = parse(text);
        PostgresDsn again = parse(dsn.text());

        assertThat(again.fields()).isEqualTo(parse(again.text()).fields());
        assertThat(again.hosts()).isEqualTo(dsn.hosts());
        assertThat(List.of(again.user(), again.password(), again.database()))
                .isEqualTo(List.of(dsn.user(), dsn.password(), dsn.database()));
        assertThat(again.parameters()).isEqualTo(dsn.parameters());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        user:pw@host:5432/db                     | has no scheme: write postgresql://USER:PASSWORD@HOST:5432/DB
        localhost                                | has no scheme: write postgresql://USER:PASSWORD@HOST:5432/DB
        postgres:user:pw@host                    | has no scheme: write postgresql://USER:PASSWORD@HOST:5432/DB
        mysql://user:pw@host/db                  | has a scheme that is not PostgreSQL's: write postgresql://USER:PASSWORD@HOST:5432/DB
        postgres://u:p@h:99999/d                 | has a port that is not a number from 1 to 65535
        postgres://u:p@h:0/d                     | has a port that is not a number from 1 to 65535
        postgres://u:p@h:x/d                     | has a port that is not a number from 1 to 65535
        postgres://u:p@h/d?sslmode=on            | has an unknown sslmode: write one of disable, allow, prefer, require, verify-ca, verify-full (got "on")
        postgres://u:p@h/d?sslmode               | has a parameter without a value
        postgres://u:p%zz@h/d                    | has a percent sign that starts no %XX
        postgres://u:p%4@h/d                     | has a percent sign that starts no %XX
        postgres://u:%ff@h/d                     | has percent-encoded bytes that are not UTF-8
        postgres://u:p@[::1/d                    | has an IPv6 address without its closing bracket
        postgres://%2Fvar%2Frun/d                | names a Unix socket
        host=/var/run/postgresql dbname=d        | names a Unix socket
        host=a,b,c port=1,2 dbname=d             | names 3 hosts but 2 ports
        host=h password=p w dbname=d             | has a word without =
        host=h password='p w dbname=d            | has a quoted value without its closing quote
        """)
    void refusesWithTheWayOut(String text, String reason) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(ConfigError.class)
                .message()
                .startsWith("storage.dsn " + reason);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://u:S3cretWord@h:5432/d?sslmode=disable",
                "postgresql://u:S3cretWord@h/d",
                "postgres://u:12S3cretWord/34@h/d",
                "postgres://u:12/S3cretWord@h/d",
                "postgres://u:12?S3cretWord@h/d",
                "postgres://u:12?sslmode=S3cretWord@h/d",
                "postgres://u:a@S3cretWord@h/d",
                "postgres://u:%zzS3cretWord@h/d",
                "postgres://u:S3cretWord@h:port/d",
                "postgres://u:x@h/d?password=S3cretWord",
                "postgres://u:x@h/d?sslpassword=S3cretWord",
                "postgres://u:x@h/d?odd=S3cretWord",
                "jdbc:postgresql://h/d?user=u&password=S3cretWord",
                "jdbc:postgresql://h/d?user=u&password=a&b=S3cretWord",
                "jdbc:postgresql://h/d?user=u&password=a&S3cretWord",
                "host=h user=u password=S3cretWord dbname=d",
                "host=h user=u password='S3cretWord' dbname=d",
                "host=h user=u password='S3cretWord dbname=d",
                "host=h user=u password=a S3cretWord dbname=d",
                "host=h user=u password=a b=S3cretWord dbname=d",
                "u:S3cretWord@h/d",
                "mysql://u:S3cretWord@h/d",
                "S3cretWord"
            })
    void neverShowsAPassword(String text) {
        assertThat(PostgresDsn.mask(text)).doesNotContain("S3cretWord");
        try {
            assertThat(parse(text).toString()).doesNotContain("S3cretWord");
        } catch (ConfigError error) {
            assertThat(error.getMessage()).doesNotContain("S3cretWord");
            assertThat(error.getCause()).isNull();
        }
    }

    @Test
    void masksIntoAStringThatStillSaysWhere() {
        assertThat(PostgresDsn.mask("postgres://USER:PASSWORD@HOST/DB?sslmode=disable"))
                .isEqualTo("postgresql://USER:****@HOST:5432/DB?sslmode=disable");
    }
}
