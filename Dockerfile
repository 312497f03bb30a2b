# The gateway as an image: docker build -t ongoingai .
#
# Both base images are arguments; any with a Java 25 will do, and the second needs no compiler.
ARG BUILD_IMAGE=eclipse-temurin:25-jdk
ARG BASE_IMAGE=eclipse-temurin:25-jre

FROM ${BUILD_IMAGE} AS build
WORKDIR /build
COPY . .
# The AOT cache is only valid on the very Java it was trained on, so it is made in the second stage.
RUN ONGOINGAI_SKIP_AOT=1 ./mvnw -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true package

FROM ${BASE_IMAGE}
COPY --from=build /build/ongoingai /opt/ongoingai/ongoingai
COPY --from=build /build/.mvn/jdk.sh /opt/ongoingai/.mvn/jdk.sh
COPY --from=build /build/target/app /opt/ongoingai/target/app
COPY --from=build /build/target/training /opt/ongoingai/training
RUN . /opt/ongoingai/.mvn/jdk.sh && find_jdk java \
    && "$JDK/bin/java" -cp /opt/ongoingai/training Training "$JDK" /opt/ongoingai/target/app \
    && rm -rf /opt/ongoingai/training \
    && ln -s /opt/ongoingai/ongoingai /usr/local/bin/ongoingai \
    && mkdir -p /app/data && chown 65532:65532 /app /app/data
COPY --chown=65532:65532 config/image.yaml /app/ongoingai.yaml

USER 65532:65532
WORKDIR /app
VOLUME /app/data
EXPOSE 8080
# Ready means that calls are taken; it stays so while only the store is away.
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s --retries=3 \
    CMD . /opt/ongoingai/.mvn/jdk.sh && find_jdk java && exec "$JDK/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 \
    -cp /opt/ongoingai/target/app/probe Probe "http://127.0.0.1:${ONGOINGAI_PORT:-8080}/readyz"
ENTRYPOINT ["/opt/ongoingai/ongoingai"]
CMD ["serve", "--config", "/app/ongoingai.yaml"]
