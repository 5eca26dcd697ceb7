namespace AiInfra.AspNetCore.Dashboard;

/// <summary>The colour of an event on the pages.</summary>
public enum EventTone
{
    /// <summary>It happened, and is neither good nor bad.</summary>
    Plain,

    /// <summary>It went well, or is over.</summary>
    Good,

    /// <summary>Somebody should look at it.</summary>
    Warning,

    /// <summary>It failed.</summary>
    Bad,
}
