namespace AiInfra.Observability.Alerts;

/// <summary>An alarm went on or off.</summary>
/// <param name="Deployment">Deployment it is about.</param>
/// <param name="Kind">"drift", "quality", "log", or the name of a detector.</param>
/// <param name="State">On or off.</param>
/// <param name="Version">Version that answers.</param>
/// <param name="Position">Predictions of the deployment seen so far.</param>
/// <param name="At">When, by the stream's own times; of the log by the clock.</param>
/// <param name="Message">In words, with the numbers.</param>
public sealed record Alarm(string Deployment, string Kind, AlarmState State, int Version, long Position, DateTimeOffset At, string Message)
{
    /// <summary>Kind of an alarm about inputs.</summary>
    public const string Drift = "drift";

    /// <summary>Kind of an alarm about answers.</summary>
    public const string Quality = "quality";

    /// <summary>Kind of an alarm about predictions and feedback that the log could not keep.</summary>
    public const string Log = "log";
}
