package io.eventmanagement.k8s;

import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.networking.v1.HTTPIngressPath;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.IngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.IngressServiceBackend;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;

/** Whether clients and Prometheus find a Service, and the alerts what Prometheus found. */
final class RouteChecks {

    private static final Pattern JOB = Pattern.compile("\\bjob=\"([^\"]*)\"");

    private final Overlay overlay;
    private final Findings findings;

    RouteChecks(Overlay overlay, Findings findings) {
        this.overlay = overlay;
        this.findings = findings;
    }

    void check() {
        overlay.all(Ingress.class).forEach(this::checkIngress);
        overlay.all(ServiceMonitor.class).forEach(this::checkMonitor);
    }

    private static boolean has(Service service, String port) {
        return service.getSpec().getPorts().stream().map(ServicePort::getName).anyMatch(name -> Objects.equals(name, port));
    }

    private void checkIngress(Manifest<Ingress> ingress) {
        List<String> secured = ingress.object().getSpec().getTls().stream().flatMap(tls -> tls.getHosts().stream()).toList();
        for (IngressRule rule : ingress.object().getSpec().getRules()) {
            if (!secured.contains(rule.getHost())) {
                ingress.report(findings, "spec.rules.host", rule.getHost() + " has no TLS; " + secured + " have");
            }
            for (HTTPIngressPath path : rule.getHttp().getPaths()) {
                IngressServiceBackend backend = path.getBackend().getService();
                if (overlay.named(Service.class, backend.getName())
                        .filter(service -> has(service.object(), backend.getPort().getName())).isEmpty()) {
                    ingress.report(findings, "spec.rules.http.paths.backend.service",
                            "there is no Service " + backend.getName() + " with a port " + backend.getPort().getName());
                }
            }
        }
    }

    private void checkMonitor(Manifest<ServiceMonitor> monitor) {
        List<Manifest<Service>> services = overlay.all(Service.class).stream().filter(service -> Labels.select(
                Labels.of(monitor.object().getSpec().getSelector()), service.object().getMetadata().getLabels())).toList();
        if (services.size() != 1) {
            monitor.report(findings, "spec.selector", Labels.of(monitor.object().getSpec().getSelector()) + " selects "
                    + services.size() + " Services, and should one");
            return;
        }
        Service service = services.get(0).object();
        for (Endpoint endpoint : monitor.object().getSpec().getEndpoints()) {
            if (!has(service, endpoint.getPort())) {
                monitor.report(findings, "spec.endpoints.port",
                        endpoint.getPort() + " is no port of the Service " + services.get(0).name());
            }
            if (!"/q/metrics".equals(endpoint.getPath())) {
                monitor.report(findings, "spec.endpoints.path", endpoint.getPath() + " is not /q/metrics");
            }
        }
        checkJob(monitor, service.getMetadata().getLabels().get(monitor.object().getSpec().getJobLabel()));
    }

    private void checkJob(Manifest<ServiceMonitor> monitor, String job) {
        overlay.all(PrometheusRule.class).forEach(rules -> rules.object().getSpec().getGroups().stream()
                .flatMap(group -> group.getRules().stream()).forEach(rule -> {
                    Matcher asked = JOB.matcher(String.valueOf(rule.getExpr().getValue()));
                    while (asked.find()) {
                        if (!asked.group(1).equals(job)) {
                            rules.report(findings, rule.getAlert() + " expr", "there is no job " + asked.group(1)
                                    + "; by the jobLabel of " + monitor.file() + " it is " + job);
                        }
                    }
                }));
    }
}
