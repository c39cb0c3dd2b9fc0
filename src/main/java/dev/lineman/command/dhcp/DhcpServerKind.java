package dev.lineman.command.dhcp;

/** The DHCP servers for which Lineman writes a file, each with a site template that is off until a folder chooses it. */
public enum DhcpServerKind {
    dnsmasq,
    kea,
    isc,
    routeros,
    windows;

    /** The path of its site template, below the root. */
    String template() {
        return "templates/site/variants/dhcp-" + name() + ".xml";
    }
}
