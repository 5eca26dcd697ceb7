namespace AiInfra.Observability.Alerts;

/// <summary>What happened to an alarm.</summary>
public enum AlarmState
{
    /// <summary>It is on from now.</summary>
    Raised,

    /// <summary>It is over.</summary>
    Cleared,
}
