namespace AiInfra.Training;

/// <summary>Which way the monitored figure gets better.</summary>
public enum MonitorMode
{
    /// <summary>Less is better, as for a loss.</summary>
    Min,

    /// <summary>More is better, as for accuracy.</summary>
    Max,
}
