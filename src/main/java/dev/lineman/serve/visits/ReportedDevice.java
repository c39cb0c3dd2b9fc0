package dev.lineman.serve.visits;

/**
 * What a phone says of itself in a request. Immutable. The constructor escapes characters that do not print and cuts
 * each text.
 *
 * @param agent the User-Agent, cut to 200 characters; empty when there is none
 * @param reportedModel the model that the request names beside the User-Agent; empty when there is none
 * @param reportedFirmware the firmware version that the request names beside the User-Agent; empty when there is none
 */
public record ReportedDevice(String agent, String reportedModel, String reportedFirmware) {
    /** A request that says nothing of the phone. */
    public static final ReportedDevice NONE = new ReportedDevice("", "", "");

    public ReportedDevice {
        agent = agent.substring(0, Math.min(Visit.MAX_AGENT_LENGTH, agent.length()));
        reportedModel = MissedRequest.printable(reportedModel);
        reportedFirmware = MissedRequest.printable(reportedFirmware);
    }

    /** Returns the device of a request over HTTP, which has a User-Agent alone. */
    public static ReportedDevice ofAgent(String agent) {
        return new ReportedDevice(agent, "", "");
    }

    /** Returns the model in the User-Agent, else the reported one; empty when there is none. */
    public String model() {
        String model = UserAgent.of(agent).model();
        return model.isEmpty() ? reportedModel : model;
    }

    /** Returns the firmware version in the User-Agent, else the reported one; empty when there is none. */
    public String firmware() {
        String firmware = UserAgent.of(agent).firmware();
        return firmware.isEmpty() ? reportedFirmware : firmware;
    }

    /** Returns this device. What its request does not say comes from an earlier one. */
    ReportedDevice after(ReportedDevice before) {
        return new ReportedDevice(
                agent.isEmpty() ? before.agent : agent,
                reportedModel.isEmpty() ? before.reportedModel : reportedModel,
                reportedFirmware.isEmpty() ? before.reportedFirmware : reportedFirmware);
    }
}
